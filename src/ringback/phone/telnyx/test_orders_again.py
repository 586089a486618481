"""What is ordered again at Telnyx, where an order may not have arrived or an event comes twice."""

from dataclasses import replace

import pytest
from tests.contract.case import plan
from tests.contract.standin import CUT, http, nowhere, standin

from ringback.lib.http import Http
from ringback.phone.events import Problem
from ringback.phone.provider import SendFailed
from ringback.phone.telnyx.provider import PROVIDER
from ringback.phone.telnyx.test_orders import OK, orders
from ringback.phone.telnyx.tests import CASE


@pytest.mark.parametrize(
    ("answer", "problem", "after"),
    [
        (CUT, Problem.DOWN, None),
        (http("500 Internal Server Error"), Problem.DOWN, None),
        (http("408 Request Timeout"), Problem.DOWN, None),
        (http("429 Too Many Requests", Retry_After="3"), Problem.BUSY, 3.0),
        (http("401 Unauthorized"), Problem.MISCONFIGURED, None),
    ],
)
async def test_an_order_that_did_not_arrive_is_given_again(
    client: Http, answer: bytes, problem: Problem, after: float | None
) -> None:
    with pytest.raises(SendFailed) as failed:
        await orders(client, "call_started__plain", answer)
    assert (failed.value.problem.problem, failed.value.after) == (problem, after)


@pytest.mark.parametrize("answer", [CUT, http("503 Service Unavailable")])
async def test_a_question_that_did_not_arrive_is_asked_again(client: Http, answer: bytes) -> None:
    with pytest.raises(SendFailed) as failed:
        await orders(client, "leg_ended__declined_among_others", answer)
    assert failed.value.problem.problem is Problem.DOWN


async def test_without_a_connection_the_orders_are_given_again(client: Http) -> None:
    with pytest.raises(SendFailed) as failed:
        await PROVIDER.react(CASE.webhook("call_started__plain"), plan(), CASE.at(nowhere()), client)
    assert failed.value.problem.problem is Problem.DOWN


@pytest.mark.parametrize("fixture", ["call_started__plain", "key__pressed_1", "speak_ended__completed"])
async def test_the_same_event_again_gives_the_same_orders(client: Http, fixture: str) -> None:
    assert await orders(client, fixture) == await orders(client, fixture)


async def test_the_orders_do_not_depend_on_when_and_how_often_the_event_came(client: Http) -> None:
    request = CASE.webhook("leg__answered")
    again = replace(request, body=request.body.replace(b'"attempt": 1', b'"attempt": 2'))
    async with standin(OK) as company:
        for one in (request, again):
            await PROVIDER.react(one, plan(), CASE.at(company.base), client)
    assert company.seen[0].body == company.seen[1].body
