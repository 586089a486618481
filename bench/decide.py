"""How long one decision takes, and the receipt that explains it: `python -m bench.decide`.

Prints the median of many, in microseconds, for a call that is texted and for some that are not. The target is
200 for a decision; what reads the database is measured by the benchmark of the whole way.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.decide import decide
from ringback.rules.facts import Facts
from ringback.rules.receipt import receipt, replay
from ringback.rules.written import policy_from

MANY = 2000
MISSED = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
POLICY = policy_from(
    {
        "time_zone": "America/Chicago",
        "hours": {day: ["08:00-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "holidays": "US-TX",
    }
)
CALL = Facts(
    now=MISSED + timedelta(seconds=1),
    mode=Mode.DIAL,
    outcome=Outcome.NO_ANSWER,
    accepted=False,
    missed_at=MISSED,
    ring_seconds=14.0,
    caller_gave_up=False,
    caller_kind=NumberKind.GEOGRAPHIC,
    caller_country="US",
)
AT_NIGHT = MISSED.replace(hour=6)
CASES = {
    "texted": CALL,
    "at night": replace(CALL, missed_at=AT_NIGHT, now=AT_NIGHT),
    "opted out": replace(CALL, opted_out=True),
    "called again": replace(CALL, texts_this_episode=1, last_first_text_at=MISSED - timedelta(hours=2)),
    "like a robocall": replace(CALL, hang_ups=3, attestation="failed", shared_digits=7),
}


def microseconds(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(MANY):
        begun = time.perf_counter_ns()
        work()
        spent.append(time.perf_counter_ns() - begun)
    return statistics.median(spent) / 1000


def main() -> None:
    print(f"{'':16}{'decide':>10}{'receipt':>10}{'replay':>10}   microseconds, median of {MANY}")
    for name, facts in CASES.items():
        decision = decide(facts, POLICY)
        stored = receipt(facts, POLICY, decision)
        works: list[Callable[[], object]] = [
            partial(decide, facts, POLICY),
            partial(receipt, facts, POLICY, decision),
            partial(replay, stored),
        ]
        print(f"{name:16}{''.join(f'{microseconds(work):10.0f}' for work in works)}")


if __name__ == "__main__":
    main()
