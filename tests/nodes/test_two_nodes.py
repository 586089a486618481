"""Two real servers on one database, and one ends: everybody has an outcome, nobody two texts."""

import signal
from pathlib import Path

import pytest
from bench.nodes import end_one

from tests import postgres_server
from tests.cli.run import Ran, ringback
from tests.postgres_server import Server

CALLS = 120
pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on


@pytest.mark.slow
async def test_calls_of_a_killed_node_are_finished_by_the_other(postgres: Server, tmp_path: Path) -> None:
    with postgres_server.database(postgres) as url:
        outcome = await end_one(url, tmp_path, CALLS)
    assert (outcome.without, outcome.twice) == ([], [])


@pytest.mark.slow
async def test_node_that_is_stopped_loses_and_doubles_nothing(postgres: Server, tmp_path: Path) -> None:
    """As in a rolling restart: it answers what it has and ends what it sends, so nothing is unsure."""
    with postgres_server.database(postgres) as url:
        outcome = await end_one(url, tmp_path, CALLS, signal.SIGTERM)
    assert (outcome.without, outcome.twice, outcome.unsure, outcome.texted) == ([], [], 0, CALLS)


@pytest.mark.slow
def test_worker_needs_a_database_that_others_can_share(tmp_path: Path) -> None:
    ran = ringback(tmp_path, "worker", RINGBACK_DATABASE_URL=f"sqlite:///{tmp_path}/r.sqlite")
    said = "A worker shares its work with other nodes: that needs PostgreSQL. Run ringback serve.\n"
    assert ran == Ran(1, "", said)
