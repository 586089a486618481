"""How RingCentral writes its events, and how we know that they are its own.

Nothing is signed. With a subscription we leave a token, which comes back in a header of every event: the
guide calls it Validation-Token, the reference verificationToken, so both are read. In case neither comes, the
address that we leave has a key made of the token in it, and either will do.

When a subscription is made, RingCentral first sends an empty request with a Validation-Token of its own, and
wants to have it back in the same header.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Answer, Request, Unreadable

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


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    filter: str  # the address of what has changed, with the ids of the account in it
    body: Said


def read(request: Request) -> Event:
    """Raises Unreadable."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(said, dict):
        raise Unreadable("body")
    whole = Said(said)
    return Event(whole.text("uuid"), whole.need("event"), whole.part("body"))


def event_id(request: Request) -> str:
    try:
        id = read(request).id
    except Unreadable:
        id = ""
    return id or hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()
