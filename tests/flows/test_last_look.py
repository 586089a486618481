"""What is found at the last moment, in the order in which it counts."""

from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.accounts.profile import Profile, Regulated
from ringback.contacts import consents
from ringback.contacts import store as contacts
from ringback.contacts.consents import Basis
from ringback.db.transaction import Transaction
from ringback.flows.missed_call import text_anyway
from ringback.lines.overrides import LINE, set_overrides
from ringback.messages.store import State
from tests.cast import DAN
from tests.world import Shop, shop

HOUR = 3600
LATE = {"delay_seconds": 60}


async def _only_text(rosas: Shop) -> tuple[State, str, str]:
    text = (await rosas.texts())[0]
    return text.state, text.reason, text.sentence


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


async def test_first_text_leaves_a_record_of_its_ground(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        call = (await rosas.calls())[0]
        found = await rosas.ringback.db.read(consents.of_person, rosas.line.account_id, DAN)
        assert [(one.basis, one.evidence, one.called) for one in found] == [
            (Basis.CALLED, call.id, rosas.line.number)
        ]
        notices = await rosas.ringback.db.read(consents.notices_of, rosas.line.account_id)
        assert [notice.version for notice in notices] == [found[0].notice]
        assert notices[0].words["greeting"].startswith("Hi, you have reached Rosa's Plumbing.")


async def test_without_a_ground_nothing_leaves_and_somebody_calls(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=LATE) as rosas:
        await rosas.misses()
        await rosas.ringback.settled()
        await rosas.ringback.db.run(lambda tx: tx.execute(sa.delete(consents.consents)) and None)
        await rosas.after(120)
        assert (await _only_text(rosas))[:2] == (State.CANCELLED, "no_ground")
        assert len(await rosas.tasks()) == 1


async def test_law_firm_that_does_not_say_who_writes_is_not_texted_for(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=LATE) as rosas:
        await rosas.misses()
        await rosas.ringback.db.run(_is_a, Regulated.LEGAL)
        await rosas.after(120)
        state, reason, sentence = await _only_text(rosas)
        assert (state, reason, rosas.sent) == (State.CANCELLED, "content", [])
        assert sentence.startswith("Not texted: a law firm's first text must say that it is automated")


async def test_what_is_released_at_night_waits_for_the_morning(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"most_per_hour": 1}) as rosas:
        await rosas.misses("CA1", caller="+15125550199")
        await rosas.after(10)
        await rosas.misses("CA2")
        await rosas.after(10 * HOUR)  # 10 PM in Austin
        held = next(call for call in await rosas.calls() if call.caller == DAN)
        assert await rosas.ringback.db.run(text_anyway, rosas.line.account_id, held.id) is True
        await rosas.after(10)
        assert [to for to, _ in rosas.sent] == ["+15125550199"]
        await rosas.after(11 * HOUR + 60)  # nine in the morning, a Saturday in Texas
        assert [to for to, _ in rosas.sent] == ["+15125550199", DAN]


async def test_what_was_released_once_is_not_released_again_days_later(tmp_path: Path) -> None:
    """On a page that was left open; since then they have been in touch anew, and quiet again."""
    async with shop(tmp_path, policy={"most_per_hour": 1}) as rosas:
        await rosas.misses("CA1", caller="+15125550199")
        await rosas.after(10)
        await rosas.misses("CA2")
        await rosas.after(10)
        place = rosas.line.account_id, (await rosas.calls())[0].id
        assert await rosas.ringback.db.run(text_anyway, *place)
        await rosas.after(30 * HOUR)
        await rosas.texts_in("Thanks")
        await rosas.after(30 * HOUR)
        assert not await rosas.ringback.db.run(text_anyway, *place)
        await rosas.after(24 * HOUR)
        assert [to for to, _ in rosas.sent].count(DAN) == 1


async def test_reply_to_a_call_leaves_at_any_hour(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.after(12 * HOUR)  # midnight
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1


async def test_three_unasked_texts_a_day_are_the_most(tmp_path: Path) -> None:
    policy = {"repeat": "text", "cooldown": "1h"}
    async with shop(tmp_path, policy=policy) as rosas:
        for n in range(5):
            await rosas.misses(f"CA{n}")
            await rosas.after(2 * HOUR)
        assert len(rosas.sent) == 3
        assert (await _only_text(rosas))[:2] == (State.CANCELLED, "daily_ceiling")


async def test_bounce_counts_for_thirty_days(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"hold_robocalls": False}) as rosas:
        await rosas.misses("CA1")
        await rosas.after(10)
        await rosas.reports("undelivered", code="30006")
        await rosas.after(25 * 24 * HOUR)
        await rosas.misses("CA2")
        await rosas.after(60)
        assert ((await rosas.receipt()).reason, len(rosas.sent)) == ("cannot_receive", 1)
        await rosas.after(6 * 24 * HOUR)
        await rosas.misses("CA3")
        await rosas.after(60)
        assert len(rosas.sent) == 2


async def test_who_texts_us_can_receive_texts(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(10)
        await rosas.reports("undelivered", code="30006")
        await rosas.ringback.settled()
        await rosas.texts_in("I have a mobile")
        await rosas.ringback.settled()
        dan = await rosas.ringback.db.read(contacts.by_number, rosas.line.account_id, DAN)
        assert dan is not None
        assert dan.cannot_receive_texts is None


async def test_nothing_leaves_while_somebody_speaks_with_them(tmp_path: Path) -> None:
    """Dan calls again before the text has left, and Ben takes it. The talk lasts longer than the delay."""
    async with shop(tmp_path, policy=LATE) as rosas:
        await rosas.misses()
        await rosas.rings("CA2")
        await rosas.leg("screen_key", "CA2", CallStatus="in-progress", Digits="1")
        await rosas.after(300)
        assert rosas.sent == []
        await rosas.call("dial_done", "CA2", DialCallStatus="completed", DialBridged="true")
        await rosas.after(60)
        assert rosas.sent == []
        assert [(text.state, text.reason) for text in await rosas.texts()] == [(State.CANCELLED, "answered")]


async def test_text_leaves_after_all_when_the_two_were_never_connected(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=LATE) as rosas:
        await rosas.misses()
        await rosas.rings("CA2")
        await rosas.leg("screen_key", "CA2", CallStatus="in-progress", Digits="1")
        await rosas.after(90)
        await rosas.call("voice_status", "CA2", CallStatus="no-answer", CallDuration="0")
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == [DAN]


def _asks_for_a_key(tx: Transaction) -> None:
    accounts.change(tx, replace(accounts.every(tx)[0], notice="keypress"))


async def test_where_a_key_must_be_pressed_a_call_alone_is_no_ground(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(_asks_for_a_key)
        await rosas.misses()
        await rosas.after(60)
        assert rosas.sent == []
        assert (await _only_text(rosas))[1] == "no_key"
        assert [task.sentence for task in await rosas.tasks()] == [
            "Not texted: this caller has not pressed the key that allows it. Please call them back."
        ]


async def test_who_wrote_first_needs_to_press_no_key(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(_asks_for_a_key)
        await rosas.texts_in("Do you have time next week?")
        await rosas.after(HOUR)
        await rosas.misses()
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_reply_at_night_is_held_until_the_morning_where_the_owner_wants_that(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"at_night": "hold"}) as rosas:
        await rosas.after(11 * HOUR)  # 11 PM in Austin
        await rosas.misses()
        await rosas.after(9 * HOUR)
        assert rosas.sent == []
        await rosas.after(3 * HOUR)  # past nine in the morning, a Saturday in Texas
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_what_is_held_for_the_morning_reads_as_in_the_morning(tmp_path: Path) -> None:
    """By the words of the night, Dan would be told at nine that they open tomorrow."""
    templates = {
        "missed": "{business}: sorry! We answer {reply_within|soon}. {stop}",
        "after_hours": "{business} opens {next_open|soon}. {stop}",
    }
    policy = {"at_night": "hold", "reply_within": "2h", "templates": templates}
    for opens, said in (("09:00", "sorry! We answer within 2 hours."), ("10:00", "opens today at 10 AM.")):
        hours = {"sat": [f"{opens}-17:00"], "fri": ["09:00-17:00"]}
        async with shop(tmp_path / opens[:2], policy={**policy, "hours": hours}) as rosas:
            await rosas.after(11 * HOUR)  # 11 PM in Austin
            await rosas.misses()
            await rosas.after(12 * HOUR)  # past nine in the morning, when texts may go in Texas
            (body,) = [body for _, body in rosas.sent]
            assert said in body


async def test_what_is_released_at_night_reads_as_in_the_morning(tmp_path: Path) -> None:
    templates = {"missed": "{business} opens {next_open|soon}. {stop}"}
    policy = {"most_per_hour": 1, "hours": {"sat": ["10:00-17:00"]}, "templates": templates}
    async with shop(tmp_path, policy=policy) as rosas:
        await rosas.misses("CA1", caller="+15125550199")
        await rosas.after(10)
        await rosas.misses("CA2")
        await rosas.after(10 * HOUR)  # 10 PM in Austin
        held = next(call for call in await rosas.calls() if call.caller == DAN)
        assert await rosas.ringback.db.run(text_anyway, rosas.line.account_id, held.id) is True
        await rosas.after(12 * HOUR)
        assert [body.split(".")[0] for _, body in rosas.sent][1:] == ["Rosa's Plumbing opens today at 10 AM"]


async def test_a_line_has_its_own_setting_for_the_night(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        line = rosas.line
        await rosas.ringback.db.run(set_overrides, line.account_id, line.id, {LINE: {"at_night": "hold"}})
        await rosas.after(11 * HOUR)
        await rosas.misses()
        await rosas.after(9 * HOUR)
        assert rosas.sent == []
        await rosas.after(3 * HOUR)
        assert [to for to, _ in rosas.sent] == [DAN]


async def test_reply_at_night_is_dropped_for_a_task_where_the_owner_wants_that(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"at_night": "drop"}) as rosas:
        await rosas.after(11 * HOUR)
        await rosas.misses()
        await rosas.after(12 * HOUR)
        assert (rosas.sent, (await _only_text(rosas))[1], len(await rosas.tasks())) == ([], "quiet_hours", 1)


async def test_by_day_the_setting_for_the_night_changes_nothing(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"at_night": "hold"}) as rosas:
        await rosas.misses()
        await rosas.after(10)
        assert len(rosas.sent) == 1
