"""The story on the page, sentence by sentence, for every kind of call."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.cli.scenarios.scripts import SCENARIOS
from ringback.cli.scenarios.stage import Stage, stage
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.simulator.people import DAN, NAMES
from ringback.tasks import store as tasks
from ringback.web.feed import Exchange, feed, shop
from ringback.web.story import Told

CALLED = "Dan called."
RANG = "Rosa's phone rang for 14 seconds. Nobody answered."
TEXTED = "Ringback texted Dan 5 seconds later, because nobody took the call. It has arrived."
DECIDED = "Text back after 5 seconds: nobody took the call."
LANDLINE = "This number is a landline and cannot receive texts."
CONFIRMED = (
    "Ringback answered by itself: “Rosa's Plumbing: you're opted out and will get no more texts from us. "
    "Reply START to resume.”"
)

# Scenario -> the cards, newest first: title, result, sentences.
STORIES: dict[str, list[tuple[str, str, list[str]]]] = {
    "missed": [("Missed call", "Texted back", [CALLED, RANG, TEXTED])],
    "answered": [
        (
            "Answered call",
            "No text needed",
            [
                CALLED,
                "Rosa picked up and pressed 1.",
                "Ringback sends no text: someone took the call.",
                "They spoke for 2 minutes.",
            ],
        )
    ],
    "busy": [
        (
            "Missed call",
            "Texted back",
            [
                CALLED,
                "Rosa's phone was busy.",
                "Ringback texted Dan 5 seconds later, because you were on another call. It has arrived.",
            ],
        )
    ],
    "voicemail-picks-up": [
        (
            "Missed call",
            "Texted back",
            [
                CALLED,
                "Rosa's phone was picked up, but nobody pressed 1. "
                "A voicemail does that, so it does not count as an answer.",
                TEXTED,
            ],
        )
    ],
    "hung-up-early": [
        (
            "Missed call",
            "Not texted",
            [
                CALLED,
                "Rosa's phone rang for 2 seconds. Nobody answered.",
                "Dan hung up after 2 seconds, before anybody had answered.",
                "Not texted: the caller hung up after 2 seconds, and you text from 4 seconds of ringing on.",
            ],
        )
    ],
    "stop": [
        (
            "Missed call",
            "Call back",
            [
                CALLED,
                RANG,
                "Please call back: nobody took the call, and the caller has asked for no texts.",
            ],
        ),
        ("", "", ["Dan texted: “Stop please”", CONFIRMED]),
        ("Missed call", "Texted back", [CALLED, RANG, TEXTED]),
    ],
    "landline": [("Missed call", "Call back", [CALLED, RANG, DECIDED, f"{LANDLINE} Please call them back."])],
}


async def told(world: Stage) -> list[Told | Exchange]:
    def ask(tx: Transaction) -> list[Told | Exchange]:
        found = shop(tx, world.line.account_id)
        assert found is not None
        return feed(tx, found, DAN, NAMES)

    return await world.ringback.db.read(ask)


def shown(card: Told | Exchange) -> tuple[str, str, list[str]]:
    words = [line.words for line in card.lines]
    return (card.title, card.result, words) if isinstance(card, Told) else ("", "", words)


@pytest.mark.parametrize("name", STORIES)
async def test_story(name: str, tmp_path: Path) -> None:
    scenario = next(each for each in SCENARIOS if each.name == name)
    async with stage(tmp_path) as world:
        await scenario.play(world)
        assert [shown(card) for card in await told(world)] == STORIES[name]


async def test_while_it_rings_and_while_the_text_waits_the_story_is_about_now(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        await world.dials()
        [ringing] = await told(world)
        await world.passes(timedelta(seconds=15))
        [waiting] = await told(world)
        due = world.clock.now() + timedelta(seconds=4)
    assert shown(ringing) == ("Call", "Under way", [CALLED, "Rosa's phone is ringing."])
    about = "Ringback is about to text Dan, because nobody took the call."
    assert shown(waiting) == ("Missed call", "Texting back", [CALLED, RANG, about])
    assert waiting.lines[-1].until == due


@pytest.mark.parametrize(
    ("name", "results"),
    [("landline", ["Not delivered"]), ("stop", ["Seen to", "", "Texted back"])],
)
async def test_call_whose_task_is_done_says_what_became_of_it(
    name: str, results: list[str], tmp_path: Path
) -> None:
    """And not that a text is on its way."""
    scenario = next(each for each in SCENARIOS if each.name == name)
    async with stage(tmp_path) as world:
        await scenario.play(world)
        await world.ringback.db.run(_tick_all, world.line.account_id)
        assert [shown(card)[1] for card in await told(world)] == results


def _tick_all(tx: Transaction, account_id: str) -> None:
    for task in tasks.open_tasks(tx, account_id):
        tasks.tick(tx, account_id, task)


async def test_the_receipt_says_what_was_looked_at_and_what_decided(tmp_path: Path) -> None:
    scenario = next(each for each in SCENARIOS if each.name == "hung-up-early")
    async with stage(tmp_path) as world:
        await scenario.play(world)
        [card] = await told(world)
    assert isinstance(card, Told)
    [decided] = [check for check in card.checks if check.decided]
    assert (decided.question, decided.answer, decided.needed, decided.passed) == (
        "How long did it ring?",
        "2 seconds",
        "at least 4 seconds",
        False,
    )
    assert [check.passed for check in card.checks if not check.decided] == [True] * (len(card.checks) - 1)
    assert card.otherwise.startswith("The caller would have been texted if")


async def test_nothing_of_carols_shop_or_of_rosas_other_lines_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        await world.ringback.db.run(_carols_shop)
        await world.carrier.dial(DAN, "+15125550182")
        await world.passes(timedelta(minutes=3))
        assert await told(world) == []


def _carols_shop(tx: Transaction) -> None:
    rules = '{"time_zone": "America/Chicago"}'
    account = accounts.save(
        tx,
        name="A Salon of Carol's",
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy=rules,
    )
    lines.save(
        tx,
        account_id=account.id,
        number="+15125550182",
        provider="simulator",
        mode=Mode.DIAL,
        plan=RingPlan(ring=("+15125550183",)),
        settings={"signing_key": "Carol's key", "api_base": "http://127.0.0.1:9"},
    )
