"""How Aircall writes its webhooks: {"resource", "event", "timestamp", "token", "data"}.

Nothing is signed. The token in the body, which Aircall makes for each webhook, is all that shows that a
request is genuine; it has no time that could be checked, so a repetition is only told by what it says
(`event_id`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable


def is_genuine(body: bytes, secrets: Sequence[Secret]) -> bool:
    """With one of the tokens? Empty ones never count."""
    try:
        given = Said(_object(body)).text("token")
    except Unreadable:
        return False
    # No early exit: how long this takes says nothing about which token came close.
    matches = [same(secret.reveal(), given) for secret in secrets if secret]
    return any(matches)


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON. Ids are numbers in some places and text in others: both are read as text."""

    fields: dict[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        """May be missing or null. Raises Unreadable for a list or an object."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise Unreadable(name)
        # A lone surrogate cannot be stored, nor a zero.
        return str(value).encode("utf-8", "replace").decode().replace("\0", "")

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Unreadable(name)
        return value

    def part(self, name: str) -> "Said":
        """An empty one where it is missing."""
        value = self.fields.get(name)
        return Said(value if isinstance(value, dict) else {})

    def texts(self, name: str) -> list[str]:
        """One text, or a list of texts; missing is an empty one."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            return [self.text(name)] if value else []
        return [Said({name: one}).need(name) for one in value]

    def seconds_since_1970(self, name: str) -> int | None:
        value = self.fields.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def instant(self, name: str) -> datetime:
        """From seconds since 1970. Raises Unreadable."""
        try:
            return datetime.fromtimestamp(int(self.need(name)), UTC)
        except (ValueError, OverflowError, OSError):
            raise Unreadable(name) from None


@dataclass(frozen=True, slots=True)
class Happened:
    """One webhook: its event, what it is about (`of`), and the line's number in it."""

    type: str
    of: Said

    @property
    def number(self) -> Said:
        return self.of.part("number")


def read(request: Request) -> Happened:
    """Raises Unreadable."""
    said = Said(_object(request.body))
    kind = said.need("event")
    if not isinstance(said.fields.get("data"), dict):
        raise Unreadable("data")
    return Happened(kind, said.part("data"))


def line_number(number: Said) -> str:
    """`digits` is made for people to read: "+1 512-555-0142"."""
    return number.text("e164_digits") or number.text("digits")


def event_id(request: Request) -> str:
    """Of what tells one event from another; the addresses of recordings in a repetition may be new ones."""
    try:
        said = Said(_object(request.body))
        of = said.part("data")
        parts = [said.text("event"), said.text("timestamp"), of.text("id"), of.text("call_id")]
        own = json.dumps([*parts, of.text("status"), of.part("user").text("id")])
    except Unreadable:
        own = request.body.hex()
    return hashlib.sha256(f"{request.kind} {own}".encode()).hexdigest()


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(said, dict):
        raise Unreadable("body")
    return said
