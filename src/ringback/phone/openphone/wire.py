"""How Quo signs and writes its webhooks. There are two kinds, and a workspace may have both:

    webhook-id: msg_1                             made through the interface of 2026-03-30
    webhook-timestamp: 1795194191                 (Standard Webhooks)
    webhook-signature: v1,<base64> v1,<base64>    HMAC-SHA256 over "msg_1.1795194191." + body

    openphone-signature: hmac;1;1795194191000;<base64>    made in the app, or through the old interface
                                                          HMAC-SHA256 over "1795194191000." + body

The key is base64, with "whsec_" before it in the newer kind. A request is believed for five minutes before
and after its time. That the older kind's time is in milliseconds is not documented: seconds are read as well.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret, same
from ringback.phone import said
from ringback.phone.provider import Request, Unreadable

ID: Final = "webhook-id"
TIME: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
LEGACY_SIGNATURE: Final = "openphone-signature"
BELIEVED_SECONDS: Final = 300
MOST_SIGNATURES: Final = 8  # more in one header than any rotation needs
NOT_HANDLED: Final = frozenset({"", "false", "none", "null", "no"})


# --- Signatures ---


def is_genuine(request: Request, secrets: Sequence[Secret]) -> bool:
    """Fresh, and signed with one of the secrets in either way? Empty and unreadable ones never count."""
    signatures = _signatures(request)
    # No early exit: how long this takes says nothing about which secret came close.
    matches = [
        same(signature(signed, secret), given) and is_key(secret)
        for signed, given in signatures
        for secret in secrets
    ]
    return any(matches)


def signature(signed: bytes, secret: Secret) -> str:
    return base64.b64encode(hmac.digest(_key(secret), signed, hashlib.sha256)).decode()


def is_key(secret: Secret) -> bool:
    return bool(_key(secret))


def _key(secret: Secret) -> bytes:
    """Empty where it is no base64."""
    try:
        return base64.b64decode(secret.reveal().strip().removeprefix("whsec_"), validate=True)
    except (ValueError, binascii.Error):
        return b""


def dated_content(id: str, time: str, body: bytes) -> bytes:
    return f"{id}.{time}.".encode("utf-8", "replace") + body


def legacy_content(time: str, body: bytes) -> bytes:
    return f"{time}.".encode("utf-8", "replace") + body


def _signatures(request: Request) -> list[tuple[bytes, str]]:
    """What was signed, and the signature of it: all that are fresh."""
    headers = request.headers
    if SIGNATURE in headers:
        time = headers.get(TIME, "")
        signed = dated_content(headers.get(ID, ""), time, request.body)
        items = [item.partition(",") for item in headers[SIGNATURE].split(" ")[:MOST_SIGNATURES]]
        fresh = bool(headers.get(ID)) and _is_fresh(time, request.at)
        return [(signed, given) for version, _, given in items if version == "v1" and fresh]
    found = []
    for item in headers.get(LEGACY_SIGNATURE, "").split(",")[:MOST_SIGNATURES]:
        match item.strip().split(";"):
            case ["hmac", "1", time, given] if _is_fresh(time, request.at):
                found.append((legacy_content(time, request.body), given))
    return found


def _is_fresh(time: str, now: datetime) -> bool:
    if not (time.isascii() and time.isdigit() and len(time) in (10, 13)):
        return False
    seconds = int(time) / (1000 if len(time) == 13 else 1)
    return abs(now.timestamp() - seconds) <= BELIEVED_SECONDS


def event_id(request: Request) -> str:
    """The newer kind is told apart by its header, as the documentation says, the older by the event's id."""
    try:
        own = request.headers.get(ID) or Said(said.read_object(request.body)).need("id")
    except Unreadable:
        own = request.body.hex()
    return hashlib.sha256(f"{request.kind} {own}".encode("utf-8", "replace")).hexdigest()


# --- Events ---


class Said(said.Said):
    """With what Quo says yes to, in a word or otherwise."""

    __slots__ = ()

    def flag(self, name: str) -> bool:
        """Said with true, or with a word such as "ai-agent"."""
        value = self.fields.get(name)
        return value is True or (isinstance(value, str) and value.lower() not in NOT_HANDLED)


def happened_at(request: Request) -> datetime | None:
    """`createdAt` of an event about a call."""
    try:
        whole = Said(said.read_object(request.body))
        return said.instant(whole.text("createdAt")) if whole.text("type").startswith("call.") else None
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Happened:
    """One webhook: what it is about (`of`), and, in the newer kind only, who took part (`context`)."""

    type: str
    of: Said
    context: Said

    @property
    def number_id(self) -> str:
        return self.context.text("phoneNumberId") or self.of.text("phoneNumberId")


def read(request: Request) -> Happened:
    """Raises Unreadable. An official example has `resource` beside `data` instead of in it: both are read."""
    whole = Said(said.read_object(request.body))
    kind, data = whole.need("type"), whole.part_if_any("data")
    if "object" in data.fields:
        return Happened(kind, data.need_part("object"), Said({}))
    place = data if "resource" in data.fields else whole
    return Happened(kind, place.need_part("resource"), place.part_if_any("context"))
