"""On a server each way there and back costs more than what is asked: those of a missed call are counted."""

import threading
from collections import Counter
from pathlib import Path

import pytest

from ringback.db.postgres import database as on_postgres
from ringback.db.postgres.wire import Wire
from tests.world import shop

MOST = 20  # of a dialled call: three webhooks, each stored and worked on, and the text with its outcome
# Of the job engine meanwhile: two ways for each job, one for a look that finds nothing. Mostly 18;
# on a busy machine jobs are found one by one.
MOST_LOOKS = 27


async def test_missed_call_takes_few_ways_to_the_server(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: Counter[str] = Counter()
    send = Wire.send

    def counted(wire: Wire) -> None:
        if wire._unsent:
            ways[threading.current_thread().name.rstrip("-_0123456789")] += 1
        send(wire)

    monkeypatch.setattr(on_postgres, "WRITERS", 1)  # one connection, which knows all statements by the second
    monkeypatch.setattr(Wire, "send", counted)
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(10)
        ways.clear()
        await rosas.misses("CA2", caller="+15125550112")
        await rosas.after(10)
        assert len(rosas.sent) == 2
    assert ways["ringback-write"] <= MOST
    assert ways["ringback-claims"] <= MOST_LOOKS
    assert bool(ways) == (database == "postgres")
