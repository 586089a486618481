"""The only place where everything is wired together."""

import asyncio
import contextlib
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import TextIOWrapper
from typing import Self

import sqlalchemy as sa
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from ringback.accounts import push
from ringback.calls import placed, recordings
from ringback.calls import store as calls
from ringback.calls.fetching import RecordingFetcher
from ringback.calls.placing import Placer
from ringback.contacts import imports
from ringback.conversations.presence import Presence
from ringback.db import jobs, restores
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.restores import Restore
from ringback.db.transaction import StoreAway, Transaction
from ringback.flows import number_looked_up
from ringback.flows.call_heard import look_again
from ringback.flows.follow_up import TASK as FOLLOW_UP
from ringback.flows.follow_up import follow_up
from ringback.flows.import_taken_back import import_taken_back
from ringback.flows.last_look import last_look
from ringback.flows.looked_after import TASK as PUT_OFF
from ringback.flows.looked_after import come_back
from ringback.flows.promise_due import promise_due
from ringback.intake.book import LineBook
from ringback.intake.journal import Journal
from ringback.intake.listener import Listener
from ringback.intake.webhooks import Intake, replay_journal
from ringback.lib.clock import Clock, SystemClock
from ringback.lib.folders import private_folder
from ringback.lib.http import Http
from ringback.lib.tracing import exporting
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.connecting import Connector
from ringback.lines.settings import Vault
from ringback.lines.shared_key import OtherKey, agree_on_key
from ringback.messages import attachments, outcome, queue, relays
from ringback.messages.after_restore import SenderAfterRestore
from ringback.messages.fetching import Fetcher
from ringback.messages.sending import Sender
from ringback.messages.store import TELL
from ringback.promises import store as promises
from ringback.settings import SERVE_LOCK, Settings
from ringback.simulator.api import api as carrier_api
from ringback.simulator.carrier import Carrier
from ringback.simulator.connect import PATH as CARRIER_PATH
from ringback.simulator.connect import carrier_for
from ringback.web import metrics
from ringback.web import routes as web_routes
from ringback.web.public_pages import public_routes
from ringback.worker import gap_sweep, staying_connected
from ringback.worker.clock_set_back import mend_times, went_back
from ringback.worker.clocks_differ import ClocksDiffer
from ringback.worker.engine import Engine
from ringback.worker.enricher import Enricher
from ringback.worker.forwarding_silence import ForwardingSilence
from ringback.worker.gap_sweep import GapSweep
from ringback.worker.keep_going import keep_going
from ringback.worker.number_asked import NumberAsked
from ringback.worker.orders import Orders
from ringback.worker.relayer import Relayer
from ringback.worker.staying_connected import StayingConnected
from ringback.worker.steps import as_step
from ringback.worker.tasks import Flow, Tasks, Work
from ringback.worker.telling import Teller
from ringback.worker.texts_heard import TextsHeard
from ringback.worker.webhook import work_on

REPLAY_AGAIN_AFTER = 1.0
ROOM_FOR_WEBHOOKS = 1_000_000  # bytes free on the disk; with less, the next commit may fail

log = structlog.get_logger()


class AlreadyRunning(Exception):
    """Another server works in this data folder; two of them would both work on every job."""


@dataclass(slots=True)
class Ringback:
    """One running Ringback. `async with Ringback.open(settings)` starts its work; `asgi` answers the web."""

    settings: Settings
    clock: Clock
    db: Database
    http: Http
    vault: Vault
    journal: Journal
    engine: Engine
    intake: Intake
    book: LineBook
    sweep: GapSweep
    staying: StayingConnected
    carrier: Carrier | None  # the simulated one, when it is on
    closing: asyncio.Event = field(default_factory=asyncio.Event)  # open pages end their streams then
    presence: Presence = field(init=False)
    asgi: Starlette = field(init=False)

    def __post_init__(self) -> None:
        self.presence = Presence(self.db, self.clock)
        self.asgi = Starlette(routes=self._routes())

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, clock: Clock | None = None) -> AsyncIterator[Self]:
        """Open the database, replay the journal, work on what waits. Ends in order: jobs, HTTP, database.

        Raises AlreadyRunning, MissingSecret, OtherKey, StoreAway, NoTracing.
        """
        with sole_owner(settings), exporting(os.environ):
            Vault.of(settings).check()
            clock = clock or SystemClock()
            db = open_database(settings, clock)
            await _with_the_key_of_its_secrets(db, settings)
            journal = Journal(settings.data)
            ringback = cls.wire(
                settings, clock, db, Http(settings.public_url), journal, await db.read(restores.last)
            )
            await ringback.book.learn_all()
            await replay_journal(ringback.db, ringback.journal, lines.get)
            await db.run(mend_times)
            working = asyncio.create_task(keep_going(ringback.engine.run))
            beside = [asyncio.create_task(keep_going(loop)) for loop in ringback._loops()]
            try:
                yield ringback
            finally:
                ringback.closing.set()
                for task in beside:
                    task.cancel()
                await asyncio.wait(beside)
                if ringback.carrier is not None:
                    await ringback.carrier.close()
                ringback.engine.stop()
                await working
                await ringback.http.close()
                ringback.db.close()

    @classmethod
    def wire(
        cls,
        settings: Settings,
        clock: Clock,
        db: Database,
        http: Http,
        journal: Journal,
        restore: Restore | None = None,
    ) -> Self:
        """Put the parts together; nothing runs yet. `open` is what a server needs."""
        vault = Vault.of(settings)
        book = LineBook(db)
        means = (db, http, vault, settings.public_url, journal.pending, last_look, clock)
        sender = SenderAfterRestore(*means, restore) if restore else Sender(*means)
        sweep = GapSweep(db, http, vault, clock)
        staying = StayingConnected(db, Connector(db, http, vault, settings.public_url, settings.data), clock)
        tasks = _tasks(settings, clock, db, http, vault, sender, sweep, staying)
        engine = Engine(db, clock, tasks)
        intake = Intake(db, book, vault, journal, clock, settings.public_url)
        carrier = carrier_for(db, vault, clock, settings.public_url) if settings.simulator else None
        return cls(settings, clock, db, http, vault, journal, engine, intake, book, sweep, staying, carrier)

    def _loops(self) -> list[Callable[[], Awaitable[None]]]:
        """What runs beside the job engine; each goes on until it is cancelled."""
        return [
            self._keep_replaying,
            Listener(self.db, self.intake, self.vault, self.clock).run,
            self.sweep.run,
            self.staying.run,
            TextsHeard(self.db, self.clock).run,
            ForwardingSilence(self.db, self.clock).run,
            ClocksDiffer(self.db, self.clock).run,
        ]

    async def settled(self) -> None:
        """Return when no job is due and none runs."""
        await self.engine.settled()

    async def next_due(self) -> datetime | None:
        """When the next job that is not due yet will be."""
        return await self.db.read(jobs.next_due)

    def _routes(self) -> list[BaseRoute]:
        return [
            Route("/in/{line_id}/{kind}", self.intake.take, methods=["GET", "POST"]),
            Route("/readyz", self._ready),
            Route("/healthz", _healthy),
            Route("/metrics", self._metrics),
            *public_routes(self.db),
            *([] if self.carrier is None else [Mount(CARRIER_PATH, app=carrier_api(self.carrier))]),
            *web_routes(self),
        ]

    async def _ready(self, _request: Request) -> Response:
        """200 when webhooks can be taken: into the database, or at least into the journal."""
        room = ROOM_FOR_WEBHOOKS
        with contextlib.suppress(OSError):  # the folder is gone: what is asked next says what that means
            room = shutil.disk_usage(self.settings.data).free
        if room < ROOM_FOR_WEBHOOKS:
            return PlainTextResponse("The disk is full: free some space.\n", 503)
        try:
            await self.db.run(_nothing)
        except StoreAway:
            if await asyncio.to_thread(self.journal.writable):
                return PlainTextResponse("The database is away; webhooks go to the journal.\n")
            return PlainTextResponse("Neither the database nor the journal can be written.\n", 503)
        return PlainTextResponse("ready\n")

    async def _metrics(self, _request: Request) -> Response:
        try:
            measured_now = await self.db.read(metrics.measure)
        except StoreAway:
            measured_now = None
        metrics.show(measured_now, self.journal.length())
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    async def replay_if_back(self) -> None:
        """Store what came while the database was away, if it is back."""
        if self.journal.pending():
            with contextlib.suppress(StoreAway):
                await replay_journal(self.db, self.journal, lines.get)

    async def _keep_replaying(self) -> None:
        seen = self.clock.now()
        while True:
            await asyncio.sleep(REPLAY_AGAIN_AFTER)
            await self.replay_if_back()
            if went_back(seen, self.clock.now()):
                with contextlib.suppress(StoreAway):
                    await self.db.run(mend_times)
            seen = self.clock.now()


def _tasks(
    settings: Settings,
    clock: Clock,
    db: Database,
    http: Http,
    vault: Vault,
    sender: Sender,
    sweep: GapSweep,
    staying: StayingConnected,
) -> Tasks:
    """What a job of each name does."""
    relayer = Relayer(db, http, vault)
    teller = Teller(db, http, vault, clock, settings.public_url)
    return {
        webhooks.TASK: Flow(partial(work_on, vault=vault)),
        calls.TASK: Flow(look_again),
        promises.TASK: Flow(promise_due),
        FOLLOW_UP: Flow(follow_up),
        PUT_OFF: Flow(come_back),
        number_looked_up.TASK: Work(NumberAsked(db, http, vault).ask),
        queue.SEND: Work(as_step("send", sender.advance)),
        outcome.LOOK_UP: Work(as_step("look_up", sender.look_up)),
        push.TASK: Work(teller.tell),
        push.AGAIN: Work(teller.tell_again),
        gap_sweep.TASK: Work(sweep.compare),
        attachments.TASK: Work(Fetcher(db, http, vault).fetch),
        imports.READ: Work(imports.Reader(db).read),
        imports.TAKE: Flow(imports.take),
        imports.TAKE_BACK: Flow(import_taken_back),
        imports.FORGET: Flow(imports.forget),
        placed.TASK: Work(Placer(db, http, vault, settings.public_url).place),
        recordings.TASK: Work(RecordingFetcher(db, http, vault).fetch),
        webhooks.ENRICH: Work(Enricher(db, http, vault, clock).ask),
        staying_connected.TASK: Work(staying.see_to),
        TELL: Work(relayer.tell),
        relays.SHOW: Work(relayer.show),
        webhooks.ORDERS: Work(Orders(db, http, vault, settings.public_url).give),
    }


async def _with_the_key_of_its_secrets(db: Database, settings: Settings) -> None:
    try:
        await db.run(agree_on_key, Vault.of(settings))
    except (OtherKey, StoreAway):
        db.close()
        raise


def _nothing(tx: Transaction) -> None:
    """The writer is alive and can lock the file. It asks for something, so that a connection which was lost
    unused is noticed and made anew: at a commit it looks like one whose answer is lost.
    """
    tx.execute(sa.select(sa.literal(1))).all()


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("alive\n")


@contextlib.contextmanager
def sole_owner(settings: Settings) -> Iterator[TextIOWrapper]:
    """Hold the data folder's lock: the embedded engine must be the only one that works on its jobs.

    Raises AlreadyRunning.
    """
    private_folder(settings.data)
    with (settings.data / SERVE_LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another Ringback already works in {os.fspath(settings.data)}") from None
        yield lock
