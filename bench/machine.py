"""What this machine is, and what a process has used of it."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE = CORES[0]
OTHER_CORES = set(CORES[1:]) or set(CORES)


@dataclass(frozen=True, slots=True)
class Used:
    """What a process has used since its start."""

    cpu_seconds: float
    bytes_to_disk: int


@contextmanager
def on_cores(cores: set[int]) -> Iterator[None]:
    """Threads and processes started here stay on these cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def used_by(pid: int) -> Used:
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(times[11]) + int(times[12])
    io = dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines())
    return Used(ticks / os.sysconf("SC_CLK_TCK"), int(io["write_bytes"]))


def files_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Each file's size and when it was last written, in nanoseconds."""
    found = ((file.name, file.stat()) for file in folder.iterdir())
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found}


def memory_mb(pid: int) -> float:
    """Resident memory, in units of a million bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise LookupError(pid)


def described() -> dict[str, str]:
    load = os.getloadavg()[0]
    busy = (
        ""
        if load < len(CORES)
        else ", busy with other work: it can do much more than the times and rates say"
    )
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{_processor()}, {len(CORES)} cores, load average {load:.1f}{busy}",
        "system": f"{platform.system()} {platform.release()}",
        "python": f"{platform.python_version()} ({platform.python_compiler()})",
        "sqlite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
    }


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def median(values: list[float]) -> float:
    return statistics.median(values)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()
