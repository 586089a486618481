"""How Aircall writes its webhooks: {"resource", "event", "timestamp", "token", "data"}.

Nothing is signed. The token in the body, which Aircall makes for each webhook, is all that shows that a
request is genuine; it has no time that could be checked, so a repetition is only told by what it says
(`event_id`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ringback.lib.secret import Secret, same
from ringback.phone import said
from ringback.phone.provider import Request, Unreadable


def is_genuine(body: bytes, secrets: Sequence[Secret]) -> bool:
    """With one of the tokens? Empty ones never count."""
    try:
        given = Said(said.read_object(body)).text("token")
    except Unreadable:
        return False
    # No early exit: how long this takes says nothing about which token came close.
    matches = [same(secret.reveal(), given) for secret in secrets if secret]
    return any(matches)


class Said(said.Said):
    """With times as Aircall counts them, in seconds since 1970."""

    __slots__ = ()

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
        return self.of.part_if_any("number")


def read(request: Request) -> Happened:
    """Raises Unreadable."""
    happened = Said(said.read_object(request.body))
    kind = happened.need("event")
    return Happened(kind, happened.need_part("data"))


def happened_at(request: Request) -> datetime | None:
    """`timestamp` of an event about a call. The event "ended" comes half a minute after the end."""
    try:
        whole = Said(said.read_object(request.body))
    except Unreadable:
        return None
    kind = str(whole.fields.get("event"))
    if not kind.startswith("call."):
        return None
    ended = whole.part_if_any("data").fields.get("ended_at") if kind == "call.ended" else None
    return said.since_1970(ended or whole.fields.get("timestamp"))


def line_number(number: Said) -> str:
    """`digits` is made for people to read: "+1 512-555-0142"."""
    return number.text("e164_digits") or number.text("digits")


def event_id(request: Request) -> str:
    """Of what tells one event from another; the addresses of recordings in a repetition may be new ones."""
    try:
        happened = Said(said.read_object(request.body))
        of = happened.part_if_any("data")
        parts = [happened.text("event"), happened.text("timestamp"), of.text("id"), of.text("call_id")]
        own = json.dumps([*parts, of.text("status"), of.part_if_any("user").text("id")])
    except Unreadable:
        own = request.body.hex()
    return hashlib.sha256(f"{request.kind} {own}".encode()).hexdigest()
