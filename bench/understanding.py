"""How well inbound texts are understood: learn the weights, cross-validate, print the confusion table.

    python -m bench.understanding learn        writes weights.json from every labelled text
    python -m bench.understanding measure      prints the tables of docs/understanding.md
    python -m bench.understanding look FILE    judges a new set as the program is now, and shows what is wrong

Measuring never lets a text judge itself: the labelled texts are cut in five, and each fifth is understood
with weights that were learned without it and without anything made from it. The rules are the same for all
and were written with many of the texts in sight, so only a first look at a new set says how it does on texts
that nobody tuned for.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.labelled import FOLDS, Case, cases_in, dressed, fold_of, labelled, variations
from bench.learning import WEIGHTS, examples, learn, write
from ringback.understand.features import features_of
from ringback.understand.keywords import keyword
from ringback.understand.meaning import LONGEST, decide, read, understand
from ringback.understand.quoting import own_words
from ringback.understand.second_opinion import Weights, weigh
from ringback.understand.understanding import Expect, Understanding

Judged = tuple[Case, Understanding]


def understood_with(case: Case, weights: Weights) -> Understanding:
    own = own_words(case.text)
    if own.reaction or keyword(own.folded):
        return understand(case.text)
    reading = read(case.text, own.folded)
    return decide(reading, weigh(features_of(reading.said, reading.plain, asks=reading.asks), weights))


def cross_validated(cases: Sequence[Case]) -> list[Judged]:
    fifths = [[case for case in cases if fold_of(case) == fold] for fold in range(FOLDS)]
    learned_from = [examples([*fifth, *dressed(fifth)]) for fifth in fifths]
    more, judged = examples(variations()), []
    for fold, fifth in enumerate(fifths):
        others = [example for at, part in enumerate(learned_from) if at != fold for example in part]
        weights = learn([*others, *more])
        judged += [(case, understood_with(case, weights)) for case in fifth]
    return judged


def table(judged: Iterable[Judged]) -> str:
    seen = Counter((case.expect, got.expect.value) for case, got in judged)
    names = [expect.value for expect in Expect]
    head = "| is \\ read as | " + " | ".join(names) + " |\n|---" * 1 + "|---" * len(names) + "|"
    rows = (
        f"| {is_} | " + " | ".join(str(seen[is_, read_as] or "") for read_as in names) + " |" for is_ in names
    )
    return "\n".join((head, *rows))


def scores(judged: Sequence[Judged]) -> str:
    lines = [
        "| texts | number | suppress recall | suppress precision | safety and urgent recall | all right |",
        "|---|---|---|---|---|---|",
    ]
    sources = dict.fromkeys(case.source for case, _ in judged)
    for source in (*sources, "all"):
        rows = [(case, got) for case, got in judged if source in (case.source, "all")]
        right = sum(case.expect == got.expect for case, got in rows) / len(rows)
        out, danger = {"suppress"}, {"safety", "urgent"}
        lines.append(
            f"| {source} | {len(rows)} | {recall(rows, out)} | {precision(rows, out)} "
            f"| {recall(rows, danger)} | {right:.1%} |"
        )
    return "\n".join(lines)


def recall(rows: Sequence[Judged], wanted: set[str]) -> str:
    of = [got.expect in wanted for case, got in rows if case.expect in wanted]
    return f"{sum(of)}/{len(of)} = {sum(of) / len(of):.1%}" if of else "-"


def precision(rows: Sequence[Judged], wanted: set[str]) -> str:
    of = [case.expect in wanted for case, got in rows if got.expect in wanted]
    return f"{sum(of)}/{len(of)} = {sum(of) / len(of):.1%}" if of else "-"


def speed(cases: Sequence[Case]) -> str:
    """In processor time, so that what else the machine does counts for nothing."""
    understand("warm up")
    took = sorted(_seconds(case.text) for case in cases)
    longest = max(_seconds((case.text + ". ") * (LONGEST // len(case.text) + 1)) for case in cases[::50])
    mixed = _seconds(" ".join(case.text for case in cases[:200])[:LONGEST])
    return (
        f"{took[len(took) // 2] * 1000:.2f} ms median, {took[-1] * 1000:.2f} ms slowest of {len(took)}; "
        f"of {LONGEST} characters: {longest * 1000:.2f} ms one text over and over, {mixed * 1000:.2f} ms many"
    )


def _seconds(text: str) -> float:
    start = time.process_time()
    understand(text)
    return time.process_time() - start


def look(file: Path) -> str:
    """A first look: texts that are already in another set are left out."""
    known = {case.text.casefold() for case in labelled() if case.source != file.stem}
    new = [case for case in cases_in(file) if case.text.casefold() not in known]
    if not new:
        return f"Another set has every text of {file} already."
    judged = [(case, understand(case.text)) for case in new]
    wrong = [
        f"{case.expect:12} {got.expect:12} {case.text!r}: {got.why}"
        for case, got in judged
        if case.expect != got.expect
    ]
    return "\n".join((*wrong, "", scores(judged), "", table(judged)))


def learn_all() -> str:
    fifths = [[case for case in labelled() if fold_of(case) == fold] for fold in range(FOLDS)]
    seen = examples([case for fifth in fifths for case in (*fifth, *dressed(fifth))] + variations())
    write(learn(seen))
    return f"learned from {len(seen)} texts, {WEIGHTS.stat().st_size // 1024} KB"


def measure() -> str:
    cases = labelled()
    judged = cross_validated(cases)
    return "\n\n".join((scores(judged), table(judged), speed(cases)))


def main(what: str = "measure", *files: str) -> None:
    match what:
        case "learn":
            print(learn_all())
        case "look":
            print(*(look(Path(file)) for file in files), sep="\n")
        case _:
            print(measure())


if __name__ == "__main__":
    main(*sys.argv[1:])
