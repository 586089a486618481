from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ringback.cli.doctor import clock_findings
from tests.world import shop


async def test_clock_that_is_not_the_database_servers_is_told(tmp_path: Path, database: str) -> None:
    """On SQLite there is only one."""
    async with shop(tmp_path) as rosas:
        by_friday_noon = await rosas.ringback.db.read(clock_findings)
        by_now = await rosas.ringback.db.read(lambda tx: clock_findings(replace(tx, now=datetime.now(UTC))))
    on_a_server = database == "postgres"
    assert [(each.check, each.ok) for each in by_friday_noon] == [("clock", False)] * on_a_server
    assert [(each.check, each.ok) for each in by_now] == [("clock", True)] * on_a_server
