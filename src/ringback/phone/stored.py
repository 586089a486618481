"""What is stored of a call through one's own switchboard: a JSON document of ours, the switch's event in it.

A switch has no signatures: it was logged in to. So that nobody else can bring such a document to the line's
web address, it is sealed with the password of that login.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeVar, get_type_hints

from ringback.lib.secret import Secret, same
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import read_object

KIND: Final = "socket"
SEAL: Final = "ringback-seal"
SIGN_OF_LIFE: Final = b"{}"  # the connection stands; no event is made of it

Said = Mapping[str, Any]  # parsed JSON, of which nothing is believed yet
H = TypeVar("H")


def request(heard: Any, event: Said, url: str, secret: Secret, at: datetime) -> Request:
    """`heard` is the dataclass that is read again; None: nothing but a sign of life."""
    body = SIGN_OF_LIFE
    if heard is not None:
        body = json.dumps({**asdict(heard), "event": event}, default=datetime.isoformat).encode()
    headers = {"content-type": "application/json", SEAL: seal(body, secret)}
    return Request("POST", url, KIND, headers, body, at)


def seal(body: bytes, secret: Secret) -> str:
    return hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()


def is_sealed(request: Request, secrets: Sequence[Secret]) -> bool:
    """With one of these; an empty one seals nothing. Compared in constant time."""
    given = request.headers.get(SEAL, "")
    return any(same(given, seal(request.body, secret)) for secret in secrets if secret)


def read(request: Request, kind: type[H]) -> H:
    """The dataclass that was stored; it has a `call`. Raises Unreadable with the name of the bad field."""
    said, read_as = read_object(request.body), _fields(kind)  # type: ignore[arg-type]
    return kind(**{name: _read(said, name, of) for name, of in read_as})


def sealed_anew(request: Request, secret: Secret, seed: str) -> Request:
    """As our listener would store it for another line. With a `seed`, of another call."""
    body = _of_another_call(request.body, seed) if seed else request.body
    return replace(request, body=body, headers={**request.headers, SEAL: seal(body, secret)})


def _of_another_call(body: bytes, seed: str) -> bytes:
    try:
        said = read_object(body)
    except Unreadable:
        return body  # made up to be unreadable: there is no id in it
    if not isinstance(said.get("call"), str):
        return body
    other = hashlib.sha256(f"{seed} {said['call']}".encode()).hexdigest()[:12]
    return json.dumps({**said, "call": other}).encode()


# --- Fields ---


@cache  # a dataclass is taken apart once
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    types = get_type_hints(kind)
    return tuple((field.name, types[field.name]) for field in fields(kind))


def _read(said: Said, name: str, kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _one_of(said, name, kind)
    return _READ[kind](said, name)


def _text(said: Said, name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or (name == "call" and not value):
        raise Unreadable(name)
    return value


def _yes(said: Said, name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise Unreadable(name)
    return value


def _whole(said: Said, name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Unreadable(name)
    return value


def _counted(said: Said, name: str) -> int:
    return _whole(said, name) or 0


def _instant(said: Said, name: str) -> datetime | None:
    value = said.get(name)
    try:
        instant = None if value is None else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(name) from None
    if instant is not None and instant.tzinfo is None:
        raise Unreadable(name)
    return instant


def _words(said: Said, name: str) -> tuple[str, ...]:
    value = said.get(name)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Unreadable(name)
    return tuple(value)


def _one_of(said: Said, name: str, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(_text(said, name))
    except ValueError:
        raise Unreadable(name) from None


_READ: Final[Mapping[Any, Callable[[Said, str], Any]]] = {
    str: _text,
    bool: _yes,
    int: _counted,
    int | None: _whole,
    datetime | None: _instant,
    tuple[str, ...]: _words,
}
