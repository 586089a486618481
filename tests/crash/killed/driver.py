"""Drives the process through a story, starts it again after each death, and asks the oracle at the end."""

import contextlib
import multiprocessing
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import sqlalchemy as sa

from ringback.settings import DATABASE_NAME
from tests.crash.callers import Webhook
from tests.crash.forge import forge
from tests.crash.killed.process import Kept, live
from tests.crash.model import oracle
from tests.crash.model.carrier import (
    CALLS,
    Asked,
    Carrier,
    NoAnswer,
    Unreachable,
    answer_of,
    report,
    told_of_call,
)
from tests.crash.model.history import Plan, Record
from tests.crash.model.loop import NOON
from tests.crash.model.shop import PBX, shop
from tests.crash.model.stories import STORIES
from tests.crash.model.town import Happened, Kind

# Seconds after the last thing that happened: the text has left, retries and look-ups are over, and then the
# calls are compared with the company's log; the promise is late, and the longest call is over.
PAUSES = (6, 30, 200, 7200, 15000)
COMPARED_AFTER = 200


@dataclass
class Killed:
    """One play of a story. `passed` is how many points there were, `deaths` whether one of them killed."""

    wrongs: list[str]
    passed: int
    deaths: int


def killed_at(story: str, number: int, folder: Path, fate: str = "takes it", mistake: str = "") -> Killed:
    """Play the story with a kill at the point of this number; 0 is never."""
    fates = iter([fate])
    with _carrier(lambda: next(fates, "takes it")) as (carrier, base):
        database, line_ids = shop(base, PBX, frozenset(one.line for one in STORIES[story]))
        (folder / DATABASE_NAME).write_bytes(database)
        driver = _Driver(folder, STORIES[story], carrier, line_ids, number, mistake)
        driver.play()
        engine = sa.create_engine(f"sqlite:///{folder / DATABASE_NAME}", poolclass=sa.pool.NullPool)
        with engine.connect() as db:
            wrongs = oracle.wrongs(driver.record, db)
        return Killed(wrongs, driver.kept.passed, driver.deaths)


@dataclass
class _Driver:
    folder: Path
    story: list[Happened]
    carrier: Carrier
    line_ids: Mapping[str, str]
    kill_at: int
    mistake: str
    deaths: int = 0
    reports: list[tuple[datetime, Webhook, str]] = field(default_factory=list)
    _process: Any = None
    _orders: Connection | None = None

    def __post_init__(self) -> None:
        self.kept = Kept(self.folder / "kept")
        self.kept.now = NOON
        self.record = Record(Plan(self.story), self.carrier)
        self.carrier.now = lambda: self.kept.now
        self.carrier.on_taken = self._taken
        self.carrier.on_placed = self._placed

    def play(self) -> None:
        told: list[tuple[float, Happened, Webhook | None]] = [
            (told.at, one, told.webhook) for one in self.story for told in one.told
        ]
        told += [(one.at, one, None) for one in self.story if one.is_bens]
        self.carrier.calls = [_logged(one) for one in self.story if one.is_call]
        last = max([one.at for one in self.story] + [at for at, *_ in told])
        for at, one, webhook in sorted(told, key=lambda step: step[0]):
            self._pass_time(NOON + timedelta(seconds=at))
            if webhook is not None:
                self._tell(one.id, webhook)
            elif self._order("do", one):
                self.record.answered[one.id] = [self.kept.now]
                if one.kind is Kind.IMPORTED:
                    self._pass_time(self.kept.now)
                    self.record.taken_in_at[one.id] = self.kept.now
        for pause in PAUSES:
            self._pass_time(NOON + timedelta(seconds=last + pause))
            if pause == COMPARED_AFTER:
                self._order("sweep")
                self._pass_time(NOON + timedelta(seconds=last + pause + 100))
        self._end()

    def _tell(self, id: str, webhook: Webhook) -> None:
        self.record.sent.setdefault(id, set()).add(webhook.kind)
        while self._order("take", webhook, self.line_ids[webhook.line]) != 200:
            pass  # the company tells again what nobody took
        self.record.heard(id, webhook, self.kept.now)

    def _pass_time(self, until: datetime) -> None:
        self._order("pass time", until)
        while self.reports:
            _, webhook, id = self.reports.pop(0)
            self._tell(id, webhook)
            self._order("pass time", until)

    def _taken(self, asked: Asked) -> None:
        for word in ("delivered", "sent"):
            said, query = report(asked, word)
            self.reports.append((asked.at, Webhook("text_status", said, query, asked.sender), asked.sid))

    def _placed(self, asked: Asked) -> None:
        came = "they speak"
        for word in CALLS[came]:
            said, query = told_of_call(asked, word, came)
            self.reports.append((asked.at, Webhook(word, said, query, asked.sender), asked.sid))

    def _order(self, *order: Any) -> Any:
        """Again and again, until the process has lived long enough to do it."""
        while True:
            if self._orders is None:
                self._start()
            else:
                with contextlib.suppress(EOFError, ConnectionError):
                    self._orders.send(order)
                    return self._orders.recv()
                self._died()

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._process = forge().Process(target=live, args=(self.folder, theirs, self.kill_at, self.mistake))
        self._process.start()
        theirs.close()
        self._orders = ours
        try:
            assert ours.recv() == "ready"
        except EOFError:
            self._died()

    def _died(self) -> None:
        assert self._orders is not None
        self._orders.close()
        self._orders = None
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL, self._process.exitcode
        self.deaths += 1

    def _end(self) -> None:
        """As an operator does; a kill may still come in the way."""
        while self._orders is None:
            self._start()
        self._orders.send(("end",))
        self._process.join()
        self._orders.close()


def _logged(one: Happened) -> dict[str, str]:
    from email.utils import format_datetime  # the format of the company's dates

    started = format_datetime(NOON + timedelta(seconds=one.at))
    row = {"sid": one.id, "from": one.caller, "to": one.line, "status": "completed"}
    return row | {"direction": "inbound", "start_time": started}


@contextmanager
def _carrier(choose: Any) -> Iterator[tuple[Carrier, str]]:
    """The model's carrier behind a real socket."""
    carrier = Carrier(lambda: NOON, choose)

    class Desk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                answer = answer_of(*carrier.post(self.path, dict(parse_qsl(body.decode()))))
            except (NoAnswer, Unreachable):
                self.close_connection = True
                return
            self._answer(answer)

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            self._answer(carrier.list(url.path, dict(parse_qsl(url.query))))

        def _answer(self, answer: Any) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # whoever asked is dead
                self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield carrier, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
