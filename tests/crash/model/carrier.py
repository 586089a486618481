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
from tests.cast import BENS_PHONE
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


CALLS: Mapping[str, tuple[str, ...]] = {  # what becomes of a call that it places, as it tells it
    "never told": (),
    "they speak": ("placed", "placed_key", "placed_leg", "placed_done", "placed_status"),
    "nobody is there": ("placed", "placed_key", "placed_done", "placed_status"),
    "no key is pressed": ("placed", "placed_status"),
}


class Unreachable(Exception):
    """No connection."""


class NoAnswer(Exception):
    """The request was written, and the line broke."""


@dataclass(frozen=True)
class Asked:
    """One request to send or to call, whatever became of it."""

    at: datetime
    to: str
    body: str
    fate: str
    sender: str
    callback: str
    sid: str = ""  # of the text or call, if it was taken


@dataclass
class Carrier:
    """`choose` says what becomes of a request, `on_taken` hears of each text that was taken, `on_placed` of
    each call."""

    now: Callable[[], datetime]
    choose: Callable[[], str]
    on_taken: Callable[[Asked], None] = lambda _asked: None
    on_placed: Callable[[Asked], None] = lambda _asked: None
    lists: Callable[[], bool] = lambda: True  # does it answer a question about what it has?
    asked: list[Asked] = field(default_factory=list)
    placing: list[Asked] = field(default_factory=list)  # the requests to place a call
    calls: list[dict[str, str]] = field(default_factory=list)
    pbx_calls: list[dict[str, object]] = field(default_factory=list)  # the other phone system's own log
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    @property
    def took(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.sid]

    def post(self, url: str, form: Mapping[str, str]) -> tuple[Fate, Asked]:
        """What becomes of the request. The caller waits, answers, or breaks the line, as the fate says."""
        name = self.choose()
        fate = FATES[name]
        sid = f"SM{next(self._ids):032x}" if fate.takes else ""
        if "/Calls" in url:
            asked = Asked(self.now(), _person(form["Url"]), "", name, form["From"], form["Url"], sid)
            book, tell = self.placing, self.on_placed
        else:
            callback = form["StatusCallback"]
            asked = Asked(self.now(), form["To"], form["Body"], name, form["From"], callback, sid)
            book, tell = self.asked, self.on_taken
        if not fate.unreachable:
            book.append(asked)
        if sid:
            tell(asked)
        return fate, asked

    def list(self, url: str, query: Mapping[str, str]) -> HttpAnswer:
        if not self.lists():
            return HttpAnswer(503, {}, b"<html>")
        if url.startswith(PBX):
            return _page("calls", self.pbx_calls[::-1])
        if "/Calls" in url:
            return _page("calls", [row for row in reversed(self.calls) if row["to"] == query["To"]])
        wanted = (query.get("To"), query.get("From"))
        found = [_row(asked) for asked in reversed(self.took) if (asked.to, asked.sender) == wanted]
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


def told_of_call(asked: Asked, word: str, came: str) -> tuple[dict[str, str], str]:
    """A webhook about a call that it placed, and the query of its address."""
    said = {"CallSid": asked.sid, "From": asked.sender, "To": BENS_PHONE, "Direction": "outbound-api"}
    said["CallStatus"] = "completed" if word == "placed_status" else "in-progress"
    if word == "placed_key":
        said["Digits"] = "1"
    if word == "placed_done":
        said |= {"DialCallStatus": "completed" if came == "they speak" else "no-answer"}
        said |= {"DialCallDuration": "61"} if came == "they speak" else {}
    return said, urlsplit(asked.callback).query


def our_id(asked: Asked) -> str:
    """The id that we gave the text or the call, from the address for what is told of it."""
    ours = parse_qs(urlsplit(asked.callback).query)
    return (ours.get("text") or ours["placed"])[0]


def _person(address: str) -> str:
    """Whom to ring when the first phone was picked up, from the address that is asked then."""
    return parse_qs(urlsplit(address).query)["to"][0]


def _row(asked: Asked) -> dict[str, str]:
    return {
        "sid": asked.sid,
        "status": "queued",
        "to": asked.to,
        "from": asked.sender,
        "body": asked.body,
        "direction": "outbound-api",
        "date_created": format_datetime(asked.at),
    }


def _page(name: str, rows: Sequence[Mapping[str, object]]) -> HttpAnswer:
    return HttpAnswer(200, {}, json.dumps({name: rows, "next_page_uri": None}).encode())
