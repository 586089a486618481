"""A plan from a seed."""

import random

from tests.crash.model.carrier import weighted
from tests.crash.model.disk import Trouble
from tests.crash.model.history import Away, Plan
from tests.crash.model.town import days

# Mostly well, and each way of going wrong often enough.
FATE_WEIGHTS = {
    "takes it": 24,
    "takes it slowly": 3,
    "took it and the answer is lost": 4,
    "the line breaks": 4,
    "took it and never answers": 2,
    "never answers": 2,
    "took it and says 500": 2,
    "says 500": 2,
    "took it and says 503 in HTML": 1,
    "took it and answers in HTML": 1,
    "answers in HTML": 1,
    "says 429": 3,
    "says 429 and when": 2,
    "is not reached": 4,
    "refuses": 1,
    "cannot reach this number": 1,
    "holds a STOP": 1,
    "does not know the key": 1,
}
CALL_WEIGHTS = {"never told": 1, "they speak": 5, "nobody is there": 2, "no key is pressed": 2}
REPORT_WEIGHTS = {"never": 4, "delivered": 6, "twice and in the wrong order": 2, "undelivered": 1}


def plan_of(seed: int) -> Plan:
    plan = random.Random(seed)
    random.seed(seed)  # the pauses before a retry, which the product spreads
    happened = days(plan)
    times = sorted(told.at for one in happened for told in one.told) or [0.0]
    deaths = plan.choice((0.0, 0.0, 0.01, 0.04))

    def soon_after_something() -> float:
        return plan.choice(times) + plan.choice((0.0, 0.1, 1.0, 5.0, 8.0)) * plan.random()

    def hazard(point: str) -> bool:
        in_hand = 5 if point in ("before a request", "after an answer") else 1
        return deaths > 0 and plan.random() < deaths * in_hand

    kinds = list(Trouble)[1:]
    return Plan(
        happened,
        fate=lambda: weighted(plan, FATE_WEIGHTS),
        reports=lambda: weighted(plan, REPORT_WEIGHTS),
        calls=lambda: weighted(plan, CALL_WEIGHTS),
        lists=lambda: plan.random() < 0.8,
        hazard=hazard,
        away=[
            Away(max(0.0, soon_after_something() - 2.0), plan.choice((1.0, 15.0, 90.0)), plan.choice(kinds))
            for _ in range(plan.choice((0, 0, 0, 1, 2)))
        ],
        jumps=[(soon_after_something(), plan.uniform(-90, 90)) for _ in range(plan.choice((0, 0, 0, 1)))],
        kills=[soon_after_something() for _ in range(plan.choice((0, 0, 1)))],
        gives_up=plan.choice((0.0, 0.0, 0.3)),
        dice=plan,
    )
