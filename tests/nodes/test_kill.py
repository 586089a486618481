"""Two real servers on one database, and one is killed: everybody has an outcome, nobody two texts."""

from pathlib import Path

import pytest
from bench.nodes import kill_one

from tests import postgres_server
from tests.cli.run import Ran, ringback
from tests.postgres_server import Server

CALLS = 120
pytestmark = pytest.mark.sqlite  # once: it says itself which database it runs on


@pytest.mark.slow
async def test_calls_of_a_killed_node_are_finished_by_the_other(postgres: Server, tmp_path: Path) -> None:
    with postgres_server.database(postgres) as url:
        outcome = await kill_one(url, tmp_path, CALLS)
    assert (outcome.without, outcome.twice) == ([], [])


def test_worker_needs_a_database_that_others_can_share(tmp_path: Path) -> None:
    ran = ringback(tmp_path, "worker", RINGBACK_DATABASE_URL=f"sqlite:///{tmp_path}/r.sqlite")
    said = "A worker shares its work with other nodes: that needs PostgreSQL. Run ringback serve.\n"
    assert ran == Ran(1, "", said)
