"""Killed between the carrier's word of a text and telling it, or while a text is shown there.

They hear of it after the next start, nothing is sent twice, and nothing is shown twice.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lines.store import Line
from ringback.settings import read_settings
from tests.cast import DAN, ROSAS_LINE
from tests.company import TOKEN, Company, company
from tests.crash.child import Child
from tests.crash.rush import RushingClock
from tests.highlevel import Fault, HighLevel, add_line, highlevel, written
from tests.world import PUBLIC, open_line

pytestmark = pytest.mark.sqlite

WITHIN = 30.0


@pytest.mark.slow
async def test_killed_before_it_was_told_it_is_told_after_the_next_start(tmp_path: Path) -> None:
    async with _child(tmp_path) as (child, carrier, there, _, line):
        await child.start()
        request = written(line, child.clock.now())
        await _post(child, f"/in/{line.id}/deliver", request.headers, request.body)
        await _until(lambda: len(there.told) == 1 and len(carrier.texts) == 1)
        there.faults = [_kills(child)]
        [text] = carrier.texts
        report = {"MessageSid": text["sid"], "MessageStatus": "delivered"}
        await _from_the_carrier(child, text["callback"].removeprefix(PUBLIC), report)
        await child.ended()
        assert len(there.told) == 2
        await child.start()
        await _post(child, f"/in/{line.id}/deliver", request.headers, request.body)
        await _until(lambda: len(there.told) == 3)
        assert [status for _, status, _ in there.told] == ["pending", "delivered", "delivered"]
        assert (child.kills, len(carrier.texts)) == (1, 1)


@pytest.mark.slow
async def test_killed_while_a_text_was_shown_it_is_not_shown_again(tmp_path: Path) -> None:
    async with _child(tmp_path) as (child, _, there, rosas, _):
        there.faults = [_kills(child)]
        await child.start()
        await _texts(child, rosas.id, "Is it ready?", "SM1")
        await child.ended()
        await child.start()
        await _texts(child, rosas.id, "Hello?", "SM2")
        await _until(lambda: len(there.shown) >= 2)
        assert (child.kills, [shown["message"] for shown in there.shown]) == (1, ["Is it ready?", "Hello?"])


def _kills(child: Child) -> Fault:
    def kills(_request: web.Request) -> web.StreamResponse:
        child.kill()
        return web.json_response({})

    return kills


@asynccontextmanager
async def _child(folder: Path) -> AsyncIterator[tuple[Child, Company, HighLevel, Line, Line]]:
    child = Child(folder, RushingClock(time.time(), 1.0))
    async with company(child.clock) as carrier, highlevel() as there:
        rosas, line = _lines(child, carrier, there)
        try:
            yield child, carrier, there, rosas, line
        finally:
            await child.stop()


async def _texts(child: Child, line_id: str, body: str, sid: str) -> None:
    said = {"MessageSid": sid, "From": DAN, "To": ROSAS_LINE, "Body": body, "NumMedia": "0"}
    await _from_the_carrier(child, f"/in/{line_id}/text", said)


async def _from_the_carrier(child: Child, path: str, said: Mapping[str, str]) -> None:
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{path}", said)
    form = "application/x-www-form-urlencoded"
    headers = {"x-twilio-signature": signature, "content-type": form}
    await _post(child, path, headers, urlencode(said).encode())


async def _post(child: Child, path: str, headers: Mapping[str, str], body: bytes) -> None:
    """The server may die before it has answered."""
    kept = {name: value for name, value in headers.items() if name not in ("host", "content-length")}
    address = f"http://127.0.0.1:{child.port}{path}"
    async with aiohttp.ClientSession() as client:
        with suppress(aiohttp.ClientError):
            async with client.post(address, data=body, headers=kept) as answer:
                await answer.read()


async def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.05)


def _lines(child: Child, carrier: Company, there: HighLevel) -> tuple[Line, Line]:
    def both(tx: Transaction) -> tuple[Line, Line]:
        rosas = open_line(tx, carrier.base, {})
        return rosas, add_line(tx, rosas.account_id, there.base)

    db = open_database(read_settings(child.settings), child.clock)
    try:
        return db.run_now(both)
    finally:
        db.close()
