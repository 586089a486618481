"""What we ask Zoom, and how its access tokens are fetched, kept and exchanged."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import CUT, StandIn, http, nowhere, standin

from ringback.lib.http import Http
from ringback.phone import tokens
from ringback.phone.asked import Sent
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.zoom.provider import PROVIDER, ZoomSettings, login
from ringback.phone.zoom.tables import CAMPAIGNS
from ringback.phone.zoom.tests import CASE, CLIENT_SECRET, LINE, SETTINGS, TOKEN

SENT = CASE.answer("send__accepted")


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def token(value: str = "first", seconds: Any = 3600) -> bytes:
    return said({"access_token": value, "expires_in": seconds, "token_type": "bearer"})


def signed_out(base: str) -> ZoomSettings:
    settings = replace(SETTINGS, api_base=base, token_base=base)
    tokens.forget(login(settings))
    return settings


def bearers(company: StandIn) -> list[str]:
    return [
        one.headers["authorization"].removeprefix("Bearer ") for one in company.seen if "/v2/" in one.path
    ]


async def problem(company: StandIn, client: Http) -> tuple[Problem, float | None]:
    with pytest.raises(SendFailed) as failed:
        await PROVIDER.send_text(TEXT, signed_out(company.base), client)
    assert CLIENT_SECRET not in str(failed.value) + repr(failed.value.problem)
    return failed.value.problem.problem, failed.value.after


# --- Access ---


async def test_a_token_is_fetched_once_and_used_again(client: Http) -> None:
    async with standin(token(), SENT) as company:
        settings = signed_out(company.base)
        for _ in range(2):
            assert await PROVIDER.send_text(TEXT, settings, client) == Sent("message_2")
    asked, first, second = company.seen
    assert (asked.method, asked.path) == ("POST", "/oauth/token")
    assert dict(asked.form) == {"grant_type": "account_credentials", "account_id": "account_1"}
    assert asked.headers["authorization"].startswith("Basic ")
    assert (first.path, bearers(company)) == ("/v2/phone/sms/messages", ["first", "first"])
    assert second.body == first.body


@pytest.mark.parametrize("seconds", [0, tokens.EARLY_SECONDS, None, "soon"])
async def test_a_token_that_ends_soon_is_not_used_twice(client: Http, seconds: object) -> None:
    async with standin(token(seconds=seconds), SENT, token("second"), SENT) as company:
        settings = signed_out(company.base)
        await PROVIDER.send_text(TEXT, settings, client)
        await PROVIDER.send_text(TEXT, settings, client)
    assert bearers(company) == ["first", "second"]


async def test_a_token_that_was_taken_back_is_exchanged_and_the_text_asked_for_again(client: Http) -> None:
    async with standin(http("401 Unauthorized"), token("second"), SENT) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert bearers(company) == [TOKEN, "second"]


async def test_a_new_token_that_is_refused_is_not_exchanged_again(client: Http) -> None:
    async with standin(token(), http("401 Unauthorized")) as company:
        assert await problem(company, client) == (Problem.MISCONFIGURED, None)
    assert len(company.seen) == 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (http("400 Bad Request", '{"reason": "Bad Request"}'), (Problem.MISCONFIGURED, None)),
        (http("401 Unauthorized"), (Problem.MISCONFIGURED, None)),
        (http("429 Too Many Requests", Retry_After="7"), (Problem.BUSY, 7.0)),
        (http("503 Service Unavailable"), (Problem.DOWN, None)),
        (http("200 OK", "<html></html>"), (Problem.DOWN, None)),
        (said({"access_token": 1}), (Problem.DOWN, None)),
        (said([]), (Problem.DOWN, None)),
        (CUT, (Problem.DOWN, None)),
    ],
)
async def test_without_a_token_nothing_was_sent(
    client: Http, answer: bytes, expected: tuple[Problem, float | None]
) -> None:
    async with standin(answer) as company:
        assert await problem(company, client) == expected
    assert [one.path for one in company.seen] == ["/oauth/token"]


async def test_an_unreachable_sign_in_is_down_and_cannot_be_checked(client: Http) -> None:
    settings = signed_out(nowhere())
    with pytest.raises(SendFailed) as failed:
        await PROVIDER.send_text(TEXT, settings, client)
    assert failed.value.problem.problem is Problem.DOWN
    with pytest.raises(CannotAsk):
        await PROVIDER.check(settings, client)


def test_tokens_do_not_fill_the_memory() -> None:
    one = login(SETTINGS)
    for number in range(tokens.MOST_KEPT + 1):
        tokens.keep(replace(one, client_id=str(number)), one.client_secret, 3600)
    assert len(tokens._kept) <= tokens.MOST_KEPT


def test_a_login_shows_no_secret() -> None:
    assert CLIENT_SECRET not in repr(login(SETTINGS))


# --- Texts, calls, campaigns ---


async def test_a_text_is_sent_from_the_line(client: Http) -> None:
    async with standin(SENT) as company:
        await PROVIDER.send_text(TEXT, replace(CASE.at(company.base), user_id="user_rosa"), client)
    assert json.loads(company.seen[0].body) == {
        "sender": {"phone_number": LINE, "user_id": "user_rosa"},
        "to_members": [{"phone_number": TEXT.to}],
        "message": TEXT.body,
    }


async def test_a_picture_is_refused_before_anything_is_sent(client: Http) -> None:
    async with standin(SENT) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(
                replace(TEXT, media=("https://a.example/1",)), CASE.at(company.base), client
            )
    assert (failed.value.problem.problem, company.seen) == (Problem.REFUSED, [])


async def test_a_text_is_looked_for_in_each_conversation_with_this_person(client: Http) -> None:
    people = [{"phone_number": LINE}, {"phone_number": TEXT.to}]
    sessions = {"sms_sessions": [{"session_id": "a/b", "participants": people}], "next_page_token": "2"}
    async with standin(said(sessions), said({"sms_histories": []}), said({"sms_sessions": []})) as company:
        assert await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client) is None
    days = {"from": "2026-11-19", "to": "2026-11-21", "page_size": "100"}
    first = {**days, "phone_number": LINE, "filter_type": "sent_message_time"}
    assert [(one.path, one.query) for one in company.seen] == [
        ("/v2/phone/sms/sessions", first),
        ("/v2/phone/sms/sessions/a%2Fb", days),
        ("/v2/phone/sms/sessions", first | {"next_page_token": "2"}),
    ]


async def test_a_list_without_an_end_is_no_list(client: Http) -> None:
    async with standin(said({"call_logs": [], "next_page_token": "x"})) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


async def test_a_call_log_that_makes_no_sense_is_no_call_log(client: Http) -> None:
    async with standin(said({"call_logs": [{"call_id": [], "direction": "inbound"}]})) as company:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, SINCE, CASE.at(company.base), client)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        *(([status], sentence) for status, sentence in CAMPAIGNS.items()),
        (["declined", "active"], ""),
        (["levitating"], "Zoom says something about the texting campaign that is new to us."),
        ([], "The Zoom account has no texting campaign (10DLC)."),
    ],
)
async def test_the_campaigns_say_whether_texts_may_go(
    client: Http, statuses: list[str], expected: str
) -> None:
    campaigns = [{"id": str(number), "status": status} for number, status in enumerate(statuses)]
    async with standin(said({"sms_campaigns": campaigns})) as company:
        assert await PROVIDER.registration(LINE, CASE.at(company.base), client) == expected
