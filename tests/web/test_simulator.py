"""The simulator's page, asked the way a browser asks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette

from ringback.cli.scenarios.stage import Stage, stage
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.simulator.handset import Doing, Habit
from ringback.simulator.people import DAN, DANA
from tests.web.pages import FROM_HERE, get, post, site


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        yield world


@pytest.fixture
def app(world: Stage) -> Starlette:
    return site(world)


async def clicks(app: Starlette, world: Stage, path: str, **fields: str) -> tuple[int, str]:
    answered = await post(app, f"/simulator/{path}", fields)
    await world.passes(timedelta(0))
    return answered.status, answered.body


async def test_a_missed_call_played_by_hand(app: Starlette, world: Stage) -> None:
    assert await clicks(app, world, "caller/call") == (204, "")
    assert "Dan is calling" in (await get(app, "/")).body
    await world.passes(timedelta(seconds=14))
    assert "Ringback is about to text Dan" in (await get(app, "/")).body
    await world.passes(timedelta(seconds=6))
    body = (await get(app, "/")).body
    assert "Hi there, this is Rosa&#39;s Plumbing." in body
    assert "Ringback texted Dan 5 seconds later" in body


@pytest.mark.parametrize(
    ("habit", "after"),
    [
        ("answer", Doing.TALKING),
        ("decline", Doing.NOTHING),
        ("voicemail", Doing.ASKED),
        ("no_key", Doing.ASKED),
        ("wait", Doing.RINGING),
    ],
)
async def test_while_it_rings_a_choice_is_done_at_once(
    app: Starlette, world: Stage, habit: str, after: Doing
) -> None:
    await clicks(app, world, "caller/call")
    assert await clicks(app, world, "owner/choose", habit=habit) == (204, "")
    assert (world.rosa.doing, world.rosa.habit) == (after, Habit.WAIT)


async def test_before_it_rings_a_choice_is_remembered(app: Starlette, world: Stage) -> None:
    await clicks(app, world, "owner/choose", habit="decline")
    assert 'value="decline" aria-pressed="true"' in (await get(app, "/")).body
    await clicks(app, world, "caller/call")
    await world.passes(timedelta(seconds=2))
    assert world.dan.doing is Doing.LISTENING


async def test_whoever_picked_up_can_press_1_talk_and_hang_up(app: Starlette, world: Stage) -> None:
    await clicks(app, world, "caller/call")
    await clicks(app, world, "owner/choose", habit="no_key")
    await clicks(app, world, "owner/press")
    assert "On the line" in (await get(app, "/")).body
    await clicks(app, world, "owner/hang-up")
    assert (world.dan.doing, world.rosa.doing) == (Doing.NOTHING, Doing.NOTHING)


async def test_the_caller_can_text_and_what_is_written_is_escaped(app: Starlette, world: Stage) -> None:
    assert await clicks(app, world, "caller/text", text='<script>alert("x")</script>') == (204, "")
    body = (await get(app, "/")).body
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;") == 2  # on the phone and in the story


@pytest.mark.parametrize("text", ["", "   ", "x" * 601])
async def test_a_text_of_nothing_or_of_a_book_is_refused_in_words(
    app: Starlette, world: Stage, text: str
) -> None:
    said = (409, "Write something, at most 600 letters.\n")
    assert await clicks(app, world, "caller/text", text=text) == said


async def test_somebody_else_takes_the_phone_with_none_of_the_history(app: Starlette, world: Stage) -> None:
    await clicks(app, world, "caller/text", text="Hello from Dan")
    await clicks(app, world, "caller/next")
    body = (await get(app, "/")).body
    assert ("Dana" in body, "Hello from Dan" in body) == (True, False)
    await clicks(app, world, "caller/call")
    assert world.carrier.handset(DANA).in_use
    assert await clicks(app, world, "caller/next") == (409, "First finish this call.\n")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("caller/hang-up", "There is no call to hang up."),
        ("owner/hang-up", "There is no call to hang up."),
        ("owner/press", "Rosa's phone does not ask for a key."),
        ("caller/say", "There is no tone to speak after."),
        ("owner/choose", "Nobody's phone rings on this line."),
    ],
)
async def test_what_cannot_be_done_now_is_said(app: Starlette, world: Stage, path: str, said: str) -> None:
    assert await clicks(app, world, path) == (409, f"{said}\n")


async def test_a_browser_without_our_script_gets_the_page_again(app: Starlette, world: Stage) -> None:
    headers = {**FROM_HERE, "accept": "text/html,application/xhtml+xml"}
    answered = await post(app, "/simulator/owner/choose", {"habit": "decline"}, headers=headers)
    assert (answered.status, answered.headers["location"]) == (303, "/")


async def test_what_is_no_form_or_too_large_is_refused(app: Starlette) -> None:
    path = "/simulator/caller/text"
    assert (await post(app, path, {"text": "hi"}, content_type="application/json")).status == 400
    assert (await post(app, path, {"text": "x" * 11_000})).status == 400


async def test_without_a_shop_the_page_says_how_to_begin(app: Starlette, world: Stage) -> None:
    def remove(tx: Transaction) -> None:
        lines.remove(tx, world.line)

    await world.ringback.db.run(remove)
    assert "ringback demo" in (await get(app, "/")).body
    assert (await get(app, "/simulator/live")).status == 404
    assert (await post(app, "/simulator/caller/call")).status == 400


async def test_a_forwarded_line_has_a_phone_that_rings_nowhere(tmp_path: Path) -> None:
    from ringback.lines.store import RingPlan
    from ringback.phone.provider import Mode

    async with stage(tmp_path, mode=Mode.FORWARDED, plan=RingPlan()) as world:
        app = site(world)
        assert "No phone rings here" in (await get(app, "/")).body
        await clicks(app, world, "caller/call")
        await world.passes(timedelta(minutes=1))
        assert [message.other for message in world.carrier.handset(DAN).messages] == [world.line.number]
