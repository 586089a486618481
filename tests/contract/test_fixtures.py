"""The battery, on the fixtures: all are used, and they show what the company can do."""

from typing import Any

import pytest

from ringback.phone.provider import Capability
from ringback.phone.registry import PROVIDERS
from tests.contract.case import ContractCase, every_case, has_case

Case = ContractCase[Any]
CASES = every_case()

ASKED = {Capability.LOOKUP, Capability.REGISTRATION, Capability.CONNECT}
NOT_BUILT = {"simulator": ASKED}  # it has no one to ask

ANSWERS = {"send": "sends", "find": "finds", "calls": "calls", "check": "checks", "enrich": "enriches"}
ANSWERS |= {"lookup": "lookups", "registration": "registrations", "recording": "recordings"}
ANSWERS |= {"place": "places", "tell": "tells", "show": "shows"}


def test_every_registered_provider_takes_part() -> None:
    assert [name for name in PROVIDERS if not has_case(name)] == []


@pytest.mark.parametrize("case", CASES)
def test_every_fixture_is_expected_somewhere(case: Case) -> None:
    fixtures = case.all()
    assert {each.name for each in fixtures if not each.is_answer} == {*case.events, *case.unreadable}
    answers = {each.name for each in fixtures if each.is_answer}
    for prefix, mapping in ANSWERS.items():
        of_this_kind = {name for name in answers if name.startswith(f"{prefix}__")}
        assert of_this_kind == set(getattr(case, mapping)) - {""}
    assert {name for name in answers if name.partition("__")[0] not in ANSWERS} == case.of_first()


@pytest.mark.parametrize("case", CASES)
def test_declared_capabilities_are_shown(case: Case) -> None:
    wanted = {
        Capability.SEND_TEXTS: case.sends,
        Capability.FIND_TEXTS: case.finds,
        Capability.LIST_CALLS: case.calls,
        Capability.ENRICH: case.enriches,
        Capability.RECORDINGS: case.recordings,
        Capability.CALL_OUT: case.places,
        Capability.SEND_ASKED: case.tells and case.shows,
    }
    missing = [each for each, shown in wanted.items() if each in case.provider.capabilities and not shown]
    assert missing == []


@pytest.mark.parametrize("case", CASES)
def test_what_is_impossible_is_not_declared_and_says_why(case: Case) -> None:
    impossible = case.provider.impossible
    assert case.provider.capabilities & impossible.keys() == set()
    assert [why for why in impossible.values() if not why.endswith(".") or len(why) > 200] == []


@pytest.mark.parametrize("case", CASES)
def test_whoever_sends_texts_finds_an_unsure_one_or_says_that_it_is_impossible(case: Case) -> None:
    said = case.provider.capabilities | case.provider.impossible.keys()
    assert Capability.SEND_TEXTS not in case.provider.capabilities or Capability.FIND_TEXTS in said


@pytest.mark.parametrize("case", every_case(Capability.SEND_TEXTS))
def test_what_is_not_asked_of_a_company_is_impossible_there(case: Case) -> None:
    said = case.provider.capabilities | case.provider.impossible.keys()
    assert ASKED - said == NOT_BUILT.get(case.name, set())
