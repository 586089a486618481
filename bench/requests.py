"""Whole, signed HTTP requests for missed calls of different callers, made before anything is measured."""

import base64
import hashlib
import hmac
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from ringback.lib.numbers import NumberKind, read_number

PUBLIC = "https://ringback.example.com"
SID = "AC00000000000000000000000000000000"
TOKEN = "12345678901234567890123456789012"
LINES_AREA = 512
OWNERS_PHONE = "+15125550143"


@dataclass(frozen=True, slots=True)
class Line:
    """Of a shop, with its id in the database."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class MissedCall:
    caller: str
    webhooks: tuple[bytes, ...]  # in their order
    decisive: int  # which of them says that it was missed


def callers() -> Iterator[str]:
    """Different numbers that belong to nobody: 555-0100 to 555-0199 of each area code but the lines' own.

    Each is from another place than the one before. A block whose numbers call one after the other is what a
    machine does, and to see through it is not what an ordinary call costs.
    """
    areas = [area for area in range(201, 990) if area != LINES_AREA and _is_used(area)]
    return (f"+1{area}5550{100 + last}" for last, area in itertools.product(range(100), areas))


def _is_used(area: int) -> bool:
    return read_number(f"+1{area}5550100").kind is NumberKind.GEOGRAPHIC


def numbers() -> Iterator[str]:
    """Of lines, each one's of a shop of its own."""
    ours = (f"+1{LINES_AREA}5550{100 + last}" for last in range(100))
    return (number for number in ours if number != OWNERS_PHONE)


def forwarded_call(line: Line, caller: str) -> MissedCall:
    """On a line that the carrier forwards to, the arrival says it all: one webhook."""
    said = {
        **_said(line, caller),
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ForwardedFrom": OWNERS_PHONE,
    }
    return MissedCall(caller, (signed(line.id, "voice", said),), 0)


def dialled_call(line: Line, caller: str) -> MissedCall:
    """On a line that rings the owner's phone: the call, the end of the ringing, the end of the call."""
    said = _said(line, caller)
    return MissedCall(
        caller,
        (
            signed(line.id, "voice", {**said, "CallStatus": "ringing", "Direction": "inbound"}),
            signed(
                line.id, "dial_done", {**said, "CallStatus": "in-progress", "DialCallStatus": "no-answer"}
            ),
            signed(line.id, "voice_status", {**said, "CallStatus": "completed", "CallDuration": "9"}),
        ),
        1,
    )


def signed(line_id: str, kind: str, said: dict[str, str]) -> bytes:
    path = f"/in/{line_id}/{kind}"
    pairs = "".join(name + said[name] for name in sorted(said))
    digest = hmac.digest(TOKEN.encode(), f"{PUBLIC}{path}{pairs}".encode(), hashlib.sha1)
    body = urlencode(said).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: ringback.example.com\r\nUser-Agent: bench\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
        f"X-Twilio-Signature: {base64.b64encode(digest).decode()}\r\n"
        f"I-Twilio-Idempotency-Token: {uuid.uuid4()}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _said(line: Line, caller: str) -> dict[str, str]:
    return {
        "CallSid": f"CA{uuid.uuid4().hex}",
        "AccountSid": SID,
        "ApiVersion": "2010-04-01",
        "From": caller,
        "Caller": caller,
        "To": line.number,
        "Called": line.number,
        "FromCity": "AUSTIN",
        "FromState": "TX",
        "FromCountry": "US",
        "StirVerstat": "TN-Validation-Passed-A",
    }
