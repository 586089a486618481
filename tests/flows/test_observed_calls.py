"""Calls that another phone system handles, and tells of: in groups, of blocked callers, and late."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from ringback.db.transaction import Transaction
from ringback.flows import ON
from ringback.flows.call_found import call_found
from ringback.lib.secret import Secret
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone import fixtures
from ringback.phone.asked import FoundCall
from ringback.phone.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
)
from ringback.phone.fixtures import Target
from ringback.phone.openphone.provider import OpenPhoneSettings
from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.cast import DAN, ROSAS_LINE
from tests.contract.standin import nowhere
from tests.world import PUBLIC, Shop, ask, shop

NUMBER = "+15125550155"
CALL, ROSA, BEN = "call-1", ("party-1", "+15125550143"), ("party-2", "+15125550144")
SECRET = "dGVzdC1vcGVucGhvbmUtc2VjcmV0"
QUO = OpenPhoneSettings(Secret("key"), Secret(SECRET), number=NUMBER)

Says = Callable[..., Awaitable[None]]


@asynccontextmanager
async def observed(folder: Path, company: str, **policy: object) -> AsyncIterator[tuple[Shop, Says]]:
    """Rosa's shop with a line at this company, and how the company tells of a call, now."""
    async with shop(folder, policy=policy) as rosas:
        line = await rosas.ringback.db.run(_add_line, rosas.line.account_id, company)

        async def says(*events: Callable[[datetime], CallEvent]) -> None:
            for event in events:
                await rosas.ringback.db.run(_heard, line, event(rosas.clock.now()))

        yield rosas, says


def _add_line(tx: Transaction, account_id: str, company: str) -> Line:
    return lines.save(
        tx,
        account_id=account_id,
        number=NUMBER,
        provider=company,
        mode=Mode.OBSERVE,
        plan=RingPlan(texts_via=ROSAS_LINE),
        settings={"api_key": "key", "webhook_secret": SECRET, "number": NUMBER, "api_base": nowhere()},
    )


async def _state(rosas: Shop) -> str:
    [call] = await rosas.calls()
    return call.state.value


def _heard(tx: Transaction, line: Line, event: CallEvent) -> None:
    ON[type(event)](tx, line, event)


def starts(at: datetime) -> CallEvent:
    return CallStarted(CALL, DAN, NUMBER, at)


def rings(leg: tuple[str, str]) -> Callable[[datetime], CallEvent]:
    return lambda at: LegRang(CALL, *leg, at)


def answers(leg: tuple[str, str]) -> Callable[[datetime], CallEvent]:
    return lambda at: LegAnswered(CALL, *leg, at)


def stops(leg: tuple[str, str], outcome: Outcome) -> Callable[[datetime], CallEvent]:
    return lambda at: LegEnded(CALL, *leg, outcome, at)


def ends(outcome: Outcome, proof: Proof = Proof.UNCLEAR) -> Callable[[datetime], CallEvent]:
    return lambda at: CallEnded(CALL, DAN, NUMBER, outcome, proof, at)


# --- Groups ---


async def test_while_another_phone_of_the_group_rings_a_declined_call_is_not_missed(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        await says(starts, rings(ROSA), rings(BEN))
        await rosas.after(5)
        await says(stops(ROSA, Outcome.DECLINED), ends(Outcome.DECLINED))
        await rosas.after(15)
        await says(answers(BEN))
        await rosas.after(60)
        assert (await _state(rosas), rosas.sent) == ("accepted", [])


async def test_when_the_last_phone_of_the_group_stops_the_call_is_missed(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        await says(starts, rings(ROSA), rings(BEN))
        await rosas.after(5)
        await says(stops(ROSA, Outcome.DECLINED), ends(Outcome.DECLINED))
        await rosas.after(20)
        assert await _state(rosas) == "open"
        await says(stops(BEN, Outcome.NO_ANSWER), ends(Outcome.NO_ANSWER))
        await rosas.after(10)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_a_phone_whose_end_is_never_told_delays_the_text_by_no_more_than_a_ring(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        await says(starts, rings(ROSA), rings(BEN))
        await rosas.after(20)
        await says(stops(ROSA, Outcome.NO_ANSWER), ends(Outcome.NO_ANSWER))
        await rosas.after(54)
        assert rosas.sent == []
        await rosas.after(10)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_a_phone_that_rings_after_the_end_shows_that_it_was_none(tmp_path: Path) -> None:
    """Nobody there took it, and the call went on to somebody else."""
    async with observed(tmp_path, "zoom") as (rosas, says):
        await says(starts, rings(ROSA))
        await rosas.after(20)
        await says(stops(ROSA, Outcome.NO_ANSWER), ends(Outcome.NO_ANSWER))
        await rosas.after(1)
        await says(rings(BEN))
        await rosas.after(15)
        assert (await _state(rosas), rosas.sent) == ("open", [])
        await says(answers(BEN))
        await rosas.after(60)
        assert (await _state(rosas), rosas.sent) == ("accepted", [])


# --- Who is blocked there ---


async def test_who_is_blocked_at_the_company_is_not_texted(tmp_path: Path) -> None:
    async with observed(tmp_path, "dialpad") as (rosas, says):
        await says(starts, ends(Outcome.BLOCKED, Proof.NOBODY), ends(Outcome.HUNG_UP))
        await rosas.after(60)
        receipt = await rosas.receipt()
        assert (receipt.verdict, receipt.reason) == ("skip", "never_text")
        assert receipt.sentence == "Not texted: the caller is blocked at your phone company."
        assert (rosas.sent, await rosas.tasks()) == ([], [])


async def test_a_block_that_is_told_after_the_hang_up_calls_the_text_off(tmp_path: Path) -> None:
    async with observed(tmp_path, "dialpad", delay_seconds=30) as (rosas, says):
        await says(starts)
        await rosas.after(10)
        await says(ends(Outcome.HUNG_UP))
        await rosas.after(5)
        assert [text.state for text in await rosas.texts()] == ["waiting"]
        await says(ends(Outcome.BLOCKED, Proof.NOBODY))
        await rosas.after(60)
        [text] = await rosas.texts()
        assert (text.state, text.reason, rosas.sent) == ("cancelled", "blocked", [])


# --- What is told late ---


async def _delivers(rosas: Shop, name: str, minute: str) -> None:
    """Quo's webhook of a call to Rosa that was at this minute."""
    [line] = [line for line in await rosas.ringback.db.read(_lines, rosas) if line.number == NUMBER]
    recorded = fixtures.load("openphone", name)
    moved = replace(recorded, body=recorded.body.replace(b"T17:03:", f"T{minute}:".encode()))
    request = fixtures.replay(
        "openphone", moved, Target(PUBLIC, line.id, NUMBER), QUO, rosas.clock.now(), "1"
    )
    path = urlsplit(request.url).path
    assert (await ask(rosas.ringback, "POST", path, "", dict(request.headers), request.body))[0] == 200


def _lines(tx: Transaction, rosas: Shop) -> list[Line]:
    return lines.of_account(tx, rosas.line.account_id)


async def test_webhooks_that_come_hours_late_make_a_task_and_no_text(tmp_path: Path) -> None:
    async with observed(tmp_path, "openphone") as (rosas, _):
        await _delivers(rosas, "call_started__ringing", "14:00")
        await _delivers(rosas, "call_missed__plain", "14:01")
        await rosas.after(60)
        assert ((await rosas.receipt()).reason, rosas.sent) == ("late", [])
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]


async def test_webhooks_that_come_together_are_not_taken_for_a_caller_who_hung_up_at_once(
    tmp_path: Path,
) -> None:
    async with observed(tmp_path, "openphone") as (rosas, _):
        await _delivers(rosas, "call_started__ringing", "17:57")
        await _delivers(rosas, "call_missed__plain", "17:58")
        await rosas.after(10)
        assert len(rosas.sent) == 1
        [call] = await rosas.calls()
        assert call.evidence.ended_at is not None
        assert call.evidence.started_at is not None
        assert call.evidence.ended_at - call.evidence.started_at == timedelta(minutes=1)


async def test_news_of_long_ago_waits_for_what_contradicts_it(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        for event in (starts, ends(Outcome.NO_ANSWER), answers(BEN)):
            await says(_minutes_ago(5, event))
        await rosas.after(60)
        assert (await _state(rosas), rosas.sent) == ("accepted", [])


def _minutes_ago(minutes: int, event: Callable[[datetime], CallEvent]) -> Callable[[datetime], CallEvent]:
    return lambda at: event(at - timedelta(minutes=minutes))


async def test_a_date_in_the_future_is_not_believed(tmp_path: Path) -> None:
    async with observed(tmp_path, "openphone") as (rosas, _):
        now = rosas.clock.now()
        await _delivers(rosas, "call_missed__plain", "19:30")
        await rosas.after(1)
        [call] = await rosas.calls()
        assert call.first_heard_at == now


async def test_webhooks_that_come_after_the_log_still_say_that_somebody_answered(tmp_path: Path) -> None:
    """We were away. The company's log had the call before its webhooks came once more."""
    async with observed(tmp_path, "aircall") as (rosas, says):
        line = await rosas.ringback.db.run(_line, rosas.line.account_id)
        found = FoundCall(CALL, DAN, NUMBER, rosas.clock.now() - timedelta(minutes=4), ended=True)
        assert await rosas.ringback.db.run(call_found, line, found)
        [task] = await rosas.tasks()
        assert task.kind is TaskKind.CALL_BACK
        await says(partial(CallStarted, CALL, DAN, NUMBER), partial(LegAnswered, CALL, *ROSA))
        await says(partial(CallEnded, CALL, DAN, NUMBER, Outcome.COMPLETED, Proof.UNCLEAR))
        assert (await _state(rosas), await rosas.tasks()) == ("accepted", [])


def _line(tx: Transaction, account_id: str) -> Line:
    return next(line for line in lines.of_account(tx, account_id) if line.number == NUMBER)


# --- A call that goes on in another session (RingCentral says "Gone") ---

OTHER = "call-2"
WITH_BEN = ("party-3", "+15125550144")


def moves_on(at: datetime) -> CallEvent:
    return CallEnded(CALL, DAN, NUMBER, Outcome.COMPLETED, Proof.UNCLEAR, at)


def rings_at_bens(at: datetime) -> CallEvent:
    return LegRang(OTHER, *WITH_BEN, at)


def starts_again(at: datetime) -> CallEvent:
    return CallStarted(OTHER, DAN, NUMBER, at)


async def test_a_call_that_moved_on_and_came_to_nothing_is_missed_within_a_ring(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        await says(starts, rings(ROSA))
        await rosas.after(20)
        await says(moves_on)
        await rosas.after(90)
        assert (await _state(rosas), [to for to, _ in rosas.sent]) == ("missed", [DAN])


async def test_who_is_answered_in_another_session_is_not_texted_for_the_first(tmp_path: Path) -> None:
    for talk in (10, 300):  # over when the first session is decided, or still going on
        async with observed(tmp_path / str(talk), "ringcentral") as (rosas, says):
            await says(starts, rings(ROSA))
            await rosas.after(20)
            await says(moves_on, starts_again, rings_at_bens)
            await rosas.after(10)
            await says(lambda at: LegAnswered(OTHER, *WITH_BEN, at))
            await rosas.after(talk)
            await says(lambda at: CallEnded(OTHER, DAN, NUMBER, Outcome.COMPLETED, Proof.UNCLEAR, at))
            await rosas.after(900)
            assert rosas.sent == []


async def test_who_is_missed_in_another_session_too_is_texted_once(tmp_path: Path) -> None:
    async with observed(tmp_path, "ringcentral") as (rosas, says):
        await says(starts, rings(ROSA))
        await rosas.after(20)
        await says(moves_on, starts_again, rings_at_bens)
        await rosas.after(25)
        await says(
            lambda at: LegEnded(OTHER, *WITH_BEN, Outcome.NO_ANSWER, at),
            lambda at: CallEnded(OTHER, DAN, NUMBER, Outcome.NO_ANSWER, Proof.UNCLEAR, at),
        )
        await rosas.after(900)
        assert [to for to, _ in rosas.sent] == [DAN]
