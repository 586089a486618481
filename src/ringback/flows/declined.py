"""Somebody says no, thanks. The first time that ends the thread, the second time it counts as a stop.

Who calls again tomorrow wants an answer then: so one polite no is no opt-out, unless the owner says so.
"""

from datetime import timedelta

from ringback.db.transaction import Transaction
from ringback.messages import history as past_texts
from ringback.messages.store import Purpose
from ringback.rules.policy import Declines, Policy
from ringback.understand.understanding import Understanding

LASTS = timedelta(days=30)
DECLINE = "decline"


def wants_no_more(tx: Transaction, policy: Policy, account_id: str, contact_id: str, text_id: str) -> bool:
    """Does this polite no count as a wish for no more texts, by the owner's rules?"""
    match policy.declines:
        case Declines.FIRST:
            return True
        case Declines.SECOND:
            return _declined_before(tx, account_id, contact_id, text_id)
        case Declines.NEVER:
            return False


def is_decline(meant: Understanding) -> bool:
    return DECLINE in meant.labels and not meant.opts_out


def _declined_before(tx: Transaction, account_id: str, contact_id: str, text_id: str) -> bool:
    """Only what was said before we wrote again is another no: "No, thanks." "All done." is one."""
    from ringback.understand.meaning import understand  # 5 MB that a server without texts does not need

    earlier = past_texts.exchanged(tx, account_id, contact_id, tx.now - LASTS)
    answered = False
    for text in reversed([each for each in earlier if each.id != text_id]):
        if text.purpose is not Purpose.INBOUND:
            answered = True
        elif answered and is_decline(understand(text.body)):
            return True
    return False
