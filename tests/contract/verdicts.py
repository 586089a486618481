"""Whole calls out of a provider's fixtures, put together by the state machine: was the call missed?"""

from datetime import timedelta
from functools import reduce
from typing import Any

from ringback.calls.verdict import Evidence, Verdict, hear, verdict
from ringback.phone.events import CallEvent
from tests.contract.case import AT, ContractCase

LATER = AT + timedelta(seconds=30)
RING = timedelta(seconds=14)


def judged(
    case: ContractCase[Any], fixtures: tuple[str, ...], *, press: bool = True, forwarded: bool = False
) -> Verdict:
    """The verdict half a minute later on a line that rings phones, or, `forwarded`, on one that does not."""
    said = [event for name in fixtures for event in case.events[name] if isinstance(event, CallEvent)]
    unheard = Evidence(
        arrival_is_missed=forwarded,
        press_needed=press and not forwarded,
        longest_ring=None if forwarded else RING,
    )
    settle = timedelta(seconds=case.provider.settle_seconds)
    return verdict(reduce(hear, said, unheard), LATER, settle)
