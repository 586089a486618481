"""Two nodes on one PostgreSQL database, and one of them is killed in the middle of many calls.

`python -m bench.nodes [CALLS]` measures and writes docs/takeover.md; tests/nodes runs a small one.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import psycopg
from tests import postgres_server
from tests.company import Company, company
from tests.ports import free_port

from bench.load import Connections
from bench.machine import described
from bench.requests import PUBLIC, MissedCall, callers, forwarded_call
from bench.server import KEY, folder, prepare, wait_until_ready
from ringback.lib.clock import SystemClock
from ringback.phone.provider import Mode
from ringback.settings import read_settings

DOCS = Path("docs/takeover.md")
AT_ONCE = 32  # calls under way
GIVE_UP = 300.0  # seconds; an unsure text is looked up for four minutes at most before a person is asked
KILL_AFTER = 0.4  # of all calls have their text

# Callers for whom something is still to be done: what arrived is not worked on, or their text has not left.
_OPEN = """
    SELECT peer FROM webhooks WHERE state = 'waiting'
    UNION SELECT caller FROM calls WHERE state = 'open'
    UNION SELECT contacts.number FROM texts JOIN contacts ON contacts.id = texts.contact_id
    WHERE texts.state IN ('waiting', 'sending')
"""
_UNSURE = """
    SELECT contacts.number FROM texts JOIN contacts ON contacts.id = texts.contact_id
    WHERE texts.state = 'unsure' AND texts.reason <> 'unknown'
"""
_TASKS = """
    SELECT contacts.number FROM tasks JOIN contacts ON contacts.id = tasks.contact_id
    WHERE tasks.kind = 'call_back'
"""


@dataclass
class Outcome:
    calls: int
    texted: int
    tasks: int
    without: list[str]  # callers with neither
    twice: list[str]  # callers with two texts
    taken: int  # calls whose webhook the killed node had answered, and which were open when it died
    takeover_seconds: float  # from the kill until the others had seen to the last of those
    unsure: int  # texts that it was sending: these are looked up, and not sent again


@dataclass
class Node:
    port: int
    process: subprocess.Popen[bytes]
    answered: set[str] = field(default_factory=set)

    def end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait()


async def end_one(
    url: str, beside: Path, calls: int, how: signal.Signals = signal.SIGKILL, *, to_the_end: bool = False
) -> Outcome:
    """`beside`: where the two nodes' data folders are made. `to_the_end`: also wait until each unsure text is
    found or a person asked, which may take minutes; else it counts as an outcome."""
    async with company(SystemClock()) as the_company:
        (line,) = prepare(
            read_settings(
                {"RINGBACK_DATA": str(beside / "a"), "RINGBACK_DATABASE_URL": url, "RINGBACK_KEY": KEY}
            ),
            Mode.FORWARDED,
            the_company.base,
        )
        async with _node(url, beside / "a") as doomed, _node(url, beside / "b") as other:
            made = [forwarded_call(line, caller) for caller in islice(callers(), calls)]
            posting = asyncio.create_task(_post_all(made, doomed, other))
            while len(the_company.texts) < calls * KILL_AFTER:  # noqa: ASYNC110 - it has no event for that
                await asyncio.sleep(0.005)
            await asyncio.to_thread(doomed.end, how)
            killed = time.perf_counter()
            taken = doomed.answered & await asyncio.to_thread(_numbers, url, _OPEN)
            takeover = await _until_none_of(taken, url, _OPEN, killed)
            unsure = taken & await asyncio.to_thread(_numbers, url, _UNSURE)
            await posting
            everybody = {call.caller for call in made}
            still = f"{_OPEN} UNION {_UNSURE}" if to_the_end else _OPEN
            await _until_none_of(everybody, url, still, time.perf_counter())
            without, texts, tasks = await _outcomes(url, the_company, everybody)
            twice = [number for number, count in texts.items() if count > 1]
            return Outcome(calls, len(texts), len(tasks), without, twice, len(taken), takeover, len(unsure))


@asynccontextmanager
async def _node(url: str, data: Path) -> AsyncIterator[Node]:
    port = free_port()
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RINGBACK_")}
    environ = {
        **ours,
        "RINGBACK_DATA": str(data),
        "RINGBACK_DATABASE_URL": url,
        "RINGBACK_PORT": str(port),
        "RINGBACK_PUBLIC_URL": PUBLIC,
        "RINGBACK_KEY": KEY,
        "RINGBACK_LOG_LEVEL": "error",
    }
    words = [sys.executable, "-m", "ringback", "serve"]
    process = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)  # noqa: ASYNC220
    try:
        await asyncio.to_thread(wait_until_ready, port)
        yield Node(port, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.wait, 30)


async def _post_all(made: list[MissedCall], doomed: Node, other: Node) -> None:
    """To both in turn. What the killed one does not answer the company sends again, to the other."""
    todo = iter(list(enumerate(made)))
    ways = {node.port: Connections(node.port) for node in (doomed, other)}

    async def line() -> None:
        for number, call in todo:
            for node in (doomed, other) if number % 2 else (other,):
                with contextlib.suppress(OSError):
                    await ways[node.port].post(call.webhooks[0])
                    node.answered.add(call.caller)
                    break

    await asyncio.gather(*(line() for _ in range(AT_ONCE)))
    for way in ways.values():
        way.close()


async def _until_none_of(numbers: set[str], url: str, query: str, since: float) -> float:
    """Seconds from `since` until the query finds none of these callers."""
    while numbers & await asyncio.to_thread(_numbers, url, query):
        if time.perf_counter() - since > GIVE_UP:
            raise TimeoutError("some calls have no outcome")
        await asyncio.sleep(0.05)
    return time.perf_counter() - since


def _numbers(url: str, query: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {number for (number,) in connection.execute(query)}


async def _outcomes(
    url: str, the_company: Company, everybody: set[str]
) -> tuple[list[str], Counter[str], set[str]]:
    """Who has neither a text nor a task; how many texts each got; who is to be called back."""
    texts = Counter(str(text["to"]) for text in the_company.texts)
    tasks = await asyncio.to_thread(_numbers, url, _TASKS)
    unsure = await asyncio.to_thread(_numbers, url, _UNSURE)
    return sorted(everybody - texts.keys() - tasks - unsure), texts, tasks


def page(outcome: Outcome) -> str:
    about = "\n".join(f"- {name}: {value}" for name, value in described().items())
    return f"""# When a node dies

Written by `make takeover`; run it on your own machine.

Two `ringback serve` share one PostgreSQL database (with `fsync`, on this machine). {outcome.calls:,}
different people call, {AT_ONCE} at once; their webhooks go to both nodes in turn, and what is not answered
is sent again to the other, as phone companies do. In the middle one node is killed with SIGKILL. The
carrier speaks a real wire format over HTTP and can be asked which texts it has.

{about}

| what | measured | wanted |
|---|---:|---|
| calls with an outcome | {outcome.calls - len(outcome.without):,} of {outcome.calls:,} | all |
| of them texted | {outcome.texted:,} | |
| of them a call-back task | {outcome.tasks:,} | |
| callers who got two texts | {len(outcome.twice)} | 0 |
| open calls of the killed node | {outcome.taken:,} | |
| until the other had seen to the last of these | {outcome.takeover_seconds:.2f} s | ≤ 30 s |
| texts that it was just sending: unsure, and looked up | {outcome.unsure} | |
"""


def main() -> None:
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    on_a_disk = "/var/tmp"  # noqa: S108 - other than /tmp, which may be memory
    with postgres_server.running("listen_addresses=''", parent=on_a_disk) as server, folder() as beside:
        outcome = asyncio.run(end_one(server.make("nodes"), beside, calls, to_the_end=True))
    print(page(outcome))
    DOCS.write_text(page(outcome))
    if outcome.without or outcome.twice or outcome.takeover_seconds > 30:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
