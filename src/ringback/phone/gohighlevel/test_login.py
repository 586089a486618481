"""The access of the app at GoHighLevel: how the next one is fetched, and whether the token is good."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contract.case import AT
from tests.contract.standin import CUT, http, nowhere, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection
from ringback.phone.events import Problem
from ringback.phone.gohighlevel.login import REFUSED
from ringback.phone.gohighlevel.provider import PROVIDER, GoHighLevelSettings
from ringback.phone.gohighlevel.rest import BAD_APP_TOKEN
from ringback.phone.gohighlevel.tests import CASE, SETTINGS
from ringback.phone.provider import CannotAsk, SendFailed

APP = replace(SETTINGS, client_id="app", client_secret=Secret("of app"), refresh_token=Secret("re/fresh"))
NEXT = {"access_token": "next", "token_type": "Bearer", "expires_in": 86399, "refresh_token": "after it"}
SECRETS = ("of app", "re/fresh", "next", "after it")


def said(content: object, status: str = "200 OK") -> bytes:
    return http(status, json.dumps(content), "application/json")


def at(base: str) -> GoHighLevelSettings:
    return replace(APP, api_base=base)


async def test_the_next_access_comes_with_what_follows(client: Http) -> None:
    async with standin(said(NEXT)) as company:
        made = await PROVIDER.renew(at(company.base + "/"), client, AT)
    [asked] = company.seen
    assert (asked.method, asked.path) == ("POST", "/oauth/token")
    assert dict(asked.form) == {
        "grant_type": "refresh_token",
        "refresh_token": "re/fresh",
        "client_id": "app",
        "client_secret": "of app",
    }
    chosen = {"app_token": "next", "refresh_token": "after it"}
    assert made == Connection("", AT + timedelta(seconds=86399), chosen)


@pytest.mark.parametrize("seconds", [None, "soon", -5, 0])
async def test_one_that_does_not_say_how_long_it_lives_is_renewed_the_next_time(
    client: Http, seconds: object
) -> None:
    async with standin(said(NEXT | {"expires_in": seconds})) as company:
        assert (await PROVIDER.renew(at(company.base), client, AT)).expires_at == AT


@pytest.mark.parametrize("status", ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "422 Unknown"])
async def test_a_refused_refresh_token_is_for_the_owner_to_mend(client: Http, status: str) -> None:
    async with standin(said({"error": "invalid_grant"}, status)) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.renew(at(company.base), client, AT)
    assert failed.value.problem == REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        CUT,
        http("500 Internal Server Error"),
        http("429 Too Many Requests"),
        http("200 OK", "<html>"),
        said(NEXT | {"access_token": 7}),
        said(NEXT | {"refresh_token": ""}),
        said([]),
    ],
)
async def test_any_other_answer_is_none(client: Http, answer: bytes) -> None:
    async with standin(answer) as company:
        with pytest.raises(CannotAsk) as why:
            await PROVIDER.renew(at(company.base), client, AT)
    assert [word for word in SECRETS if word in repr(why.value)] == []


async def test_where_nobody_listens_there_is_none(client: Http) -> None:
    with pytest.raises(CannotAsk):
        await PROVIDER.renew(at(nowhere()), client, AT)


async def test_the_token_of_the_app_is_tried_too(client: Http) -> None:
    good, bad = CASE.answer("check__good_key"), http("401 Unauthorized")
    async with standin(good, bad) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.check(replace(at(company.base), app_token=Secret("next")), client)
    assert failed.value.problem == BAD_APP_TOKEN
    assert failed.value.problem.problem is Problem.MISCONFIGURED
    assert [one.headers["authorization"] for one in company.seen] == ["Bearer a token", "Bearer next"]
