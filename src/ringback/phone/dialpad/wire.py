"""How Dialpad writes and signs its events: the whole body is a JSON Web Token, signed with HS256.

There is no time in it that could be checked, so a repetition is only told by what it says (`event_id`).
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable

ABSENT: Final = frozenset({"", "0", "null", "None"})  # what samples show where there is no id
TOKEN_TIMES: Final = frozenset({"iat", "exp", "nbf", "jti"})  # of the token, not of what happened


def is_genuine(body: bytes, secrets: Sequence[Secret]) -> bool:
    """Signed with one of the secrets, and in no other way than HS256? Empty secrets never count."""
    signed, _, given = _token(body).rpartition(b".")
    header, _, _ = signed.partition(b".")
    # Compared as it is written: several spellings of the last letter decode to the same bytes.
    matches = [same(signature(signed, secret), given) for secret in secrets if secret]
    return any(matches) and _object(header).get("alg") == "HS256"


def signature(signed: bytes, secret: Secret) -> bytes:
    digest = hmac.digest(secret.reveal().encode(), signed, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=")


def _token(body: bytes) -> bytes:
    """Whether the token comes bare or as a JSON string is not documented; both are read."""
    return body.strip().removeprefix(b'"').removesuffix(b'"')


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON. Dialpad writes the same id as a number and as text: both are read as text."""

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

    def id(self, name: str) -> str:
        """ "" where there is none, in all the ways that Dialpad says so."""
        value = self.text(name)
        return "" if value in ABSENT else value

    def flag(self, name: str) -> bool:
        """True, "TRUE" and "true" are seen."""
        return str(self.fields.get(name)).lower() == "true"

    def part(self, name: str) -> "Said":
        """An empty one where it is missing."""
        value = self.fields.get(name)
        return Said(value if isinstance(value, dict) else {})

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
    said = _object(parts[1]) if len(parts) == 3 else {}
    if not said:
        raise Unreadable("body")
    return Said(said)


def event_id(request: Request) -> str:
    """Of what is said, because the token of a repetition may have another time."""
    try:
        every = read(request).fields
        said: object = {name: every[name] for name in every if name not in TOKEN_TIMES}
    except Unreadable:
        said = request.body.hex()
    written = json.dumps([request.kind, said], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _object(encoded: bytes) -> dict[str, Any]:
    """An empty one for anything else."""
    try:
        padded = encoded + b"=" * (-len(encoded) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError, binascii.Error):
        return {}
    return said if isinstance(said, dict) else {}
