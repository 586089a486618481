"""Does everything stand still, and until when?"""

import asyncio
from datetime import UTC, datetime, timedelta

from ringback.lib.clock import VirtualClock
from ringback.simulator.tempo import Tempo

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def test_nothing_under_way_is_idle_and_has_no_next_moment() -> None:
    tempo = Tempo(VirtualClock(NOON))
    assert (tempo.idle, tempo.next_due()) == (True, None)


async def test_what_rests_until_later_leaves_the_world_idle() -> None:
    tempo = Tempo(VirtualClock(NOON))
    tempo.start(tempo.pause(5 * SECOND))
    tempo.start(tempo.pause(3 * SECOND))
    assert not tempo.idle
    await tempo.settled()
    assert (tempo.idle, tempo.next_due()) == (True, NOON + 3 * SECOND)
    await tempo.close()


async def test_a_moment_that_has_come_is_not_idle_until_it_was_acted_on() -> None:
    clock = VirtualClock(NOON)
    tempo = Tempo(clock)
    tempo.start(tempo.pause(3 * SECOND))
    await tempo.settled()
    clock.advance_to(NOON + 3 * SECOND)
    assert not tempo.idle
    await tempo.settled()
    assert (tempo.idle, tempo.next_due()) == (True, None)


async def test_somebody_who_acts_ends_the_rest() -> None:
    tempo = Tempo(VirtualClock(NOON))
    acted = asyncio.Event()
    tempo.start(tempo.rest(None, acted))
    await tempo.settled()
    acted.set()
    assert not tempo.idle
    await tempo.settled()
    assert tempo.idle


async def test_every_step_is_counted_so_that_nothing_slips_by_unseen() -> None:
    tempo = Tempo(VirtualClock(NOON))
    before = tempo.moves
    tempo.start(tempo.pause(SECOND))
    await tempo.settled()
    assert tempo.moves == before + 2  # it began, it rests
    await tempo.close()


async def test_a_stumble_is_told_to_the_loop_and_ends_only_itself() -> None:
    told: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, what: told.append(str(what["exception"])))
    tempo = Tempo(VirtualClock(NOON))

    async def stumble() -> None:
        raise ValueError("over its own feet")

    tempo.start(stumble())
    await tempo.settled()
    assert (told, tempo.idle) == (["over its own feet"], True)
