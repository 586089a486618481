"""Does the carrier do with a call what the line has asked, and tell it so? Over real HTTP, with Ringback."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringback.calls import legs, placed, recordings, voicemails
from ringback.calls import store as calls
from ringback.calls.placed import State
from ringback.cli.scenarios.stage import Stage, stage
from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.called_out import Caller, call_out
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.simulator.carrier import NotPossible
from ringback.simulator.handset import Doing, Habit
from ringback.simulator.people import DAN, ROSA, SHOP
from ringback.simulator.sound import hum

BEN = "+15125550144"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
BOTH = RingPlan(ring=(ROSA, BEN))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path, plan=BOTH) as world:
        world.carrier.handset(BEN).name = "Ben"
        yield world


def happened(world: Stage, *, since: int = 0) -> list[str]:
    """Who did what, with the seconds since the story began."""
    every = list(world.carrier.world.happenings)
    return [f"{(each.at - every[0].at).total_seconds():g} {each.who} {each.what}" for each in every[since:]]


async def rang(world: Stage) -> list[tuple[str, str | None]]:
    """What Ringback has heard of each phone: its number and how it ended."""

    def ask(tx: Any) -> list[tuple[str, str | None]]:
        call = calls.newest(tx, world.line.account_id)[0]
        return sorted((row.phone, row.outcome) for row in legs.of_call(tx, call.account_id, call.id))

    return await world.ringback.db.read(ask)


async def test_all_phones_ring_together_and_the_quickest_takes_the_call(world: Stage) -> None:
    world.rosa.habit = Habit.RING_ON
    world.carrier.handset(BEN).habit = Habit.ANSWER
    await world.dials()
    await world.passes(5 * SECOND)
    assert happened(world) == [
        "0 Dan dials",
        "0 Rosa rings",
        "0 Ben rings",
        "2 Ben picks_up",
        "2 Ben presses",
        "2 Rosa leg_no_answer",
        "2 carrier connected",
    ]
    assert (world.dan.doing, world.carrier.handset(BEN).doing) == (Doing.TALKING, Doing.TALKING)
    assert world.rosa.doing is Doing.NOTHING


async def test_in_turn_the_second_phone_rings_when_the_first_has_stopped(tmp_path: Path) -> None:
    async with stage(tmp_path, plan=replace(BOTH, in_turn=True, ring_seconds=10)) as world:
        world.carrier.handset(BEN).name = "Ben"
        await world.dials()
        await world.passes(20 * SECOND)
        assert happened(world)[:6] == [
            "0 Dan dials",
            "0 Rosa rings",
            "10 Rosa leg_no_answer",
            "10 Ben rings",
            "20 Ben leg_no_answer",
            "20 carrier greets",
        ]


async def test_a_phone_in_use_is_busy_and_the_other_rings_on(world: Stage) -> None:
    world.rosa.habit = Habit.BUSY
    await world.dials()
    await world.passes(MINUTE)
    assert await rang(world) == [(ROSA, "busy"), (BEN, "no_answer")]


async def test_whoever_picks_up_without_the_key_is_not_connected(world: Stage) -> None:
    world.rosa.habit = Habit.NO_KEY
    await world.dials()
    await world.passes(3 * SECOND)
    assert (world.rosa.doing, world.rosa.hears) == (
        Doing.ASKED,
        "Call for Rosa's Plumbing. Press 1 to take it.",
    )
    await world.passes(MINUTE)
    assert await rang(world) == [(ROSA, "no_answer"), (BEN, "no_answer")]


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        (lambda carrier: carrier.press(ROSA, "2"), "declined"),
        (lambda carrier: carrier.hang_up(ROSA), "declined"),
    ],
    ids=["another key", "hangs up"],
)
async def test_another_key_or_hanging_up_declines(
    world: Stage, acts: Callable[[Any], None], outcome: str
) -> None:
    await world.dials()
    world.carrier.pick_up(ROSA)
    await world.passes(SECOND)
    acts(world.carrier)
    await world.passes(MINUTE)
    assert await rang(world) == [(ROSA, outcome), (BEN, "no_answer")]


async def test_pressing_the_key_by_hand_connects_and_hanging_up_ends_the_call(world: Stage) -> None:
    await world.dials()
    world.carrier.pick_up(ROSA)
    await world.passes(SECOND)
    world.carrier.press(ROSA, "1")
    await world.passes(MINUTE)
    world.carrier.hang_up(ROSA)
    await world.passes(SECOND)
    assert (world.dan.doing, world.rosa.doing) == (Doing.NOTHING, Doing.NOTHING)
    assert happened(world)[-3:] == ["1 carrier connected", "61 Rosa hangs_up", "61 carrier call_over"]


async def test_a_caller_who_hangs_up_stops_the_ringing_at_once(world: Stage) -> None:
    await world.dials()
    await world.passes(3 * SECOND)
    await world.hangs_up()
    assert happened(world)[3:] == [
        "3 Dan hangs_up",
        "3 Rosa leg_no_answer",
        "3 Ben leg_no_answer",
        "3 carrier call_over",
    ]


async def test_without_the_key_a_voicemail_that_picks_up_has_the_call(tmp_path: Path) -> None:
    async with stage(tmp_path, plan=RingPlan(ring=(ROSA,), press_to_accept=False)) as world:
        world.rosa.habit = Habit.VOICEMAIL
        await world.dials()
        await world.passes(MINUTE)
        assert "2 carrier connected" in happened(world)
        assert world.dan.messages == []


async def test_a_message_after_the_tone_comes_to_ringback_with_its_words(tmp_path: Path) -> None:
    async with stage(tmp_path, plan=RingPlan(ring=(ROSA,), voicemail=True)) as world:
        await world.dials()
        await world.passes(40 * SECOND)
        assert world.dan.doing is Doing.RECORDING
        world.carrier.say(DAN, "My sink is leaking.")
        world.carrier.hang_up(DAN)
        await world.passes(SECOND)

        def left(tx: Any) -> tuple[str, tuple[str, bytes] | None]:
            call = calls.newest(tx, world.line.account_id)[0]
            found = voicemails.of_call(tx, call.account_id, call.id)
            return found.words if found else "", recordings.sound_of(tx, call.account_id, call.id)

        words, sound = await world.ringback.db.read(left)
        assert words == "My sink is leaking."
        assert sound == ("audio/wav", hum(words))


async def test_a_forwarded_call_rings_nobody_and_is_greeted(tmp_path: Path) -> None:
    async with stage(tmp_path, mode=Mode.FORWARDED, plan=RingPlan()) as world:
        await world.dials()
        assert (world.dan.doing, happened(world)) == (Doing.LISTENING, ["0 Dan dials", "0 carrier greets"])
        await world.passes(MINUTE)
        assert len(world.dan.messages) == 1


async def test_her_own_phone_does_not_ring_itself(world: Stage) -> None:
    await world.carrier.dial(ROSA, SHOP)
    await world.passes(MINUTE)
    assert await rang(world) == [(BEN, "no_answer")]


CANNOT: list[tuple[Callable[[Stage], Awaitable[object] | None], str]] = [
    (lambda world: world.carrier.dial(DAN, "+15125550199"), "There is nobody at +15125550199."),
    (lambda world: world.carrier.text(DAN, "+15125550199", "Hi"), "There is nobody at +15125550199."),
    (lambda world: world.carrier.hang_up(DAN), "There is no call to hang up."),
    (lambda world: world.carrier.pick_up(ROSA), "Rosa's phone does not ring."),
    (lambda world: world.carrier.decline(ROSA), "Rosa's phone does not ring."),
    (lambda world: world.carrier.voicemail_picks_up(ROSA), "Rosa's phone does not ring."),
    (lambda world: world.carrier.press(ROSA, "1"), "Rosa's phone does not ask for a key."),
    (lambda world: world.carrier.say(DAN, "Hello?"), "There is no tone to speak after."),
]


async def test_what_a_phone_cannot_do_now_is_said_in_words(world: Stage) -> None:
    said = []
    for act, _ in CANNOT:
        try:
            result = act(world)
            if result is not None:
                await result
        except NotPossible as why:
            said.append(str(why))
    assert said == [words for _, words in CANNOT]


async def test_a_phone_in_use_cannot_dial(world: Stage) -> None:
    await world.dials()
    with pytest.raises(NotPossible, match="in use"):
        await world.carrier.dial(DAN, SHOP)


async def test_a_caller_who_presses_the_key_is_thanked_and_texted(tmp_path: Path) -> None:
    async with stage(tmp_path, notice="keypress") as world:
        world.rosa.habit = Habit.DECLINE
        await world.dials()
        await world.passes(4 * SECOND)
        assert "Press 1 to get text messages" in world.dan.hears
        world.carrier.press(DAN, "1")
        await world.passes(SECOND)
        assert world.dan.hears.startswith("Thank you.")
        await world.passes(MINUTE)
        assert len(world.dan.messages) == 1


async def test_a_call_that_the_line_places_rings_rosa_and_then_dan(world: Stage) -> None:
    await world.dials()
    await world.passes(MINUTE)
    world.carrier.handset(ROSA).habit = Habit.ANSWER
    world.carrier.handset(DAN).habit = Habit.ANSWER
    world.carrier.handset(DAN).talks_for = 20 * SECOND
    await world.ringback.db.run(_calls_dan, world.line)
    await world.passes(MINUTE)

    def came(tx: Transaction) -> list[tuple[State, int | None]]:
        contact = contacts.by_number(tx, world.line.account_id, DAN)
        assert contact is not None
        found = placed.of_contact(tx, world.line.account_id, contact.id, None, 5)
        return [(call.state, call.seconds) for call in found]

    assert await world.ringback.db.read(came) == [(State.SPOKE, 20)]
    assert world.dan.doing is Doing.NOTHING


async def test_rosas_voicemail_never_makes_dans_phone_ring(world: Stage) -> None:
    await world.dials()
    await world.passes(MINUTE)
    world.carrier.handset(ROSA).habit = Habit.VOICEMAIL
    rang = happened(world).count("Dan rings")
    await world.ringback.db.run(_calls_dan, world.line)
    await world.passes(MINUTE)
    assert [each for each in happened(world)[rang:] if "Dan rings" in each] == []
    assert world.carrier.handset(ROSA).doing is Doing.NOTHING


def _calls_dan(tx: Transaction, line: Line) -> None:
    contact = contacts.by_number(tx, line.account_id, DAN)
    assert contact is not None
    talk = conversations.touch(tx, line.account_id, contact.id)
    assert call_out(tx, line.account_id, talk, Caller("user_rosa", ROSA), "1")
