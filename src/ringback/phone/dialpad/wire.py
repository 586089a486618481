"""How Dialpad writes and signs its events: the whole body is a JSON Web Token, signed with HS256.

There is no time in it that could be checked, so a repetition is only told by what it says (`event_id`).
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret
from ringback.phone import said, signed
from ringback.phone.provider import Request, Unreadable

ABSENT: Final = frozenset({"", "0", "null", "None"})  # what samples show where there is no id
TOKEN_TIMES: Final = frozenset({"iat", "exp", "nbf", "jti"})  # of the token, not of what happened


def is_genuine(body: bytes, secrets: Sequence[Secret]) -> bool:
    """Signed with one of the secrets, and in no other way than HS256? Empty secrets never count."""
    return signed.claims(_token(body), secrets) is not None


def _token(body: bytes) -> bytes:
    """Whether the token comes bare or as a JSON string is not documented; both are read."""
    return body.strip().removeprefix(b'"').removesuffix(b'"')


class Said(said.Said):
    """Dialpad writes the same id as a number and as text: both are read as text."""

    __slots__ = ()

    def id(self, name: str) -> str:
        """ "" where there is none, in all the ways that Dialpad says so."""
        value = self.text(name)
        return "" if value in ABSENT else value

    def flag(self, name: str) -> bool:
        """True, "TRUE" and "true" are seen."""
        return str(self.fields.get(name)).lower() == "true"

    def first(self, name: str) -> str:
        """One text, or the first of a list of texts."""
        value = self.fields.get(name)
        if not isinstance(value, list):
            return self.text(name)
        return Said({name: value[0]}).text(name) if value else ""

    def seconds(self, name: str) -> int | None:
        """From milliseconds, with or without a fraction."""
        try:
            value = float(self.text(name)) / 1000
        except ValueError:
            return None
        return int(value) if 0 <= value < 10_000_000 else None


def read(request: Request) -> Said:
    """What the token says. Raises Unreadable."""
    parts = _token(request.body).split(b".")
    fields = signed.decoded(parts[1]) if len(parts) == 3 else {}
    if not fields:
        raise Unreadable("body")
    return Said(fields)


def happened_at(request: Request) -> datetime | None:
    try:
        return said.since_1970(read(request).fields.get("event_timestamp"))
    except Unreadable:
        return None


def event_id(request: Request) -> str:
    """Of what is said, because the token of a repetition may have another time."""
    try:
        every = read(request).fields
        own: object = {name: every[name] for name in every if name not in TOKEN_TIMES}
    except Unreadable:
        own = request.body.hex()
    written = json.dumps([request.kind, own], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
