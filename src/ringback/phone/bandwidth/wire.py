"""How Bandwidth says who it is, and how its JSON is read.

It signs nothing. It sends the user name and password that were entered with our address, as HTTP Basic:

    Authorization: Basic <base64 of user:password>
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from ringback.lib.secret import Secret, same
from ringback.phone.markup import Parameters
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import storable

AUTHORIZATION: Final = "authorization"


def is_genuine(request: Request, user: str, passwords: Sequence[Secret]) -> bool:
    """Does it bring the user name with one of the passwords? Empty ones never count."""
    given = _given(request)
    # Compared as it is written, all of them: the time it takes says nothing about which one came close.
    matches = [same(encoded(user, password.reveal()), given) for password in passwords if password]
    return given != "" and any(matches)


def encoded(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def credentials(request: Request) -> tuple[str, str]:
    """What a genuine request brought. The addresses in our answer need the same."""
    try:
        user, _, password = base64.b64decode(_given(request)).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return user, password


def _given(request: Request) -> str:
    scheme, _, given = request.headers.get(AUTHORIZATION, "").partition(" ")
    return given.strip() if scheme.lower() == "basic" else ""


def event_id(request: Request) -> str:
    said = [request.kind.encode(), urlsplit(request.url).query.encode("utf-8", "surrogateescape")]
    return hashlib.sha256(b"\0".join([*said, request.body])).hexdigest()


def read(request: Request) -> Parameters:
    """The JSON object about a call, flat: what stands in `diversion` is called `diversion.origTo`."""
    if request.method != "POST":
        raise Unreadable("method")
    parsed = _json(request)
    if not isinstance(parsed, dict):
        raise Unreadable("body")
    return _parameters(parsed, request)


def read_texts(request: Request) -> list[Parameters]:
    """The JSON list about texts. A single object is taken, too."""
    if request.method != "POST":
        raise Unreadable("method")
    parsed = _json(request)
    listed = [parsed] if isinstance(parsed, dict) else parsed
    if not isinstance(listed, list) or not listed or not all(isinstance(each, dict) for each in listed):
        raise Unreadable("body")
    return [_parameters(each, request) for each in listed]


def _json(request: Request) -> object:
    try:
        parsed: object = json.loads(request.body)
    except (ValueError, RecursionError):  # the second for thousands of brackets
        raise Unreadable("body") from None
    return parsed


def _parameters(said: object, request: Request) -> Parameters:
    try:
        sent = dict(_flat(said, ""))
    except RecursionError:
        raise Unreadable("body") from None
    return Parameters(sent, dict(request.query), request.at)


def _flat(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Each text and number in it; null is as if it were not there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _flat(inner, f"{name}.{position}")
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield name, storable(str(value))
