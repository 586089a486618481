"""Texts of a line leave at its pace, also when a clock was wrong."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.pace import Pace, book_turn
from tests.world import FRIDAY_NOON, Shop, shop

TWO_A_SECOND = Pace(2.0)


async def turns(rosas: Shop, *seconds: float) -> list[float]:
    """When texts may leave that are booked at these seconds after noon, in this order."""

    def book(tx: Transaction) -> list[float]:
        lines.hold(tx, rosas.line.id)
        booked = []
        for after in seconds:
            line = lines.get(tx, rosas.line.id)
            assert line is not None
            then = replace(tx, now=FRIDAY_NOON + timedelta(seconds=after))
            booked.append((book_turn(then, line, TWO_A_SECOND) - FRIDAY_NOON).total_seconds())
        return booked

    return await rosas.ringback.db.run(book)


async def test_turns_to_send_keep_the_pace(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await turns(rosas, 0, 0, 0.6) == [0, 0.5, 1.0]


async def test_a_clock_that_was_an_hour_ahead_makes_nothing_wait(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await turns(rosas, 3600, 3600, 1, 1) == [3600, 3600.5, 2, 2.5]


async def test_a_node_that_is_an_hour_ahead_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await turns(rosas, 0, 3600, 0.5, 3600.5, 1) == [0, 3600, 1, 3600.5, 1.5]
