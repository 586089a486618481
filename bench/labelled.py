"""The labelled texts of the tests, and more texts made from them: what the weights are learned from.

Real people wrap what they mean: a greeting before, a thank-you behind, an answer and a wish in one text. So
many labelled texts are also learned dressed, and in pairs ("the job is done" and "no more texts" is an
opt-out). What is made from a text stays in that text's fifth, or measuring would see what it learned.
"""

import json
import random
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ringback.understand.languages import languages
from ringback.understand.spelling import clauses_of

TESTS = Path(__file__).resolve().parent.parent / "tests"
CASES = TESTS / "understand" / "cases"
GIVEN = TESTS / "vectors" / "inbound_sms_labels.json"

FOLDS = 5
PER_LINE = 5  # texts made of one line of variations.txt
LONGEST = 140  # longer texts are not dressed


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    expect: str
    source: str


def labelled() -> list[Case]:
    """Every text once, the given set first."""
    rows = json.loads(GIVEN.read_text(encoding="utf-8"))
    given = [Case(row["text"], row["expect"], "given") for row in rows]
    ours = [case for file in sorted(CASES.glob("*.tsv")) for case in cases_in(file)]
    return list({case.text: case for case in (*ours, *given)}.values())


def cases_in(file: Path) -> Iterator[Case]:
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        expect, _, text = line.split("\t")
        yield Case(text.replace("\\n", "\n"), expect, _source(file.stem, text))


def _source(stem: str, text: str) -> str:
    """The held-back half of the first set was chosen by checksum, before any rule was written."""
    held = stem == "first" and zlib.crc32(text.encode()) % 2 == 1
    return "first, held back" if held else stem


def fold_of(case: Case) -> int:
    return zlib.crc32(case.text.encode("utf-8", "replace")) // 2 % FOLDS


def variations() -> list[Case]:
    """Every line of variations.txt stands for several texts. The same ones every time."""
    chosen = random.Random(1)
    cases, expect = [], ""
    for line in (CASES / "variations.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+) [\w,]+\]", line):
            expect = heading[1]
        elif line and not line.startswith("# "):
            cases += [Case(text, expect, "variations") for text in _made(line, chosen)]
    return list({case.text: case for case in cases}.values())


def _made(line: str, chosen: random.Random) -> list[str]:
    made: list[str] = []
    for _ in range(PER_LINE * 4):
        text = re.sub(r"\{([^{}]*)\}", lambda choice: chosen.choice(choice[1].split("|")), line)
        text = re.sub(r" ([,.!?])", r"\1", " ".join(text.split()))
        if text and text not in made and len(made) < PER_LINE:
            made.append(text)
    return made


def dressed(cases: Sequence[Case]) -> list[Case]:
    """One more text for every other, and pairs of some. Give it the cases of one fifth."""
    chosen = random.Random(3)
    plain = [case for case in cases if len(case.text) < LONGEST and not re.search(r'[\n>"“«]', case.text)]
    plain = [case for case in plain if case.expect != "ignore"]
    return [*(_dressed(case, chosen) for case in plain[::2]), *_pairs(plain, chosen)]


_BEFORE = {
    "en": "hi|hello|hey|ok|good morning|sorry|um|so|yeah|please|well|excuse me|hi there|yo|look|sir",
    "es": "hola|buenas|buenos dias|oiga|disculpe|por favor|buenas tardes",
    "fr": "bonjour|allo|salut|bonsoir|svp|desole",
}
_BEHIND = {
    "en": "thanks|thank you|please|pls|thx|lol|asap|ok|today|sorry|ty|guys|now|thank you so much|sir",
    "es": "gracias|por favor|porfa|muchas gracias|ok",
    "fr": "merci|svp|s'il vous plait|merci beaucoup",
}
# Of so many texts in a hundred a pair is made, with one of these. A pair means what its graver half means.
_PAIRED = {
    "suppress": (25, ("normal", "close", "help", "pause_human")),
    "safety": (20, ("normal",)),
    "urgent": (15, ("normal",)),
    "pause_human": (20, ("normal",)),
    "normal": (25, ("normal",)),
}


def _dressed(case: Case, chosen: random.Random) -> Case:
    language = next((name[-2:] for name in languages(_words(case.text))), "en")
    text, which = case.text, chosen.random()
    if which < 0.5:
        text = chosen.choice(_BEFORE[language].split("|")) + chosen.choice((" ", ", ", "! ")) + text
    if which > 0.35:
        text = text.rstrip(".!?") + chosen.choice((" ", ", ", ". "))
        text += chosen.choice(_BEHIND[language].split("|"))
    return Case(text, case.expect, "dressed")


def _words(text: str) -> list[str]:
    return [word for clause in clauses_of(text.casefold()) for word in clause]


def _pairs(cases: Sequence[Case], chosen: random.Random) -> Iterator[Case]:
    texts = defaultdict[str, list[str]](list)
    for case in cases:
        texts[case.expect].append(case.text)
    for case in cases:
        share, others = _PAIRED.get(case.expect, (0, ()))
        other = [text for expect in others for text in texts[expect]]
        if other and chosen.random() * 100 < share:
            halves = [case.text, chosen.choice(other)]
            chosen.shuffle(halves)
            joined = halves[0].rstrip(".!? ") + chosen.choice((". ", ", ", "! ", " ")) + halves[1]
            yield Case(joined, case.expect, "dressed")
