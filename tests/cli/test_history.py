import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from ringback.calls.store import CallState
from ringback.cli.history import Asked, result_of, show_calls, show_texts
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.messages.store import State
from ringback.settings import Settings, read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA, ROSAS_LINE, ROSAS_SHOP
from tests.world import open_line, shop

EVERYTHING = Asked(None, None, 100)
# Whether a task waits, and whether a person was ever asked to call.
NO, WAITS, DONE = (False, False), (True, True), (False, True)


@pytest.mark.parametrize(
    ("call", "verdict", "sent", "task", "result"),
    [
        (CallState.OPEN, None, None, NO, "waiting"),
        (CallState.ACCEPTED, None, None, NO, "answered"),
        (CallState.ACCEPTED, "text", (State.CANCELLED, "answered"), NO, "answered"),
        (CallState.MISSED, "skip", None, NO, "skipped"),
        (CallState.MISSED, "call_back", None, WAITS, "task"),
        (CallState.MISSED, "call_back", None, NO, "task"),
        (CallState.MISSED, "hold", None, WAITS, "task"),
        (CallState.MISSED, "hold", None, NO, "waiting"),
        (CallState.MISSED, "text", None, NO, "skipped"),
        (CallState.MISSED, "text", (State.WAITING, ""), NO, "waiting"),
        (CallState.MISSED, "text", (State.SENDING, ""), NO, "waiting"),
        (CallState.MISSED, "text", (State.UNSURE, "unsure"), NO, "waiting"),
        (CallState.MISSED, "text", (State.UNSURE, "unknown"), WAITS, "task"),
        (CallState.MISSED, "text", (State.UNSURE, "unknown"), NO, "task"),
        (CallState.MISSED, "text", (State.ACCEPTED, ""), NO, "texted"),
        (CallState.MISSED, "text", (State.SENT, ""), NO, "texted"),
        (CallState.MISSED, "text", (State.DELIVERED, ""), NO, "texted"),
        (CallState.MISSED, "text", (State.UNDELIVERED, "bad_number"), WAITS, "task"),
        (CallState.MISSED, "text", (State.UNDELIVERED, "bad_number"), NO, "task"),
        (CallState.MISSED, "text", (State.FAILED, "refused"), NO, "task"),
        (CallState.MISSED, "text", (State.FAILED, "opted_out"), NO, "skipped"),
        (CallState.MISSED, "text", (State.CANCELLED, "late"), DONE, "task"),
        (CallState.MISSED, "text", (State.CANCELLED, "landline"), WAITS, "task"),
        (CallState.MISSED, "text", (State.CANCELLED, "spent"), DONE, "task"),
        (CallState.MISSED, "text", (State.CANCELLED, "replied_meanwhile"), NO, "skipped"),
        (CallState.MISSED, "text", (State.CANCELLED, "opted_out"), NO, "skipped"),
    ],
)
def test_what_became_of_a_caller(
    call: CallState, verdict: str | None, sent: tuple[State, str] | None, task: tuple[bool, bool], result: str
) -> None:
    assert result_of(call, verdict, sent, *task) == result


def settings_of(folder: Path) -> Settings:
    return read_settings({"RINGBACK_DATA": str(folder)})


class Listed:
    """The lists as a program sees them, asked for in a thread of their own beside the running server."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._settings = settings_of(folder)
        self._capsys = capsys

    async def calls(self, asked: Asked = EVERYTHING) -> Any:
        return await self._ask(show_calls, asked)

    async def texts(self, asked: Asked = EVERYTHING) -> Any:
        return await self._ask(show_texts, asked)

    async def _ask(self, show: Any, asked: Asked) -> Any:
        self._capsys.readouterr()  # what the server has logged so far
        await asyncio.to_thread(show, self._settings, asked, as_json=True)
        return json.loads(self._capsys.readouterr().out)


@pytest.fixture
def listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Listed:
    return Listed(tmp_path, capsys)


async def test_a_missed_call_is_listed_with_its_decision_and_its_text(tmp_path: Path, listed: Listed) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.reports("delivered")
        await rosas.after(1)
        (call,) = await listed.calls()
        (sent,) = await listed.texts()
        (stored,) = await rosas.texts()
        decided = await rosas.receipt()
    text = {"id": stored.id, "state": "delivered", "reason": "", "sentence": "", "body": stored.body}
    assert call == {
        "id": decided.call_id,
        "at": "2026-11-20T18:00:00+00:00",
        "number": DAN,
        "line": ROSAS_LINE,
        "account": ROSAS_SHOP,
        "outcome": "missed",
        "how": "no_answer",
        "verdict": "texted",
        "reason": "",
        "sentence": decided.sentence,
        "text": text,
        "tasks": [],
        "result": "texted",
    }
    assert sent == {
        "id": stored.id,
        "at": stored.created_at.isoformat(),
        "direction": "out",
        "number": DAN,
        "line": ROSAS_LINE,
        "account": ROSAS_SHOP,
        "purpose": "missed_call",
        "body": stored.body,
        "state": "delivered",
        "reason": "",
        "sentence": "",
        "call": decided.call_id,
    }


async def test_calls_and_texts_are_listed_newest_first_and_as_many_as_asked_for(
    tmp_path: Path, listed: Listed
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1", DAN)
        await rosas.after(60)
        await rosas.misses("CA2", DANA)
        await rosas.after(60)
        await rosas.texts_in("My tap drips", sender=DAN)
        await rosas.after(1)
        assert [call["number"] for call in await listed.calls()] == [DANA, DAN]
        assert [call["number"] for call in await listed.calls(Asked(None, None, 1))] == [DANA]
        assert [text["direction"] for text in await listed.texts()] == ["in", "out", "out"]
        assert [text["body"] for text in await listed.texts(Asked(None, None, 1))] == ["My tap drips"]


async def test_one_caller_is_found_by_any_form_of_the_number(tmp_path: Path, listed: Listed) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1", DAN)
        await rosas.misses("CA2", DANA)
        await rosas.after(60)
        dan = Asked(None, "(512) 555-0111", 100)
        assert [call["number"] for call in await listed.calls(dan)] == [DAN]
        assert [text["number"] for text in await listed.texts(dan)] == [DAN]
        nobody = Asked(None, "+15125550119", 100)
        assert (await listed.calls(nobody), await listed.texts(nobody)) == ([], [])


async def test_one_business_is_listed_without_the_other(tmp_path: Path, listed: Listed) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await rosas.misses()
        await rosas.after(60)
        carol = Asked(CAROLS_SHOP, None, 100)
        assert (await listed.calls(carol), await listed.texts(carol)) == ([], [])
        assert len(await listed.calls(Asked(ROSAS_SHOP, None, 100))) == 1


async def test_people_see_the_clock_of_the_business_and_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.texts_in("Hi \x1b[31m[red]\u202e there")
        await rosas.after(1)
        decided = await rosas.receipt()
    await asyncio.to_thread(show_calls, settings_of(tmp_path), EVERYTHING, as_json=False)
    calls = capsys.readouterr().out
    assert [cell in calls for cell in ("2026-11-20 12:00:00", "(512) 555-0111", "texted (no answer)")] == [
        True
    ] * 3
    assert decided.sentence in calls
    await asyncio.to_thread(show_texts, settings_of(tmp_path), EVERYTHING, as_json=False)
    texts = capsys.readouterr().out
    assert "Hi  [31m[red]  there" in texts


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(None, "Dan", 100), '"Dan" is not a phone number; write it like +15125550142.'),
        (Asked("Nobody", None, 100), 'There is no business named "Nobody"; there are: Rosa\'s Plumbing.'),
    ],
    ids=["number", "business"],
)
async def test_what_cannot_be_asked_for_is_told(tmp_path: Path, asked: Asked, said: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.after(0)
    with pytest.raises(Stop) as caught:
        await asyncio.to_thread(show_calls, settings_of(tmp_path), asked, as_json=True)
    assert (caught.value.sentence, caught.value.code) == (said, WRONG_USE)
