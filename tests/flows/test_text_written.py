"""Ben writes to Dan. A person always wins."""

from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.accounts.profile import Profile, Regulated
from ringback.conversations import listing
from ringback.db.transaction import Transaction
from ringback.flows.text_written import Draft, Refusal, Reply, Written, draft_text, write_text
from ringback.messages.store import Purpose, State
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN
from tests.company import answers, cut_before
from tests.world import Shop, open_line, shop

STOP = "Reply STOP to opt out."


async def _conversation(rosas: Shop) -> str:
    await rosas.ringback.settled()
    return (await rosas.ringback.db.read(listing.page, rosas.line.account_id, "ben")).rows[0].conversation.id


async def _write(rosas: Shop, body: str, key: str = "1", because: str = "") -> Written | Refusal:
    conversation = await _conversation(rosas)
    account = rosas.line.account_id
    return await rosas.ringback.db.run(
        write_text, account, conversation, Reply(body, "Ben", key, because=because)
    )


async def _draft(rosas: Shop, body: str) -> Draft:
    conversation = await _conversation(rosas)
    return await rosas.ringback.db.read(draft_text, rosas.line.account_id, conversation, body)


def _is_a(tx: Transaction, mode: Regulated) -> None:
    account = accounts.every(tx)[0]
    accounts.save(
        tx,
        name=account.name,
        time_zone=account.time_zone,
        country=account.country,
        notice=account.notice,
        policy=account.policy,
        profile=Profile(mode=mode),
    )


async def test_text_leaves_at_once_and_says_how_to_stop_the_first_time(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("My sink leaks")
        written = await _write(rosas, "On my way")
        await rosas.after(1)
        assert rosas.sent == [(DAN, f"On my way {STOP}")]
        newest = (await rosas.texts())[0]
        assert (newest.purpose, newest.written_by, newest.body) == (Purpose.REPLY, "Ben", written.body)  # type: ignore[union-attr]
        await _write(rosas, "Ten minutes", key="2")
        await rosas.after(1)
        assert rosas.sent[1:] == [(DAN, "Ten minutes")]


async def test_how_to_stop_is_said_in_the_language_of_the_line(tmp_path: Path) -> None:
    async with shop(tmp_path, language="es") as rosas:
        await rosas.texts_in("¿Cuánto cobran?")
        await _write(rosas, "Vamos para allá")
        await rosas.after(1)
        assert rosas.sent == [(DAN, "Vamos para allá Responda STOP para salir.")]


async def test_how_to_stop_is_said_by_the_person_whose_text_takes_the_place_of_the_first(
    tmp_path: Path,
) -> None:
    """The automatic text that waits has the words too, but never leaves."""
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await _write(rosas, "On my way")
        await rosas.after(300)
        assert rosas.sent == [(DAN, f"On my way {STOP}")]


async def test_how_to_stop_is_said_again_after_thirty_days(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await _write(rosas, "Hello", key="1")
        await rosas.after(31 * 24 * 3600)
        await _write(rosas, "Still there?", key="2")
        await rosas.after(1)
        assert [body for _, body in rosas.sent][1:] == ["Hello", f"Still there? {STOP}"]


async def test_pressed_twice_it_goes_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("My sink leaks")
        first, second = await _write(rosas, "On my way"), await _write(rosas, "On my way")
        await rosas.after(1)
        assert (first.text_id == second.text_id, len(rosas.sent)) == (True, 1)  # type: ignore[union-attr]


async def test_waiting_automatic_text_is_called_off_and_the_call_needs_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"delay_seconds": 60}) as rosas:
        await rosas.misses()
        await _write(rosas, "I saw you called")
        await rosas.after(300)
        assert [(text.purpose, text.state) for text in await rosas.texts()] == [
            (Purpose.REPLY, State.ACCEPTED),
            (Purpose.MISSED_CALL, State.CANCELLED),
        ]


async def test_call_back_task_is_done_when_somebody_writes(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(10)
        await rosas.misses("CA2")
        await rosas.ringback.settled()
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]
        await _write(rosas, "What can I do for you?")
        assert await rosas.tasks() == []


async def test_text_that_cannot_leave_for_an_hour_comes_back_to_a_person(tmp_path: Path) -> None:
    """Else it would wait for ever, or leave when nobody remembers what it was about."""
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Can you come today?")
        rosas.company.faults = [answers(401, 20003)]
        await _write(rosas, "Yes, at four.")
        await rosas.after(3700)
        [text] = [text for text in await rosas.texts() if text.purpose is Purpose.REPLY]
        assert (text.state, text.sentence) == (State.CANCELLED, "Not texted: it could not leave for an hour.")
        assert {task.kind for task in await rosas.tasks()} == {TaskKind.FIX_LINE, TaskKind.CHECK_TEXT}
        assert await rosas.ringback.next_due() is None


async def test_same_words_twice_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """The first is lost; the company is asked for it by its words, and must not be given the second."""
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Where are you?")
        await _write(rosas, "Let me look.", "0")
        await rosas.after(1)
        rosas.company.texts.clear()
        rosas.company.faults = [cut_before]
        await _write(rosas, "On my way!", "1")
        await rosas.after(1)
        await _write(rosas, "On my way!", "2")
        await rosas.after(30)
        assert rosas.sent == []
        await rosas.after(300)
        written = [text for text in await rosas.texts() if text.purpose is Purpose.REPLY]
        assert [(text.state, text.reason) for text in written] == [
            (State.ACCEPTED, ""),
            (State.UNSURE, "unknown"),
            (State.ACCEPTED, ""),
        ]
        assert len(rosas.sent) == 1


async def test_who_said_stop_gets_nothing_from_people_either(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP")
        assert await _write(rosas, "But why?", because="I must") == Refusal(
            "opted_out",
            "This person has asked for no more texts. They can text START themselves; or call them.",
        )
        await rosas.after(1)
        assert rosas.sent == []


async def test_stop_between_writing_and_leaving_wins(tmp_path: Path) -> None:
    async with shop(tmp_path, texts_per_second=0.05) as rosas:
        await rosas.texts_in("My sink leaks")
        await _write(rosas, "On my way", key="1")
        await _write(rosas, "Where are you?", key="2")
        await rosas.after(1)
        await rosas.texts_in("stop", "SM2")
        await rosas.after(120)
        assert [body for _, body in rosas.sent] == [f"On my way {STOP}"]


@pytest.mark.parametrize(("body", "code"), [("   ", "empty"), ("la " * 400, "too_long")])
async def test_what_is_no_text_is_refused(tmp_path: Path, body: str, code: str) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello")
        assert (await _draft(rosas, body)).refusal == await _write(rosas, body)
        assert (await _write(rosas, body)).code == code  # type: ignore[union-attr]


async def test_clinic_holds_details_until_a_named_person_vouches_for_them(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Are my results in?")
        await rosas.ringback.db.run(_is_a, Regulated.HEALTH)
        held = await _write(rosas, "Your biopsy result is in")
        assert (held.code, held.may_insist) == ("content", True)  # type: ignore[union-attr]
        assert "biopsy" in held.sentence  # type: ignore[union-attr]
        await rosas.after(1)
        assert rosas.sent == []
        await _write(rosas, "Your biopsy result is in", because="She asked me to text it")
        await rosas.after(1)
        newest = (await rosas.texts())[0]
        assert (newest.written_by, newest.released_because) == ("Ben", "She asked me to text it")
        assert len(rosas.sent) == 1


async def test_draft_warns_of_what_carriers_hold_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello")
        draft = await _draft(rosas, "See https://bit.ly/rosas")
        assert (draft.refusal, len(draft.warnings)) == (None, 1)
        assert "bit.ly" in draft.warnings[0]


async def test_late_at_night_an_old_thread_is_warned_about(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello")
        await rosas.after(10 * 3600)  # 10 PM in Austin
        assert (await _draft(rosas, "Sorry for the delay")).warnings == (
            "Their last text is more than an hour old. It is 10 PM, and such texts may go only "
            "from 8 AM to 9 PM, in Chicago time, where this number may be.",
        )


async def test_carol_cannot_write_into_rosas_conversation(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Hello")
        carol = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
        )
        conversation = await _conversation(rosas)
        with pytest.raises(LookupError):
            await rosas.ringback.db.run(write_text, carol.account_id, conversation, Reply("Hi", "Carol", "1"))
