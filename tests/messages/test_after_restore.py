"""The disk is lost and yesterday's backup restored: whoever was texted since is not texted again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringback.app import Ringback
from ringback.cli.backup import back_up, restore
from ringback.lib.clock import VirtualClock
from ringback.lines.store import Line
from ringback.messages.store import Purpose, State
from ringback.phone.twilio.provider import PROVIDER as TWILIO
from ringback.settings import Settings, read_settings
from tests.cast import DANA
from tests.company import Company, company
from tests.world import FRIDAY_NOON, PUBLIC, Shop, open_line

TWO_MINUTES = 121.0


@dataclass
class Years:
    """One shop, whose data folder comes and goes."""

    folder: Path
    clock: VirtualClock
    company: Company
    policy: dict[str, Any]
    line: Line | None = None

    @asynccontextmanager
    async def open(self, name: str) -> AsyncIterator[Shop]:
        async with Ringback.open(self.settings(name), self.clock) as ringback:
            if self.line is None:
                self.line = await ringback.db.run(open_line, self.company.base, self.policy)
            yield Shop(ringback, self.company, self.clock, self.line)

    def settings(self, name: str) -> Settings:
        folder = str(self.folder / name)
        return read_settings({"RINGBACK_DATA": folder, "RINGBACK_PUBLIC_URL": PUBLIC})

    def back_up(self, name: str = "lost") -> None:
        back_up(self.settings(name), self.folder / "backup", self.clock)

    def restore(self, name: str = "new") -> None:
        restore(self.settings(name), self.folder / "backup", None, self.clock)


@asynccontextmanager
async def years(folder: Path, *, policy: dict[str, Any] | None = None) -> AsyncIterator[Years]:
    clock = VirtualClock(FRIDAY_NOON)
    async with company(clock) as the_company:
        yield Years(folder, clock, the_company, policy or {})


async def test_text_that_left_after_the_backup_is_found_at_the_company(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            rosas.back_up()
            await shop.after(60)
            assert len(shop.sent) == 1
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(TWO_MINUTES)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state) == (1, State.ACCEPTED)
            assert text.provider_text == shop.company.texts[0]["sid"]
            assert await shop.tasks() == []


async def test_text_that_never_left_leaves_once_the_company_surely_does_not_have_it(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            rosas.back_up()
        rosas.clock.advance_to(rosas.clock.now() + timedelta(seconds=60))
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(60)
            assert shop.sent == []
            await shop.after(TWO_MINUTES)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state) == (1, State.ACCEPTED)


async def test_text_that_was_not_due_before_the_restore_leaves_at_its_time(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            await shop.after(1)
            rosas.back_up()
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(10)
            assert len(shop.sent) == 1


async def test_call_that_was_under_way_at_the_backup_is_not_texted_again(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.rings()
            rosas.back_up()
            await shop.after(14)
            await shop.nobody_answers()
            await shop.after(30)
            assert len(shop.sent) == 1
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(600)
            [call], [text] = await shop.calls(), await shop.texts()
            assert (len(shop.sent), call.state, text.state) == (1, "missed", State.ACCEPTED)


async def test_caller_who_was_texted_in_the_lost_time_calls_again(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            rosas.back_up()
            await shop.misses()
            await shop.after(3600)
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(TWO_MINUTES)
            await shop.misses("CA2")
            await shop.after(60)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state, text.reason) == (1, State.CANCELLED, "texted_before_restore")


async def test_caller_who_was_texted_in_other_words_is_not_texted_again(tmp_path: Path) -> None:
    async with years(tmp_path, policy=_greets("Good morning")) as rosas:
        async with rosas.open("lost") as shop:
            rosas.back_up()
            await shop.misses()
            await shop.after(3600)
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.ringback.db.run(open_line, rosas.company.base, _greets("Good evening"))
            await shop.after(TWO_MINUTES)
            await shop.misses("CA2")
            await shop.after(60)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state, text.reason) == (1, State.CANCELLED, "texted_before_restore")


async def test_company_that_knows_a_text_by_our_id_alone_cannot_say_whether_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(TWILIO), "lists_texts", False)
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.rings()
            rosas.back_up()
            await shop.after(14)
            await shop.nobody_answers()
            await shop.after(30)
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(600)
            [text], [task] = await shop.texts(), await shop.tasks()
            assert (len(shop.sent), text.state, task.kind) == (1, State.UNSURE, "call_back")
            await shop.misses("CA2", DANA)
            await shop.after(10)
            assert len(shop.sent) == 2  # who calls first after the restore does not wait


def _greets(words: str) -> dict[str, Any]:
    return {"templates": {"missed": f"{words}, this is {{business}}. {{stop}}"}}


async def test_backup_of_a_restored_database_forgets_nothing_of_what_was_lost(tmp_path: Path) -> None:
    """Restored on one machine, and moved on to another in the same hour."""
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            rosas.back_up()
            await shop.misses()
            await shop.after(3600)
        rosas.restore()
        rosas.clock.advance_to(rosas.clock.now() + timedelta(hours=1))
        rosas.back_up("new")
        rosas.restore("newer")
        async with rosas.open("newer") as shop:
            await shop.after(TWO_MINUTES)
            await shop.misses("CA2")
            await shop.after(60)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state, text.reason) == (1, State.CANCELLED, "texted_before_restore")


async def test_follow_up_that_left_after_the_backup_does_not_leave_again(tmp_path: Path) -> None:
    async with years(tmp_path, policy={"follow_up_after": "1h"}) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            await shop.after(60)
            rosas.back_up()
            await shop.after(7200)
            assert len(shop.sent) == 2
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(7200)
            states = {text.purpose: text.state for text in await shop.texts()}
            assert (len(shop.sent), states[Purpose.FOLLOW_UP]) == (2, State.ACCEPTED)


async def test_follow_up_that_never_left_still_does(tmp_path: Path) -> None:
    async with years(tmp_path, policy={"follow_up_after": "1h"}) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            await shop.after(60)
            rosas.back_up()
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(7200)
            assert len(shop.sent) == 2


async def test_new_caller_is_texted_at_once(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost"):
            rosas.back_up()
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(TWO_MINUTES)
            await shop.misses()
            await shop.after(10)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state) == (1, State.ACCEPTED)


async def test_company_that_does_not_answer_makes_it_a_task(tmp_path: Path) -> None:
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:
            await shop.misses()
            rosas.back_up()
            await shop.after(60)
        rosas.company.finds = False
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(600)
            [text], [task] = await shop.texts(), await shop.tasks()
            assert (len(shop.sent), text.state, task.kind) == (1, State.UNSURE, "call_back")


async def test_attempt_that_was_under_way_at_the_backup_is_looked_up(tmp_path: Path) -> None:
    async def while_backing_up(*_: object) -> None:
        rosas.back_up()

    async with years(tmp_path) as rosas:
        rosas.company.faults = [while_backing_up]
        async with rosas.open("lost") as shop:
            await shop.misses()
            await shop.after(60)
            assert len(shop.sent) == 1
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(TWO_MINUTES)
            [text] = await shop.texts()
            assert (len(shop.sent), text.state) == (1, State.ACCEPTED)


async def test_backup_in_the_middle_of_a_rush_texts_nobody_twice(tmp_path: Path) -> None:
    # Neither in a row nor six of one block: those would be held as a machine that counts.
    callers = [f"+1{area}5550{last}" for area in (212, 303, 404, 415, 617) for last in range(112, 162, 10)]
    async with years(tmp_path) as rosas:
        async with rosas.open("lost") as shop:

            async def rush(some: list[str]) -> None:
                for caller in some:
                    await shop.rings(f"CA{caller}", caller)
                    await shop.nobody_answers(f"CA{caller}", caller)
                    rosas.clock.advance_to(rosas.clock.now() + timedelta(seconds=2))

            await rush(callers[:12])
            await asyncio.gather(rush(callers[12:]), asyncio.to_thread(rosas.back_up))
            await shop.after(60)
            assert sorted(to for to, _ in shop.sent) == callers
        rosas.restore()
        async with rosas.open("new") as shop:
            await shop.after(600)
            assert sorted(to for to, _ in shop.sent) == callers
            known = {call.caller for call in await shop.calls()}
            assert set(callers[:12]) <= known
            assert {text.state for text in await shop.texts()} == {State.ACCEPTED}
            assert await shop.tasks() == []
