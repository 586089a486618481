"""How the simulated company writes and signs: JSON, and an HMAC over the time and the raw body.

    Simulator-Time: 1795194000
    Simulator-Signature: v1=<hex of HMAC-SHA256(signing key, "1795194000." + body)>

A request is believed for five minutes before and after its time. While a key is changed, both keys are good.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import LONGEST_SECONDS, read_object, storable
from ringback.phone.signed import is_fresh

TIME = "simulator-time"
SIGNATURE = "simulator-signature"
BELIEVED_SECONDS: Final = 300


def signature(time: str, body: bytes, key: Secret) -> str:
    signed = time.encode() + b"." + body
    return "v1=" + hmac.new(key.reveal().encode(), signed, hashlib.sha256).hexdigest()


def is_genuine(request: Request, keys: Sequence[Secret]) -> bool:
    """Fresh, and signed with one of the keys? Empty keys never count."""
    time = request.headers.get(TIME, "")
    given = request.headers.get(SIGNATURE, "")
    # No early exit: how long this takes says nothing about which key came close.
    matches = [same(signature(time, request.body, key), given) for key in keys if key]
    return any(matches) and is_fresh(time, request.at, BELIEVED_SECONDS)


@dataclass(frozen=True, slots=True)
class Told:
    """The fields of one request. Every way to read one raises Unreadable with its name.

    Stricter than `said.Said`: what is simulated has no excuse for a number where a text should be.
    """

    fields: dict[str, Any]

    def need(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Unreadable(name)
        return value

    def text(self, name: str) -> str:
        """May be empty or missing, but is never anything else than text."""
        value = self.fields.get(name, "")
        if not isinstance(value, str):
            raise Unreadable(name)
        return storable(value)

    def whole(self, name: str) -> int | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < LONGEST_SECONDS:
            raise Unreadable(name)
        return value

    @property
    def at(self) -> datetime:
        try:
            instant = datetime.fromisoformat(self.need("at"))
        except ValueError:
            raise Unreadable("at") from None
        if instant.tzinfo is None:
            raise Unreadable("at")
        return instant


def read(request: Request) -> Told:
    """The JSON object in the body. Raises Unreadable."""
    return Told(read_object(request.body))
