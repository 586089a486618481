"""The phone company of the model. What it took, and what it was asked, is all that the oracle believes.

It speaks the wire format of a real one (`phone/markup_rest.py` is at the other end of it), and may make of
each request whatever real ones make of them.
"""

import itertools
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

from ringback.lib.http import HttpAnswer
from tests.crash.model.shop import PBX


@dataclass(frozen=True)
class Fate:
    """What becomes of one request to send. `status` is None when no answer comes."""

    takes: bool
    status: int | None
    code: int = 0
    seconds: float = 0.05  # until the answer, or until the line breaks
    retry_after: str = ""
    html: bool = False
    unreachable: bool = False  # no connection: the request is never seen


FATES: Mapping[str, Fate] = {
    "takes it": Fate(True, 201),
    "takes it slowly": Fate(True, 201, seconds=6.0),
    "took it and the answer is lost": Fate(True, None),
    "the line breaks": Fate(False, None),
    "took it and never answers": Fate(True, None, seconds=15.0),
    "never answers": Fate(False, None, seconds=15.0),
    "took it and says 500": Fate(True, 500, 20500),
    "says 500": Fate(False, 500, 20500),
    "took it and says 503 in HTML": Fate(True, 503, html=True),
    "took it and answers in HTML": Fate(True, 200, html=True),
    "answers in HTML": Fate(False, 200, html=True),
    "says 429": Fate(False, 429, 20429),
    "says 429 and when": Fate(False, 429, 20429, retry_after="7"),
    "is not reached": Fate(False, None, unreachable=True),
    "refuses": Fate(False, 400, 21617),
    "cannot reach this number": Fate(False, 400, 21614),
    "holds a STOP": Fate(False, 400, 21610),
    "does not know the key": Fate(False, 401, 20003),
}
REPORTS: Mapping[str, tuple[str, ...]] = {
    "never": (),
    "delivered": ("sent", "delivered"),
    "twice and in the wrong order": ("delivered", "sent", "delivered", "sent"),
    "undelivered": ("sent", "undelivered"),
}


class Unreachable(Exception):
    """No connection."""


class NoAnswer(Exception):
    """The request was written, and the line broke."""


@dataclass(frozen=True)
class Asked:
    """One request to send, whatever became of it."""

    at: datetime
    to: str
    body: str
    fate: str
    sender: str
    callback: str
    sid: str = ""  # of the text, if it was taken


@dataclass
class Carrier:
    """`choose` says what becomes of a request, `on_taken` hears of each text that was taken."""

    now: Callable[[], datetime]
    choose: Callable[[], str]
    on_taken: Callable[[Asked], None] = lambda _asked: None
    lists: Callable[[], bool] = lambda: True  # does it answer a question about what it has?
    asked: list[Asked] = field(default_factory=list)
    calls: list[dict[str, str]] = field(default_factory=list)
    pbx_calls: list[dict[str, object]] = field(default_factory=list)  # the other phone system's own log
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def took(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.sid]

    def send(self, form: Mapping[str, str]) -> tuple[Fate, Asked]:
        """What becomes of the request. The caller waits, answers, or breaks the line, as the fate says."""
        name = self.choose()
        fate = FATES[name]
        sid = f"SM{next(self._ids):032x}" if fate.takes else ""
        asked = Asked(self.now(), form["To"], form["Body"], name, form["From"], form["StatusCallback"], sid)
        if not fate.unreachable:
            self.asked.append(asked)
        if sid:
            self.on_taken(asked)
        return fate, asked

    def list(self, url: str, query: Mapping[str, str]) -> HttpAnswer:
        if not self.lists():
            return HttpAnswer(503, {}, b"<html>")
        if url.startswith(PBX):
            return _page("calls", self.pbx_calls[::-1])
        if "/Calls" in url:
            return _page("calls", [row for row in reversed(self.calls) if row["to"] == query["To"]])
        found = [_row(asked) for asked in reversed(self.took) if asked.to == query.get("To")]
        return _page("messages", found)


def answer_of(fate: Fate, asked: Asked) -> HttpAnswer:
    """Raises Unreachable or NoAnswer."""
    if fate.unreachable:
        raise Unreachable
    if fate.status is None:
        raise NoAnswer
    headers = {"retry-after": fate.retry_after} if fate.retry_after else {}
    if fate.html:
        return HttpAnswer(fate.status, headers, b"<html>It works!</html>")
    said = _row(asked) if fate.status == 201 else {"code": fate.code, "message": "no", "status": fate.status}
    return HttpAnswer(fate.status, headers, json.dumps(said).encode())


def report(asked: Asked, word: str) -> tuple[dict[str, str], str]:
    """A delivery report, and the query of the address that came with the text."""
    said = {"MessageSid": asked.sid, "MessageStatus": word, "To": asked.to, "From": asked.sender}
    said |= {"ErrorCode": "30003"} if word == "undelivered" else {}
    return said, urlsplit(asked.callback).query


def weighted(plan: random.Random, weights: Mapping[str, int]) -> str:
    return plan.choices(list(weights), weights=list(weights.values()))[0]


def our_id(asked: Asked) -> str:
    """The id that we gave the text, from the address for its reports."""
    return parse_qs(urlsplit(asked.callback).query)["text"][0]


def _row(asked: Asked) -> dict[str, str]:
    return {
        "sid": asked.sid,
        "status": "queued",
        "to": asked.to,
        "body": asked.body,
        "direction": "outbound-api",
        "date_created": format_datetime(asked.at),
    }


def _page(name: str, rows: Sequence[Mapping[str, object]]) -> HttpAnswer:
    return HttpAnswer(200, {}, json.dumps({name: rows, "next_page_uri": None}).encode())
