"""How the app signs what it sends, and how its JSON is read.

X-Signature: <hexadecimal HMAC-SHA256(signing key, body timestamp)>
X-Timestamp: 1795194191
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable

SIGNATURE: Final = "x-signature"
TIME: Final = "x-timestamp"
WINDOW_SECONDS: Final = 300


def is_genuine(request: Request, keys: Sequence[Secret]) -> bool:
    """Signed with one of the keys, not long ago? Empty ones never count."""
    given, time = request.headers.get(SIGNATURE, ""), request.headers.get(TIME, "")
    # No early exit: how long this takes says nothing about which key came close.
    matches = [same(signature(request.body, time, key), given) for key in keys if key]
    return any(matches) and _is_fresh(time, request.at)


def signature(body: bytes, time: str, key: Secret) -> str:
    return hmac.digest(key.reveal().encode(), body + time.encode(), "sha256").hex()


def _is_fresh(time: str, at: datetime) -> bool:
    if not (time.isascii() and time.isdigit() and len(time) < 12):
        return False
    return abs(at.timestamp() - int(time)) <= WINDOW_SECONDS


def event_id(request: Request) -> str:
    """The app sends the same words again until it is answered, signed anew."""
    return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON; null is as if it were not there."""

    fields: dict[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Unreadable(name)
        return _storable(str(value))

    def need(self, name: str) -> str:
        if not (value := self.text(name)):
            raise Unreadable(name)
        return value

    def part(self, name: str) -> "Said":
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise Unreadable(name)
        return Said(value)


def read(request: Request) -> Said:
    try:
        parsed = json.loads(request.body)
    except (ValueError, RecursionError):  # the second for thousands of brackets
        raise Unreadable("body") from None
    if not isinstance(parsed, dict):
        raise Unreadable("body")
    return Said(parsed)


def _storable(value: str) -> str:
    """Without what a database cannot hold."""
    return value.encode("utf-8", "replace").decode().replace("\0", "")
