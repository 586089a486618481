"""Two companies that keep our addresses, over real HTTP: what we enter lasts at one, ends at the other."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Row = dict[str, Any]


@dataclass
class Lasting:
    """Webhooks as Aircall keeps them: each with a token that it chose."""

    base: str = ""
    hooks: dict[str, Row] = field(default_factory=dict)
    made: int = 0
    asked: int = 0
    refuses: bool = False
    after_writing: Callable[[], None] = lambda: None  # before it answers

    async def webhooks(self, request: web.Request) -> web.Response:
        self.asked += 1
        if self.refuses:
            return web.json_response({"error": "Forbidden"}, status=403)
        id = request.match_info.get("id", "")
        if request.method == "POST":
            self.made += 1
            id = f"wh-{self.made}"
            self.hooks[id] = {"webhook_id": id, "token": f"token-{self.made}", "active": True}
        if request.method == "DELETE":
            del self.hooks[id]
            return web.Response(status=204)
        if request.method in ("POST", "PUT"):
            self.hooks[id] |= await request.json()
            self.after_writing()
            return web.json_response({"webhook": self.hooks[id]})
        return web.json_response({"webhooks": list(self.hooks.values())})


@dataclass
class Ending:
    """Subscriptions as RingCentral keeps them: they end after the seconds that were asked for."""

    now: Callable[[], datetime]
    base: str = ""
    subscriptions: dict[str, Row] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    async def token(self, _request: web.Request) -> web.Response:
        return web.json_response({"access_token": "access", "expires_in": 3600})

    async def subscription(self, request: web.Request) -> web.Response:
        id = request.match_info.get("id", "") or f"sub-{len(self.subscriptions) + 1}"
        if request.method == "GET":
            return web.json_response({"records": list(self.subscriptions.values())})
        self.written.append(request.method)
        if request.method == "DELETE":
            del self.subscriptions[id]
            return web.Response(status=204)
        asked = json.loads(await request.text())
        ends = self.now() + timedelta(seconds=asked["expiresIn"])
        said = {"id": id, "status": "Active", "expirationTime": ends.astimezone(UTC).isoformat(), **asked}
        self.subscriptions[id] = said
        return web.json_response(said)


@asynccontextmanager
async def lasting() -> AsyncIterator[Lasting]:
    company = Lasting()
    app = web.Application()
    app.router.add_route("*", "/v1/webhooks", company.webhooks)
    app.router.add_route("*", "/v1/webhooks/{id}", company.webhooks)
    async with TestServer(app) as server:
        company.base = str(server.make_url(""))
        yield company


@asynccontextmanager
async def ending(now: Callable[[], datetime]) -> AsyncIterator[Ending]:
    company = Ending(now)
    app = web.Application()
    app.router.add_post("/restapi/oauth/token", company.token)
    app.router.add_route("*", "/restapi/v1.0/subscription", company.subscription)
    app.router.add_route("*", "/restapi/v1.0/subscription/{id}", company.subscription)
    async with TestServer(app) as server:
        company.base = str(server.make_url(""))
        yield company


@dataclass
class Renewing:
    """An app's access as HighLevel keeps it: the next is fetched once, with what came with the last."""

    base: str = ""
    good_for: str = "refresh-0"
    fetched: int = 0
    forms: list[dict[str, str]] = field(default_factory=list)

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if form.get("refresh_token") != self.good_for:
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.fetched += 1
        self.good_for = f"refresh-{self.fetched}"
        said = {"access_token": f"access-{self.fetched}", "refresh_token": self.good_for}
        return web.json_response(said | {"token_type": "Bearer", "expires_in": 86399})


@asynccontextmanager
async def renewing() -> AsyncIterator[Renewing]:
    company = Renewing()
    app = web.Application()
    app.router.add_post("/oauth/token", company.token)
    async with TestServer(app) as server:
        company.base = str(server.make_url(""))
        yield company
