"""The battery, on whole calls: was it missed, in whatever order, however often, and with the last word lost?

A story is the names of a call's webhooks, in the order of a good day.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from ringback.calls.verdict import LONGEST_CALL, Accepted, Missed, Open
from ringback.phone.events import LegAccepted
from ringback.phone.provider import Capability, Mode
from tests.contract.case import ContractCase, each, every_case
from tests.contract.verdicts import LATER, judged, said_in

Case = ContractCase[Any]
CASES = [*every_case(Capability.RING), *every_case(Capability.OBSERVE)]
SWEPT = LATER + LONGEST_CALL + timedelta(minutes=1)
MOST_IN_EVERY_ORDER = 5  # webhooks of a story; a longer one is turned round and about


@pytest.mark.parametrize("case", CASES)
def test_both_ways_are_shown(case: Case) -> None:
    assert case.taken
    assert case.missed


@pytest.mark.parametrize(("case", "story"), [*each("taken"), *each("missed")])
def test_a_story_is_of_one_call(case: Case, story: str) -> None:
    assert len({event.call for event in said_in(case, story.split())}) == 1


@pytest.mark.parametrize(("case", "story"), each("taken"))
def test_a_person_took_it_in_whatever_order_we_hear(case: Case, story: str) -> None:
    for order in _orders(story):
        assert isinstance(judged(case, order), Accepted), order


@pytest.mark.parametrize(("case", "story"), each("missed"))
def test_nobody_took_it_in_whatever_order_we_hear(case: Case, story: str) -> None:
    for order in _orders(story):
        assert isinstance(judged(case, order), Missed), order


@pytest.mark.parametrize(("case", "story"), [*each("taken"), *each("missed")])
def test_what_is_told_several_times_is_one_call(case: Case, story: str) -> None:
    told = story.split()
    assert judged(case, [*told, *reversed(told), *told]) == judged(case, told)


@pytest.mark.parametrize(("case", "story"), each("missed"))
def test_without_its_end_a_missed_call_is_missed_all_the_same(case: Case, story: str) -> None:
    """Unless somebody pressed the key, and that the caller was gone by then is what we never heard."""
    *told, _ = story.split()
    if said := said_in(case, told):
        pressed = any(isinstance(event, LegAccepted) for event in said)
        assert isinstance(judged(case, told, at=SWEPT), Accepted if pressed else Missed)


@pytest.mark.parametrize(("case", "story"), each("taken"))
def test_without_its_end_no_call_stays_open(case: Case, story: str) -> None:
    *told, _ = story.split()
    if said_in(case, told):
        assert not isinstance(judged(case, told, at=SWEPT), Open)


@pytest.mark.parametrize(("case", "story"), each("taken_without_key"))
def test_where_no_key_is_asked_for_whoever_picks_up_takes_it(case: Case, story: str) -> None:
    for order in _orders(story):
        assert isinstance(judged(case, order, press=False), Accepted), order


@pytest.mark.parametrize("case", CASES)
def test_on_a_forwarded_line_arrival_is_missed(case: Case) -> None:
    arrives = next(iter(case.missed)).split()[:1]
    if Mode.FORWARDED in case.provider.modes:
        assert isinstance(judged(case, arrives, forwarded=True), Missed)


def _orders(story: str) -> Iterator[list[str]]:
    told = story.split()
    if len(told) <= MOST_IN_EVERY_ORDER:
        yield from (list(order) for order in permutations(told))
    else:
        for turn in range(len(told)):
            yield told[turn:] + told[:turn]
            yield (told[turn:] + told[:turn])[::-1]
