"""How many parts of texts a business has sent today and this month, for the rules and for the last look."""

from zoneinfo import ZoneInfo

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.messages import spending
from ringback.messages.spending import Parts
from ringback.rules.policy import Policy

AT_ONCE = (
    300  # parts of texts that may leave at the same moment: three of each connection that a server takes
)


def parts_sent(tx: Transaction, account: Account, policy: Policy) -> Parts:
    """By the calendar of the business. Near a limit, texts that leave at the same moment would all read the
    same count, so there one waits for the other."""
    wall = tx.now.astimezone(ZoneInfo(account.time_zone))
    sent = spending.sent(tx, account.id, wall)
    if not tx.shared or not policy.overspends(sent.today + AT_ONCE, sent.this_month + AT_ONCE):
        return sent
    accounts.hold(tx, account.id)
    return spending.sent(tx, account.id, wall)
