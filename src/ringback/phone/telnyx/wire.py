"""How Telnyx writes and signs its webhooks, and the notes that we leave on its calls.

    telnyx-timestamp: 1795194191
    telnyx-signature-ed25519: <base64 of Ed25519 over "1795194191|" + body>

The key is the account's public key. A request is believed for five minutes before and after its time.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret
from ringback.phone.provider import Request
from ringback.phone.said import Said, read_object
from ringback.phone.signed import from_base64, is_fresh, is_signed

TIME: Final = "telnyx-timestamp"
SIGNATURE: Final = "telnyx-signature-ed25519"
BELIEVED_SECONDS: Final = 300


def is_genuine(request: Request, keys: Sequence[Secret]) -> bool:
    """Fresh, and signed for one of the public keys? Empty and unreadable keys never count."""
    time = request.headers.get(TIME, "")
    given = from_base64(request.headers.get(SIGNATURE, ""))
    signed = time.encode("utf-8", "replace") + b"|" + request.body
    matches = [is_signed(from_base64(key.reveal()), given, signed) for key in keys if key]
    return any(matches) and is_fresh(time, request.at, BELIEVED_SECONDS)


# --- Events ---


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: str
    payload: Said
    at: datetime


def read(request: Request) -> Event:
    """Raises Unreadable with the name of what is missing or wrong."""
    said = Said(read_object(request.body)).need_part("data")
    return Event(said.need("id"), said.need("event_type"), said.need_part("payload"), request.at)


# --- Notes ---

PHONE: Final = "phone"  # on a phone that we ring
TAKEN: Final = "taken"  # on both sides, once somebody has pressed the key
UNANSWERED: Final = "unanswered"  # on the caller's side: all phones have rung, and nobody took the call
ARRIVED: Final = "arrived"  # on the caller's side, where nobody is rung
THANKED: Final = "thanked"  # on the caller's side: they have pressed the key for a text
CALLS_OUT: Final = "calls_out"  # on a member's own phone, in a call that we place; `caller` is whom to ring
CALLED: Final = "called"  # on that person's phone; `caller` is the side of the member's
ROLES: Final = frozenset({PHONE, TAKEN, UNANSWERED, ARRIVED, THANKED, CALLS_OUT, CALLED})


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
        said = json.loads(from_base64(client_state)) if isinstance(client_state, str) else None
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
