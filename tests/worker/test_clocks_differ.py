"""A node tells of its wrong clock by itself: nobody asks `ringback doctor` on each of them."""

from pathlib import Path

from structlog.testing import capture_logs

from ringback.worker.clocks_differ import ClocksDiffer
from tests.world import shop


async def test_clock_that_differs_from_the_servers_is_logged(tmp_path: Path, database: str) -> None:
    async with shop(tmp_path) as rosas:
        with capture_logs() as logged:
            await ClocksDiffer(rosas.ringback.db, rosas.clock).compare()
    assert [line["event"] for line in logged] == ["clocks_differ"] * (database == "postgres")
