"""How Vonage signs its requests:

    Authorization: Bearer <JWT, HS256 with the account's signature secret>
    {"iat": 1795194191, "jti": "…", "iss": "Vonage", "payload_hash": "<hex SHA-256 of the body>", …}

The token says nothing of the address, nor of the query of a GET. So a GET counts once: its token's own id is
the delivery's (`event_id`), and the same token with another query is taken for a repetition.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request
from ringback.phone.signed import claims, decoded, is_fresh

AUTHORIZATION: Final = "authorization"
BELIEVED_SECONDS: Final = 300


def is_genuine(request: Request, secrets: Sequence[Secret]) -> bool:
    """A fresh token, signed with one of the secrets, of this very body? Empty secrets never count."""
    said = claims(token(request), secrets)
    if said is None or not is_fresh(str(said.get("iat")), request.at, BELIEVED_SECONDS):
        return False
    if not _still_counts(said.get("exp"), request.at):
        return False
    hashed = said.get("payload_hash")
    if hashed is None:
        return not request.body
    return isinstance(hashed, str) and same(hashed.lower(), hashlib.sha256(request.body).hexdigest())


def _still_counts(until: object, now: datetime) -> bool:
    """A token may say itself until when it counts; most say nothing."""
    return until is None or (isinstance(until, int | float) and now.timestamp() < until)


def token(request: Request) -> bytes:
    scheme, _, given = request.headers.get(AUTHORIZATION, "").partition(" ")
    return given.strip().encode("utf-8", "replace") if scheme.lower() == "bearer" else b""


def token_claims(request: Request) -> dict[str, Any]:
    """What the token of a genuine request says."""
    parts = token(request).split(b".")
    return decoded(parts[1]) if len(parts) == 3 else {}


def event_id(request: Request) -> str:
    own = b""
    if request.method == "GET":
        own = str(token_claims(request).get("jti") or "").encode("utf-8", "replace")
    own = own or request.url.partition("?")[2].encode("utf-8", "surrogateescape") + b"\0" + request.body
    return hashlib.sha256(request.kind.encode() + b"\0" + own).hexdigest()
