"""A linear second opinion: how likely each outcome is, from words, neighbours and concepts together.

One weight per feature and outcome, added up; nothing hidden. The weights are learned from the labelled texts
of the tests by `bench/understanding.py learn` and lie in `weights.json`, one feature per line. `meaning.py`
weighs this against what the rules found.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ringback.understand.features import features_of
from ringback.understand.patterns import Clause


@dataclass(frozen=True, slots=True)
class Weights:
    """For each feature a row of weights in hundredths, in the order of `outcomes`."""

    outcomes: tuple[str, ...]
    rows: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """How likely each outcome is (together one), and the words that weigh most for those worth a thought."""

    chances: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]


def opinion(said: Sequence[Clause], plain: Sequence[Clause]) -> Opinion:
    return weigh(features_of(said, plain), learned())


def weigh(features: Sequence[str], weights: Weights) -> Opinion:
    known = [(feature, weights.rows[feature]) for feature in features if feature in weights.rows]
    scale = 1 / (100 * math.sqrt(len(features)))
    totals = [sum(column) * scale for column in zip(*(row for _, row in known), strict=True)]
    chances = dict(zip(weights.outcomes, shares(totals or [0.0] * len(weights.outcomes)), strict=True))
    likely = [(at, outcome) for at, outcome in enumerate(weights.outcomes) if chances[outcome] > 0.1]
    return Opinion(chances, {outcome: _heaviest(known, at) for at, outcome in likely})


def shares(scores: Sequence[float]) -> list[float]:
    """Scores as chances that add up to one."""
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _heaviest(known: Sequence[tuple[str, Sequence[int]]], at: int) -> tuple[str, ...]:
    """The words, not the concepts or pieces: a reader must recognise them."""
    spoken = ((row[at], name[2:].strip("^$ ")) for name, row in known if name[:2] in ("w:", "b:"))
    weight_of = {
        text: weight for weight, text in sorted(spoken) if weight > 0 and text.islower() and "~" not in text
    }
    return tuple(sorted(weight_of, key=lambda text: -weight_of[text])[:3])


@cache
def learned() -> Weights:
    stored = json.loads(files("ringback.understand").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(tuple(stored["outcomes"]), stored["rows"])
