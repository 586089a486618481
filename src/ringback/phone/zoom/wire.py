"""How Zoom writes and signs its events: JSON, and an HMAC over the time and the raw body.

    x-zm-request-timestamp: 1795194191
    x-zm-signature: v0=<hex of HMAC-SHA256(secret token, "v0:1795194191:" + body)>

A request is believed for five minutes before and after its time. Zoom itself has no such limit.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable

TIME: Final = "x-zm-request-timestamp"
SIGNATURE: Final = "x-zm-signature"
BELIEVED_SECONDS: Final = 300
CHALLENGE: Final = "endpoint.url_validation"


def signature(time: str, body: bytes, secret: Secret) -> str:
    signed = b"v0:" + time.encode("utf-8", "replace") + b":" + body
    return "v0=" + _hmac(secret, signed)


def signer(request: Request, secrets: Sequence[Secret]) -> Secret | None:
    """The secret that a fresh request is signed with; None: it is not genuine. Empty ones never count."""
    time, given = request.headers.get(TIME, ""), request.headers.get(SIGNATURE, "")
    # No early exit: how long this takes says nothing about which secret came close.
    matches = [one for one in secrets if one and same(signature(time, request.body, one), given)]
    return matches[0] if matches and _is_fresh(time, request.at.timestamp()) else None


def _is_fresh(time: str, now: float) -> bool:
    if not (time.isascii() and time.isdigit() and len(time) <= 11):
        return False
    return abs(now - int(time)) <= BELIEVED_SECONDS


def _hmac(secret: Secret, said: bytes) -> str:
    return hmac.new(secret.reveal().encode(), said, hashlib.sha256).hexdigest()


# --- The challenge ---


def reply(request: Request, secrets: Sequence[Secret]) -> str | None:
    """Zoom asks every 72 hours whether the address is ours; only whoever has the secret can reply.

    None when the request, which must be verified, is no challenge.
    """
    secret = signer(request, secrets)
    try:
        event = read(request)
        token = event.payload.need("plainToken") if event.type == CHALLENGE else ""
    except Unreadable:
        return None
    if not token or secret is None:
        return None
    return json.dumps({"plainToken": token, "encryptedToken": _hmac(secret, token.encode())})


# --- Events ---


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON. Every way to read a field raises Unreadable with its name."""

    fields: dict[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        """May be missing or null. A number is read as text, for ids are written both ways."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
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
        if value is not None and not isinstance(value, dict):
            raise Unreadable(name)
        return Said(value or {})

    def parts(self, name: str) -> list["Said"]:
        """A list of objects; missing or null is an empty one."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Unreadable(name)
        return [Said(one) for one in value]

    def whole(self, name: str) -> int | None:
        value = self.text(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else None


@dataclass(frozen=True, slots=True)
class Event:
    type: str
    time: str  # of the event, in milliseconds
    payload: Said

    @property
    def object(self) -> Said:
        return self.payload.part("object")


def read(request: Request) -> Event:
    """Raises Unreadable."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(said, dict):
        raise Unreadable("body")
    whole = Said(said)
    return Event(whole.need("event"), whole.text("event_ts"), whole.part("payload"))
