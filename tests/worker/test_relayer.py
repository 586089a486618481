"""Texts that people write in another system: sent once, as a member's are, and that system hears of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.flows.send_asked import TOO_LATE, send_asked
from ringback.lines.store import Line
from ringback.messages import relays
from ringback.phone import fixtures
from ringback.phone.events import SendAsked
from ringback.phone.fixtures import Target
from ringback.tasks.store import TaskKind
from tests.cast import DAN, ROSAS_LINE
from tests.company import cut as cut_there
from tests.highlevel import NUMBER, SETTINGS, HighLevel, add_line, cut, deliver, highlevel, says, written
from tests.world import PUBLIC, Shop, shop

ID = "GKJxs4P5L8dWc5CFUITM"
WORDS = "We can come at 3 — see you then! 👍"
PENDING, DELIVERED = (ID, "pending", ""), (ID, "delivered", "")


@asynccontextmanager
async def _rosas(
    folder: Path, via: str = ROSAS_LINE, provider_id: str = "p1"
) -> AsyncIterator[tuple[Shop, HighLevel, Line]]:
    async with shop(folder) as rosas, highlevel() as there:
        line = await rosas.ringback.db.run(
            add_line, rosas.line.account_id, there.base, via=via, provider_id=provider_id
        )
        yield rosas, there, line


def _taken_over(tx: Transaction, account_id: str) -> bool:
    person = contacts.by_number(tx, account_id, DAN)
    return person is not None and conversations.taken_over(tx, account_id, person.id)


async def test_a_text_written_there_leaves_once_and_they_hear_that_it_arrived(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        assert [await deliver(rosas, written(line, rosas.clock.now())) for _ in range(2)] == [200, 200]
        assert (
            await deliver(rosas, written(line, rosas.clock.now(), userId="another")) == 200
        )  # other bytes, the same text
        await rosas.after(10)
        [(to, body)] = rosas.sent
        assert (to, body.startswith(WORDS), "STOP" in body) == (DAN, True, True)
        assert there.told == [PENDING]
        await rosas.reports("sent")
        await rosas.reports("delivered")
        await rosas.reports("delivered")
        await rosas.after(10)
        assert there.told == [PENDING, DELIVERED]
        [text] = await rosas.texts()
        assert (text.line_id, text.written_by, text.purpose) == (rosas.line.id, "GoHighLevel", "reply")


async def test_whoever_writes_there_takes_over(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, _, line):
        await rosas.rings()
        await rosas.nobody_answers()
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.after(60)
        assert [body.startswith(WORDS) for _, body in rosas.sent] == [True]
        assert await rosas.ringback.db.read(_taken_over, rosas.line.account_id)


async def test_an_opt_out_holds_and_they_are_told_why(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        await rosas.texts_in("STOP")
        await rosas.after(10)
        before = len(rosas.sent)
        for _ in range(2):
            await deliver(rosas, written(line, rosas.clock.now()))
            await rosas.after(10)
        [(id, status, why)] = there.told
        assert (id, status, "asked for no more texts" in why) == (ID, "failed", True)
        assert len(rosas.sent) == before


async def test_who_says_stop_before_it_leaves_is_not_texted(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.texts_in("STOP")
        await rosas.after(30)
        stopped = there.told[-1][1] == "failed"
        assert stopped is not any(body.startswith(WORDS) for _, body in rosas.sent)


@pytest.mark.parametrize(
    ("changes", "via", "why"),
    [
        ({"attachments": ["https://storage.example.com/tap.jpg"]}, ROSAS_LINE, "without the file"),
        ({"phone": "+1"}, ROSAS_LINE, "not a number"),
        ({"message": ""}, ROSAS_LINE, "is empty"),
        ({}, "", "no line of another phone company"),
    ],
)
async def test_what_cannot_be_sent_is_told_with_a_reason(
    tmp_path: Path, changes: dict[str, object], via: str, why: str
) -> None:
    async with _rosas(tmp_path, via) as (rosas, there, line):
        assert await deliver(rosas, written(line, rosas.clock.now(), **changes)) == 200
        await rosas.after(10)
        [(_, status, said)] = there.told
        assert (status, why in said, rosas.sent) == ("failed", True, [])


async def test_what_lay_in_the_journal_for_an_hour_is_not_sent(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        late = SendAsked("m1", DAN, WORDS, rosas.clock.now() - timedelta(minutes=61))
        await rosas.ringback.db.run(send_asked, line, late)
        await rosas.after(10)
        assert (there.told, rosas.sent) == ([("m1", "failed", TOO_LATE)], [])


async def test_a_line_that_is_not_set_so_sends_nothing_and_tells_nothing(tmp_path: Path) -> None:
    async with _rosas(tmp_path, provider_id="") as (rosas, there, line):
        assert await deliver(rosas, written(line, rosas.clock.now())) == 200
        await rosas.texts_in("Is it ready?")
        await rosas.after(30)
        assert (rosas.sent, there.told, there.shown) == ([], [], [])


async def test_of_another_location_or_garbage_nothing_is_made(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        other = written(line, rosas.clock.now())
        strange = other.body.replace(b'"location"', b'"elsewhere"')
        for body in (strange, b"", b"\xff", b"[]", other.body + b" "):
            request = type(other)(other.method, other.url, other.kind, other.headers, body, other.at)
            assert await deliver(rosas, request) == 403
        await rosas.after(10)
        assert (rosas.sent, there.told) == ([], [])


async def test_the_newest_state_is_told_until_they_hear_it(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        there.faults = [says(429), says(500), cut, says(503)]
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.after(0.2)
        await rosas.reports("delivered")
        await rosas.after(120)
        assert there.told[-1] == DELIVERED
        assert len(there.told) in (5, 6)  # four times in vain, and "pending" may have come through before
        await rosas.after(600)
        assert there.told.count(DELIVERED) <= 5


async def test_after_a_refusal_they_are_not_told_the_same_again(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        there.faults = [says(422)]
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.after(600)
        assert there.told == [PENDING]


@pytest.mark.slow
@pytest.mark.sqlite  # two days of asking in vain, and no statement of its own
async def test_a_refused_token_becomes_one_task_and_ends_after_two_days(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        there.faults = [says(401)] * 10_000
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.after(3600)
        [task] = [task for task in await rosas.tasks() if task.kind is TaskKind.FIX_LINE]
        assert task.sentence.startswith(f"GoHighLevel does not hear of the texts of {NUMBER}: ")
        assert len(rosas.sent) == 1
        await rosas.after(3600 * 49)
        tried = len(there.told)
        await rosas.after(3600)
        assert len(there.told) == tried


async def test_a_lost_answer_of_the_carrier_stays_pending_and_is_never_sent_again(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        rosas.company.finds = False
        rosas.company.faults = [cut_there]
        await deliver(rosas, written(line, rosas.clock.now()))
        await rosas.after(600)
        assert (rosas.company.requests, set(there.told)) == (1, {PENDING})


async def test_a_text_that_came_in_is_shown_there_once(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, _):
        await rosas.texts_in("Is it ready?")
        await rosas.texts_in("Is it ready?")
        await rosas.texts_in("STOP", "SM2")
        await rosas.after(60)
        assert [shown["message"] for shown in there.shown] == ["Is it ready?", "STOP"]
        ids = {text.id for text in await rosas.texts()}
        assert {shown["altId"] for shown in there.shown} == ids
        assert {shown["conversationProviderId"] for shown in there.shown} == {"p1"}


@pytest.mark.parametrize(("fault", "times"), [(cut, 1), (says(500), 1), (says(429), 2), (says(422), 1)])
async def test_it_is_shown_again_only_where_it_certainly_was_not(
    tmp_path: Path, fault: object, times: int
) -> None:
    async with _rosas(tmp_path) as (rosas, there, _):
        there.faults = [fault]  # type: ignore[list-item]  # is one
        await rosas.texts_in("Is it ready?")
        await rosas.after(600)
        assert len(there.shown) == times


async def test_what_was_shown_there_does_not_come_back_as_another_text(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        await rosas.texts_in("Is it ready?")
        await rosas.after(10)
        recorded = fixtures.load("gohighlevel", "text_received__plain")
        target = Target(PUBLIC, line.id, line.number)
        request = fixtures.replay("gohighlevel", recorded, target, SETTINGS, rosas.clock.now(), "1")
        assert await deliver(rosas, request) == 200
        await rosas.after(10)
        assert (len(there.shown), [text.body for text in await rosas.texts()]) == (1, ["Is it ready?"])


async def test_killed_while_it_was_shown_it_is_not_shown_again(tmp_path: Path) -> None:
    async with _rosas(tmp_path) as (rosas, there, line):
        await rosas.texts_in("Is it ready?")
        await rosas.after(10)
        [text] = await rosas.texts()

        def as_if_killed(tx: Transaction) -> None:
            found = tx.one(relays.relays.select().where(relays.relays.c.text_id == text.id))
            assert found is not None
            relays.change(tx, line.account_id, found.id, state=relays.Shown.ASKING)
            jobs.add(tx, relays.SHOW, found.id)

        await rosas.ringback.db.run(as_if_killed)
        await rosas.after(600)
        assert len(there.shown) == 1
