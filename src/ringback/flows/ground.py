"""Has this person done anything that lets us text them about this call? Opt-outs are checked elsewhere.

Where callers must press a key, only those are texted who pressed it in that call, or who have written to us.
"""

from datetime import timedelta

from ringback.accounts.store import Account
from ringback.contacts import consents
from ringback.contacts.consents import Basis
from ringback.db.transaction import Transaction
from ringback.lines.plan import KEYPRESS
from ringback.messages.gate import Never

LASTS = timedelta(days=365)  # a number may belong to somebody else by then
NO_GROUND = "Not texted: nothing shows that this person called or wrote within a year."
NO_KEY = "no_key"
NOT_PRESSED = "Not texted: this caller has not pressed the key that allows it."


def without_ground(tx: Transaction, account: Account, number: str, call_id: str | None) -> Never | None:
    """Why they may not be texted; None where there is a ground."""
    since = tx.now - LASTS
    if account.notice != KEYPRESS:
        if consents.any_since(tx, account.id, number, since):
            return None
        return Never("no_ground", NO_GROUND, call_back=True)
    if consents.any_since(tx, account.id, number, since, (Basis.WROTE, Basis.AGREED)):
        return None
    if call_id is not None and consents.pressed_in(tx, account.id, number, call_id):
        return None
    return Never(NO_KEY, NOT_PRESSED, call_back=True)
