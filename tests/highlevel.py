"""GoHighLevel as it asks us to send what its people write: a stand-in over real HTTP on loopback."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import store as lines
from ringback.lines.store import Line, RingPlan
from ringback.phone import fixtures
from ringback.phone.fixtures import Target
from ringback.phone.gohighlevel.provider import GoHighLevelSettings
from ringback.phone.gohighlevel.replay import TEST_PUBLIC_KEY, resign
from ringback.phone.provider import Mode, Request
from tests.cast import DAN, ROSAS_LINE
from tests.world import PUBLIC, Shop, ask

NUMBER = "+15125550155"
SETTINGS = GoHighLevelSettings(Secret("a token"), "location", NUMBER, Secret(TEST_PUBLIC_KEY))
Fault = Callable[[web.Request], web.StreamResponse]


@dataclass
class HighLevel:
    """`faults` are used up one per status or inbound message; None answers as usual."""

    base: str = ""
    told: list[tuple[str, str, str]] = field(default_factory=list)  # id, status and why
    shown: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)

    async def contact(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"contact": {"id": "c1", "phone": DAN}})

    async def status(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        why = said.get("error", {}).get("message", "")
        self.told.append((request.match_info["id"], said["status"], why))
        return self._answer(request, 200)

    async def inbound(self, request: web.Request) -> web.StreamResponse:
        self.shown.append(await request.json())
        return self._answer(request, 200)

    def _answer(self, request: web.Request, status: int) -> web.StreamResponse:
        fault = self.faults.pop(0) if self.faults else None
        return fault(request) if fault else web.json_response({"success": True}, status=status)


def says(status: int) -> Fault:
    return lambda _request: web.json_response({}, status=status)


def cut(request: web.Request) -> web.StreamResponse:
    """Understood, and the answer is lost."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def highlevel() -> AsyncIterator[HighLevel]:
    there, app = HighLevel(), web.Application()
    app.router.add_post("/contacts/upsert", there.contact)
    app.router.add_get("/contacts/{id}", there.contact)
    app.router.add_put("/conversations/messages/{id}/status", there.status)
    app.router.add_post("/conversations/messages/inbound", there.inbound)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    there.base = site.name
    try:
        yield there
    finally:
        await runner.cleanup()


def add_line(
    tx: Transaction, account_id: str, base: str, *, via: str = ROSAS_LINE, provider_id: str = "p1"
) -> Line:
    """A line in HighLevel whose texts Rosa's line sends."""
    plain = {"token": "a token", "location_id": "location", "number": NUMBER, "public_key": TEST_PUBLIC_KEY}
    asked = {"conversation_provider_id": provider_id, "delivery_key": "a long key"}
    return lines.save(
        tx,
        account_id=account_id,
        number=NUMBER,
        provider="gohighlevel",
        mode=Mode.OBSERVE,
        plan=RingPlan(texts_via=via),
        settings={**plain, **asked, "api_base": base},
    )


def written(line: Line, now: datetime, **changes: Any) -> Request:
    """What HighLevel delivers when somebody has written there."""
    recorded, target = fixtures.load("gohighlevel", "asked__text"), Target(PUBLIC, line.id, line.number)
    request = fixtures.replay("gohighlevel", recorded, target, SETTINGS, now)
    said = json.loads(request.body) | {"phone": DAN} | changes
    return resign(replace(request, body=json.dumps(said).encode()), SETTINGS)


async def deliver(shop: Shop, request: Request) -> int:
    path = urlsplit(request.url).path
    return (await ask(shop.ringback, "POST", path, "", dict(request.headers), request.body))[0]
