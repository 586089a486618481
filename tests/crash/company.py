"""The callers' company and the carrier in one: sends webhooks until they are taken, takes texts or not."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from urllib.parse import urlencode, urlsplit

import aiohttp
from aiohttp import web
from twilio.request_validator import RequestValidator

from tests.company import SID, TOKEN
from tests.crash.callers import Story, Webhook
from tests.crash.child import PUBLIC, Child

AT_ONCE = 24
MOST_TRIES = 2_000  # a server that is killed while it starts takes long to be there, where much else runs

# What becomes of a request to send, and how often. "Took" comes with a text, the others without.
MOODS = {
    "takes it": 12,
    "takes it slowly": 2,
    "took it and the line breaks": 2,
    "the line breaks": 2,
    "took it and says 500": 1,
    "says 500": 1,
    "took it and says something in HTML": 1,
    "says 429": 2,
    "refuses": 1,
}
DEATHS = {"took it and the line breaks": 1, "the line breaks": 1}  # of one that dies in the middle of it
REPORTS = {"none": 4, "delivered": 8, "twice and in the wrong order": 3, "undelivered": 1}


@dataclass
class Company:
    child: Child
    plan: random.Random
    line_id: str = ""
    doomed: set[int] = field(default_factory=set)  # the numbers of the requests in which the server is killed
    deaths: Mapping[str, int] = field(default_factory=lambda: DEATHS)
    moods: Mapping[str, int] = field(default_factory=lambda: MOODS)
    reports: Mapping[str, int] = field(default_factory=lambda: REPORTS)
    asked: int = 0  # requests to send, whatever became of them
    texts: list[dict[str, str]] = field(default_factory=list)
    base: str = ""
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)
    _under_way: set["asyncio.Task[None]"] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    # --- The callers ---

    async def tell(self, stories: list[Story]) -> None:
        """All of their webhooks, mixed; returns when the server has taken every one of them."""
        gate = asyncio.Semaphore(AT_ONCE)
        shuffled = self.plan.sample(stories, len(stories))
        await asyncio.gather(*(self._tell_one(story, gate) for story in shuffled))

    async def _tell_one(self, story: Story, gate: asyncio.Semaphore) -> None:
        for webhook in story.first:
            async with gate:
                await self.post(webhook)
        often = [webhook for webhook in story.then for _ in range(self.plan.randint(1, 3))]
        self.plan.shuffle(often)
        await asyncio.gather(*(self._post_in_turn(webhook, gate) for webhook in often))

    async def _post_in_turn(self, webhook: Webhook, gate: asyncio.Semaphore) -> None:
        async with gate:
            await self.post(webhook)

    async def post(self, webhook: Webhook) -> None:
        """Again and again, until it is answered with a 2xx."""
        assert self._session is not None
        path = f"/in/{self.line_id}/{webhook.kind}{'?' + webhook.query if webhook.query else ''}"
        headers = {
            "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(PUBLIC + path, webhook.said),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(webhook.said)
        for _ in range(MOST_TRIES):
            try:
                url = f"http://127.0.0.1:{self.child.port}{path}"
                async with self._session.post(url, data=body, headers=headers) as answer:
                    if answer.ok:
                        return
                    assert answer.status == 503, (answer.status, await answer.text())
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
        raise AssertionError(f"{webhook.kind} was never taken")

    # --- The carrier ---

    async def send(self, request: web.Request) -> web.StreamResponse:
        form = {key: str(value) for key, value in (await request.post()).items()}
        self.asked += 1
        mood = self._kill() if self.asked in self.doomed else self._pick(self.moods)
        if mood == "takes it slowly":
            await _pause(self.plan.uniform(0.05, 0.4))
        text = self._take(form) if mood.startswith("t") and mood != "the line breaks" else None
        if "breaks" in mood:
            assert request.transport is not None
            request.transport.abort()
        return _answer(mood, text)

    def _kill(self) -> str:
        if not self.child.running:  # killed already, since it asked
            self.doomed.add(self.asked + 1)
        self.child.kill()
        return self._pick(self.deaths)

    def _take(self, form: dict[str, str]) -> dict[str, str]:
        text = {
            "sid": f"SM{next(self._ids):032x}",
            "status": "queued",
            "to": form["To"],
            "from": form["From"],
            "body": form["Body"],
            "direction": "outbound-api",
            "date_created": format_datetime(self.child.clock.now()),
        }
        self.texts.append(text)
        reporting = asyncio.create_task(self._report(text, urlsplit(form["StatusCallback"]).query))
        self._under_way.add(reporting)
        reporting.add_done_callback(self._under_way.discard)
        return text

    async def _report(self, text: dict[str, str], query: str) -> None:
        words = {
            "none": [],
            "delivered": ["sent", "delivered"],
            "twice and in the wrong order": ["delivered", "sent", "delivered"],
            "undelivered": ["undelivered"],
        }[self._pick(self.reports)]
        for word in words:
            said = {"MessageSid": text["sid"], "MessageStatus": word, "To": text["to"], "From": text["from"]}
            said |= {"ErrorCode": "30003"} if word == "undelivered" else {}
            await self.post(Webhook("text_status", said, query))

    async def list(self, request: web.Request) -> web.StreamResponse:
        if self.plan.random() < 0.3:
            return web.Response(status=503)
        found = [text for text in reversed(self.texts) if text["to"] == request.query.get("To")]
        return web.json_response({"messages": found, "next_page_uri": None})

    @property
    def busy(self) -> bool:
        """Are reports still to be taken?"""
        return bool(self._under_way)

    def _pick(self, weights: Mapping[str, int]) -> str:
        return self.plan.choices(list(weights), weights=list(weights.values()))[0]


@asynccontextmanager
async def company(child: Child, plan: random.Random) -> AsyncIterator[Company]:
    made = Company(child, plan)
    app = web.Application()
    app.router.add_post(f"/2010-04-01/Accounts/{SID}/Messages.json", made.send)
    app.router.add_get(f"/2010-04-01/Accounts/{SID}/Messages.json", made.list)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession() as made._session:
            yield made
    finally:
        await runner.cleanup()


def _answer(mood: str, text: dict[str, str] | None) -> web.StreamResponse:
    if "500" in mood:
        return web.json_response({"code": 20500, "message": "no", "status": 500}, status=500)
    if "429" in mood:
        return web.json_response({"code": 20429, "message": "no", "status": 429}, status=429)
    if "HTML" in mood:
        return web.Response(text="<html>It works!</html>", content_type="text/html")
    if mood == "refuses":
        return web.json_response({"code": 21617, "message": "no", "status": 400}, status=400)
    return web.json_response(text or {}, status=201)


async def _pause(seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:  # noqa: ASYNC110  in short steps, as all tests wait
        await asyncio.sleep(0.01)
