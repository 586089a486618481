"""A phone company of our own, over real HTTP on loopback: it speaks Twilio's REST interface and remembers."""

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from aiohttp import encode_basic_auth, web

from ringback.lib.clock import Clock

SID = "AC00000000000000000000000000000000"
TOKEN = "12345678901234567890123456789012"

Fault = Callable[["Company", web.Request, dict[str, Any]], Awaitable[web.StreamResponse | None]]


@dataclass
class Company:
    """`faults` are used up one per request to send; each may answer in its own way, or return None for the
    usual.
    """

    clock: Clock
    base: str = ""
    texts: list[dict[str, Any]] = field(default_factory=list)
    placed: list[dict[str, str]] = field(default_factory=list)  # calls that we asked for
    requests: int = 0
    faults: list[Fault] = field(default_factory=list)
    finds: bool = True
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # by name: its type and content
    numbers: Any = field(default_factory=itertools.count)

    async def send(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        form = {key: str(value) for key, value in (await request.post()).items()}
        if self.faults:
            answer = await self.faults.pop(0)(self, request, form)
            if answer is not None:
                return answer
        return web.json_response(self.accept(form), status=201)

    def accept(self, form: dict[str, Any]) -> dict[str, Any]:
        text = {
            "sid": f"SM{next(self.numbers):032x}",
            "status": "queued",
            "to": form["To"],
            "from": form["From"],
            "body": form.get("Body", ""),  # a picture may go alone
            "direction": "outbound-api",
            "date_created": format_datetime(self.clock.now()),
            "callback": form["StatusCallback"],
            "media": form.get("MediaUrl", ""),
        }
        self.texts.append(text)
        return text

    async def place(self, request: web.Request) -> web.StreamResponse:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.placed.append(form)
        if self.faults:
            fault = self.faults.pop(0)
            if fault is cut:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
            answer = await fault(self, request, form)
            if answer is not None:
                return answer
        return web.json_response({"sid": f"CA{next(self.numbers):032x}", "status": "queued"}, status=201)

    async def list(self, request: web.Request) -> web.StreamResponse:
        if not self.finds:
            return web.Response(status=503)
        to = request.query.get("To")
        found = [text for text in reversed(self.texts) if text["to"] == to]
        return web.json_response({"messages": found, "next_page_uri": None})

    async def check(self, request: web.Request) -> web.StreamResponse:
        """What is asked to see whether it knows the keys."""
        if request.headers.get("authorization") != encode_basic_auth(SID, TOKEN):
            return web.json_response({"code": 20003}, status=401)
        return web.json_response({"incoming_phone_numbers": []})

    async def own_media(self, request: web.Request) -> web.StreamResponse:
        """Wants the key, and passes on to a place that must not get it."""
        if request.headers.get("authorization") != encode_basic_auth(SID, TOKEN):
            return web.Response(status=401)
        return web.Response(status=307, headers={"location": f"/elsewhere/{request.match_info['name']}"})

    async def recording(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("authorization") != encode_basic_auth(SID, TOKEN):
            return web.Response(status=401)
        name = request.match_info["name"]
        if name not in self.media:
            return web.Response(status=404)
        return web.Response(body=self.media[name][1], headers={"content-type": self.media[name][0]})

    async def media_elsewhere(self, request: web.Request) -> web.StreamResponse:
        if "authorization" in request.headers or request.match_info["name"] not in self.media:
            return web.Response(status=404)
        kind, content = self.media[request.match_info["name"]]
        return web.Response(body=content, headers={"content-type": kind})


async def cut(company: Company, request: web.Request, form: dict[str, Any]) -> web.StreamResponse | None:
    """Accepts the text, and the answer is lost."""
    company.accept(form)
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def cut_before(
    company: Company, request: web.Request, form: dict[str, Any]
) -> web.StreamResponse | None:
    """Reads the request, accepts nothing, and the answer is lost."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def answers(status: int, code: int | None = None, **headers: str) -> Fault:
    """Refuses with this status and the company's own code."""

    async def fault(company: Company, request: web.Request, form: dict[str, Any]) -> web.StreamResponse:
        body = {"code": code, "message": "no", "status": status} if code else {}
        return web.json_response(body, status=status, headers=headers)

    return fault


@asynccontextmanager
async def company(clock: Clock) -> AsyncIterator[Company]:
    the_company = Company(clock)
    app = web.Application()
    app.router.add_post(f"/2010-04-01/Accounts/{SID}/Messages.json", the_company.send)
    app.router.add_post(f"/2010-04-01/Accounts/{SID}/Calls.json", the_company.place)
    app.router.add_get(f"/2010-04-01/Accounts/{SID}/IncomingPhoneNumbers.json", the_company.check)
    app.router.add_get(f"/2010-04-01/Accounts/{SID}/Messages.json", the_company.list)
    app.router.add_get(f"/2010-04-01/Accounts/{SID}/Messages/MM1/Media/{{name}}", the_company.own_media)
    app.router.add_get(f"/2010-04-01/Accounts/{SID}/Recordings/{{name}}", the_company.recording)
    app.router.add_get("/elsewhere/{name}", the_company.media_elsewhere)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    the_company.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield the_company
    finally:
        await runner.cleanup()
