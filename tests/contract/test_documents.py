"""The battery, on what a company hears back at once."""

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from ringback.phone import fixtures
from ringback.phone.provider import CallPlan, Capability, Mode
from tests.contract.case import ContractCase, every_case

Case = ContractCase[Any]
CASES = every_case(Capability.RING)
ROSA, BEN = "+15125550143", "+15125550144"


def plan(**changes: Any) -> CallPlan:
    usual = CallPlan(
        mode=Mode.DIAL,
        number=fixtures.NUMBER,
        business="Rosa's Plumbing",
        address=lambda kind: f"{fixtures.HOST}/in/{fixtures.LINE_KEY}/{kind}",
        ring=(ROSA, BEN),
        greeting="Sorry we missed you. We will text you right away.",
        voicemail=True,
    )
    return replace(usual, **changes)


PLANS = [plan(), plan(voicemail=False), plan(greeting=""), plan(ring=()), plan(mode=Mode.FORWARDED)]


@pytest.mark.parametrize("case", CASES)
def test_every_webhook_gets_one_well_formed_answer_however_often_it_comes(case: Case) -> None:
    for name in case.events:
        for line in PLANS:
            answer = case.provider.answer(case.webhook(name), line)
            assert (answer.status, answer) == (200, case.provider.answer(case.webhook(name), line))
            if "xml" in answer.content_type:
                ElementTree.fromstring(answer.body)


@pytest.mark.parametrize("case", CASES)
def test_a_forwarded_line_never_rings_the_owner(case: Case) -> None:
    line = plan(mode=Mode.FORWARDED)
    said = [case.provider.answer(case.webhook(name), line).body for name in case.events]
    assert [body for body in said if ROSA.removeprefix("+") in body or BEN.removeprefix("+") in body] == []


@pytest.mark.parametrize("case", CASES)
def test_words_of_the_owner_are_escaped(case: Case) -> None:
    odd = '<Dial>+15125550199</Dial> & "Söhne" \x0b\''
    line = plan(mode=Mode.FORWARDED, greeting=odd, business=odd)
    for name in case.events:
        body = case.provider.answer(case.webhook(name), line).body
        assert "<Dial>" not in body
        assert "\x0b" not in body
