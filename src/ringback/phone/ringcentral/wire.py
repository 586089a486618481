"""How RingCentral writes its events, and how we know that they are its own.

Nothing is signed. With a subscription we leave a token, which comes back in a header of every event: the
guide calls it Validation-Token, the reference verificationToken, so both are read. In case neither comes, the
address that we leave has a key made of the token in it, and either will do.

When a subscription is made, RingCentral first sends an empty request with a Validation-Token of its own, and
wants to have it back in the same header.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Answer, Request, Unreadable
from ringback.phone.said import Said, instant, read_object

HEADER: Final = "validation-token"
OTHER_HEADER: Final = "verification-token"
KEY: Final = "key"
JSON: Final = "application/json"


def is_genuine(request: Request, tokens: Sequence[Secret]) -> bool:
    """Empty tokens never count. A handshake brings a strange token, so only the key in the address counts."""
    # No early exit: how long this takes says nothing about which token came close.
    by_key = [same(address_key(token), request.query.get(KEY, "")) for token in tokens if token]
    given = [request.headers.get(name, "") for name in (HEADER, OTHER_HEADER)]
    by_header = [same(token.reveal(), one) for token in tokens if token for one in given]
    return any(by_key) or (any(by_header) and not is_handshake(request))


def address_key(token: Secret) -> str:
    """Not the token itself: addresses are shown and logged where headers are not."""
    return hmac.new(token.reveal().encode(), b"ringcentral address", hashlib.sha256).hexdigest()[:32]


def is_handshake(request: Request) -> bool:
    return not request.body.strip() and bool(request.headers.get(HEADER))


def handshake(request: Request) -> Answer:
    token = request.headers.get(HEADER, "")
    if not re.fullmatch(r"[\x21-\x7e]{1,200}", token):
        return Answer(status=400)
    return Answer("{}", JSON, headers={"Validation-Token": token})


# --- Events ---


def happened_at(request: Request) -> datetime | None:
    """`eventTime` of a telephony session."""
    try:
        return instant(read(request).body.fields.get("eventTime"))
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    filter: str  # the address of what has changed, with the ids of the account in it
    body: Said


def read(request: Request) -> Event:
    """Raises Unreadable."""
    whole = Said(read_object(request.body))
    return Event(whole.text("uuid"), whole.need("event"), whole.part("body"))


def event_id(request: Request) -> str:
    try:
        id = read(request).id
    except Unreadable:
        id = ""
    return id or hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()
