"""What texts cost, and what happens when it is as much as the owner allows."""

from pathlib import Path

from ringback.messages.store import State
from tests.company import answers
from tests.world import shop

HOUR = 3600
CALLERS = [f"+15125550{last}" for last in range(100, 170, 10)]


async def test_who_calls_when_the_day_has_cost_enough_is_called_back(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"spend_per_day": "0.03", "part_price": "0.01"}) as rosas:
        for number, caller in enumerate(CALLERS[:4]):
            await rosas.misses(f"CA{number}", caller)
            await rosas.after(60)
        assert len(rosas.sent) == 3
        assert [task.sentence for task in await rosas.tasks()] == [
            "Please call back: nobody took the call, and texts have cost $0.03 today. You allow $0.03."
        ]


async def test_a_new_day_and_month_begin_at_nothing_by_the_clock_of_the_business(
    tmp_path: Path,
) -> None:
    """It is noon in Austin on Friday the 20th; midnight is twelve hours away, and December eleven days."""
    rules = {"spend_per_day": "0.01", "spend_per_month": "0.02", "part_price": "0.01"}
    async with shop(tmp_path, policy=rules) as rosas:
        for number, (caller, wait, sent) in enumerate(
            [
                (CALLERS[0], 11 * HOUR, 1),
                (CALLERS[1], 2 * HOUR, 1),  # 11 PM, the same day
                (CALLERS[2], 24 * HOUR, 2),  # 1 AM
                (CALLERS[3], 10 * 24 * HOUR, 2),  # another day, but two in this month
                (CALLERS[4], HOUR, 3),  # the first of December
            ]
        ):
            await rosas.misses(f"CA{number}", caller)
            await rosas.after(60)
            assert len(rosas.sent) == sent, number
            await rosas.after(wait - 74)


async def test_a_text_of_two_parts_does_not_leave_when_one_is_left(tmp_path: Path) -> None:
    """When it was decided nobody knew how long it would be."""
    long = "{business}: sorry we missed you. " + "Tell us more about what you need. " * 5 + "{stop}"
    rules = {"spend_per_day": "0.01", "part_price": "0.01", "templates": {"missed": long}}
    async with shop(tmp_path, policy=rules) as rosas:
        await rosas.misses()
        await rosas.after(60)
        text = (await rosas.texts())[0]
        assert (text.state, text.reason, rosas.sent) == (State.CANCELLED, "spent", [])
        assert [task.sentence for task in await rosas.tasks()] == [
            "Not texted: with it, texts would cost more than you allow. Please call them back."
        ]


async def test_two_texts_that_wait_at_once_do_not_both_leave_where_one_may(tmp_path: Path) -> None:
    rules = {"spend_per_day": "0.01", "part_price": "0.01", "delay_seconds": 60}
    async with shop(tmp_path, policy=rules) as rosas:
        await rosas.misses("CA1", CALLERS[0])
        await rosas.misses("CA2", CALLERS[1])
        await rosas.after(120)
        assert [to for to, _ in rosas.sent] == [CALLERS[0]]
        assert len(await rosas.tasks()) == 1


async def test_stop_is_confirmed_however_much_was_spent(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"spend_per_day": "0.01", "part_price": "0.01"}) as rosas:
        await rosas.misses()
        await rosas.after(60)
        await rosas.texts_in("please do not text me any more")
        await rosas.after(60)
        assert len(rosas.sent) == 2


async def test_a_text_that_is_tried_again_counts_once(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"spend_per_day": "0.02", "part_price": "0.01"}) as rosas:
        rosas.company.faults = [answers(429)]
        await rosas.misses("CA1", CALLERS[0])
        await rosas.after(60)
        await rosas.misses("CA2", CALLERS[1])
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == CALLERS[:2]
