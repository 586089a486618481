"""May this text leave a business, above all a regulated one, or must a member release it first?

It uses word lists: they hold more texts than necessary, and miss words that nobody thought of. A member may
release a held text by name and with a reason. The lists are in `content_guard.toml`; docs/compliance.md says
how well they did on texts that they were not made from.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ringback.permission import lawyers_notice
from ringback.permission.routine import unusual_words
from ringback.understand.folding import fold


class Mode(StrEnum):
    STANDARD = "standard"
    HEALTH = "health"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Reason:
    code: str  # "health.result"
    sentence: str
    found: str  # the words that gave the reason, folded; "" when something is missing


@dataclass(frozen=True, slots=True)
class Allow:
    pass


@dataclass(frozen=True, slots=True)
class Hold:
    reasons: tuple[Reason, ...]  # at least one


def check(
    text: str, mode: Mode, *, first: bool = False, generated: bool = False, names: Collection[str] = ()
) -> Allow | Hold:
    """`first`: the first automatic text to this person. `generated`: a language model wrote it; then every
    word must be a routine one, `names` (of the business, its people, the caller) aside.

    Works for names too: one that is held in health mode tells what care somebody seeks. Text under another.
    """
    folded = fold(text)
    reasons = [
        *_said(folded, mode, generated),
        *_card_numbers(text),
        *_left_out(folded, mode, first, generated),
    ]
    if generated and mode is not Mode.STANDARD and (unusual := unusual_words(text, names)):
        sentence = f'"{unusual[0]}" is not a word of ordinary arrangements, and an AI wrote it.'
        reasons.append(Reason("generated.unusual", sentence, unusual[0]))
    return Hold(tuple(reasons)) if reasons else Allow()


def _said(folded: str, mode: Mode, generated: bool) -> Iterator[Reason]:
    for topic in _topics():
        if topic.part in ("private", mode.value) or (generated and topic.part == "generated"):
            found = _found(topic, folded)
            if found:
                yield Reason(f"{topic.part}.{topic.name}", f'It has {topic.says} in it: "{found}".', found)


def _found(topic: "_Topic", folded: str) -> str:
    """The first words that count; "" when there are none."""
    for found in topic.pattern.finditer(folded):
        if not (topic.unless_denied and _denied(folded, found)):
            return found[0].strip()
    return ""


def _denied(folded: str, found: re.Match[str]) -> bool:
    before = re.split(r"[.!?;\n]", folded[: found.start()])[-1]
    return _DENIAL.search(_NO_DENIAL.sub("", f"{before} {found[0]}")) is not None


_DENIAL = re.compile(r"\b(?:not|never|no|nor|without|cannot|nunca|sin|\w+n't)\b")
_NO_DENIAL = re.compile(
    r"\b(?:why don't|don't (?:hesitate|forget|be (?:shy|afraid))|no (?:problem|worries)|not sure)\b"
)


def _card_numbers(text: str) -> Iterator[Reason]:
    for found in re.finditer(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)", text):
        if _passes_luhn(re.sub(r"\D", "", found[0])):
            yield Reason("private.card", "It has a card number in it.", found[0])


def _passes_luhn(digits: str) -> bool:
    doubled = [int(d) if n % 2 == 0 else sum(divmod(2 * int(d), 10)) for n, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _left_out(folded: str, mode: Mode, first: bool, generated: bool) -> Iterator[Reason]:
    if first and mode is Mode.LEGAL and not lawyers_notice.is_said(folded):
        sentence = (
            "A law firm's first text must say that it is automated and not a lawyer, "
            "and that texting does not make you their lawyers."
        )
        yield Reason("legal.notice", sentence, "")
    if generated and mode is not Mode.STANDARD and not _AI.search(folded):
        yield Reason("generated.disclosure", "Every text that the AI writes must say that it is an AI.", "")


_AI = re.compile(r"\bai\b|\bia\b|\bartificial intelligence\b|\binteligencia artificial\b")


@dataclass(frozen=True, slots=True)
class _Topic:
    part: str  # "health", "legal", "private", "generated"
    name: str
    says: str
    pattern: re.Pattern[str]
    unless_denied: bool


@lru_cache(maxsize=1)
def _topics() -> tuple[_Topic, ...]:
    written = tomllib.loads(files(__package__).joinpath("content_guard.toml").read_text("utf-8"))
    return tuple(_topic(part, name, row) for part, names in written.items() for name, row in names.items())


def _topic(part: str, name: str, row: Mapping[str, object]) -> _Topic:
    words = [
        re.escape(" ".join(word.split())) for word in str(row.get("words", "")).split(",") if word.strip()
    ]
    patterns = row.get("patterns", [])
    assert isinstance(patterns, list)
    if words:
        patterns = [rf"(?<![a-z0-9])(?:{'|'.join(words)})s?(?![a-z0-9])", *patterns]
    pattern = re.compile("|".join(f"(?:{one})" for one in patterns))
    return _Topic(part, name, str(row["says"]), pattern, row.get("unless_denied") is True)
