"""A company that leaves the caller's number out is asked for it, and then the call is like any other."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line, RingPlan
from ringback.phone import fixtures
from ringback.phone.fixtures import Target
from ringback.phone.gohighlevel.provider import GoHighLevelSettings
from ringback.phone.gohighlevel.replay import TEST_PUBLIC_KEY
from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.contract.standin import StandIn, http, standin
from tests.world import PUBLIC, Shop, ask, shop

NUMBER = "+15125550155"
SETTINGS = GoHighLevelSettings(Secret("a token"), "location", NUMBER, Secret(TEST_PUBLIC_KEY))


def said(content: object) -> bytes:
    return http("200 OK", json.dumps(content), "application/json")


FOUND = said({"contact": {"id": "c1", "phone": DAN}})
NO_NUMBER = said({"contact": {"id": "c1"}})
SENT = said({"messageId": "m1"})
AWAY = http("503 Service Unavailable")


@asynccontextmanager
async def _line(folder: Path, *answers: bytes) -> AsyncIterator[tuple[Shop, StandIn, Line]]:
    async with shop(folder) as rosas, standin(*answers) as company:
        line = await rosas.ringback.db.run(_add_line, rosas.line.account_id, company.base)
        yield rosas, company, line


def _add_line(tx: Transaction, account_id: str, base: str) -> Line:
    plain = {"token": "a token", "location_id": "location", "number": NUMBER, "public_key": TEST_PUBLIC_KEY}
    return lines.save(
        tx,
        account_id=account_id,
        number=NUMBER,
        provider="gohighlevel",
        mode=Mode.OBSERVE,
        plan=RingPlan(),
        settings={**plain, "api_base": base},
    )


async def _deliver(rosas: Shop, line: Line, name: str, seed: str = "") -> int:
    recorded, target = fixtures.load("gohighlevel", name), Target(PUBLIC, line.id, line.number)
    request = fixtures.replay("gohighlevel", recorded, target, SETTINGS, rosas.clock.now(), seed)
    request = replace(request, headers=dict(request.headers))
    path = urlsplit(request.url).path
    return (await ask(rosas.ringback, "POST", path, "", dict(request.headers), request.body))[0]


async def test_missed_call_is_texted_to_the_number_that_was_asked_for(tmp_path: Path) -> None:
    async with _line(tmp_path, FOUND, FOUND, SENT) as (rosas, company, line):
        assert await _deliver(rosas, line, "call__no_answer") == 200
        await rosas.after(10)
        [call] = await rosas.calls()
        assert call.caller == DAN
        assert [request.path.split("/")[1] for request in company.seen] == [
            "contacts",
            "contacts",
            "conversations",
        ]
        assert json.loads(company.seen[2].body)["toNumber"] == DAN


async def test_company_is_not_asked_again_for_a_repeated_delivery(tmp_path: Path) -> None:
    async with _line(tmp_path, FOUND, FOUND, SENT) as (rosas, company, line):
        for _ in range(2):
            assert await _deliver(rosas, line, "call__no_answer") == 200
        await rosas.after(10)
        assert len(company.seen) == 3
        assert webhooks.ENRICH not in {row.task for row in await rosas.ringback.db.read(jobs.waiting)}


async def test_company_that_was_away_is_asked_again(tmp_path: Path) -> None:
    async with _line(tmp_path, AWAY, AWAY, FOUND, FOUND, SENT) as (rosas, _, line):
        await _deliver(rosas, line, "call__no_answer")
        await rosas.after(20)
        [text] = await rosas.texts()
        assert text.state == "accepted"


async def test_caller_whose_number_nobody_can_tell_is_not_texted_and_the_receipt_says_so(
    tmp_path: Path,
) -> None:
    for answer in (NO_NUMBER, http("404 Not Found")):
        async with _line(tmp_path / str(len(answer)), answer) as (rosas, _, line):
            await _deliver(rosas, line, "call__no_answer")
            await rosas.after(10)
            assert await rosas.texts() == []
            assert (await rosas.receipt()).reason == "hidden_number"


async def test_after_ten_minutes_nobody_waits_for_the_number_any_more(tmp_path: Path) -> None:
    async with _line(tmp_path, AWAY) as (rosas, _, line):
        await _deliver(rosas, line, "call__no_answer")
        await rosas.after(900)
        [call] = await rosas.calls()
        assert (call.state, await rosas.texts()) == ("missed", [])


async def test_refused_token_parks_the_line_and_tells_the_owner_once(tmp_path: Path) -> None:
    async with _line(tmp_path, http("401 Unauthorized")) as (rosas, _, line):
        await _deliver(rosas, line, "call__no_answer", "1")
        await _deliver(rosas, line, "call__busy", "2")
        await rosas.after(30)
        told = [task.sentence for task in await rosas.tasks() if task.kind is TaskKind.FIX_LINE]
        wrong = "HighLevel does not accept the token of this location."
        mend = "Mend what is wrong, then let the line try again."
        assert told == [f"Texts from {NUMBER} are stopped: {wrong} {mend}"]


async def test_stop_from_somebody_whose_number_is_asked_for_counts(tmp_path: Path) -> None:
    async with _line(tmp_path, FOUND) as (rosas, company, line):
        await _deliver(rosas, line, "text_received__stop")
        await rosas.after(5)
        await _deliver(rosas, line, "call__no_answer")
        await rosas.after(10)
        assert [request.path for request in company.seen if "conversations" in request.path] == []
        assert (await rosas.receipt()).reason == "opted_out"
