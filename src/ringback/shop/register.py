"""What the carriers' register still wants before the texts of one line arrive."""

from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.lib.numbers import US_TERRITORIES, NumberKind, read_number
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.permission.profile import Path
from ringback.permission.registration import Severity, check
from ringback.shop.papers import NOBODY_ASKED, line_policies, registrations


def still_wanted(tx: Transaction, account: Account, line: Line, public_url: str) -> tuple[str, ...]:
    """What blocks, a sentence each. Whether the business's pages open is not looked at.

    The number that sends the line's texts counts. Only the United States have such registers, and a
    simulated company belongs to none.
    """
    sender = lines.get(tx, lines.texting(tx, line)) or line
    number = read_number(sender.number)
    if sender.provider == "simulator" or number.country not in {"US", *US_TERRITORIES}:
        return ()
    path = Path.TOLL_FREE if number.kind is NumberKind.TOLL_FREE else Path.TEN_DLC
    in_use = lines.of_account(tx, account.id)
    papers = registrations(account, in_use, line_policies(tx, account, in_use), public_url, NOBODY_ASKED)
    found = [finding for paper in papers if paper.path is path for finding in check(paper)]
    return tuple(finding.sentence for finding in found if finding.severity is Severity.BLOCK)
