"""Dan writes back. An opt-out works before everything else."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.contacts import consents, permission
from ringback.contacts.consents import Basis
from ringback.contacts.permission import Change
from ringback.flows.looked_after import finish
from ringback.flows.text_received import text_received
from ringback.messages.store import Purpose, State
from ringback.phone.events import TextReceived
from ringback.phone.provider import Mode
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN
from tests.company import TOKEN, answers
from tests.conversations.make import BEN
from tests.flows.test_taken_over import dans
from tests.world import Shop, open_line, shop


async def _thread(rosas: Shop) -> list[tuple[str, str]]:
    return [(text.purpose, text.body) for text in reversed(await rosas.texts())]


async def _told_again(rosas: Shop, body: str, sid: str) -> None:
    """The same text in another delivery, which names a place beside the rest."""
    said = {"From": DAN, "To": rosas.line.number, "Body": body, "NumMedia": "0", "FromCity": "AUSTIN"}
    await rosas.webhook("text", MessageSid=sid, **said)


async def test_text_is_in_the_conversation_once_however_often_it_comes(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for _ in range(3):
            await rosas.texts_in("My sink leaks", "SM7")
        await rosas.after(1)
        assert await _thread(rosas) == [(Purpose.INBOUND, "My sink leaks")]
        assert rosas.sent == []


async def test_same_text_in_another_delivery_is_still_the_same_text(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("My sink leaks", "SM7")
        await _told_again(rosas, "My sink leaks", "SM7")
        await rosas.after(1)
        assert len(await rosas.texts()) == 1


async def test_conversation_that_is_done_stays_done_when_its_text_comes_again(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("My sink leaks", "SM7")
        await rosas.after(60)
        await rosas.ringback.db.run(finish, rosas.line.account_id, (await dans(rosas)).id, BEN)
        done = await dans(rosas)
        await rosas.after(26 * 3600)
        await _told_again(rosas, "My sink leaks", "SM7")
        await rosas.after(1)
        assert await dans(rosas) == done


async def test_stop_that_the_company_answers_is_not_answered_twice(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Stop")
        await rosas.misses()
        await rosas.after(600)
        assert rosas.sent == []
        assert (await rosas.receipt()).reason == "opted_out"


async def test_stop_in_words_the_company_does_not_know_is_confirmed_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("opt out please", "SM1")
        await rosas.texts_in("opt out please!!", "SM2")
        await rosas.after(5)
        assert rosas.sent == [
            (
                DAN,
                "Rosa's Plumbing: you're opted out and will get no more texts from us. "
                "Reply START to resume.",
            )
        ]
        await rosas.misses()
        await rosas.after(600)
        assert len(rosas.sent) == 1


async def test_start_lifts_the_stop(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP", "SM1")
        await rosas.texts_in("START", "SM2")
        await rosas.misses()
        await rosas.after(10)
        assert [text.purpose for text in await rosas.texts() if text.purpose is not Purpose.INBOUND] == [
            Purpose.MISSED_CALL
        ]


async def test_start_that_was_written_before_the_stop_and_comes_after_it_lifts_nothing(
    tmp_path: Path,
) -> None:
    """It waited in the journal, say, while the database was away."""
    async with shop(tmp_path) as rosas:
        written = rosas.clock.now()
        await rosas.after(60)
        await rosas.texts_in("STOP", "SM2")
        await rosas.after(60)
        start = TextReceived("SM1", DAN, rosas.line.number, "START", written)
        await rosas.ringback.db.run(text_received, rosas.line, start)
        await rosas.after(60)
        assert await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN) is Change.STOP
        await rosas.texts_in("START", "SM3")
        await rosas.after(60)
        assert await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN) is Change.START


async def test_start_behind_a_stop_lifts_it_also_when_both_come_late(tmp_path: Path) -> None:
    """Worked on an hour after they were written, but in their order."""
    async with shop(tmp_path) as rosas:
        written = rosas.clock.now()
        await rosas.after(3600)
        for words, minute in (("STOP", 0), ("START", 5)):
            at = written + timedelta(minutes=minute)
            said = TextReceived(f"SM{minute}", DAN, rosas.line.number, words, at)
            await rosas.ringback.db.run(text_received, rosas.line, said)
        assert await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN) is Change.START


async def test_stop_that_comes_late_is_obeyed_and_no_longer_confirmed(tmp_path: Path) -> None:
    """From the journal, say. A confirmation is covered only within five minutes of what they wrote."""
    async with shop(tmp_path) as rosas:
        written = rosas.clock.now()
        await rosas.after(3600)
        late = TextReceived("SM1", DAN, rosas.line.number, "please stop texting me", written)
        await rosas.ringback.db.run(text_received, rosas.line, late)
        await rosas.after(600)
        assert await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN) is Change.STOP
        assert (rosas.sent, await rosas.tasks()) == ([], [])


async def test_yes_is_an_answer_and_no_consent_unless_opted_out(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("YES", "SM1")
        await rosas.after(5)
        assert rosas.sent == []
        await rosas.texts_in("STOP", "SM2")
        await rosas.texts_in("YES", "SM3")
        await rosas.misses()
        await rosas.after(10)
        assert [text.state for text in await rosas.texts() if text.purpose is Purpose.MISSED_CALL] == [
            State.ACCEPTED
        ]


async def test_confirmation_that_the_company_refuses_as_opted_out_is_left_at_that(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.faults = [answers(400, 21610)]
        await rosas.texts_in("opt out", "SM1")
        await rosas.after(600)
        assert (rosas.company.requests, await rosas.tasks()) == (1, [])


async def test_ordinary_words_are_no_opt_out(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Can you stop by at 3?")
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1


@pytest.mark.parametrize(
    "states", [["sent", "delivered"], ["delivered", "sent"], ["delivered", "undelivered"]]
)
async def test_reports_never_move_a_text_backwards(tmp_path: Path, states: list[str]) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        for state in states:
            await rosas.reports(state)
        await rosas.after(1)
        assert [text.state for text in await rosas.texts()] == [State.DELIVERED]


async def test_opt_out_at_rosas_shop_means_nothing_at_carols(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        carols = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE, mode=Mode.FORWARDED
        )
        await rosas.texts_in("STOP")
        said = {"CallSid": "CA9", "From": DAN, "To": CAROLS_LINE, "CallStatus": "ringing"}
        await rosas.webhook("voice", line=carols.id, token=TOKEN, **said)
        await rosas.after(10)
        assert [(text["from"], text["to"]) for text in rosas.company.texts] == [(CAROLS_LINE, DAN)]
        assert await rosas.calls() == []


@pytest.mark.parametrize(
    "words",
    ["please dont text me again", "take me off your list", "ya no me manden mensajes", "arrêtez de m'écrire"],
)
async def test_opt_out_in_other_words_stops_everything_and_is_confirmed_once(
    tmp_path: Path, words: str
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in(words)
        await rosas.after(5)
        assert [text.purpose for text in await rosas.texts()] == [Purpose.CONFIRMATION, Purpose.INBOUND]
        await rosas.misses()
        await rosas.after(600)
        assert len(rosas.sent) == 1


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        ("I already told you twice, stop texting me", "they complain"),
        ("Stop texting me or you will hear from my lawyer", "they speak of the law"),
        ("take me off your list and delete everything you have about me", "they want their data deleted"),
        ("I never called you", "they say that they never asked for any"),
        ("please dont text me again", None),
        ("I don't want any more of these", None),
        ("wrong number", None),
    ],
)
async def test_what_stands_beside_an_opt_out_reaches_a_person(
    tmp_path: Path, words: str, beside: str | None
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in(words)
        await rosas.after(5)
        said = [f"They want no more texts, and {beside}. Nothing more goes to them; please read it."]
        assert [task.sentence for task in await rosas.tasks()] == (said if beside else [])
        await rosas.misses()
        await rosas.after(600)
        assert len(rosas.sent) == 1  # the confirmation


async def test_danger_reaches_a_person_at_once_also_from_who_has_opted_out(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("STOP", "SM1")
        await rosas.texts_in("I smell gas in the kitchen", "SM2")
        await rosas.texts_in("it smells of gas everywhere!!", "SM3")
        await rosas.after(5)
        assert rosas.sent == [
            (
                DAN,
                "Rosa's Plumbing: automatic reply. We marked your message as urgent "
                "and asked our team to call you. If anyone is in danger, leave and call 911 now.",
            )
        ]
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.URGENT, TaskKind.URGENT]


async def test_crisis_is_met_with_the_number_to_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("I want to kill myself")
        await rosas.after(5)
        assert [body.rpartition(". ")[2] for _, body in rosas.sent] == [
            "If you might hurt yourself, call or text 988 now, any time."
        ]


async def test_words_that_only_a_person_can_judge_pause_everything_automatic(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("you people are scammers, I will sue")
        await rosas.misses()
        await rosas.after(600)
        assert rosas.sent == []
        assert TaskKind.DECIDE in [task.kind for task in await rosas.tasks()]


async def test_reaction_to_our_text_changes_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Liked \u201cReply STOP to opt out.\u201d")
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1


async def test_damage_reaches_a_person_also_from_who_wants_no_more_texts(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Stop texting me, my basement is flooding!")
        await rosas.after(5)
        assert [text.purpose for text in await rosas.texts()] == [Purpose.CONFIRMATION, Purpose.INBOUND]
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.URGENT]


async def test_who_speaks_of_dying_and_wants_no_texts_gets_the_one_that_helps_and_no_other(
    tmp_path: Path,
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("stop texting me, I want to kill myself")
        await rosas.after(5)
        assert {text.purpose for text in await rosas.texts()} == {
            Purpose.SAFETY,
            Purpose.CONFIRMATION,
            Purpose.INBOUND,
        }
        await rosas.misses()
        await rosas.after(600)
        assert (await rosas.receipt()).reason == "opted_out"


@pytest.mark.parametrize("later", ["I want to kill myself", "I want to kill myself, stop texting me"])
async def test_who_speaks_of_dying_is_told_whom_to_call_also_after_an_earlier_alarm(
    tmp_path: Path, later: str
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("water everywhere in my basement", "SM1")
        await rosas.texts_in("I smell gas", "SM2")
        await rosas.texts_in("it smells like gas now", "SM3")
        await rosas.texts_in(later, "SM4")
        await rosas.texts_in("I still want to die", "SM5")
        await rosas.after(60)
        told = [text.body for text in await rosas.texts() if text.purpose is Purpose.SAFETY]
        assert sorted(body[body.index("call you.") + 9 :] for body in told) == [
            "",
            " If anyone is in danger, leave and call 911 now.",
            " If you might hurt yourself, call or text 988 now, any time.",
        ]


@pytest.mark.parametrize(
    ("words", "grounds"),
    [
        ("My sink drips", [Basis.WROTE]),
        ("START", [Basis.WROTE]),
        ("STOP", []),
        ("wrong number, stop texting me", []),
        ("I am out of the office until Monday and will respond then", []),
    ],
)
async def test_only_words_that_want_an_answer_are_a_ground_to_text(
    tmp_path: Path, words: str, grounds: list[Basis]
) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in(words)
        await rosas.after(5)
        found = await rosas.ringback.db.read(consents.of_person, rosas.line.account_id, DAN)
        assert [ground.basis for ground in found] == grounds


async def test_yes_to_a_person_lifts_no_pause(tmp_path: Path) -> None:
    """Ben may write while it is in doubt whether Dan meant stop; Dan's yes answers Ben."""
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("you people are scammers, I will sue", "SM1")
        await rosas.texts_in("YES", "SM2")
        await rosas.misses()
        await rosas.after(600)
        assert rosas.sent == []
        await rosas.texts_in("START", "SM3")
        await rosas.after(5)
        standing = await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)
        assert standing is Change.START


async def test_quoted_opt_out_of_ours_above_an_answer_changes_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("> Reply STOP to opt out.\nThursday is fine")
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1


async def test_automatic_reply_that_names_stop_opts_nobody_out(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Auto-reply: we are closed. Reply STOP to unsubscribe.")
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1
