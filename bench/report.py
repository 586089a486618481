"""The figures as a table on the terminal and as a page of the documentation."""

from dataclasses import dataclass

SHOPS = 20
MANY = f"{SHOPS} shops"
Results = dict[str, dict[str, float]]
Machine = dict[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    what: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = True  # the target is an upper limit

    @property
    def met(self) -> str:
        if self.target is None:
            return ""
        good = self.value <= self.target if self.at_most else self.value >= self.target
        return f"{'≤' if self.at_most else '≥'} {_number(self.target)}: {'met' if good else self._missed}"

    @property
    def _missed(self) -> str:
        """By how much of the target."""
        return f"MISSED by {abs(self.value - self.target) / self.target:.0%}" if self.target else "MISSED"


def sections(results: Results) -> dict[str, list[Row]]:
    return {
        "Start and rest": _rest(results),
        "At 20 missed calls a second": _calm(results),
        "As many as one core can do": _busy(results),
        "On PostgreSQL": [*_on_postgres(results), *_rest_on_postgres(results)],
        "What this core could do at most, with the same libraries and nothing of ours": _limits(results),
        "Ratios": _ratios(results),
    }


def _rest(results: Results) -> list[Row]:
    start, rest = results["start-up"], results["at rest"]
    return [
        Row("ready, in an empty folder (the tables are made)", start["first_s"], "s", 2),
        Row("ready, again", start["again_s"], "s", 2),
        Row("memory at rest", rest["memory_mb"], "MB", 100),
        Row("processor at rest", rest["cpu_percent"], "% of a core", 1),
        Row("files of the database written at rest", rest["files_written"], "", 0),
        Row("written to a disk at rest", rest["bytes_to_disk"], "bytes", 0),
    ]


def _calm(results: Results) -> list[Row]:
    rows = []
    for name in ("forwarded", "dialled"):
        times = results[f"20/s, {name}"]
        rows += [
            Row(f"{name}: webhook answered, median", times["answer_p50_ms"], "ms", 10),
            Row(f"{name}: webhook answered, 95 of 100", times["answer_p95_ms"], "ms"),
            Row(f"{name}: webhook answered, 99 of 100", times["answer_p99_ms"], "ms"),
            Row(f"{name}: webhook to text at the carrier, median", times["text_p50_ms"], "ms", 10),
            Row(f"{name}: webhook to text at the carrier, 99 of 100", times["text_p99_ms"], "ms"),
            Row(f"{name}: calls without their text", times["lost"], "", 0),
        ]
    return rows


def _busy(results: Results) -> list[Row]:
    rows = []
    for name, target in (("forwarded", 700.0), ("dialled", None), (f"{MANY}, forwarded", 700.0)):
        figures = results[f"busy, {name}"]
        rows += [
            Row(f"{name}: missed calls a second", figures["calls_per_second"], "/s", target, at_most=False),
            Row(f"{name}: processor time of a call", figures["cpu_ms_per_call"], "ms"),
            Row(f"{name}: held at a steady rate of", figures["held_per_second"], "/s", target, at_most=False),
            Row(f"{name}: processor time of a call there", figures["held_cpu_ms_per_call"], "ms"),
            Row(f"{name}: webhook to text there, median", figures["held_text_p50_ms"], "ms"),
            Row(f"{name}: webhook to text there, 99 of 100", figures["held_text_p99_ms"], "ms", 1000),
            Row(f"{name}: webhook answered there, 99 of 100", figures["held_answer_p99_ms"], "ms"),
            Row(f"{name}: calls without their text, or with two", figures["lost"] + figures["twice"], "", 0),
            Row(f"{name}: memory after all that", figures["memory_mb_after"], "MB"),
        ]
    return rows


def _on_postgres(results: Results) -> list[Row]:
    """Beside the same on SQLite: what a commit over a socket costs."""
    calm = results["20/s, on PostgreSQL"]
    rows = [
        Row("at 20/s: webhook answered, median", calm["answer_p50_ms"], "ms", 10),
        Row("at 20/s: webhook to text at the carrier, median", calm["text_p50_ms"], "ms", 10),
    ]
    for name, on_postgres, on_sqlite in (
        ("one shop", "busy, on PostgreSQL", "busy, forwarded"),
        (MANY, f"busy, {MANY} on PostgreSQL", f"busy, {MANY}, forwarded"),
    ):
        busy, embedded = results[on_postgres], results[on_sqlite]
        rate = busy["calls_per_second"]
        rows += [
            Row(f"{name}: missed calls a second", rate, "/s", 350, at_most=False),
            Row(f"{name}: processor time of a call, without the database's", busy["cpu_ms_per_call"], "ms"),
            Row(f"{name}: held at a steady rate of", busy["held_per_second"], "/s", 350, at_most=False),
            Row(f"{name}: webhook to text there, 99 of 100", busy["held_text_p99_ms"], "ms", 1000),
            Row(f"{name}: calls without their text, or with two", busy["lost"] + busy["twice"], "", 0),
            Row(f"{name}: calls a second, over those on SQLite", rate / embedded["calls_per_second"], "x"),
        ]
    return rows


def _rest_on_postgres(results: Results) -> list[Row]:
    rest = results["at rest, on PostgreSQL"]
    return [
        Row("ready, on tables that are there", results["start-up, on PostgreSQL"]["again_s"], "s", 2),
        Row("memory at rest", rest["memory_mb"], "MB", 100),
        Row("processor at rest", rest["cpu_percent"], "% of a core", 1),
        Row("rows written at rest", rest["rows_written"], "", 0),
    ]


def _limits(results: Results) -> list[Row]:
    limits = results["limits"]
    return [
        Row("Python alone: small steps", limits["small_steps_per_second"] / 1e6, "million/s"),
        Row("web server alone: answers", limits["answers_per_second"], "/s"),
        Row("SQLite alone: rows, 64 to a commit", limits["rows_per_second"], "/s"),
        Row("SQLite alone: commit of one row", limits["commit_alone_ms"], "ms"),
        Row("HTTP client alone: requests, 64 at once", limits["requests_per_second"], "/s"),
        Row("HTTP client alone: one request", limits["request_alone_ms"], "ms"),
    ]


def _ratios(results: Results) -> list[Row]:
    """A call cannot cost less than one answer, its rows, and one request: that is the 1 of the last ratio."""
    limits, calm, busy = results["limits"], results["20/s, forwarded"], results["busy, forwarded"]
    rows_of_a_call = 9
    least = (
        1 / limits["answers_per_second"]
        + rows_of_a_call / limits["rows_per_second"]
        + 1 / limits["requests_per_second"]
    )
    alone = 4 * limits["commit_alone_ms"] + limits["request_alone_ms"]
    return [
        Row(
            "webhook answered, over one commit alone", calm["answer_p50_ms"] / limits["commit_alone_ms"], "x"
        ),
        Row("webhook to text, over four commits and a request alone", calm["text_p50_ms"] / alone, "x"),
        Row(
            "time of a call at full load, over the least possible", 1 / busy["calls_per_second"] / least, "x"
        ),
    ]


def table(machine: Machine, results: Results) -> str:
    lines = [f"{name}: {value}" for name, value in machine.items()]
    for title, rows in sections(results).items():
        lines += ["", title]
        lines += [
            f"  {row.what:<58}{_number(row.value):>9} {row.unit:<12} {row.met}".rstrip() for row in rows
        ]
    return "\n".join(lines)


def page(machine: Machine, results: Results) -> str:
    parts = [INTRODUCTION, *(f"- {name}: {value}" for name, value in machine.items())]
    for title, rows in sections(results).items():
        parts += ["", f"## {title}", "", "| what | measured | target |", "|---|---:|---|"]
        parts += [f"| {row.what} | {_number(row.value)} {row.unit} | {row.met} |" for row in rows]
    return "\n".join(parts) + "\n" + WHERE_IT_GOES


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


INTRODUCTION = """# Benchmarks

Written by `make bench`; run it on your own machine, it takes about five minutes.

The server is `ringback serve` as anybody runs it, with only errors in its log, on one core: uvicorn,
SQLite with WAL and `synchronous=FULL`, one line, no delay before a text. Its callers' company and its
carrier are played by another process on another core, over HTTP on loopback, with signed webhooks, a
different caller for each call, each from another place than the one before, and a carrier that takes every
text at once. *Forwarded* is a line with one webhook to a missed call; *dialled* is one that rings the
owner's phone, with three. Times count from the moment at which a webhook was to be sent, so a stall counts
against every call in it. A text is there when the carrier has the whole request. Figures are medians of
several rounds.

A rate is *held* when 99 of 100 texts are at the carrier within a second; the highest is looked for in steps
of a twentieth. Each is tried on an empty database. There are few fictional numbers, a hundred in each block
of a thousand. So after ten thousand calls every block looks as if a machine dialled through it, and to see
through that is not what an ordinary call costs.

A missed call costs four durable transactions (the webhook, the decision with its receipt, the claim of the
text, its outcome), about nine new rows with their indexes, and one request. Group commit shares each write
to the disk among all that wait, so the disk is not what limits it: the processor is.

On PostgreSQL the server of the database, which runs with `fsync`, shares the other core with the callers and
the carrier. Whatever else runs on the machine takes from both; the load average below tells how much did.
"""

WHERE_IT_GOES = """
## Where the time goes

Of the processor time of a call on SQLite seven tenths are the writer's: the decision with its rows, then
the last look. About a third of that is the 50 statements themselves, SQLite and driver, and the rest is
Python; the commit is a few percent. The other three tenths are the web server, the HTTP client and the
job engine. What flows of one commit read of the settings they read once (`db/kept.py`). Nothing stands
out any more: to be much faster, a call would have to be fewer steps.

How Python was built counts for a tenth: `make` takes the quickest that it finds on the machine. And the
caches of the processor count: flows of one kind run in a row, and the event loop stands still while they run
(`docs/decisions/0002-one-writer-and-an-embedded-job-table.md`).

On PostgreSQL it is the way to the server and back. Statements whose answer nobody waits for travel with
the next one, and what a flow will read it asks for at once, so a forwarded call makes 10 ways: one to
store it, four to decide, three to claim its text, two for what came of it (`tests/flows/test_few_ways.py`
counts those of a dialled call, which has three webhooks). The job engine makes two more for each job, to
look and to claim, and one to see that nothing is left. Each way is a change of process on both cores, and
where these are busy it waits for its turn on both. All calls of one account share rows (the last receipt,
the line's pace), so they are decided one after the other, on however many nodes: that is what bounds the
rate of one shop there, and the calls of many shops are decided side by side. On SQLite, which has one
writer, many shops cost a little more than one: less of what a commit reads is the same. At 20 calls a
second nothing is shared, and a call waits for three commits and for all its ways, one after the other.
The database's own processor time for a call is about two thirds of ours and spread evenly over its
statements, which it does not plan anew.

Memory at rest is that of a business which texts at once and is open on public holidays. The calendar of
these is loaded when it is first needed, and is 13 MB more: where the business is closed on them, or for a
text that is no answer to a call any more and goes to a state whose hours depend on them.

`perf record -e cpu-clock -s --pid ...`, beside `make bench`, shows the shares of the threads on your own
machine (`py-spy record --gil` does not: where one core is shared, it takes a thread that waits for the
core for busy).
"""
