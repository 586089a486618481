"""How a company's JSON is read: field by field, each either what it should be or named in the error."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

from ringback.phone.provider import Request, Unreadable

LONGEST_SECONDS = 10_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON. Every way to read a field raises Unreadable with its name; null is as if it
    were not there. A number is read as text, for companies write ids both ways.
    """

    fields: dict[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Unreadable(name)
        return storable(str(value))

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Unreadable(name)
        return value

    def number(self, name: str) -> str:
        """A number that must be given but may be empty: a caller can hide it."""
        if name not in self.fields:
            raise Unreadable(name)
        return self.text(name)

    def whole(self, name: str) -> int | None:
        """None where it is missing, or is not a sensible count of seconds or bytes."""
        try:
            value = float(self.text(name))
        except ValueError:
            return None
        return int(value) if 0 <= value < LONGEST_SECONDS else None

    def part(self, name: str) -> Self:
        """An empty one where it is missing."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, dict):
            raise Unreadable(name)
        return type(self)(value or {})

    def part_if_any(self, name: str) -> Self:
        """An empty one also where it is something else: some companies write nothing as an empty list."""
        value = self.fields.get(name)
        return type(self)(value if isinstance(value, dict) else {})

    def need_part(self, name: str) -> Self:
        if not isinstance(self.fields.get(name), dict):
            raise Unreadable(name)
        return self.part(name)

    def parts(self, name: str) -> list[Self]:
        """A list of objects; missing or null is an empty one."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Unreadable(name)
        return [type(self)(one) for one in value]

    def texts(self, name: str) -> list[str]:
        """One text, or a list of texts; missing is an empty one."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            return [self.text(name)] if value else []
        return [Said({name: one}).need(name) for one in value]


def storable(value: str) -> str:
    """Without what a database cannot hold: a lone surrogate, a zero."""
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is. Raises Unreadable for anything else."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):  # the second for thousands of brackets
        raise Unreadable("body") from None
    if not isinstance(parsed, dict):
        raise Unreadable("body")
    return parsed


def read(request: Request) -> Said:
    """Of a POST the JSON object, of a GET the query."""
    if request.method == "GET":
        return Said(dict(request.query))
    return Said(read_object(request.body))


def since_1970(written: object) -> datetime | None:
    """An instant counted in seconds or milliseconds, as a number or as text; None for anything else."""
    count = str(written)
    if not (count.isascii() and count.isdigit() and len(count) in (10, 13)):
        return None
    return datetime.fromtimestamp(int(count) / (1000 if len(count) == 13 else 1), UTC)


def instant(written: object) -> datetime | None:
    """An ISO 8601 time, in UTC where it names no zone; None for anything else."""
    try:
        parsed = datetime.fromisoformat(written) if isinstance(written, str) else None
        if parsed is None:
            return None
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the second for the first and the last day of all
        return None
