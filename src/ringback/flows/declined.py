"""Somebody says "no, thanks". The first time that only ends the thread; the second time it is an opt-out.

A person who calls again tomorrow wants an answer then. So one polite no is no opt-out, unless the owner says
so.
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
    """Is this polite no an opt-out by the owner's rules?"""
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
    """Two no's count as two only if we wrote in between: "No, thanks." and then "All done." is one."""
    from ringback.understand.meaning import understand  # 5 MB that a server without texts does not need

    earlier = past_texts.exchanged(tx, account_id, contact_id, tx.now - LASTS)
    answered = False
    for text in reversed([each for each in earlier if each.id != text_id]):
        if text.purpose is not Purpose.INBOUND:
            answered = True
        elif answered and is_decline(understand(text.body)):
            return True
    return False
