"""The measurements. Each has its own server and takes medians of several rounds, for machines are noisy."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import psycopg
from tests.ports import free_port
from tests.postgres_server import Server as Postgres

from bench.carrier import Carrier, carrier
from bench.limits import TOGETHER
from bench.load import Connections, Times, as_fast_as_it_goes, posts_per_second, steadily
from bench.machine import files_in, median, memory_mb, percentile, used_by
from bench.requests import Line, MissedCall, callers, dialled_call, forwarded_call, numbers
from bench.server import SERVE, Server, child, environment, folder, server, wait_until_ready
from ringback.phone.provider import Mode

Figures = dict[str, float]
MAKE = {Mode.FORWARDED: forwarded_call, Mode.DIAL: dialled_call}


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of everything."""

    rounds: int
    seconds: float  # of one round
    idle_seconds: float


FULL = Effort(rounds=3, seconds=4.0, idle_seconds=8.0)
QUICK = Effort(rounds=1, seconds=1.0, idle_seconds=2.0)


@dataclass(frozen=True, slots=True)
class Bench:
    """A server with a shop, a carrier, and callers who have not called yet."""

    server: Server
    carrier: Carrier
    connections: Connections
    calls: Iterator[MissedCall]


@asynccontextmanager
async def ready(mode: Mode, database_url: str = "", shops: int = 1) -> AsyncIterator[Bench]:
    async with carrier() as the_carrier, server(mode, the_carrier.base, database_url, shops) as the_server:
        connections = Connections(the_server.port)
        calls = map(MAKE[mode], itertools.cycle(the_server.lines), callers())
        bench = Bench(the_server, the_carrier, connections, calls)
        await steadily(connections, the_carrier, calls, rate=50, seconds=1.0)  # imports, caches, connections
        yield bench
        connections.close()


async def calm(mode: Mode, effort: Effort, database_url: str = "") -> Figures:
    """At 20 calls a second: what a caller waits for, and the call's text."""
    rounds = []
    async with ready(mode, database_url) as bench:
        for _ in range(effort.rounds):
            rounds.append(await steadily(bench.connections, bench.carrier, bench.calls, 20, effort.seconds))
    return {
        **_spread("answer", [times.answers for times in rounds]),
        **_spread("text", [times.texts for times in rounds]),
        "lost": sum(times.lost for times in rounds),
    }


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under it."""

    times: Times
    cpu_ms: float  # of a call
    memory_mb: float  # after it
    twice: int  # callers who got two texts

    @property
    def keeps_up(self) -> bool:
        """Are 99 of 100 texts at the carrier within a second?"""
        return bool(self.times.texts) and not self.times.lost and percentile(self.times.texts, 99) < 1.0


async def busy(
    mode: Mode,
    effort: Effort,
    new_database: Callable[[], str] = lambda: "",
    *,
    shops: int = 1,
    at_once: int = 256,
) -> Figures:
    """As many calls a second as the core can do, and the highest steady rate at which the texts keep up.

    The shops are called in turn. Each rate is tried on a database of its own. There are few fictional
    numbers, a hundred in each block of a thousand. So after ten thousand calls every block looks as if a
    machine dialled through it, and to see through that is not what an ordinary call costs.
    """
    fastest = partial(as_fast_as_it_goes, at_once=at_once, seconds=effort.seconds)
    async with ready(mode, new_database(), shops) as bench:
        most = int(1000 * effort.seconds)
        rounds = [await _loaded(bench, most, fastest) for _ in range(effort.rounds)]
    top = median([len(each.times.texts) / each.times.seconds for each in rounds])
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5):
        rate = top * share
        steady = partial(steadily, rate=rate, seconds=effort.seconds)
        async with ready(mode, new_database(), shops) as bench:
            held = await _loaded(bench, int(rate * effort.seconds) + 1, steady)
        if held.keeps_up:
            break
    return {
        "calls_per_second": top,
        "cpu_ms_per_call": median([each.cpu_ms for each in rounds]),
        "held_per_second": rate,
        "held_cpu_ms_per_call": held.cpu_ms,
        **_spread("held_text", [held.times.texts]),
        **_spread("held_answer", [held.times.answers]),
        "memory_mb_after": rounds[-1].memory_mb,
        "lost": held.times.lost,
        "twice": held.twice + rounds[-1].twice,
    }


async def _loaded(bench: Bench, most: int, load: Callable[..., Awaitable[Times]]) -> Load:
    """`most`: calls that are signed beforehand, which must not take the load's time."""
    made = list(itertools.islice(bench.calls, most))
    before = used_by(bench.server.pid)
    times = await load(bench.connections, bench.carrier, itertools.chain(made, bench.calls))
    used = used_by(bench.server.pid).cpu_seconds - before.cpu_seconds
    cpu_ms = used / max(1, len(times.texts)) * 1000
    return Load(times, cpu_ms, memory_mb(bench.server.pid), bench.carrier.twice)


async def at_rest(effort: Effort) -> Figures:
    """A server that has worked a little, and has nothing to do."""
    async with ready(Mode.FORWARDED) as bench:
        await asyncio.sleep(1.5)
        before, files, begun = used_by(bench.server.pid), files_in(bench.server.data), time.perf_counter()
        await asyncio.sleep(effort.idle_seconds)
        after, seconds = used_by(bench.server.pid), time.perf_counter() - begun
        return {
            "memory_mb": memory_mb(bench.server.pid),
            "cpu_percent": (after.cpu_seconds - before.cpu_seconds) / seconds * 100,
            "bytes_to_disk": after.bytes_to_disk - before.bytes_to_disk,
            "files_written": len(files.items() ^ files_in(bench.server.data).items()),
        }


async def at_rest_on(server: Postgres, effort: Effort) -> Figures:
    """The same on a database there, where rows count instead of bytes: the server writes for itself, too."""
    url = server.make("rest")
    async with ready(Mode.FORWARDED, url) as bench:
        await asyncio.sleep(15)  # as long as a connection may keep to itself what it has counted
        before, rows, begun = used_by(bench.server.pid), _rows_written(url), time.perf_counter()
        await asyncio.sleep(effort.idle_seconds)
        after, seconds = used_by(bench.server.pid), time.perf_counter() - begun
        return {
            "memory_mb": memory_mb(bench.server.pid),
            "cpu_percent": (after.cpu_seconds - before.cpu_seconds) / seconds * 100,
            "rows_written": _rows_written(url) - rows,
        }


def _rows_written(url: str) -> int:
    asked = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables"
    with psycopg.connect(url, autocommit=True) as connection:
        (rows,) = connection.execute(asked).fetchone() or (0,)
        return int(rows)


async def start_up(effort: Effort, database_url: str = "") -> Figures:
    """From the start of the process to the first 200 of /readyz: where nothing is yet, and again."""
    on = {"RINGBACK_DATABASE_URL": database_url} if database_url else {}
    first: list[float] = []
    again: list[float] = []
    for _ in range(effort.rounds):
        with folder() as data:
            for took in (first, again):
                port = free_port()
                begun = time.perf_counter()
                with child(SERVE, {**environment(data, port), **on}):
                    await asyncio.to_thread(wait_until_ready, port)
                    took.append(time.perf_counter() - begun)
    return {"first_s": median(first), "again_s": median(again)}


async def limits(effort: Effort) -> Figures:
    """The web server alone, commits alone, the HTTP client alone: on the same core in the same run."""
    asgi, rows, commit, client, request = [], [], [], [], []
    seconds = str(min(2.0, effort.seconds))
    async with carrier() as the_carrier:
        for _ in range(effort.rounds):
            asgi.append(await _asgi(float(seconds)))
            with folder() as data:
                committed = await _limit("commits", str(data / "limit.sqlite"), seconds)
            rows.append(committed["rows_per_second"])
            commit.append(committed["alone_ms"])
            sent = await _limit("client", the_carrier.base, seconds)
            client.append(sent["requests_per_second"])
            request.append(sent["alone_ms"])
    return {
        **await _limit("python"),
        "answers_per_second": median(asgi),
        "rows_per_second": median(rows),
        "commit_alone_ms": median(commit),
        "requests_per_second": median(client),
        "request_alone_ms": median(request),
    }


async def _asgi(seconds: float) -> float:
    port = free_port()
    request = forwarded_call(Line("ln_1", next(numbers())), next(callers())).webhooks[0]
    with child(["-m", "bench.limits", "asgi", str(port)]):
        await asyncio.to_thread(wait_until_ready, port)
        connections = Connections(port)
        answered = await posts_per_second(connections, request, TOGETHER, seconds)
        connections.close()
    return answered


async def _limit(*arguments: str) -> Figures:
    with child(["-m", "bench.limits", *arguments]) as process:
        said, _ = await asyncio.to_thread(process.communicate)
    figures: Figures = json.loads(said)
    return figures


def _spread(name: str, rounds: list[list[float]]) -> Figures:
    """Median over the rounds of each percentile, in milliseconds."""
    return {
        f"{name}_p{percent}_ms": median([percentile(times, percent) * 1000 for times in rounds if times])
        for percent in (50, 95, 99)
    }
