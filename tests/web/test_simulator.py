"""The simulator's page, asked the way a browser asks."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.cli.scenarios.stage import Stage, stage
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.messages import attachments
from ringback.messages import store as texts
from ringback.simulator.handset import Doing, Habit
from ringback.simulator.people import DAN, DANA
from tests.web.pages import FROM_HERE, Visitor, ask, sign_in, site

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as world:
        yield world


@pytest.fixture
async def rosa(world: Stage) -> Visitor:
    return await sign_in(world.ringback, world.line.account_id, app=site(world))


async def clicks(rosa: Visitor, world: Stage, path: str, **fields: str) -> tuple[int, str]:
    answered = await rosa.post(f"simulator/{path}", **fields)
    await world.passes(timedelta(0))
    return answered.status, answered.body


async def test_a_missed_call_played_by_hand(rosa: Visitor, world: Stage) -> None:
    assert await clicks(rosa, world, "caller/call") == (204, "")
    assert "Dan is calling" in (await rosa.get("simulator")).body
    await world.passes(timedelta(seconds=14))
    assert "Ringback is about to text Dan" in (await rosa.get("simulator")).body
    await world.passes(timedelta(seconds=6))
    body = (await rosa.get("simulator")).body
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
    rosa: Visitor, world: Stage, habit: str, after: Doing
) -> None:
    await clicks(rosa, world, "caller/call")
    assert await clicks(rosa, world, "owner/choose", habit=habit) == (204, "")
    assert (world.rosa.doing, world.rosa.habit) == (after, Habit.WAIT)


async def test_before_it_rings_a_choice_is_remembered(rosa: Visitor, world: Stage) -> None:
    await clicks(rosa, world, "owner/choose", habit="decline")
    assert 'value="decline" aria-pressed="true"' in (await rosa.get("simulator")).body
    await clicks(rosa, world, "caller/call")
    await world.passes(timedelta(seconds=2))
    assert world.dan.doing is Doing.LISTENING


async def test_whoever_picked_up_can_press_1_talk_and_hang_up(rosa: Visitor, world: Stage) -> None:
    await clicks(rosa, world, "caller/call")
    await clicks(rosa, world, "owner/choose", habit="no_key")
    await clicks(rosa, world, "owner/press")
    assert "On the line" in (await rosa.get("simulator")).body
    await clicks(rosa, world, "owner/hang-up")
    assert (world.dan.doing, world.rosa.doing) == (Doing.NOTHING, Doing.NOTHING)


async def test_the_caller_can_text_and_what_is_written_is_escaped(rosa: Visitor, world: Stage) -> None:
    assert await clicks(rosa, world, "caller/text", text='<script>alert("x")</script>') == (204, "")
    body = (await rosa.get("simulator")).body
    assert "<script>alert" not in body
    assert body.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;") == 2  # on the phone and in the story


@pytest.mark.parametrize("text", ["", "   ", "x" * 601])
async def test_a_text_of_nothing_or_of_a_book_is_refused_in_words(
    rosa: Visitor, world: Stage, text: str
) -> None:
    said = (409, "Write something, at most 600 letters.\n")
    assert await clicks(rosa, world, "caller/text", text=text) == said


async def test_somebody_else_takes_the_phone_with_none_of_the_history(rosa: Visitor, world: Stage) -> None:
    await clicks(rosa, world, "caller/text", text="Hello from Dan")
    await clicks(rosa, world, "caller/next")
    body = (await rosa.get("simulator")).body
    assert ("Dana" in body, "Hello from Dan" in body) == (True, False)
    await clicks(rosa, world, "caller/call")
    assert world.carrier.handset(DANA).in_use
    assert await clicks(rosa, world, "caller/next") == (409, "First finish this call.\n")


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
async def test_what_cannot_be_done_now_is_said(rosa: Visitor, world: Stage, path: str, said: str) -> None:
    assert await clicks(rosa, world, path) == (409, f"{said}\n")


async def test_a_browser_without_our_script_gets_the_page_again(rosa: Visitor, world: Stage) -> None:
    answered = await rosa.post("simulator/owner/choose", habit="decline", accept="text/html")
    assert (answered.status, answered.to) == (303, rosa.whole("simulator"))


async def test_what_is_no_form_or_too_large_is_refused(rosa: Visitor) -> None:
    path = rosa.whole("simulator/caller/text")
    headers = {"content-type": "application/json", **FROM_HERE, **rosa.cookie}
    assert (await ask(rosa.app, "POST", path, headers, b'{"text": "hi"}')).status == 400
    assert (await rosa.post("simulator/caller/say", text="x" * 210_000)).status == 413


async def test_without_a_shop_the_page_says_how_to_begin(rosa: Visitor, world: Stage) -> None:
    def remove(tx: Transaction) -> None:
        lines.remove(tx, world.line)

    await world.ringback.db.run(remove)
    assert "ringback demo" in (await rosa.get("simulator")).body
    assert (await rosa.get("simulator/live")).status == 404
    assert (await rosa.post("simulator/caller/call")).status == 404


async def test_a_forwarded_line_has_a_phone_that_rings_nowhere(tmp_path: Path) -> None:
    from ringback.lines.store import RingPlan
    from ringback.phone.provider import Mode

    async with stage(tmp_path, mode=Mode.FORWARDED, plan=RingPlan()) as world:
        rosa = await sign_in(world.ringback, world.line.account_id, app=site(world))
        assert "No phone rings here" in (await rosa.get("simulator")).body
        await clicks(rosa, world, "caller/call")
        await world.passes(timedelta(minutes=1))
        assert [message.other for message in world.carrier.handset(DAN).messages] == [world.line.number]


async def test_a_picture_from_the_caller_is_kept_with_their_text(rosa: Visitor, world: Stage) -> None:
    sent = await rosa.upload("simulator/caller/text", "picture", PNG, text="Here it is")
    assert sent.status == 204
    await world.passes(timedelta(minutes=1))
    page = (await rosa.get("simulator")).body
    assert re.search(r'<img src="/simulator/carrier/pictures/\w+" alt="Picture">Here it is', page)
    [text] = await world.ringback.db.read(texts.newest, world.line.account_id)
    kept = await world.ringback.db.read(attachments.of_texts, world.line.account_id, [text.id])
    assert [(each.kind, each.state, each.size) for each in kept[text.id]] == [
        ("image/png", attachments.State.KEPT, len(PNG))
    ]


async def test_what_is_no_picture_is_refused_in_words(rosa: Visitor, world: Stage) -> None:
    sent = await rosa.upload("simulator/caller/text", "picture", b"<script>alert(1)</script>")
    assert (sent.status, "This is no picture" in sent.body) == (409, True)
    assert world.dan.messages == []
