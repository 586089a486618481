"""The one route for all webhooks: verify, store, answer.

1. Too large: 413, before anything is read in full.
2. Unknown line: 404. Signature missing or wrong: 403, counted, nothing stored.
3. Genuine but unreadable: kept for the operator, 400 with the name of the field.
4. Stored and committed, or in the journal on disk while the database is away: answered as the company
expects.
5. Neither could be written: 503, or whatever else makes the company try again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

import structlog
from prometheus_client import Counter
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from ringback.accounts.store import Account
from ringback.calls import circle
from ringback.db.database import Database
from ringback.db.transaction import StoreAway, Transaction
from ringback.intake.book import PATIENCE, LineBook
from ringback.intake.journal import Entry, Journal
from ringback.lib.clock import Clock
from ringback.lines import webhooks
from ringback.lines.plan import call_plan
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone.events import Event
from ringback.phone.ours import SEAL, is_unchanged
from ringback.phone.provider import Answer, NotGenuine, Provider, Request, Unreadable
from ringback.phone.registry import provider as provider_named

MAX_BODY_BYTES = 256 * 1024

WHILE_IT_STORES = 10.0  # seconds
STORED_TOGETHER = 256  # of the journal, so that a long outage is not stored with a commit for each request

CANNOT_STORE = "Ringback cannot store this right now; please send it again."
TAKEN = Counter("ringback_webhooks_total", "Webhooks by what became of them", ["provider", "result"])
log = structlog.get_logger()


class Intake:
    """Answers webhooks. `public_url` is the address the companies were given, without a trailing slash."""

    def __init__(
        self, db: Database, book: LineBook, vault: Vault, journal: Journal, clock: Clock, public_url: str
    ) -> None:
        self._db = db
        self._book = book
        self._vault = vault
        self._journal = journal
        self._clock = clock
        self._public_url = public_url
        self._stored_at = float("-inf")  # when the database last stored a webhook, by the loop's clock

    async def take(self, http: HttpRequest) -> Response:
        try:
            body = await _read_capped(http)
        except ClientDisconnect:
            return _sentence(400, "The request was cut off.")
        if body is None:
            return _sentence(413, f"The request is larger than {MAX_BODY_BYTES // 1024} KB.")
        try:
            found = await self._book.line(http.path_params["line_id"])
        except StoreAway:
            return _sentence(503, "Ringback cannot look this address up right now; please send it again.")
        if found is None:
            return _sentence(404, "No line has this address.")
        line, account = found
        request = self._request(http, body)
        company = provider_named(line.provider)
        try:
            return await self._take(line, account, company, request)
        except NotGenuine:
            TAKEN.labels(line.provider, "not_genuine").inc()
            return _sentence(403, "The signature is missing or wrong.")
        except MissingSecret as why:
            TAKEN.labels(line.provider, "no_secret").inc()
            log.error("webhook_cannot_be_verified", line=line.id, why=str(why))
            return _sentence(503, "This line is not fully set up yet.")

    async def _take(self, line: Line, account: Account, company: Provider[Any], request: Request) -> Response:
        settings = settings_of(line, self._vault)
        company.verify(request, settings)
        if not (company.signs_query or is_unchanged(request.url, self._vault.key_for(SEAL))):
            raise NotGenuine
        if (reply := company.handshake(request, settings)) is not None:
            return _response(reply)
        try:
            events = company.parse(request, settings)
        except Unreadable as why:
            return await self.keep_unreadable(line, company, request, str(why))
        if not await self.stored(line, company, request, events):
            return _sentence(company.come_again, CANNOT_STORE)
        plan = call_plan(line, account, self._public_url, self._vault)
        if await self._comes_back(line, events, request.at):
            plan = replace(plan, ring=())
        return _response(company.answer(request, plan))

    async def _comes_back(self, line: Line, events: list[Event], at: datetime) -> bool:
        if not circle.may_come_back(line, events):
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._db.read(circle.comes_back, line, events, at)
        except (StoreAway, TimeoutError):
            return False

    async def stored(self, line: Line, company: Provider[Any], request: Request, events: list[Event]) -> bool:
        """Store it in the database or, while that is away or does not answer, in the journal.

        False when neither can be written."""
        peer, order_by = webhooks.about(events, line)
        entry = Entry(line.id, company.event_id(request), peer, order_by, request, line.provider)
        try:
            async with asyncio.timeout(self._patience()):
                is_new = await self._db.run(webhooks.store, line, entry.event_id, peer, order_by, request)
            self._stored_at = asyncio.get_running_loop().time()
            TAKEN.labels(line.provider, "stored" if is_new() else "repeated").inc()
            return True
        except StoreAway as away:
            log.warning("store_away", why=str(away))
        except TimeoutError:
            log.warning("store_slow")  # it may still be stored: then it is known when the journal is replayed
        try:
            await asyncio.to_thread(self._journal.append, entry)
        except OSError as error:
            log.error("journal_away", why=error.strerror)
            TAKEN.labels(line.provider, "turned_away").inc()
            return False
        TAKEN.labels(line.provider, "journalled").inc()
        return True

    def _patience(self) -> float:
        """One that stores others has only much to do: a journal would add to that, and hold up all texts."""
        has_just_stored = asyncio.get_running_loop().time() - self._stored_at < PATIENCE
        return WHILE_IT_STORES if has_just_stored else PATIENCE

    async def keep_unreadable(
        self, line: Line, company: Provider[Any], request: Request, why: str
    ) -> Response:
        TAKEN.labels(line.provider, "unreadable").inc()
        log.warning("webhook_unreadable", line=line.id, kind=request.kind, why=why)
        try:
            await self._db.run(webhooks.store_unreadable, line, company.event_id(request), request, why)
        except StoreAway:
            return _sentence(company.come_again, CANNOT_STORE)
        return _sentence(400, f"Ringback cannot read this request: {why} is missing or wrong.")

    def _request(self, http: HttpRequest, body: bytes) -> Request:
        query = http.scope["query_string"].decode()  # `http.url` would be put together and taken apart for it
        path = http.scope.get("raw_path", b"").decode("latin-1").partition("?")[0] or http.url.path
        return Request(
            method=http.method,
            url=f"{self._public_url}{path}{'?' + query if query else ''}",
            kind=http.path_params["kind"],
            headers=dict(http.headers.items()),  # an ASGI server gives their names in lower case
            body=body,
            at=self._clock.now(),
            query=dict(http.query_params) if query else {},
        )


async def replay_journal(
    db: Database, journal: Journal, find_line: Callable[[Transaction, str], Line | None]
) -> int:
    """Store what came while the database was away; returns how many requests. Raises StoreAway."""
    entries = await asyncio.to_thread(journal.begin_replay)
    stored: list[bool] = []
    while some := await asyncio.to_thread(lambda: list(islice(entries, STORED_TOGETHER))):
        stored += await asyncio.gather(*(db.run(_store_entry, entry, find_line) for entry in some))
    if stored:
        log.info("journal_replayed", requests=len(stored), of_unknown_lines=stored.count(False))
    await asyncio.to_thread(partial(journal.end_replay, keep=not all(stored)))
    return len(stored)


def _store_entry(tx: Transaction, entry: Entry, find_line: Callable[[Transaction, str], Line | None]) -> bool:
    line = find_line(tx, entry.line_id)
    if line is not None:
        line = replace(line, provider=entry.provider or line.provider)  # it may have been moved meanwhile
        webhooks.store(tx, line, entry.event_id, entry.peer, entry.order_by, entry.request)
    return line is not None


async def _read_capped(http: HttpRequest) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    async for part in http.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            return None
        parts.append(part)
    return b"".join(parts)


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.content_type)


def _sentence(status: int, words: str) -> Response:
    return PlainTextResponse(words + "\n", status)
