"""Asking for pages straight at the ASGI interface, as a guest or signed in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from ringback.accounts import members, sessions, users
from ringback.accounts.members import Role
from ringback.app import Ringback
from ringback.cli.scenarios.stage import Stage
from ringback.db.transaction import Transaction
from ringback.web import csrf, routes

HERE = "ringback.test:8080"
FROM_HERE = {"origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}
AS_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: str
    cookies: dict[str, str] = field(default_factory=dict)  # by name, each with its flags
    content: bytes = b""  # the body as it came

    @property
    def to(self) -> str:
        """Where the browser is sent."""
        return self.headers.get("location", "")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody's browser, signed in; paths without a slash are in their account."""

    app: ASGIApp
    account: str
    user: str
    token: str  # of their session

    async def get(self, path: str, **headers: str) -> Answered:
        return await ask(self.app, "GET", self.whole(path), {**self.cookie, **headers}, b"")

    async def post(self, path: str, *, accept: str = "", **fields: str) -> Answered:
        """As our script sends it; with `accept` as the browser by itself."""
        body = urlencode({**fields, "csrf": csrf.token_for(self.token)}).encode()
        headers = {"content-type": AS_FORM, "accept": accept, **FROM_HERE, **self.cookie}
        return await ask(self.app, "POST", self.whole(path), headers, body)

    async def upload(self, path: str, name: str, content: bytes, **fields: str) -> Answered:
        """As a browser sends a file."""
        typed = {"csrf": csrf.token_for(self.token), **fields}
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in typed.items()
        ]
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a.csv"\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + b"\r\n--x--\r\n"
        kind = "multipart/form-data; boundary=x"
        headers = {**FROM_HERE, **self.cookie, "content-type": kind, "accept": ""}
        return await ask(self.app, "POST", self.whole(path), headers, body)

    def whole(self, path: str) -> str:
        return path if path.startswith("/") else f"/a/{self.account}/{path}"

    @property
    def cookie(self) -> dict[str, str]:
        # By both names: one over TLS, the other without.
        return {"cookie": f"ringback={self.token}; __Host-ringback={self.token}"}


def site(world: Stage) -> Starlette:
    """The pages of this world, with its carrier on them."""
    there = world.ringback
    running = SimpleNamespace(
        db=there.db, clock=there.clock, settings=there.settings, vault=there.vault, http=there.http,
        carrier=world.carrier, presence=there.presence, closing=world.carrier.closing,
    )  # fmt: skip
    return Starlette(routes=routes(running))


def plain_site(ringback: Ringback) -> Starlette:
    """The pages of a running server whose public address is another: as if it were reached without TLS."""
    settings = replace(ringback.settings, public_url=f"http://{HERE}")
    running = SimpleNamespace(
        db=ringback.db, clock=ringback.clock, settings=settings, vault=ringback.vault, http=ringback.http,
        carrier=None, closing=ringback.closing,
    )  # fmt: skip
    return Starlette(routes=routes(running))


async def sign_in(
    ringback: Ringback,
    account_id: str,
    role: Role = Role.OWNER,
    *,
    app: ASGIApp | None = None,
    name: str = "Rosa",
) -> Visitor:
    """Somebody new, in this account with this role."""
    user, token = await ringback.db.run(_sign_in, account_id, role, name)
    return Visitor(app or ringback.asgi, account_id, user, token)


def _sign_in(tx: Transaction, account_id: str, role: Role, name: str) -> tuple[str, str]:
    email = f"{name.lower()}@{account_id}.example"
    user = users.by_email(tx, email) or users.add(tx, email=email, name=name, password="")
    members.put(tx, account_id, user.id, role)
    return user.id, sessions.begin(tx, user.id, address="127.0.0.1", browser="Test")


async def get(app: ASGIApp, path: str, headers: Mapping[str, str] | None = None) -> Answered:
    return await ask(app, "GET", path, headers or {}, b"")


async def post(
    app: ASGIApp,
    path: str,
    fields: Mapping[str, str] | None = None,
    *,
    headers: Mapping[str, str] = FROM_HERE,
    content_type: str = AS_FORM,
) -> Answered:
    """As a guest, with the guest's own cookie and the token that belongs to it."""
    body = urlencode({**(fields or {}), "csrf": csrf.token_for("guest")}).encode()
    sent = {"content-type": content_type, "cookie": "ringback-guest=guest", **headers}
    return await ask(app, "POST", path, sent, body)


async def ask(app: ASGIApp, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
    path, _, query = path.partition("?")
    sent = {"host": HERE, "accept": "text/html", **headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "server": ("127.0.0.1", 8080),
        "client": ("203.0.113.7", 50000),
    }
    said: list[Message] = []
    asked: list[bool] = []

    async def receive() -> Message:
        if not asked:
            asked.append(True)
            return {"type": "http.request", "body": body, "more_body": False}
        return await asyncio.Future()  # the browser stays

    async def send(message: Message) -> None:
        said.append(message)

    await app(scope, receive, send)
    raw = [(name.decode(), value.decode()) for name, value in said[0]["headers"]]
    cookies = dict(value.split("=", 1) for name, value in raw if name == "set-cookie")
    content = b"".join(part.get("body", b"") for part in said)
    return Answered(said[0]["status"], dict(raw), content.decode(errors="replace"), cookies, content)
