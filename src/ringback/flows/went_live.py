"""A line goes live: from now on its callers are texted.

Came here from: the last step of the set-up, `ringback lines live`, or a shop file that says so.
Goes on in:     flows/missed_call.py, at the next call.
"""

from dataclasses import dataclass

from ringback.accounts import store as accounts
from ringback.db.transaction import Transaction
from ringback.flows import line_tested
from ringback.lines import going_live
from ringback.lines.store import Line
from ringback.shop.register import still_wanted


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What keeps a line from going live, in sentences; "" or nothing where all is well."""

    notice: str  # callers are told nothing. No reason does without that
    test: str
    register: tuple[str, ...]  # what the carriers' register still wants

    @property
    def sentences(self) -> list[str]:
        return [found for found in (self.notice, self.test, *self.register) if found]


class NotYet(Exception):
    def __init__(self, why: InTheWay) -> None:
        super().__init__(" ".join(why.sentences))
        self.why = why


def put_in_service(tx: Transaction, line: Line, by: str, public_url: str, without: str = "") -> None:
    """`by` is a member's id, or what else said so; `without` their reason for going live although the test
    has not passed or the register wants more. Raises NotYet."""
    found = in_the_way(tx, line, public_url)
    reason = without.strip()
    if found.notice or (found.sentences and not reason):
        raise NotYet(found)
    going_live.go_live(tx, line, by, reason if found.sentences else "")


def in_the_way(tx: Transaction, line: Line, public_url: str) -> InTheWay:
    account = accounts.get(tx, line.account_id)
    test = going_live.last_test(tx, line.account_id, line.id)
    passed = test is not None and line_tested.passed(line_tested.stages(tx, line, test))
    return InTheWay(
        notice="" if account.notice else "Say first where callers learn that they may be texted.",
        test="" if passed else "The test call has not passed.",
        register=still_wanted(tx, account, line, public_url),
    )
