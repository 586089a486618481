"""Translates sentences that were stored in English into the reader's language, when they are shown.

A receipt, a task and a text that did not leave keep the English sentence of their decision: it is part of
what is sealed, and is the same for everybody. To show it in another language:

1. Its pattern is looked up in `es/`, such as "Not texted: {why}." (`{{stop}}` there stands for the text
"{stop}".)
2. Each of its parts is translated in turn: {n} is a number, {country} its two letters, {title} a company,
{length}
   a length of time, {moment} a wall time, {name} and {raw} somebody's own words, which stay. Any other part
   is a phrase with a pattern of its own.
3. If a part has no pattern, the whole sentence stays English: half a translation would be worse.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from ringback import phone

FOLDER: Final = Path(__file__).parent
PHONE: Final = Path(phone.__file__).parent
_CLOCK: Final = r"noon|midnight|\d{1,2}(?::\d\d)? [AP]M"
_UNIT: Final = r"(?:day|hour|minute|second)s?"
_DAYS: Final = {
    "today": "hoy",
    "tomorrow": "mañana",
    "Monday": "el lunes",
    "Tuesday": "el martes",
    "Wednesday": "el miércoles",
    "Thursday": "el jueves",
    "Friday": "el viernes",
    "Saturday": "el sábado",
    "Sunday": "el domingo",
}
_MONTHS: Final = {
    "January": "enero",
    "February": "febrero",
    "March": "marzo",
    "April": "abril",
    "May": "mayo",
    "June": "junio",
    "July": "julio",
    "August": "agosto",
    "September": "septiembre",
    "October": "octubre",
    "November": "noviembre",
    "December": "diciembre",
}
_UNITS: Final = {"day": "día", "hour": "hora", "minute": "minuto", "second": "segundo"}
_KINDS: Final[Mapping[str, str]] = {
    "n": r"\d[\d.,]*",
    "country": r"[A-Z]{2}|001",
    "title": r"(?!(?:The|This|Nobody|Somebody)\b)[A-Z][\w&-]*",
    "name": r"[^.:“]{1,80}?",
    "length": rf"\d[\d.,]* {_UNIT}(?: \d+ {_UNIT})*",
    "moment": rf"(?:(?:{'|'.join(_DAYS)})(?:, (?:{'|'.join(_MONTHS)}) \d+)? at )?(?:{_CLOCK})",
}
_DEEPEST: Final = 12
PART: Final = re.compile(r"(?<!{){(\w+)}(?!})")


class _Shape(NamedTuple):
    pattern: re.Pattern[str]
    words: str
    kinds: Mapping[str, str]  # of its parts


def retold(words: str, language: str) -> str:
    """As it was stored, where the language is English (also "") or the shape is not known."""
    return words if language in ("", "en") else _told(words, language, _DEEPEST) or words


@lru_cache(maxsize=4096)
def _told(words: str, language: str, deep: int) -> str | None:
    fixed, shapes = _shapes(language)
    if words in fixed:
        return fixed[words]
    for shape in shapes if deep else ():
        found = shape.pattern.fullmatch(words)
        if found is None:
            continue
        parts = {
            name: _part(shape.kinds[name], said, language, deep) for name, said in found.groupdict().items()
        }
        if all(part is not None for part in parts.values()):
            return shape.words.format(**parts)
    return None


def _part(kind: str, words: str, language: str, deep: int) -> str | None:
    match kind:
        case "n" | "country" | "title" | "name" | "raw":
            return words
        case "length":
            return re.sub(r"(day|hour|minute|second)", lambda unit: _UNITS[unit[1]], words)
        case "moment":
            return _moment(words)
        case _:
            return _told(words, language, deep - 1)


def _moment(words: str) -> str:
    """ "Friday, December 25 at 8 AM" as "el viernes 25 de diciembre a las 8 AM"."""
    day, at, clock = words.rpartition(" at ")
    clock = clock.replace("midnight", "12 AM").replace("noon", "12 PM")
    said = f"la{'' if re.match('1[ :]', clock) else 's'} {clock}"
    if not at:
        return said
    name, _, date = day.partition(", ")
    month, _, number = date.partition(" ")
    return f"{_DAYS[name]}{f' {number} de {_MONTHS[month]}' if date else ''} a {said}"


@cache
def _shapes(language: str) -> tuple[Mapping[str, str], tuple[_Shape, ...]]:
    """What has no parts, and the others: those first that say most by themselves."""
    from babel.messages import pofile  # late: who reads English pays nothing for it

    told: dict[str, str] = {}
    for path in catalogues(language):
        with path.open("rb") as file:
            told |= {str(each.id): str(each.string) for each in pofile.read_po(file) if each.id}
    fixed = {words: said for words, said in told.items() if not PART.search(words)}
    long_first = sorted(set(told) - set(fixed), key=lambda words: -len(PART.sub("", words)))
    shapes = tuple(_shape(words, told[words]) for words in long_first)
    return {_plain(words): _plain(said) for words, said in fixed.items()}, shapes


def catalogues(language: str) -> list[Path]:
    """Ours, and what each phone company has to say in its own directory."""
    ours = (FOLDER / language).glob("*.po")
    return [*sorted(ours), PHONE / f"{language}.po", *sorted(PHONE.glob(f"*/{language}.po"))]


def _shape(words: str, said: str) -> _Shape:
    pieces = PART.split(words)
    kinds = {name: name.rstrip("0123456789") for name in pieces[1::2]}
    pattern = "".join(
        f"(?P<{piece}>{_KINDS.get(kinds[piece], '.+?')})" if place % 2 else re.escape(_plain(piece))
        for place, piece in enumerate(pieces)
    )
    return _Shape(re.compile(pattern, re.DOTALL), said, kinds)


def _plain(words: str) -> str:
    return words.replace("{{", "{").replace("}}", "}")
