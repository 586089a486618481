"""What runs beside the job engine, and the engine itself, go on after a failure of ours."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from ringback import app
from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.intake.journal import Entry, Journal
from ringback.worker import keep_going
from tests.databases import database_away, impatient
from tests.world import shop


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep_going, "AGAIN_AFTER", 0.0)
    monkeypatch.setattr(app, "REPLAY_AGAIN_AFTER", 0.01)


@pytest.mark.sqlite
async def test_journal_is_replayed_when_its_folder_can_be_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as anything lies in it, nothing is sent: so it must not lie there until the next start."""
    tried = 0
    begin = Journal.begin_replay

    def fails_at_first(journal: Journal) -> Iterator[Entry]:
        nonlocal tried
        tried += 1
        if tried < 3:
            raise OSError("Read-only file system")
        return begin(journal)

    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        monkeypatch.setattr(Journal, "begin_replay", fails_at_first)
        with database_away(tmp_path):
            await rosas.texts_in("STOP")
        for _ in range(500):
            if not rosas.ringback.journal.pending():
                break
            await asyncio.sleep(0.01)
        await rosas.after(1)
        assert [text.body for text in await rosas.texts()][-1] == "STOP"


async def test_engine_looks_again_after_a_look_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [KeyError("ours"), KeyError("ours")]

    async with shop(tmp_path) as rosas:
        look = jobs.next_due

        def fails_at_first(tx: Transaction) -> datetime | None:
            if wrong:
                raise wrong.pop()
            return look(tx)

        monkeypatch.setattr(jobs, "next_due", fails_at_first)
        await rosas.misses()
        await rosas.after(10)
        assert (len(rosas.sent), wrong) == (1, [])
