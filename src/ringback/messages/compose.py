"""From an owner's template to the text that Dan reads.

A field is `{name}`, or `{name|what to write when it is empty}`. Blanks at the ends of the second part belong
to the sentence and stay in both cases: "Hi{first_name| there}" gives "Hi Dan" and "Hi there".
"""

import difflib
import re
from collections.abc import Mapping
from types import MappingProxyType

from ringback.lib.numbers import pretty
from ringback.messages.segments import Encoding, measure, repair
from ringback.understand.keywords import Keyword

SITUATIONS = ("missed", "busy", "after_hours", "voicemail", "repeat", "known_customer")

# Informational, without offer, price or promise; each stays one part with a name as long as EXAMPLE's.
BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "missed": "Hi{first_name| there}, this is {business}. Sorry we missed your call. "
        "What can we help you with? {stop}",
        "busy": "Hi{first_name| there}, this is {business}. We couldn't get to the phone just now. "
        "How can we help? {stop}",
        "after_hours": "Hi{first_name| there}, {business} is closed now and opens {next_open|again soon}. "
        "How can we help? {stop}",
        "voicemail": "Hi{first_name| there}, this is {business}. Thanks, we got your message. "
        "Anything to add? Just reply here. {stop}",
    }
)

STOP_WORDS = "Reply STOP to opt out."

# Every field that a template may have, with a long but real value: if this fits, everything does.
EXAMPLE: Mapping[str, str] = MappingProxyType(
    {
        "first_name": "Christopher",
        "business": "Thompson & Sons Heating, Cooling & Plumbing",
        "next_open": "Wednesday, December 30 at 10:30 AM",
        "stop": STOP_WORDS,
    }
)

_SOMETIMES_EMPTY = {"first_name": " there", "next_open": "again soon"}
_FIELD = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")


def compose(template: str, fields: Mapping[str, str]) -> str:
    """The text to send, in the alphabet of cheap texts where that is possible.

    `{stop}` needs no value. Raises ValueError when the template has an unknown field.
    """
    values = {"stop": STOP_WORDS, **fields}

    def filled(field: re.Match[str]) -> str:
        name, otherwise = field[1].strip(), field[2] or ""
        if name not in EXAMPLE:
            raise ValueError(_unknown(name))
        value = values.get(name, "").strip()
        before = otherwise[: len(otherwise) - len(otherwise.lstrip())]
        after = otherwise[len(otherwise.rstrip()) :]
        return f"{before}{value}{after}" if value else otherwise

    text = _FIELD.sub(filled, template)
    return repair(re.sub(r" {2,}", " ", text).strip())


def confirmation(keyword: Keyword, business: str, phone: str) -> str:
    """The one answer to STOP, START or HELP. `phone` is the business number in E.164."""
    match keyword:
        case Keyword.STOP:
            said = "you're opted out and will get no more texts from us. Reply START to resume."
        case Keyword.START:
            said = "you're opted back in. Reply STOP to opt out, HELP for help."
        case Keyword.HELP:
            said = f"for help call {pretty(phone)} or reply here. Msg & data rates may apply. {STOP_WORDS}"
    return repair(f"{business}: {said}")


def first_name(name: str) -> str:
    """What to call someone by, from a full name as people and phone networks write it; "" when in doubt.

    "Dan Miller", "Mr. Dan Miller" and "MILLER, DAN" give "Dan". Capitals without a comma come from a network,
    in no known order and for any kind of caller, so "MILLER DAN" and "WIRELESS CALLER" give nothing.
    """
    last, comma, rest = name.partition(",")
    words = [
        word for word in (rest if comma else last).replace(".", " ").split() if word.casefold() not in _TITLES
    ]
    if not words or (name.isupper() and not comma) or not _NOT_A_NAME.isdisjoint(name.casefold().split()):
        return ""
    first = words[0]
    if not 2 <= len(first) <= 20 or not _NAME.fullmatch(first):
        return ""
    return first.title() if first.isupper() else first


_NAME = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sr", "sra", "mme"})
_NOT_A_NAME = frozenset(
    {"inc", "inc.", "llc", "ltd", "ltd.", "co", "co.", "corp", "company", "caller", "unknown"}
)


def problems(template: str, business: str = "") -> list[str]:
    """Everything that is wrong with a first text, in sentences that say what would be right.

    With `business` its real name is used for the length, and may stand in the text instead of `{business}`.
    """
    if not template.strip():
        return ["The text is empty."]
    wrong = _wrong_fields(template)
    return wrong or [*_missing(template, business), *_unwelcome(template), *_too_long(template, business)]


def _wrong_fields(template: str) -> list[str]:
    wrong = []
    for name, otherwise in _FIELD.findall(template):
        if name.strip() not in EXAMPLE:
            wrong.append(_unknown(name.strip()))
        elif name.strip() in _SOMETIMES_EMPTY and not otherwise.strip():
            better = f"{{{name.strip()}|{_SOMETIMES_EMPTY[name.strip()]}}}"
            wrong.append(f"{{{name.strip()}}} is sometimes empty: say what to write then, such as {better}.")
    if re.search(r"[{}]", _FIELD.sub("", template)):
        wrong.append("A brace stands alone: a field is written {business}, with both braces.")
    return wrong


def _missing(template: str, business: str) -> list[str]:
    missing = []
    if not re.search(r"\{\s*business\b", template) and not (business and business in template):
        missing.append("The caller cannot tell who writes: add {business}.")
    if not re.search(r"\{\s*stop\b", template) and not re.search(r"\bSTOP\b", template):
        missing.append("The text does not say how to opt out: add {stop}.")
    return missing


def _unwelcome(template: str) -> list[str]:
    unwelcome = []
    if _LINK.search(template):
        unwelcome.append("There is a link in it: carriers hold first texts with links back. Send it later.")
    if _TIME.search(template):
        unwelcome.append("There is a time in it that nobody keeps: use {next_open}, which is worked out.")
    return unwelcome


_LINK = re.compile(
    r"https?://|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|io|co|us|ca|info|biz|ly|me|app|link)\b", re.I
)
_TIME = re.compile(r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b", re.IGNORECASE)


def _too_long(template: str, business: str) -> list[str]:
    text = compose(template, {**EXAMPLE, **({"business": business} if business else {})})
    counted = measure(text)
    if counted.segments <= 1:
        return []
    if counted.encoding is Encoding.UCS2:
        dear = next(c for c in text if measure(c).encoding is Encoding.UCS2)
        return [
            f"It costs {counted.segments} parts, because with a character such as {dear} only 70 instead of "
            "160 go into a part: replace it, or shorten the text."
        ]
    return [
        f"It can grow to {counted.units} characters and then costs {counted.segments} parts: "
        f"shorten it by {counted.units - 160}."
    ]


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, EXAMPLE, n=1)
    hint = (
        f"did you mean {{{close[0]}}}?" if close else f"there are {', '.join(f'{{{f}}}' for f in EXAMPLE)}."
    )
    return f"{{{name}}} is not a field: {hint}"
