"""What is wrong with an owner's template, all of it, in sentences that say what would be right.

A first text follows a missed call and nobody has written yet, so it may inform and ask, and nothing else.
Later texts are judged more mildly.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ringback.lib.nearest import nearest
from ringback.messages.compose import EXAMPLE, SITUATIONS, compose
from ringback.messages.gsm7 import unaccented
from ringback.messages.links import is_misleading, is_on, is_public_shortener, links_in
from ringback.messages.segments import Encoding, Segments, measure
from ringback.messages.wording import forbidden_in, odd_punctuation_in, offers_in, shouting_in, times_in

MOST_PARTS = 3  # of an automatic text that is not the first
# A first text should be one part. A second one doubles its price, which is for the owner to say: lawyers have
# a duty to inform that costs room.
BEST_FIRST, MOST_FIRST = 1, 2


class Severity(StrEnum):
    REFUSE = "refuse"  # it cannot be saved
    WARN = "warn"  # it can, and the owner has been told


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    sentence: str
    severity: Severity = Severity.REFUSE


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of the business. Without its name the length is judged with a long one."""

    business: str = ""
    website: str = ""  # host; links to it may stand in a first text where the owner switched that on
    stop: str = EXAMPLE["stop"]  # the opt-out words in the language of the template


def lint(template: str, situation: str, sender: Sender = Sender()) -> list[Problem]:
    """`situation` is one of SITUATIONS for first texts; anything else is a later text."""
    if not template.strip():
        return [Problem("empty", "The text is empty.")]
    if wrong := list(_fields(template)):
        return wrong
    first = situation in SITUATIONS
    found = [*_who_and_how_to_stop(template, sender)] if first else []
    written = _written(template, sender.business)
    return [
        *found,
        *_links(template, first, sender),
        *_words(written, first),
        *_length(template, first, sender),
    ]


def lint_written(text: str) -> list[Problem]:
    """What carriers may hold against a text that a person has written. They may still send it."""
    found = [problem for problem in _links(text, False, Sender()) if problem.code != "odd_link"]
    if words := forbidden_in(text):
        found.append(Problem("forbidden", f'Carriers refuse texts with "{words[0]}" in them.'))
    if words := shouting_in(text):
        found.append(Problem("capitals", f"{words[0]} is shouting, and filters take it for spam."))
    return [replace(problem, severity=Severity.WARN) for problem in found]


def refused(problems: list[Problem]) -> bool:
    return any(problem.severity is Severity.REFUSE for problem in problems)


_FIELD = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
_ALWAYS_KNOWN = {"business", "stop"}  # any other field is sometimes empty
_OTHERWISE = {"first_name": " there", "next_open": "again soon"}


def _fields(template: str) -> Iterator[Problem]:
    for name, otherwise in ((field[1].strip(), field[2] or "") for field in _FIELD.finditer(template)):
        if name not in EXAMPLE:
            yield Problem("unknown_field", _unknown(name))
        elif name not in _ALWAYS_KNOWN and not otherwise.strip():
            better = f"{{{name}|{_OTHERWISE.get(name, 'soon')}}}"
            sentence = f"{{{name}}} is sometimes empty: say what to write then, such as {better}."
            yield Problem("no_fallback", sentence)
    if re.search(r"[{}]", _FIELD.sub("", template)):
        sentence = "A brace stands alone: a field is written {business}, with both braces."
        yield Problem("lone_brace", sentence)


def _unknown(name: str) -> str:
    close = nearest(name, EXAMPLE)
    every = ", ".join(f"{{{field}}}" for field in EXAMPLE)
    return f"{{{name}}} is not a field: {f'did you mean {{{close}}}?' if close else f'there are {every}.'}"


def _who_and_how_to_stop(template: str, sender: Sender) -> Iterator[Problem]:
    if not _has_field(template, "business") and not (sender.business and sender.business in template):
        yield Problem("no_business", "The caller cannot tell who writes: add {business}.")
    if not _has_field(template, "stop") and not re.search(r"\bSTOP\b", template):
        yield Problem("no_opt_out", "The text does not say how to opt out: add {stop}.")


def _links(template: str, first: bool, sender: Sender) -> Iterator[Problem]:
    links = links_in(_written(template))
    for link in links:
        if is_public_shortener(link.host):
            sentence = (
                f"Carriers throw out texts with {link.host} in them: write the full address of your page."
            )
            yield Problem("shortener", sentence)
        elif is_misleading(link) or not link.secure:
            sentence = f"{link.written} is no address that a caller can trust: write it as https://yourshop.com/page."
            yield Problem("odd_link", sentence)
        elif first and not is_on(link.host, sender.website):
            sentence = "There is a link in it: carriers hold first texts with links back. Send it later."
            yield Problem("link", sentence)
    if len(links) > 1:
        yield Problem("many_links", f"There are {len(links)} links in it: keep one.")


def _words(written: str, first: bool) -> Iterator[Problem]:
    """`written` has its fields taken out: what they put in is not the template's doing."""
    if found := times_in(written):
        yield Problem("bare_time", f'"{found[0]}" is a time that nobody keeps: {_worked_out()}.')
    if found := offers_in(written):
        sentence = f'"{found[0]}" reads as advertising, and a call is no consent to that: leave it out.'
        yield Problem("offer", sentence, Severity.REFUSE if first else Severity.WARN)
    if found := forbidden_in(written):
        yield Problem("forbidden", f'Carriers refuse texts with "{found[0]}" in them.')
    if found := shouting_in(written):
        sentence = f"{found[0]} is shouting, and filters take it for spam: write it in small letters."
        yield Problem("capitals", sentence, Severity.WARN)
    if found := odd_punctuation_in(written):
        yield Problem(
            "punctuation", f"{''.join(found)} looks like spam to filters: one mark is enough.", Severity.WARN
        )


def _worked_out() -> str:
    fields = [f"{{{field}}}" for field in ("next_open", "reply_within") if field in EXAMPLE]
    return f"use {' or '.join(fields)}, which is worked out and kept in mind"


def _length(template: str, first: bool, sender: Sender) -> Iterator[Problem]:
    text = compose(template, _longest(sender))
    counted, (best, most) = measure(text), (BEST_FIRST, MOST_FIRST) if first else (MOST_PARTS, MOST_PARTS)
    cheap = measure(compose(template, _longest(replace(sender, business=unaccented(sender.business)))))
    if cheap.segments <= most and cheap.encoding is Encoding.GSM7 and cheap.segments < counted.segments:
        yield Problem("dear_name", _dear_name(sender.business, counted, cheap), Severity.WARN)
    elif counted.segments > best:
        severity = Severity.REFUSE if counted.segments > most else Severity.WARN
        yield Problem("too_long", _too_long(text, counted, best), severity)
    elif counted.encoding is Encoding.UCS2 and first:
        yield Problem("dear_character", f"{_dear(text)} {_ONLY_70}.", Severity.WARN)


_ONLY_70 = "is a character with which only 70 instead of 160 go into a part"


def _too_long(text: str, counted: Segments, best: int) -> str:
    if counted.encoding is Encoding.UCS2:
        costs = f"It costs {counted.segments} parts"
        return f"{costs}, and {_dear(text)} {_ONLY_70}: replace it, or shorten the text."
    over = counted.units - (160 if best == 1 else 153 * best)
    grown = f"It can grow to {counted.units} characters and then costs {counted.segments} parts"
    return f"{grown}: shorten it by {over}."


def _dear_name(name: str, counted: Segments, cheap: Segments) -> str:
    """The owner cannot write the template otherwise; what the name costs is for them to say."""
    parts = f"{counted.segments} parts instead of {cheap.segments}"
    return f'{_dear(name)} in "{name}" makes the text cost {parts}; "{unaccented(name)}" would not.'


def _dear(text: str) -> str:
    return next(c for c in text if measure(c).encoding is Encoding.UCS2)


def _longest(sender: Sender) -> Mapping[str, str]:
    return {**EXAMPLE, "stop": sender.stop, "business": sender.business or EXAMPLE["business"]}


def _has_field(template: str, name: str) -> bool:
    return re.search(rf"\{{\s*{name}\s*[|}}]", template) is not None


def _written(template: str, business: str = "") -> str:
    """The owner's own words: without the name, and of a field what is written when it is empty. {stop} begins
    a sentence of its own."""
    own = template.replace(business, "~") if business else template
    return _FIELD.sub(lambda field: field[2] or ("STOP" if field[1].strip() == "stop" else "~"), own)
