"""The battery, on calls that we place: above all whether a phone may be ringing."""

from typing import Any

import pytest

from ringback.lib.http import Http
from ringback.phone.asked import Placed
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import Capability, SendFailed
from tests.contract.case import CALL, ContractCase, each, every_case, plan
from tests.contract.standin import CUT, http, nowhere, standin

Case = ContractCase[Any]
DAN = CALL.to.removeprefix("+")
CASES = every_case(Capability.CALL_OUT)
PRESSED = [one for one in each("events", Capability.CALL_OUT) if one.values[1] == "placed_key__pressed_one"]
ENDS = {
    CUT: Problem.UNSURE,
    http("500 Internal Server Error"): Problem.UNSURE,
    http("200 OK", "<html></html>"): Problem.UNSURE,
    http("201 Created", "[]", "application/json"): Problem.UNSURE,
    http("302 Found", Location="http://127.0.0.1:9/"): Problem.UNSURE,
    http("401 Unauthorized"): Problem.MISCONFIGURED,
    http("429 Too Many Requests"): Problem.BUSY,
    http("400 Bad Request", "{", "application/json"): Problem.REFUSED,
}


@pytest.mark.parametrize(("case", "name"), each("places", Capability.CALL_OUT))
async def test_what_their_answer_means(case: Case, name: str, client: Http) -> None:
    assert await place(case, client, case.answer(name)) == case.places[name]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("answer", ENDS, ids=[end.value for end in ENDS.values()])
async def test_only_what_was_certainly_not_started_says_so(case: Case, answer: bytes, client: Http) -> None:
    result = await place(case, client, answer)
    assert isinstance(result, SendProblem)
    assert result.problem is ENDS[answer]
    assert result.said.endswith(".")


@pytest.mark.parametrize("case", CASES)
async def test_a_company_that_is_away_was_not_asked(case: Case, client: Http) -> None:
    with pytest.raises(SendFailed) as caught:
        await case.provider.place_call(CALL, case.at(nowhere()), client)
    assert caught.value.problem.problem is Problem.DOWN


@pytest.mark.parametrize(("case", "pressed"), PRESSED)
def test_only_the_key_makes_the_persons_phone_ring(case: Case, pressed: str) -> None:
    """Shown where the answer to the key is the order. Where it is a request, the company's own tests do."""
    assert (DAN in told(case, pressed)) is not case.places_by_command
    assert DAN not in told(case, "placed_key__pressed_two")


def told(case: Case, fixture: str) -> str:
    return case.provider.answer(case.webhook(fixture), plan()).body


async def place(case: Case, client: Http, answer: bytes) -> Placed | SendProblem:
    before = [case.answer(name) for name in case.places_first]
    async with standin(*before, answer) as company:
        result: Placed | SendProblem
        try:
            result = await case.provider.place_call(CALL, case.at(company.base), client)
        except SendFailed as error:
            result = error.problem
    assert [word for word in case.must_stay_quiet() if word in repr(result)] == []
    assert len(company.seen) == len(before) + 1, "asked once, whatever comes"
    return result
