"""How the app signs what it sends, and how its JSON is read.

X-Signature: <hexadecimal HMAC-SHA256(signing key, body timestamp)>
X-Timestamp: 1795194191
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request
from ringback.phone.said import Said, read_object
from ringback.phone.signed import is_fresh

SIGNATURE: Final = "x-signature"
TIME: Final = "x-timestamp"
WINDOW_SECONDS: Final = 300


def is_genuine(request: Request, keys: Sequence[Secret]) -> bool:
    """Signed with one of the keys, not long ago? Empty ones never count."""
    given, time = request.headers.get(SIGNATURE, ""), request.headers.get(TIME, "")
    # No early exit: how long this takes says nothing about which key came close.
    matches = [same(signature(request.body, time, key), given) for key in keys if key]
    return any(matches) and is_fresh(time, request.at, WINDOW_SECONDS)


def signature(body: bytes, time: str, key: Secret) -> str:
    return hmac.digest(key.reveal().encode(), body + time.encode(), "sha256").hex()


def event_id(request: Request) -> str:
    """The app sends the same words again until it is answered, signed anew."""
    return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()


def read(request: Request) -> Said:
    return Said(read_object(request.body))
