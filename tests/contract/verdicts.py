"""Whole calls out of a provider's fixtures, put together by the state machine: was the call missed?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from ringback.calls.verdict import Evidence, Verdict, hear, verdict
from ringback.phone.events import CallEvent
from ringback.phone.provider import Capability
from tests.contract.case import AT, ContractCase

LATER = AT + timedelta(seconds=30)
RING = timedelta(seconds=14)


def judged(
    case: ContractCase[Any],
    fixtures: Sequence[str],
    *,
    press: bool = True,
    forwarded: bool = False,
    at: datetime = LATER,
) -> Verdict:
    """The verdict, half a minute later if nothing else is said.

    On a line that rings phones where the company can, with a key to press; `forwarded`, on one that does not.
    """
    rings = Capability.RING in case.provider.capabilities and not forwarded
    unheard = Evidence(
        arrival_is_missed=forwarded,
        press_needed=press and rings,
        longest_ring=RING if rings else None,
    )
    said = said_in(case, fixtures)
    settle = timedelta(seconds=case.provider.settle_seconds)
    return verdict(reduce(hear, said, unheard), at, settle, min((event.at for event in said), default=None))


def said_in(case: ContractCase[Any], fixtures: Sequence[str]) -> list[CallEvent]:
    """What these webhooks say of calls."""
    said = (event for name in fixtures for event in case.events[name])
    return [event for event in said if isinstance(event, CallEvent)]
