"""Webhooks and answers as they came over the wire: `fixtures/<event>__<case>.http` of a provider.

The first line says where it comes from, the rest is the request or the answer byte for byte. Tests are made
of them, and `replay` turns one into what the company would send to another line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit

from ringback.lib.secret import Secret
from ringback.phone.ours import sealed
from ringback.phone.provider import Request
from ringback.phone.registry import PROVIDERS, UnknownProvider
from ringback.phone.registry import provider as provider_named

# Every request fixture was signed for this line of this server.
HOST = "https://ringback.example.com"
LINE_KEY = "ln_test"
NUMBER = "+15125550142"

S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)


class UnknownFixture(LookupError):
    """The provider has no fixture of that name."""


@dataclass(frozen=True, slots=True)
class Fixture:
    name: str
    origin: (
        str  # "recorded 2026-05-02 on a trial account", "from <page>, read <date>; signature ...", "made up"
    )
    first_line: str  # "POST /in/ln_test/voice HTTP/1.1" or "HTTP/1.1 201 Created"
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    wire: bytes  # everything but the origin

    @property
    def is_answer(self) -> bool:
        """Is it what the company answers to us? Otherwise it is a webhook."""
        return self.first_line.startswith("HTTP/")

    def request(self, at: datetime) -> Request:
        """The webhook as intake would hand it on, received at `at`."""
        method, target, _ = self.first_line.split(" ")
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        kind = parts.path.rpartition("/")[2]
        return Request(method, HOST + target, kind, self.headers, self.body, at, query)


@dataclass(frozen=True, slots=True)
class Target:
    """The line that a fixture is replayed to."""

    base: str  # the public address of the server
    key: str  # the line's part of its addresses
    number: str  # E.164
    seals: Secret | None = None  # with which that server seals what its addresses carry


class Resign(Protocol[S_contra]):
    """What `replay.py` of a provider offers as `resign`.

    The same request as the company would send it for these settings, signed with their secret. With a
    `seed`, its ids are other ids, so that it is not taken for a repetition.
    """

    def __call__(self, request: Request, settings: S_contra, seed: str = "") -> Request: ...


def names(provider: str) -> list[str]:
    found = [entry.name.removesuffix(".http") for entry in _folder(provider).iterdir()]
    return sorted(name for name in found if not name.startswith("."))


def load(provider: str, name: str) -> Fixture:
    """Raises UnknownProvider or UnknownFixture."""
    file = _folder(provider).joinpath(f"{name}.http")
    if "/" in name or not file.is_file():
        raise UnknownFixture(name)
    return read(name, file.read_bytes())


def read(name: str, content: bytes) -> Fixture:
    origin, _, wire = content.partition(b"\n")
    head, _, body = wire.partition(b"\r\n\r\n")
    first_line, *lines = head.decode("ascii").split("\r\n")
    fields = (line.partition(":") for line in lines)
    headers = {key.strip().lower(): value.strip() for key, _, value in fields}
    return Fixture(name, origin.decode().removeprefix("#").strip(), first_line, headers, body, wire)


def replay(provider: str, fixture: Fixture, to: Target, settings: S, at: datetime, seed: str = "") -> Request:
    """The webhook as it would come for another line: its address, its number, its signature."""
    recorded = fixture.request(at)
    digits, ours = NUMBER.removeprefix("+"), to.number.removeprefix("+")
    url = recorded.url.replace(f"{HOST}/in/{LINE_KEY}/", f"{to.base.rstrip('/')}/in/{to.key}/", 1)
    headers = {**recorded.headers, "host": urlsplit(to.base).netloc}
    headers.pop("content-length", None)
    moved = replace(
        recorded,
        url=url.replace(digits, ours),
        headers=headers,
        body=recorded.body.replace(digits.encode(), ours.encode()),
    )
    signed = signer(provider, settings)(moved, settings, seed)
    if to.seals is None or provider_named(provider).signs_query:
        return signed
    return replace(signed, url=sealed(signed.url, to.seals))


def signer(provider: str, settings: S) -> Resign[S]:
    """How that company signs, for settings of its kind."""
    return cast(Resign[S], import_module(f"{_package(provider)}.replay").resign)


def _folder(provider: str) -> Traversable:
    return files(_package(provider)) / "fixtures"


def _package(provider: str) -> str:
    if provider not in PROVIDERS:
        raise UnknownProvider(provider)
    return PROVIDERS[provider].rpartition(".")[0]
