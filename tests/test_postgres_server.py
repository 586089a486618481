"""The server that the tests start for themselves leaves nothing behind."""

import select
import subprocess
import sys

import psycopg
import pytest

RUN = """
from tests.postgres_server import running
with running("listen_addresses=''") as server:
    print(server.url("postgres"), flush=True)
    input()
"""


@pytest.mark.slow
def test_it_ends_with_a_run_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        with psycopg.connect(run.stdout.readline().strip()) as connection:
            run.kill()
            closed, _, _ = select.select([connection.fileno()], [], [], 30)
            assert closed, "the server goes on"
