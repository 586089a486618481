"""Dan did not answer. Whether Rosa asks once more, and when."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ringback.db.transaction import Transaction
from ringback.flows.looked_after import called_back, finish, open_again
from ringback.flows.taken_over import take_over
from ringback.messages.store import Purpose, State, Text
from tests.cast import DAN
from tests.conversations.make import BEN
from tests.flows.test_called_out import hears, presses
from tests.flows.test_taken_over import dans
from tests.world import Shop, open_line, shop

Deed = Callable[[Transaction, str, str, str], None]

HOUR = 3600
AGAIN = (
    "Hi there, Rosa's Plumbing here again. Do you still need help? Just reply here. Reply STOP to opt out."
)
ON = {"follow_up_after": "4h"}
ALASKAN = "+19075550111"
UNKNOWN_PLACE = "+18005550111"


async def _follow_ups(rosas: Shop) -> list[Text]:
    return [text for text in await rosas.texts() if text.purpose is Purpose.FOLLOW_UP]


async def test_nobody_is_asked_again_unless_the_owner_wants_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(7 * 24 * HOUR)
        assert len(rosas.sent) == 1


async def test_who_did_not_answer_is_asked_once_more(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses()
        await rosas.after(4 * HOUR + 60)
        assert rosas.sent[1:] == [(DAN, AGAIN)]
        await rosas.after(14 * 24 * HOUR)
        assert len(rosas.sent) == 2


async def test_own_words_are_used(tmp_path: Path) -> None:
    policy = {
        **ON,
        "templates": {"missed": "{business}: hi. {stop}", "follow_up": "{business}: still there?"},
    }
    async with shop(tmp_path, policy=policy) as rosas:
        await rosas.misses()
        await rosas.after(5 * HOUR)
        assert [body for _, body in rosas.sent][1:] == ["Rosa's Plumbing: still there?"]


@pytest.mark.parametrize("said", ["Yes, my sink leaks", "no thanks", "STOP"])
async def test_any_answer_ends_it(tmp_path: Path, said: str) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses()
        await rosas.after(60)
        await rosas.texts_in(said)
        await rosas.after(48 * HOUR)
        assert await _follow_ups(rosas) == []


async def test_another_call_ends_it(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses("CA1")
        await rosas.after(HOUR)
        await rosas.misses("CA2")
        await rosas.after(48 * HOUR)
        assert await _follow_ups(rosas) == []


async def test_who_got_no_first_text_gets_no_second(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses()
        await rosas.after(10)
        await rosas.reports("undelivered", code="30005")
        await rosas.after(48 * HOUR)
        assert await _follow_ups(rosas) == []


async def test_at_night_it_waits_for_the_morning_of_the_number(tmp_path: Path) -> None:
    """Dan called at noon; twelve hours later it is midnight in Austin. Texas opens at nine on a Saturday."""
    async with shop(tmp_path, policy={"follow_up_after": "12h"}) as rosas:
        await rosas.misses()
        await rosas.after(20 * HOUR)
        waiting = (await _follow_ups(rosas))[0]
        assert (waiting.state, len(rosas.sent)) == (State.WAITING, 1)
        await rosas.after(2 * HOUR)
        sent = (await _follow_ups(rosas))[0]
        assert sent.accepted_at == datetime(2026, 11, 21, 15, 0, tzinfo=UTC)


async def test_it_reads_as_when_it_leaves(tmp_path: Path) -> None:
    templates = {
        "missed": "{business}: sorry! {stop}",
        "follow_up": "{business} opens {next_open|soon}. {stop}",
    }
    policy = {"follow_up_after": "10h", "hours": {"sat": ["10:00-17:00"]}, "templates": templates}
    async with shop(tmp_path, policy=policy) as rosas:
        await rosas.misses()
        await rosas.after(22 * HOUR)
        assert [body.split(".")[0] for _, body in rosas.sent][1:] == ["Rosa's Plumbing opens today at 10 AM"]


async def test_zone_of_the_number_counts_not_that_of_the_shop(tmp_path: Path) -> None:
    """21 hours after a call at noon in Austin it is nine there, and six in Anchorage."""
    async with shop(tmp_path, policy={"follow_up_after": "21h"}) as rosas:
        await rosas.misses(caller=ALASKAN)
        await rosas.after(22 * HOUR)
        assert len(rosas.sent) == 1
        await rosas.after(2 * HOUR)
        assert [to for to, _ in rosas.sent] == [ALASKAN, ALASKAN]


async def test_answer_while_it_waits_for_the_morning_calls_it_off(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"follow_up_after": "12h"}) as rosas:
        await rosas.misses()
        await rosas.after(13 * HOUR)
        await rosas.texts_in("Never mind")
        await rosas.after(24 * HOUR)
        off = (await _follow_ups(rosas))[0]
        assert (off.state, off.reason, len(rosas.sent)) == (State.CANCELLED, "heard_meanwhile", 1)


async def test_switched_off_since_it_is_left_at_one(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses()
        await rosas.after(60)
        await rosas.ringback.db.run(open_line, rosas.company.base, {})
        await rosas.after(24 * HOUR)
        assert await _follow_ups(rosas) == []


@pytest.mark.parametrize("deed", [take_over, called_back, finish])
async def test_who_is_in_a_persons_hands_is_left_to_them(tmp_path: Path, deed: Deed) -> None:
    """Also when that was longer ago than a conversation stays taken over."""
    async with shop(tmp_path, policy={"follow_up_after": "48h"}) as rosas:
        await rosas.misses()
        await rosas.after(60)
        await rosas.ringback.db.run(deed, rosas.line.account_id, (await dans(rosas)).id, BEN)
        await rosas.after(96 * HOUR)
        assert await _follow_ups(rosas) == []


async def test_whoever_was_called_from_the_inbox_is_not_asked_again(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"follow_up_after": "48h"}) as rosas:
        await rosas.misses()
        await rosas.after(60)
        await presses(rosas)
        await rosas.after(1)
        await hears(rosas, "placed_leg", CallStatus="in-progress")
        await rosas.after(96 * HOUR)
        assert await _follow_ups(rosas) == []


async def test_done_by_mistake_and_opened_again_they_are_asked_after_all(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=ON) as rosas:
        await rosas.misses()
        await rosas.after(HOUR)
        conversation = (await dans(rosas)).id
        for deed in (finish, open_again):
            await rosas.after(60)
            await rosas.ringback.db.run(deed, rosas.line.account_id, conversation, BEN)
        await rosas.after(4 * HOUR)
        assert rosas.sent[1:] == [(DAN, AGAIN)]


@pytest.mark.parametrize(("deed", "reason"), [(called_back, "called_back"), (finish, "done")])
async def test_what_a_person_does_while_it_waits_for_the_morning_calls_it_off(
    tmp_path: Path, deed: Deed, reason: str
) -> None:
    async with shop(tmp_path, policy={"follow_up_after": "12h"}) as rosas:
        await rosas.misses()
        await rosas.after(13 * HOUR)
        await rosas.ringback.db.run(deed, rosas.line.account_id, (await dans(rosas)).id, BEN)
        await rosas.after(24 * HOUR)
        off = (await _follow_ups(rosas))[0]
        assert (off.state, off.reason, len(rosas.sent)) == (State.CANCELLED, reason, 1)
