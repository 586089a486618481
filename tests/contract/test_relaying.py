"""The battery, on texts that people write at a company and we send: it hears of them, and sees what comes.

Nothing is tried again here: that is done by worker/relayer.py, which must know what certainly was not done.
"""

import json
import traceback
from typing import Any

import pytest

from ringback.lib.http import Http
from ringback.phone.asked import TextTold, TextToShow
from ringback.phone.events import Problem, SendAsked, SendProblem, TextState
from ringback.phone.provider import Capability, SendFailed
from tests.contract.case import AT, ContractCase, each, every_case
from tests.contract.standin import CUT, http, nowhere, standin

Case = ContractCase[Any]
CASES = every_case(Capability.SEND_ASKED)
TOLD = TextTold("theirs", TextState.UNDELIVERED, "Not texted: this person has asked for no more texts.")
SHOWN = TextToShow("text_1", "+15125550178", "Is it ready? 👍", AT)
ELSEWHERE = http("302 Found", Location="http://127.0.0.1:9/")
PROBLEMS = [
    (CUT, Problem.UNSURE),
    (http("500 Internal Server Error"), Problem.UNSURE),
    (ELSEWHERE, Problem.UNSURE),
    (http("429 Too Many Requests", Retry_After="30"), Problem.BUSY),
    (http("401 Unauthorized"), Problem.MISCONFIGURED),
    (http("422 Unprocessable Entity"), Problem.REFUSED),
]


async def tells(case: Case, settings: Any, client: Http, told: TextTold = TOLD) -> SendProblem | None:
    try:
        await case.provider.tell_sent(told, settings, client)
    except SendFailed as failure:
        _is_quiet(case, failure, told.words)
        return failure.problem
    return None


async def shows(case: Case, settings: Any, client: Http) -> SendProblem | None:
    try:
        await case.provider.show_text(SHOWN, settings, client)
    except SendFailed as failure:
        _is_quiet(case, failure, SHOWN.body)
        return failure.problem
    return None


def _is_quiet(case: Case, failure: SendFailed, words: str) -> None:
    said = "".join(traceback.format_exception(failure)) + repr(failure.problem)
    assert [word for word in (*case.must_stay_quiet(), words) if word in said] == []


@pytest.mark.parametrize("case", CASES)
def test_a_company_that_asks_us_has_shown_how_and_says_by_which_setting(case: Case) -> None:
    assert any(isinstance(event, SendAsked) for events in case.events.values() for event in events)
    assert getattr(case.settings, case.provider.asked_with) == ""


@pytest.mark.parametrize(("case", "name"), each("tells", Capability.SEND_ASKED))
async def test_it_hears_what_became_of_a_text(case: Case, name: str, client: Http) -> None:
    async with standin(case.answer(name)) as company:
        assert await tells(case, case.at(company.base), client) == case.tells[name]
    assert len(company.seen) == 1


@pytest.mark.parametrize(("case", "name"), each("shows", Capability.SEND_ASKED))
async def test_it_sees_a_text_that_came_in(case: Case, name: str, client: Http) -> None:
    async with standin(*case.answers(case.answer(name))) as company:
        assert await shows(case, case.at(company.base), client) == case.shows[name]
    said = json.loads(company.seen[-1].body)
    assert SHOWN.id in said.values()  # ours, so that they can tell it twice
    assert SHOWN.body in said.values()


@pytest.mark.parametrize("case", CASES)
async def test_every_other_answer_is_told_apart(case: Case, client: Http) -> None:
    for answer, problem in PROBLEMS:
        async with standin(answer) as company:
            told = await tells(case, case.at(company.base), client)
        async with standin(*case.answers(answer)) as company:
            shown = await shows(case, case.at(company.base), client)
        assert (told and told.problem, shown and shown.problem) == (problem, problem), answer
    for ask in (tells, shows):
        problem_found = await ask(case, case.at(nowhere()), client)
        assert problem_found is not None
        assert problem_found.problem is Problem.DOWN


@pytest.mark.parametrize("case", CASES)
async def test_what_fails_on_the_way_has_shown_nothing(case: Case, client: Http) -> None:
    for answer, _ in PROBLEMS[:4]:
        async with standin(answer) as company:
            shown = await shows(case, case.at(company.base), client)
        assert shown is not None
        assert shown.problem in (Problem.DOWN, Problem.BUSY)
        assert len(company.seen) == 1


@pytest.mark.parametrize("case", CASES)
async def test_each_state_has_its_word(case: Case, client: Http) -> None:
    words = []
    for state in TextState:
        async with standin(
            *[case.answer(name) for name, told in case.tells.items() if told is None]
        ) as company:
            assert await tells(case, case.at(company.base), client, TextTold("theirs", state, "Why.")) is None
        words.append(company.seen[0].body)
    accepted, sent, delivered, undelivered = words
    assert accepted == sent
    assert len({accepted, delivered, undelivered}) == 3
    assert b"Why." in undelivered
