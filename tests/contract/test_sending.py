"""The battery, on sending: each way it can end, and above all whether the text may have left."""

import traceback
from typing import Any

import pytest

from ringback.lib.http import Http
from ringback.phone.asked import Sent
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import Capability, SendFailed
from tests.contract.case import ContractCase, each, every_case
from tests.contract.standin import CUT, SILENCE, http, nowhere, standin

Case = ContractCase[Any]
CASES = every_case(Capability.SEND_TEXTS)
PAGE = "<html><body>Bad gateway</body></html>"


@pytest.mark.parametrize(("case", "name"), each("sends", Capability.SEND_TEXTS))
async def test_what_their_answer_means(case: Case, name: str, client: Http) -> None:
    result, _ = await send(case, client, case.answer(name))
    assert result == case.sends[name]


@pytest.mark.parametrize("case", CASES)
async def test_refused_connection_is_down_and_nothing_was_sent(case: Case, client: Http) -> None:
    result, _ = await failure(case, client, nowhere())
    assert result.problem is Problem.DOWN


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("end", [CUT, b"HTTP/1.1 20", http("201 Created", '{"sid": "x"}')[:-4]])
async def test_connection_cut_after_writing_is_unsure(case: Case, end: bytes, client: Http) -> None:
    result, _ = await send(case, client, end)
    assert isinstance(result, SendProblem)
    assert result.problem is Problem.UNSURE


@pytest.mark.parametrize("case", CASES)
async def test_no_answer_in_time_is_unsure(case: Case) -> None:
    impatient = Http(total_seconds=0.05)
    result, _ = await send(case, impatient, SILENCE)
    await impatient.close()
    assert isinstance(result, SendProblem)
    assert result.problem is Problem.UNSURE


@pytest.mark.parametrize("case", CASES)
async def test_too_many_requests_with_a_wait_says_how_long(case: Case, client: Http) -> None:
    result, after = await send(case, client, http("429 Too Many Requests", PAGE, Retry_After="30"))
    assert isinstance(result, SendProblem)
    assert (result.problem, after) == (Problem.BUSY, 30.0)


@pytest.mark.parametrize("case", CASES)
async def test_too_many_requests_without_a_wait_says_none(case: Case, client: Http) -> None:
    result, after = await send(case, client, http("429 Too Many Requests", PAGE))
    assert isinstance(result, SendProblem)
    assert (result.problem, after) == (Problem.BUSY, None)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "status", ["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"]
)
async def test_their_server_error_may_have_sent_the_text(case: Case, status: str, client: Http) -> None:
    result, _ = await send(case, client, http(status, PAGE, Retry_After="1"))
    assert isinstance(result, SendProblem)
    assert result.problem is case.server_error


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    "status", ["200 OK", "201 Created", "204 No Content", "302 Found", "308 Permanent Redirect"]
)
async def test_a_page_instead_of_their_answer_is_unsure(case: Case, status: str, client: Http) -> None:
    answer = http(status, "" if "204" in status else PAGE, Location="http://127.0.0.1:9/")
    result, _ = await send(case, client, answer)
    assert isinstance(result, SendProblem)
    assert result.problem is Problem.UNSURE


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
async def test_a_refused_key_or_address_is_our_configuration(case: Case, status: str, client: Http) -> None:
    result, _ = await send(case, client, http(status, PAGE))
    assert isinstance(result, SendProblem)
    assert result.problem is Problem.MISCONFIGURED


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("body", ["", "null", "[]", '"x"', "{", "[" * 5000, '{"code": []}', '{"code": true}'])
async def test_odd_refusals_are_refusals(case: Case, body: str, client: Http) -> None:
    result, _ = await send(case, client, http("400 Bad Request", body, "application/json"))
    assert isinstance(result, SendProblem)
    assert result.problem is Problem.REFUSED


@pytest.mark.parametrize("case", CASES)
async def test_a_text_is_asked_for_once_whatever_happens(case: Case, client: Http) -> None:
    for answer in (CUT, http("503 Service Unavailable"), http("429 Too Many Requests")):
        async with standin(answer) as company:
            company.answers[:0] = case.answers()
            await failure(case, client, company.base)
            assert len(company.seen) == len(case.first) + 1


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (http("401 Unauthorized"), Problem.MISCONFIGURED),
        (http("429 Too Many Requests"), Problem.BUSY),
        (http("500 Internal Server Error"), Problem.DOWN),
        (CUT, Problem.DOWN),
    ],
)
async def test_what_comes_first_may_fail_too_and_then_no_text_has_left(
    case: Case, answer: bytes, problem: Problem, client: Http
) -> None:
    for at in range(len(case.first)):
        async with standin(*(case.answer(name) for name in case.first[:at]), answer) as company:
            result, _ = await failure(case, client, company.base)
        assert result.problem is problem


@pytest.mark.parametrize("case", CASES)
async def test_the_owner_is_told_in_one_short_sentence(case: Case) -> None:
    said = [result.said for result in case.sends.values() if isinstance(result, SendProblem)]
    assert [words for words in said if not words.endswith(".") or len(words) > 100] == []


async def send(case: Case, client: Http, answer: bytes) -> tuple[Sent | SendProblem, float | None]:
    async with standin(*case.answers(answer)) as company:
        try:
            return await case.provider.send_text(case.text, case.at(company.base), client), None
        except SendFailed as error:
            _says_nothing_private(case, error)
            return error.problem, error.after


async def failure(case: Case, client: Http, base: str) -> tuple[SendProblem, float | None]:
    with pytest.raises(SendFailed) as caught:
        await case.provider.send_text(case.text, case.at(base), client)
    _says_nothing_private(case, caught.value)
    return caught.value.problem, caught.value.after


def _says_nothing_private(case: Case, error: SendFailed) -> None:
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.problem)
    assert [word for word in case.must_stay_quiet() if word in shown] == []
