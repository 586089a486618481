"""`python -m bench [--quick] [--json FILE]`: measure, print, and unless quick write `docs/benchmarks.md`."""

import argparse
import itertools
import json
import time
from pathlib import Path

import uvloop
from tests import postgres_server

from bench import measure, report
from bench.machine import OTHER_CORES, described, on_cores
from ringback.phone.provider import Mode

DOCS = Path("docs/benchmarks.md")


async def measured(effort: measure.Effort) -> report.Results:
    return {
        "limits": await measure.limits(effort),
        "start-up": await measure.start_up(effort),
        "at rest": await measure.at_rest(effort),
        "20/s, forwarded": await measure.calm(Mode.FORWARDED, effort),
        "20/s, dialled": await measure.calm(Mode.DIAL, effort),
        "busy, forwarded": await measure.busy(Mode.FORWARDED, effort),
        "busy, dialled": await measure.busy(Mode.DIAL, effort),
        f"busy, {report.MANY}, forwarded": await measure.busy(Mode.FORWARDED, effort, shops=report.SHOPS),
        **await on_postgres(effort),
    }


async def on_postgres(effort: measure.Effort) -> report.Results:
    """The same on a server of our own, with `fsync`, which has the cores that Ringback does not."""
    with postgres_server.running("listen_addresses=''", parent="/var/tmp") as server:  # noqa: S108 - on a disk
        numbers = itertools.count()

        def new_database() -> str:
            return server.make(f"busy{next(numbers)}")

        return {
            "20/s, on PostgreSQL": await measure.calm(Mode.FORWARDED, effort, server.make("calm")),
            "start-up, on PostgreSQL": await measure.start_up(effort, server.make("start")),
            "at rest, on PostgreSQL": await measure.at_rest_on(server, effort),
            "busy, on PostgreSQL": await measure.busy(Mode.FORWARDED, effort, new_database),
            f"busy, {report.MANY} on PostgreSQL": await measure.busy(
                Mode.FORWARDED, effort, new_database, shops=report.SHOPS
            ),
        }


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="a few seconds of each, to see that it works")
    options.add_argument("--json", type=Path, default=Path("build/bench.json"), help="where the figures go")
    chosen = options.parse_args()
    begun, machine = time.perf_counter(), described()
    with on_cores(OTHER_CORES):
        results = uvloop.run(measured(measure.QUICK if chosen.quick else measure.FULL))
    machine["took"] = f"{time.perf_counter() - begun:.0f} seconds"
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps({"machine": machine, **results}, indent=2) + "\n")
    print(report.table(machine, results))
    if not chosen.quick:
        DOCS.write_text(report.page(machine, results))


if __name__ == "__main__":
    main()
