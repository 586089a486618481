"""The server: the product's own wiring, on a disk and a clock of ours. It dies, and is started again."""

import asyncio
import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest.mock import patch
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from ringback import app
from ringback.app import Ringback
from ringback.db.transaction import StoreAway
from ringback.intake.webhooks import replay_journal
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lines import store as lines
from ringback.settings import read_settings
from tests.company import TOKEN
from tests.crash.callers import Webhook
from tests.crash.model.carrier import Carrier, NoAnswer, Unreachable, answer_of
from tests.crash.model.disk import Disk, InlineDatabase, MortalJournal
from tests.crash.model.life import Hazard, Killed, Life, outside
from tests.crash.model.loop import LoopClock, pause
from tests.crash.model.shop import OBSERVED
from tests.world import PUBLIC, ask

REPLAY_AGAIN_AFTER = 1.0
T = TypeVar("T")


class CarrierHttp(Http):
    """Speaks with the model's carrier instead of the network."""

    def __init__(self, carrier: Carrier, life: Life) -> None:
        super().__init__()
        self._carrier = carrier
        self._life = life

    async def request(
        self,
        method: str,
        url: str,
        *,
        form: list[tuple[str, str]] | None = None,
        query: Mapping[str, str] | None = None,
        **_: Any,
    ) -> HttpAnswer:
        self._life.point("before a request")
        answer = await asyncio.shield(outside(self._ask(url, form, query or {})))
        self._life.point("after an answer")
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _ask(
        self, url: str, form: list[tuple[str, str]] | None, query: Mapping[str, str]
    ) -> HttpAnswer | Exception:
        if form is None:
            await pause(0.05)
            return self._carrier.list(url, query)
        fate, asked = self._carrier.post(url, dict(form))
        await pause(fate.seconds)
        try:
            return answer_of(fate, asked)
        except Unreachable:
            return NotReached("")
        except NoAnswer:
            return Lost("")


class Machine:
    """`line_ids` is each number's line, where its company sends the webhooks to."""

    def __init__(
        self,
        disk: Disk,
        clock: LoopClock,
        carrier: Carrier,
        hazard: Hazard,
        line_ids: Mapping[str, str],
        plan: random.Random,
    ) -> None:
        self._disk = disk
        self._clock = clock
        self._carrier = carrier
        self._hazard = hazard
        self._line_ids = line_ids
        self._plan = plan
        self._settings = read_settings({"RINGBACK_DATA": str(disk.folder), "RINGBACK_PUBLIC_URL": PUBLIC})
        self._life: Life | None = None
        self._ringback: Ringback | None = None
        self.failures: list[BaseException] = []  # what no job may ever raise
        self.deaths = 0

    async def live(self) -> None:
        """Start, and start again, until cancelled."""
        while True:
            life = Life(self._hazard)
            await asyncio.wait([life.spawn(self._run(life))])
            self._ringback = None
            self.deaths += 1
            await pause(self._plan.choice((0.5, 5.0, 40.0)))

    async def take(self, webhook: Webhook) -> int | None:
        """The status with which it was answered; None when no answer came."""
        life, ringback = self._life, self._ringback
        if life is None or ringback is None or life.dead:
            return None
        answering = life.spawn(ask(ringback, "POST", *signed(webhook, self._line_ids[webhook.line])))
        await asyncio.wait([answering])
        if answering.cancelled() or isinstance(answering.exception(), Killed):
            return None
        return answering.result()[0]

    async def do(self, flow: Callable[..., T], *args: Any) -> T | None:
        """What somebody does in the dashboard; None when it did not succeed."""
        life, ringback = self._life, self._ringback
        if life is None or ringback is None or life.dead:
            return None
        doing = life.spawn(ringback.db.run(flow, *args))
        await asyncio.wait([doing])
        if doing.cancelled() or isinstance(doing.exception(), Killed | StoreAway):
            return None
        return doing.result()

    async def sweep(self) -> None:
        """Compare the carrier's log of calls with ours, as the server does every few minutes."""
        if self._ringback is not None and self._life is not None and not self._life.dead:
            await asyncio.wait([self._life.spawn(self._ringback.sweep.ask_for_all())])

    def kill(self) -> None:
        if self._life is not None and not self._life.dead:
            self._life.end()

    async def _run(self, life: Life) -> None:
        db = InlineDatabase(self._disk, self._clock, life)
        journal = MortalJournal(self._disk, life)
        http = CarrierHttp(self._carrier, life)
        with _without_pages():
            ringback = Ringback.wire(self._settings, self._clock, db, http, journal)
        try:
            await ringback.book.learn_all()
            await replay_journal(db, journal, lines.get)
        except StoreAway:
            return  # the real one says so and exits, and is started again
        self._life, self._ringback = life, ringback
        working = life.spawn(ringback.engine.run())
        life.spawn(self._replay_if_back(ringback, journal))
        await asyncio.wait([working])
        if not working.cancelled() and not isinstance(working.exception(), Killed):
            self.failures.append(working.exception() or AssertionError("the engine has stopped"))

    async def _replay_if_back(self, ringback: Ringback, journal: MortalJournal) -> None:
        while True:
            await journal.filled.wait()
            await pause(REPLAY_AGAIN_AFTER)
            await ringback.replay_if_back()
            if not journal.pending():
                journal.filled.clear()


@contextmanager
def _without_pages() -> Iterator[None]:
    """To make them all at each start takes longer than all else."""
    with patch.object(app, "web_routes", lambda *_: []), patch.object(app, "public_routes", lambda *_: []):
        yield


def signed(webhook: Webhook, line_id: str) -> tuple[str, str, dict[str, str], bytes]:
    path = f"/in/{line_id}/{webhook.kind}"
    if webhook.line == OBSERVED:
        return path, "", {"content-type": "application/json"}, webhook.said[""].encode()
    url = f"{PUBLIC}{path}{'?' + webhook.query if webhook.query else ''}"
    headers = {
        "x-twilio-signature": RequestValidator(TOKEN).compute_signature(url, webhook.said),
        "content-type": "application/x-www-form-urlencoded",
    }
    return path, webhook.query, headers, urlencode(webhook.said).encode()
