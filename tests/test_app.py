"""The server as whoever looks after it sees it from outside."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ringback.app import AlreadyRunning, Ringback
from tests.databases import database_away
from tests.world import Shop, ask, shop

SELDOM = {"alembic", "pydantic", "typer", "rich.console", "greenlet._greenlet", "click"}  # of 1 to 10 MB each
SELDOM |= {"difflib", "statistics"}
SQLITE = {"sqlite3", "sqlalchemy.dialects.sqlite"}


async def _get(rosas: Shop, path: str) -> tuple[int, str]:
    return await ask(rosas.ringback, "GET", path, "", {}, b"")


async def test_ready_when_webhooks_can_be_taken(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await _get(rosas, "/readyz") == (200, "ready\n")
        assert await _get(rosas, "/healthz") == (200, "alive\n")


async def test_ready_at_once_when_the_database_is_back(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        before = await asyncio.gather(*(_get(rosas, "/readyz") for _ in range(12)))
        with database_away(tmp_path):
            pass  # what was connected is connected no more
        after = [await _get(rosas, "/readyz") for _ in range(8)]
    assert {*before, *after} == {(200, "ready\n")}


async def test_not_ready_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with shop(tmp_path) as rosas:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 100, 0))
        assert await _get(rosas, "/readyz") == (503, "The disk is full: free some space.\n")


@pytest.mark.sqlite
async def test_not_ready_when_the_folder_is_gone(tmp_path: Path) -> None:
    async with shop(tmp_path / "data") as rosas:
        (tmp_path / "data").rename(tmp_path / "away")
        answer = await _get(rosas, "/readyz")
        (tmp_path / "away").rename(tmp_path / "data")
        assert answer == (503, "Neither the database nor the journal can be written.\n")
        assert await _get(rosas, "/readyz") == (200, "ready\n")


@pytest.mark.slow
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("opens", "the_others"), [("ringback.db.sqlite", {"psycopg"}), ("ringback.db.postgres.database", SQLITE)]
)
def test_server_loads_nothing_that_it_seldom_needs(opens: str, the_others: set[str]) -> None:
    """At rest it stays under 100 MB, on either database."""
    load = f"from ringback.cli import node; node.leave_out(); import ringback.cli.serve, {opens}"
    asked = [sys.executable, "-c", f"{load}; import sys; print(*sys.modules)"]
    loaded = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    assert opens in loaded
    assert (SELDOM | the_others) & set(loaded) == set()


async def test_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        with pytest.raises(AlreadyRunning):
            async with Ringback.open(rosas.ringback.settings):
                pass


async def test_metrics_count_webhooks_and_name_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        status, words = await _get(rosas, "/metrics")
        assert status == 200
        assert 'ringback_webhooks_total{provider="twilio",result="stored"}' in words
        assert "5125550111" not in words
