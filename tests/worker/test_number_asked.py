"""Whether a caller's number is a landline, asked of a phone company on loopback before the first text."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from ringback.accounts import store as accounts
from ringback.app import Ringback
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lib.clock import VirtualClock
from ringback.lines import store as lines
from ringback.lines.overrides import LINE, set_overrides
from ringback.lines.store import Line, RingPlan
from ringback.phone.events import CallStarted
from ringback.phone.provider import Mode
from ringback.settings import read_settings
from ringback.tasks.store import TaskKind
from tests.cast import DAN, ROSAS_LINE, ROSAS_SHOP
from tests.world import FRIDAY_NOON, PUBLIC, Shop


@dataclass
class Telling:
    """A company that knows one kind of number, and takes texts."""

    kind: str
    base: str = ""
    asked: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    async def lookup(self, request: web.Request) -> web.Response:
        self.asked.append(request.match_info["number"])
        if not self.kind:
            return web.Response(status=500)
        return web.json_response({"data": {"carrier": {"type": self.kind, "name": "Example"}}})

    async def text(self, request: web.Request) -> web.Response:
        self.texts.append((await request.json())["to"])
        return web.json_response({"data": {"id": f"msg-{len(self.texts)}", "to": [{"status": "queued"}]}})


@asynccontextmanager
async def telling(kind: str) -> AsyncIterator[Telling]:
    company = Telling(kind)
    site = web.Application()
    site.router.add_get("/v2/number_lookup/{number}", company.lookup)
    site.router.add_post("/v2/messages", company.text)
    runner = web.AppRunner(site)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        company.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield company
    finally:
        await runner.cleanup()


@asynccontextmanager
async def rosas_with(folder: Path, company: Telling, *, look_up: bool = True) -> AsyncIterator[Shop]:
    clock = VirtualClock(FRIDAY_NOON)
    settings = read_settings({"RINGBACK_DATA": str(folder), "RINGBACK_PUBLIC_URL": PUBLIC})
    async with Ringback.open(settings, clock) as ringback:
        line = await ringback.db.run(_line, company.base, look_up)
        yield Shop(ringback, None, clock, line)  # type: ignore[arg-type]  # this company is not the usual one


def _line(tx: Transaction, base: str, look_up: bool) -> Line:
    policy = json.dumps({"time_zone": "America/Chicago", "look_up": look_up})
    account = accounts.save(
        tx, name=ROSAS_SHOP, time_zone="America/Chicago", country="US", notice="website", policy=policy
    )
    return lines.save(
        tx,
        account_id=account.id,
        number=ROSAS_LINE,
        provider="telnyx",
        mode=Mode.FORWARDED,
        plan=RingPlan(),
        settings={"api_key": "KEY0", "public_key": "AAAA", "api_base": base},
    )


async def _calls(rosas: Shop, call: str) -> None:
    event = CallStarted(call, DAN, ROSAS_LINE, rosas.clock.now())
    await rosas.ringback.db.run(call_heard, rosas.line, event)
    await rosas.after(30)


async def test_a_landline_is_called_back_and_not_texted(tmp_path: Path) -> None:
    async with telling("fixed line") as company, rosas_with(tmp_path, company) as rosas:
        await _calls(rosas, "c1")
        assert (company.asked, company.texts) == ([DAN], [])
        assert [text.reason for text in await rosas.texts()] == ["landline"]
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]
        await _calls(rosas, "c2")
        assert ((await rosas.receipt()).reason, company.asked) == ("cannot_receive", [DAN])


async def test_a_rule_of_one_line_is_waited_for_too(tmp_path: Path) -> None:
    """The text is due at once, and the answer takes as long as it takes."""
    async with telling("fixed line") as company, rosas_with(tmp_path, company, look_up=False) as rosas:
        own = {LINE: {"look_up": True, "delay_seconds": 0}}
        await rosas.ringback.db.run(set_overrides, rosas.line.account_id, rosas.line.id, own)
        await _calls(rosas, "c1")
        assert (company.asked, company.texts) == ([DAN], [])
        assert [text.reason for text in await rosas.texts()] == ["landline"]


async def test_a_mobile_is_texted_and_asked_about_once(tmp_path: Path) -> None:
    async with telling("mobile") as company, rosas_with(tmp_path, company) as rosas:
        await _calls(rosas, "c1")
        await rosas.after(3 * 24 * 3600)
        await _calls(rosas, "c2")
        assert (company.asked, company.texts) == ([DAN], [DAN, DAN])


async def test_without_an_answer_the_text_leaves_all_the_same(tmp_path: Path) -> None:
    async with telling("") as company, rosas_with(tmp_path, company) as rosas:
        await _calls(rosas, "c1")
        assert (company.asked, company.texts) == ([DAN], [DAN])


async def test_nobody_is_asked_unless_the_owner_wants_it(tmp_path: Path) -> None:
    async with telling("fixed line") as company, rosas_with(tmp_path, company, look_up=False) as rosas:
        await _calls(rosas, "c1")
        assert (company.asked, company.texts) == ([], [DAN])
