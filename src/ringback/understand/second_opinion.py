"""A linear second opinion: how likely each outcome is, from words, neighbours and concepts together.

One weight per feature and outcome, added up; nothing hidden. The weights are learned from the labelled texts
of the tests by `python -m bench.understanding learn` and lie in `weights.json`, one feature per line, with a
letter per outcome: P weighs nothing, Q a fifth for the outcome, O a fifth against it, and so on. Letters
instead of numbers save 15 MB of memory. `meaning.py` weighs this against what the rules found.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ringback.understand.features import features_of
from ringback.understand.patterns import Clause

NOTHING = ord("P")
STEP = 0.2  # what one letter further weighs


@dataclass(frozen=True, slots=True)
class Weights:
    """For each feature one letter per outcome, in the order of `outcomes`."""

    outcomes: tuple[str, ...]
    rows: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely each outcome is (together one), and the words that weigh most for those worth a thought."""

    chances: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


def opinion(said: Sequence[Clause], plain: Sequence[Clause], *, asks: bool) -> Opinion:
    return weigh(features_of(said, plain, asks=asks), learned())


def weigh(features: Sequence[str], weights: Weights) -> Opinion:
    known = [(feature, weights.rows[feature]) for feature in features if feature in weights.rows]
    scale = STEP / math.sqrt(len(features))
    columns = zip(*(row for _, row in known), strict=True)
    totals = [(sum(column) - NOTHING * len(known)) * scale for column in columns]
    chances = dict(zip(weights.outcomes, shares(totals or [0.0] * len(weights.outcomes)), strict=True))
    likely = [(at, outcome) for at, outcome in enumerate(weights.outcomes) if chances[outcome] > 0.1]
    return Opinion(chances, {outcome: _heaviest(known, at) for at, outcome in likely})


def shares(scores: Sequence[float]) -> list[float]:
    """Scores as chances that add up to one."""
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _heaviest(known: Sequence[tuple[str, bytes]], at: int) -> tuple[str, ...]:
    """The words, not the concepts or pieces: a reader must recognise them."""
    spoken = ((row[at], name[2:].strip("^$ ")) for name, row in known if name[:2] in ("w:", "b:"))
    weight_of = {
        text: weight
        for weight, text in sorted(spoken)
        if weight > NOTHING and text.islower() and "~" not in text
    }
    return tuple(sorted(weight_of, key=lambda text: -weight_of[text])[:3])


@cache
def learned() -> Weights:
    stored = json.loads(files("ringback.understand").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(tuple(stored["outcomes"]), {name: row.encode() for name, row in stored["rows"].items()})
