"""How Zoom writes and signs its events: JSON, and an HMAC over the time and the raw body.

    x-zm-request-timestamp: 1795194191
    x-zm-signature: v0=<hex of HMAC-SHA256(secret token, "v0:1795194191:" + body)>

A request is believed for five minutes before and after its time. Zoom itself has no such limit.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import Said, read_object, since_1970
from ringback.phone.signed import is_fresh

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
    return matches[0] if matches and is_fresh(time, request.at, BELIEVED_SECONDS) else None


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


def happened_at(request: Request) -> datetime | None:
    """`event_ts` of an event that is not about a text."""
    try:
        event = read(request)
    except Unreadable:
        return None
    return None if event.type.startswith("phone.sms_") else since_1970(event.time)


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
    whole = Said(read_object(request.body))
    return Event(whole.need("event"), whole.text("event_ts"), whole.part("payload"))
