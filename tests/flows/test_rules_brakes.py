"""What stops texts that every other rule lets pass: the fuse, the loop guard, an owner who only watches."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.lines import going_live, overrides
from ringback.messages import store as texts
from ringback.permission.places import area_codes
from ringback.phone.events import Outcome, Proof, RingingEnded
from tests.cast import DAN
from tests.world import Shop, open_line, shop

NIGHT = {"when": "open", "hours": {}}


def callers(count: int) -> list[str]:
    """Far from each other: numbers in a row are held for another reason."""
    return [f"+1{area}5550142" for area in list(area_codes())[:count]]


async def each_misses(rosas: Shop, count: int, skip: int = 0) -> None:
    for caller in callers(count)[skip:]:
        await rosas.misses(f"CA{caller}", caller)
        await rosas.after(1)
    await rosas.after(10)


async def test_blown_fuse_holds_the_rest_and_tells_once(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_hour": 3}) as rosas:
        await each_misses(rosas, 6)
        assert len(rosas.sent) == 3
        assert [task.sentence for task in await rosas.tasks()] == [
            "Held: callers were texted 3 times within the hour, and you allow 3. More calls are held, too. "
            "Please look through them, and call back or text who needs it."
        ]
        assert ((await rosas.receipt()).verdict, (await rosas.receipt()).reason) == ("hold", "fuse")


@pytest.mark.parametrize("limit", ["most_per_minute", "most_per_hour"])
async def test_fuse_holds_also_when_all_call_at_the_same_moment(tmp_path: Path, limit: str) -> None:
    """Each decision reads how many were texted before it counts its own."""
    async with shop(tmp_path, policy={limit: 3}) as rosas:
        ringback, at = rosas.ringback, rosas.clock.now()
        ended = [
            RingingEnded(f"CA{n}", caller, rosas.line.number, Outcome.NO_ANSWER, Proof.NOBODY, at)
            for n, caller in enumerate(callers(12))
        ]
        await asyncio.gather(*(ringback.db.run(call_heard, rosas.line, event) for event in ended))
        await rosas.after(10)
        assert len(rosas.sent) == 3


async def test_fuse_closes_again_after_its_hour(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_hour": 3}) as rosas:
        await each_misses(rosas, 4)
        await rosas.after(4500)
        await each_misses(rosas, 5, skip=4)
        assert len(rosas.sent) == 4


async def test_fuse_of_a_minute_closes_when_the_first_is_a_minute_ago(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_minute": 2, "delay_seconds": 0}) as rosas:
        numbers = callers(5)
        for place, wait in enumerate((0, 16, 1, 1, 0)):  # and each rings for 14 seconds: 0, 30, 45, 60, 74
            await rosas.after(wait)
            await rosas.misses(f"CA{place}", numbers[place])
        assert [to for to, _ in rosas.sent] == [numbers[0], numbers[1], numbers[3]]
        (told,) = await rosas.tasks()
        assert "2 times within the minute, and you allow 2" in told.sentence


async def test_fuse_of_the_day_outlasts_the_hour(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_day": 3}) as rosas:
        await each_misses(rosas, 3)
        await rosas.after(5 * 3600)
        await each_misses(rosas, 5, skip=3)
        assert (len(rosas.sent), len(await rosas.tasks())) == (3, 1)
        await rosas.after(25 * 3600)
        await each_misses(rosas, 6, skip=5)
        assert len(rosas.sent) == 4


async def test_caller_who_calls_all_the_time_makes_no_more_tasks(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for n in range(12):
            await rosas.misses(f"CA{n}")
            await rosas.after(30)
        assert (len(rosas.sent), len(await rosas.tasks())) == (1, 5)
        assert (await rosas.receipt()).sentence == (
            "Not texted: the caller has called 12 times within the hour, as a machine does."
        )


def two_machines(tx: Transaction, account: str, line: str) -> None:
    contact = contacts.heard_from(tx, account, DAN, tx.now)
    conversation = conversations.touch(tx, account, contact.id)
    for n in range(21):
        texts.receive(
            tx,
            account_id=account,
            line_id=line,
            contact_id=contact.id,
            conversation_id=conversation,
            provider_text=f"SM{n}",
            body="I am driving and will call you back.",
            media=[],
            at=tx.now - timedelta(minutes=n),
        )


async def test_two_machines_that_text_each_other_are_parted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(two_machines, rosas.line.account_id, rosas.line.id)
        await rosas.misses()
        await rosas.after(60)
        assert (rosas.sent, (await rosas.receipt()).reason) == ([], "loop")


async def test_watching_only_records_what_would_have_been_done(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"shadow": True}) as rosas:
        await rosas.misses("CA1")
        await rosas.after(60)
        assert (rosas.sent, await rosas.texts(), await rosas.tasks()) == ([], [], [])
        receipt = await rosas.receipt()
        assert (receipt.verdict, receipt.reason) == ("skip", "shadow")
        assert receipt.sentence == (
            "Not texted: you are only watching. Otherwise the caller would have been texted after 5 seconds."
        )
        await rosas.misses("CA2")
        await rosas.after(60)
        assert (await rosas.receipt()).reason == "repeat"
        await rosas.after(26 * 3600)
        await rosas.misses("CA3")
        await rosas.after(60)
        assert (await rosas.receipt()).reason == "shadow"


async def test_watching_only_a_person_is_still_told_whom_to_call(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"shadow": True, **NIGHT}) as rosas:
        await rosas.misses()
        await rosas.after(60)
        assert (rosas.sent, len(await rosas.tasks())) == ([], 1)


async def test_text_that_waits_when_the_owner_begins_to_watch_only_stays_here(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.ringback.db.run(open_line, rosas.company.base, {"shadow": True})
        await rosas.after(600)
        assert (rosas.sent, [text.reason for text in await rosas.texts()]) == ([], ["only_watching"])
        assert len(await rosas.tasks()) == 1


async def test_line_that_is_taken_out_of_service_texts_nobody_any_more(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60, "follow_up_after": "4h"}) as rosas:
        await rosas.misses("CA1")
        await rosas.after(120)
        await rosas.misses("CA2", caller="+15125550199")
        await rosas.after(10)
        await rosas.ringback.db.run(going_live.only_watch, rosas.line)
        await rosas.after(24 * 3600)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_line_with_the_brake_off_texts_although_the_others_only_watch(tmp_path: Path) -> None:
    def released(tx: Transaction) -> None:
        overrides.set_overrides(tx, rosas.line.account_id, rosas.line.id, {overrides.LINE: {"shadow": False}})

    async with shop(tmp_path, policy={"shadow": True}) as rosas:
        await rosas.ringback.db.run(released)
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1
