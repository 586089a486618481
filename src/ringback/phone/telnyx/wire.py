"""How Telnyx writes and signs its webhooks, and the notes that we leave on its calls.

    telnyx-timestamp: 1795194191
    telnyx-signature-ed25519: <base64 of Ed25519 over "1795194191|" + body>

The key is the account's public key. A request is believed for five minutes before and after its time.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ringback.lib.secret import Secret
from ringback.phone.provider import Request, Unreadable

TIME: Final = "telnyx-timestamp"
SIGNATURE: Final = "telnyx-signature-ed25519"
BELIEVED_SECONDS: Final = 300


def is_genuine(request: Request, keys: Sequence[Secret]) -> bool:
    """Fresh, and signed for one of the public keys? Empty and unreadable keys never count."""
    time = request.headers.get(TIME, "")
    given = _bytes(request.headers.get(SIGNATURE, ""))
    signed = time.encode("utf-8", "replace") + b"|" + request.body
    matches = [_is_signed(_bytes(key.reveal()), given, signed) for key in keys if key]
    return any(matches) and _is_fresh(time, request.at)


def _is_signed(key: bytes, given: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(given, signed)
    except (ValueError, InvalidSignature):
        return False
    return True


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _is_fresh(time: str, now: datetime) -> bool:
    if not (time.isascii() and time.isdigit() and len(time) <= 11):
        return False
    return abs(now.timestamp() - int(time)) <= BELIEVED_SECONDS


# --- Events ---


@dataclass(frozen=True, slots=True)
class Said:
    """One object of the JSON. Every way to read a field raises Unreadable with its name."""

    fields: dict[str, Any] = field(repr=False)

    def text(self, name: str) -> str:
        """May be missing or null, but is never anything else than text."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Unreadable(name)
        # A lone surrogate cannot be stored, nor a zero.
        return value.encode("utf-8", "replace").decode().replace("\0", "")

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

    def part(self, name: str) -> "Said":
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise Unreadable(name)
        return Said(value)

    def parts(self, name: str) -> list["Said"]:
        """A list of objects; missing or null is an empty one."""
        value = self.fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise Unreadable(name)
        return [Said(one) for one in value]


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: str
    payload: Said
    at: datetime


def read(request: Request) -> Event:
    """Raises Unreadable with the name of what is missing or wrong."""
    try:
        fields = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(fields, dict):
        raise Unreadable("body")
    said = Said(fields).part("data")
    return Event(said.need("id"), said.need("event_type"), said.part("payload"), request.at)


# --- Notes ---

PHONE: Final = "phone"  # on a phone that we ring
TAKEN: Final = "taken"  # on both sides, once somebody has pressed the key
UNANSWERED: Final = "unanswered"  # on the caller's side: all phones have rung, and nobody took the call
ARRIVED: Final = "arrived"  # on the caller's side, where nobody is rung
ROLES: Final = frozenset({PHONE, TAKEN, UNANSWERED, ARRIVED})


@dataclass(frozen=True, slots=True)
class Note:
    """What we have the company carry with a call ("client_state"): it comes back with each of its webhooks,
    so that each says which call it belongs to and nothing has to be looked up."""

    role: str
    call: str  # the id of the whole call
    caller: str  # how the caller's side is commanded (call_control_id)
    shown: bool = False  # the phones show the caller's number instead of the line's
    alone: bool = True  # no other phone rings at the same time
    rest: tuple[str, ...] = ()  # the phones that ring after this one

    def written(self) -> str:
        said = {
            "ringback": self.role,
            "call": self.call,
            "caller": self.caller,
            "shown": self.shown,
            "alone": self.alone,
            "rest": self.rest,
        }
        return base64.b64encode(json.dumps(said).encode()).decode()


def read_note(client_state: object) -> Note | None:
    """Our own note; None for none and for another program's."""
    try:
        said = json.loads(_bytes(client_state)) if isinstance(client_state, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    texts, rest = [said.get("ringback"), said.get("call"), said.get("caller")], said.get("rest", [])
    if not all(isinstance(one, str) and one for one in texts) or not isinstance(rest, list):
        return None
    if said["ringback"] not in ROLES:
        return None
    phones = tuple(one for one in rest if isinstance(one, str))
    shown, alone = said.get("shown") is True, said.get("alone") is not False
    return Note(said["ringback"], said["call"], said["caller"], shown, alone, phones)
