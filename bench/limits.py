"""What this machine could do at most, with the same libraries and nothing of ours.

Run as `python -m bench.limits` with `asgi PORT`, `commits FILE SECONDS`, `client URL SECONDS` or `python`.
"""

import asyncio
import json
import os
import sqlite3
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import uvicorn
import uvloop

TOGETHER = 64


def answer(port: int) -> None:
    """The web server alone: reads a webhook's body and says 204."""

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    uvicorn.run(app, host="127.0.0.1", port=port, lifespan="off", access_log=False, log_level="error")


def commits(path: Path, seconds: float) -> dict[str, float]:
    """Rows per second when 64 share a commit, and the time of a commit of one row."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE webhooks (id TEXT PRIMARY KEY, line TEXT, event TEXT UNIQUE, body BLOB, at TEXT)"
    )
    together = _commit_time(connection, TOGETHER, seconds)
    return {
        "rows_per_second": TOGETHER / together,
        "alone_ms": _commit_time(connection, 1, min(1.0, seconds)) * 1000,
    }


def _commit_time(connection: sqlite3.Connection, rows: int, seconds: float) -> float:
    took = []
    end = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        connection.execute("BEGIN IMMEDIATE")
        for _ in range(rows):
            _insert(connection)
        connection.execute("COMMIT")
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def python() -> dict[str, float]:
    """How fast this Python is at what is mostly done here. Builds of one version differ by a fifth."""
    numbers = [f"+1512555{n:04}" for n in range(100)]
    took = []
    for _ in range(200):
        begun = time.perf_counter()
        json.dumps({number: number.removeprefix("+").encode().decode() for number in numbers}, sort_keys=True)
        took.append(time.perf_counter() - begun)
    return {"small_steps_per_second": len(numbers) * 4 / min(took)}


def _insert(connection: sqlite3.Connection) -> None:
    row = (os.urandom(11).hex(), "ln_1", os.urandom(32).hex(), b"x" * 500, "2026-11-20 18:00:00.000000")
    connection.execute("INSERT INTO webhooks VALUES (?, ?, ?, ?, ?)", row)


async def client(url: str, seconds: float) -> dict[str, float]:
    """The HTTP client alone: the request of a text, 64 at once, and how long one alone takes."""
    form = {
        "To": "+15125550111",
        "From": "+15125550142",
        "Body": "x" * 120,
        "StatusCallback": "https://x/" * 8,
    }
    connector = aiohttp.TCPConnector(limit=TOGETHER)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def post(until: float) -> int:
            sent = 0
            while time.perf_counter() < until:
                async with session.post(url, data=form) as response:
                    await response.read()
                sent += 1
            return sent

        begun = time.perf_counter()
        sent = sum(await asyncio.gather(*(post(begun + seconds) for _ in range(TOGETHER))))
        together = time.perf_counter() - begun
        begun = time.perf_counter()
        alone = await post(begun + min(1.0, seconds))
        return {
            "requests_per_second": sent / together,
            "alone_ms": (time.perf_counter() - begun) / alone * 1000,
        }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["asgi", port]:
            answer(int(port))
        case ["commits", file, seconds]:
            print(json.dumps(commits(Path(file), float(seconds))))
        case ["python"]:
            print(json.dumps(python()))
        case ["client", url, seconds]:
            print(json.dumps(uvloop.run(client(url, float(seconds)))))
