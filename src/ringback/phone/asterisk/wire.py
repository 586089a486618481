"""What is stored of a call: a small JSON document of our own, with the switch's event in it, and its seal.

A manager connection has no signatures: it was logged in to. So that nobody else can bring such a document to
the line's web address, it is sealed with the password of that login.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.asterisk.calls import Direction, Heard, News
from ringback.phone.provider import Request, Unreadable

KIND: Final = "socket"
SEAL: Final = "ringback-seal"
SIGN_OF_LIFE: Final = b"{}"  # the connection stands; no event is made of it


def request(heard: Heard | None, frame: Mapping[str, Any], url: str, secret: Secret, at: datetime) -> Request:
    """None: nothing but a sign of life."""
    body = SIGN_OF_LIFE
    if heard is not None:
        body = json.dumps({**asdict(heard), "event": frame}, default=datetime.isoformat).encode()
    headers = {"content-type": "application/json", SEAL: seal(body, secret)}
    return Request("POST", url, KIND, headers, body, at)


def seal(body: bytes, secret: Secret) -> str:
    return hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()


def is_sealed(request: Request, secrets: list[Secret]) -> bool:
    """With one of these; an empty one seals nothing. Compared in constant time."""
    given = request.headers.get(SEAL, "")
    return any(same(given, seal(request.body, secret)) for secret in secrets if secret)


def read(request: Request) -> Heard:
    """Raises Unreadable with the name of the bad field."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(said, dict):
        raise Unreadable("body")
    return Heard(**{field.name: _READ.get(field.name, _text)(said, field.name) for field in fields(Heard)})


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or (name == "call" and not value):
        raise Unreadable(name)
    return value


def _yes(said: dict[str, Any], name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise Unreadable(name)
    return value


def _whole(said: dict[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Unreadable(name)
    return value


def _counted(said: dict[str, Any], name: str) -> int:
    return _whole(said, name) or 0


def _instant(said: dict[str, Any], name: str) -> datetime | None:
    value = said.get(name)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(name) from None
    if instant.tzinfo is None:
        raise Unreadable(name)
    return instant


def _words(said: dict[str, Any], name: str) -> tuple[str, ...]:
    value = said.get(name)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Unreadable(name)
    return tuple(value)


def _news(said: dict[str, Any], name: str) -> News:
    try:
        return News(_text(said, name))
    except ValueError:
        raise Unreadable(name) from None


def _direction(said: dict[str, Any], name: str) -> Direction:
    try:
        return Direction(_text(said, name))
    except ValueError:
        raise Unreadable(name) from None


_READ: Final[Mapping[str, Any]] = {
    "news": _news,
    "direction": _direction,
    "person": _yes,
    "known": _yes,
    "hung_up": _yes,
    "rang": _counted,
    "statuses": _words,
    "rang_until": _instant,
    "seconds": _whole,
}
