"""Webhooks were lost: the calls are found in the phone company's own log, and nobody is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from ringback.calls import store as calls
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.messages.store import State
from ringback.phone.events import CallStarted
from ringback.tasks.store import TaskKind
from ringback.worker.gap_sweep import GapSweep
from tests.cast import BENS_LINE, DAN, DANA
from tests.company import SID
from tests.world import Shop, open_line, shop

AN_HOUR = 3600.0


class Log:
    """The company once more, with a log of calls besides."""

    def __init__(self) -> None:
        self.calls: list[dict[str, str]] = []
        self.answers = True
        self.asked_since: list[str] = []  # the days of UTC

    async def list(self, request: web.Request) -> web.StreamResponse:
        if not self.answers:
            return web.Response(status=503)
        self.asked_since.append(request.query["StartTime>"])
        return web.json_response({"calls": self.calls[::-1], "next_page_uri": None})

    def add(
        self, shop: Shop, sid: str, minutes_ago: float, caller: str = DAN, status: str = "completed"
    ) -> None:
        started = format_datetime(shop.clock.now() - timedelta(minutes=minutes_ago))
        said = {"sid": sid, "from": caller, "to": shop.line.number, "status": status, "start_time": started}
        self.calls.append({**said, "direction": "inbound"})


@asynccontextmanager
async def logged_shop(folder: Path, **plan: Any) -> AsyncIterator[tuple[Shop, Log]]:
    log = Log()
    async with shop(folder, **plan) as rosas:
        app = web.Application()
        account = f"/2010-04-01/Accounts/{SID}"
        app.router.add_post(f"{account}/Messages.json", rosas.company.send)
        app.router.add_get(f"{account}/Messages.json", rosas.company.list)
        app.router.add_get(f"{account}/Calls.json", log.list)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        rosas.line = await rosas.ringback.db.run(open_line, base, {}, **plan)
        yield rosas, log
        await runner.cleanup()


@asynccontextmanager
async def connected_shop(folder: Path, **plan: Any) -> AsyncIterator[tuple[Shop, Log]]:
    """It has heard a call, so it is known to be connected."""
    async with logged_shop(folder, **plan) as (rosas, log):
        await rosas.after(600)
        await rosas.misses("CA0", DANA)
        await rosas.after(60)
        rosas.company.texts.clear()
        log.add(rosas, "CA0", 1, DANA)
        yield rosas, log


async def sweep(rosas: Shop) -> None:
    await rosas.ringback.sweep.ask_for_all()
    await rosas.after(61)


async def test_call_to_a_line_that_may_not_send_is_found_all_the_same(tmp_path: Path) -> None:
    """The company takes no texts from it, and still tells who called."""
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.ringback.db.run(lines.park, rosas.line, "the number is in no campaign")
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        await rosas.after(600)
        assert (rosas.sent, [task.kind for task in await rosas.tasks()]) == ([], [TaskKind.CALL_BACK])


async def test_line_of_a_busy_shop_is_known_to_hear_its_calls(tmp_path: Path) -> None:
    """However many came to another line since, which was given up later."""

    def many_on_another_line(tx: Transaction) -> None:
        other = open_line(tx, "https://carrier.example.com", {}, number=BENS_LINE)
        for number in range(250):
            calls.record(tx, other, CallStarted(f"CB{number}", "anonymous", other.number, tx.now))
        lines.remove(tx, other)

    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.ringback.db.run(many_on_another_line)
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_call_of_a_few_minutes_ago_is_texted(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        assert [to for to, _ in rosas.sent] == [DAN]
        assert await rosas.tasks() == []


async def test_call_that_is_too_long_ago_becomes_a_task(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.after(AN_HOUR)
        log.add(rosas, "CA1", 30)
        await sweep(rosas)
        [task] = await rosas.tasks()
        assert (rosas.sent, task.kind, task.about) == ([], "call_back", (await rosas.calls())[0].id)


async def test_call_is_found_once(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        await sweep(rosas)
        assert (len(await rosas.calls()), len(rosas.sent)) == (2, 1)


async def test_call_that_is_under_way_is_left_to_its_webhooks(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 3, status="in-progress")
        await sweep(rosas)
        assert (len(await rosas.calls()), rosas.sent) == (1, [])


async def test_call_of_this_minute_is_left_to_its_webhooks(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 0)
        await sweep(rosas)
        assert (len(await rosas.calls()), rosas.sent) == (1, [])


async def test_webhooks_that_come_after_all_make_no_second_text(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        await rosas.misses("CA1")
        await rosas.after(60)
        assert (len(await rosas.calls()), len(rosas.sent)) == (2, 1)


async def test_call_from_before_the_line_was_ours_is_left_alone(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.add(rosas, "CA1", 120)
        await sweep(rosas)
        assert (len(await rosas.calls()), await rosas.tasks()) == (1, [])


async def test_line_that_never_heard_a_call_is_not_compared(tmp_path: Path) -> None:
    async with logged_shop(tmp_path) as (rosas, log):
        await rosas.after(AN_HOUR)
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        assert (await rosas.calls(), rosas.sent, await rosas.ringback.next_due()) == ([], [], None)


async def test_line_that_fell_silent_asks_a_person(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.after(25 * AN_HOUR)
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        [task] = await rosas.tasks()
        assert (rosas.sent, task.kind) == ([], "call_back")


async def test_hidden_caller_on_a_line_that_fell_silent_is_skipped_with_the_reason(tmp_path: Path) -> None:
    """Nobody can be asked to call back."""
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.after(25 * AN_HOUR)
        log.add(rosas, "CA1", 3, "anonymous")
        await sweep(rosas)
        receipt = await rosas.receipt()
        assert (rosas.sent, await rosas.tasks()) == ([], [])
        assert (receipt.verdict, receipt.reason) == ("skip", "hidden_number")


async def test_company_that_does_not_answer_is_asked_the_next_time(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        log.answers = False
        log.add(rosas, "CA1", 3)
        await sweep(rosas)
        assert len(await rosas.calls()) == 1
        log.answers = True
        await sweep(rosas)
        assert next(text.state for text in await rosas.texts() if text.call_id) is State.ACCEPTED
        assert len(rosas.sent) == 1


async def test_log_that_could_not_be_read_for_days_is_read_from_where_it_was_left(tmp_path: Path) -> None:
    """The company, or we, may have been away for any time."""
    async with connected_shop(tmp_path) as (rosas, log):
        await sweep(rosas)
        log.answers = False
        await rosas.after(48 * AN_HOUR)
        log.add(rosas, "CA1", 40 * 60)
        await sweep(rosas)
        log.answers = True
        again = GapSweep(rosas.ringback.db, rosas.ringback.http, rosas.ringback.vault, rosas.clock)
        found = await again.compare(rosas.line.id)
        assert found is not None
        await rosas.ringback.db.run(found)
        [task] = await rosas.tasks()
        assert (task.kind, log.asked_since[-1]) == (TaskKind.CALL_BACK, "2026-11-20")


async def test_log_is_not_read_for_more_than_a_month(tmp_path: Path) -> None:
    async with connected_shop(tmp_path) as (rosas, log):
        await rosas.after(90 * 24 * AN_HOUR)
        await sweep(rosas)
        assert log.asked_since[-1] == "2027-01-19"
