"""Asking for pages straight at the ASGI interface."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message

from ringback.cli.scenarios.stage import Stage
from ringback.web import routes

HERE = "ringback.test:8080"
FROM_HERE = {"origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: str


def site(world: Stage) -> Starlette:
    """The pages of this world, with its carrier on them."""
    return Starlette(routes=routes(world.ringback, world.carrier))


async def get(app: ASGIApp, path: str) -> Answered:
    return await _ask(app, "GET", path, {}, b"")


async def post(
    app: ASGIApp,
    path: str,
    fields: Mapping[str, str] | None = None,
    *,
    headers: Mapping[str, str] = FROM_HERE,
    content_type: str = "application/x-www-form-urlencoded",
) -> Answered:
    body = urlencode(fields or {}).encode()
    return await _ask(app, "POST", path, {"content-type": content_type, **headers}, body)


async def _ask(app: ASGIApp, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
    path, _, query = path.partition("?")
    sent = {"host": HERE, **headers}
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
        "client": ("127.0.0.1", 50000),
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
    raw = {name.decode(): value.decode() for name, value in said[0]["headers"]}
    return Answered(said[0]["status"], raw, b"".join(part.get("body", b"") for part in said).decode())
