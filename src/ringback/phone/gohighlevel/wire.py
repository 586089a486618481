"""How GoHighLevel signs and writes its webhooks.

    X-GHL-Signature: <base64 of Ed25519 over the body>

The key is the same for all its customers. So a webhook counts only when it is of the line's own location.
The time stands in the body. What we could not store comes again, six times, about ten minutes apart, and
nothing says that its time is a new one then. So a request is believed for an hour and a half after it, and
its own id keeps it from counting twice.

Whether the requests to a delivery address are signed is not documented. One that is not signed at all counts
when the address has the key that the line was given, and only then.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret, same
from ringback.phone.gohighlevel.tables import MESSAGES
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import Said, instant, read_object, since_1970
from ringback.phone.signed import from_base64, is_signed

SIGNATURE: Final = "x-ghl-signature"
KEY: Final = "key"  # in the delivery address
BELIEVED_SECONDS: Final = 90 * 60
CLOCKS_DIFFER_BY: Final = 300


def is_genuine(request: Request, keys: Sequence[Secret], location: str) -> bool:
    """Fresh, signed for one of the public keys, and of this location? Empty keys never count."""
    given = from_base64(request.headers.get(SIGNATURE, ""))
    matches = [is_signed(from_base64(key.reveal()), given, request.body) for key in keys if key]
    if not any(matches):
        return False
    try:
        said = Said(read_object(request.body))
        return said.text("locationId") == location != "" and _is_fresh(said, request.at)
    except Unreadable:
        return False


def is_delivery(request: Request, keys: Sequence[Secret], location: str, address_key: Secret) -> bool:
    """Signed, or at the address with the key where there is no signature. A wrong signature never counts."""
    if SIGNATURE in request.headers:
        return is_genuine(request, keys, location)
    if not address_key or not same(address_key.reveal(), request.query.get(KEY, "")):
        return False
    try:
        return Said(read_object(request.body)).text("locationId") == location != ""
    except Unreadable:
        return False


def _is_fresh(said: Said, now: datetime) -> bool:
    """Where the body has no time, its id alone keeps it from counting twice."""
    if (written := said.fields.get("timestamp")) is None:
        return True
    at = since_1970(written) or instant(written)
    return at is not None and -CLOCKS_DIFFER_BY <= (now - at).total_seconds() <= BELIEVED_SECONDS


def happened_at(request: Request) -> datetime | None:
    """`timestamp` of an event about a call: one that comes again is of what was, and not of now."""
    try:
        said = Said(read_object(request.body))
    except Unreadable:
        return None
    if MESSAGES.get(str(said.fields.get("messageType")).upper()) != "call":
        return None
    written = said.fields.get("timestamp")
    return since_1970(written) or instant(written)


def event_id(request: Request) -> str:
    try:
        own = Said(read_object(request.body)).text("webhookId").encode()
    except Unreadable:
        own = b""
    return hashlib.sha256(request.kind.encode() + b"\0" + (own or request.body)).hexdigest()
