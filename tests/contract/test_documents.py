"""The battery, on what a company hears back at once."""

from typing import Any
from xml.etree import ElementTree

import pytest

from ringback.phone.provider import Capability, Mode
from tests.contract.case import BEN, ROSA, ContractCase, every_case, plan

Case = ContractCase[Any]
CASES = every_case(Capability.RING)
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
