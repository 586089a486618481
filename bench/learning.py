"""From labelled texts to weights: logistic regression over all outcomes at once, in plain Python."""

import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import ringback.understand
from bench.labelled import Case
from ringback.understand.features import features_of
from ringback.understand.keywords import keyword
from ringback.understand.meaning import read
from ringback.understand.quoting import own_words
from ringback.understand.second_opinion import NOTHING, STEP, Weights, shares
from ringback.understand.understanding import Expect

WEIGHTS = Path(ringback.understand.__file__).parent / "weights.json"

EPOCHS = 6
RATE, SHRINK = 0.3, 1e-4
SMALLEST = 3  # steps; rows whose weights differ by less change no decision
SELDOM = 3  # a feature of fewer texts says more about them than about people
LEARNED = 0.01  # an outcome that is off by less needs no correction
OUTCOMES = tuple(Expect)


@dataclass(frozen=True, slots=True)
class Example:
    features: tuple[str, ...]
    expect: str


def examples(cases: Iterable[Case]) -> list[Example]:
    """Without keywords and reactions: the second opinion never sees those."""
    return [made for made in map(_example, cases) if made]


def _example(case: Case) -> Example | None:
    own = own_words(case.text)
    if own.reaction or keyword(own.folded):
        return None
    reading = read(case.text, own.folded)
    return Example(tuple(features_of(reading.said, reading.plain, asks=reading.asks)), case.expect)


def learn(seen: Sequence[Example]) -> Weights:
    """AdaGrad, a fixed order of shuffling: the same weights every time."""
    often = Counter(name for each in seen for name in each.features)
    names = [name for name, number in often.items() if number >= SELDOM]
    number_of = {name: number for number, name in enumerate(names)}
    rows = [[0.0] * len(OUTCOMES) for _ in names]
    squares = [[1e-8] * len(OUTCOMES) for _ in names]
    numbered = [[number_of[name] for name in each.features if name in number_of] for each in seen]
    order, chosen = list(range(len(seen))), random.Random(0)
    for _ in range(EPOCHS):
        chosen.shuffle(order)
        for at in order:
            wanted = OUTCOMES.index(Expect(seen[at].expect))
            _correct(rows, squares, numbered[at], wanted, 1 / math.sqrt(len(seen[at].features)))
    return Weights(tuple(OUTCOMES), _rounded(names, rows))


def _correct(
    rows: list[list[float]], squares: list[list[float]], numbers: list[int], wanted: int, scale: float
) -> None:
    """One step towards the wanted outcome."""
    mine = [rows[number] for number in numbers]
    errors = shares([sum(column) * scale for column in zip(*mine, strict=True)])
    errors[wanted] -= 1
    for outcome, error in enumerate(errors):
        if abs(error) < LEARNED:
            continue
        for number, row in zip(numbers, mine, strict=True):
            slope = error * scale + SHRINK * row[outcome]
            squares[number][outcome] += slope * slope
            row[outcome] -= RATE * slope / math.sqrt(squares[number][outcome])


def _rounded(names: Sequence[str], rows: Sequence[Sequence[float]]) -> dict[str, bytes]:
    """Only differences within a row count, so its mean may go."""
    steps = {
        name: [round((weight - sum(row) / len(row)) / STEP) for weight in row]
        for name, row in sorted(zip(names, rows, strict=True))
    }
    return {name: _letters(row) for name, row in steps.items() if max(map(abs, row)) >= SMALLEST}


def _letters(steps: Sequence[int]) -> bytes:
    return bytes(min(max(NOTHING + step, ord("#")), ord("~")) for step in steps)


def write(weights: Weights) -> None:
    outcomes = json.dumps([str(outcome) for outcome in weights.outcomes])
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row.decode())}"
        for name, row in weights.rows.items()
    )
    WEIGHTS.write_text(f'{{"outcomes":{outcomes},\n"rows":{{\n{rows}\n}}}}\n', encoding="utf-8")
