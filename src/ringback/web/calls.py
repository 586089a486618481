"""Every call, newest first, and why it ended as it did."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.calls import legs, listing, receipts, recordings, voicemails
from ringback.calls import store as calls
from ringback.calls.listing import Shown
from ringback.calls.receipts import Receipt
from ringback.calls.recordings import Sound
from ringback.calls.store import Call, CallState
from ringback.contacts import people
from ringback.contacts.store import Contact
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty, read_number
from ringback.lines import store as lines
from ringback.messages import store as texts
from ringback.messages.store import State
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.web.errors import NotFound
from ringback.web.pages import page
from ringback.web.people import LISTS
from ringback.web.recordings import show as show_recording
from ringback.web.rule_fields import rule_of
from ringback.web.story import question_of
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

AT_ONCE: Final = 50
FILTERS: Final = (
    (Shown.ALL, mark("All", "calls")),
    (Shown.MISSED, mark("Missed", "calls")),
    (Shown.ANSWERED, mark("Answered", "calls")),
)
BECAME: Final = {
    "text": (mark("Texted"), "good"),
    "texting": (mark("Being texted"), "live"),
    "not_texted": (mark("Not texted"), ""),
    "call_back": (mark("Call back"), "warn"),
    "seen_to": (mark("Seen to"), ""),
    "hold": (mark("Held"), "warn"),
    "skip": (mark("Skipped"), ""),
    "accepted": (mark("Answered"), "good"),
    "open": (mark("Going on"), "live"),
    "missed": (mark("Missed"), ""),
}


_CAME: Final = {
    State.WAITING: "texting",
    State.SENDING: "texting",
    State.UNSURE: "texting",
    State.UNDELIVERED: "not_texted",
    State.FAILED: "not_texted",
    State.CANCELLED: "not_texted",
}


@dataclass(frozen=True, slots=True)
class Row:
    call: Call
    name: str
    receipt: Receipt | None
    person: str  # their id; "" for a hidden caller
    called_back: bool | None  # is the task to call back done? None: there is none
    text: State | None  # what became of the text about it

    @property
    def number(self) -> str:
        """As people write it; "" for a hidden one."""
        return pretty(self.call.caller) if read_number(self.call.caller).e164 else ""

    @property
    def became(self) -> str:
        """A key of BECAME: not what was decided, but what came of it."""
        if self.call.state is CallState.ACCEPTED:
            return "accepted"
        if self.called_back is False:
            return "call_back"
        if self.text is not None:
            came = _CAME.get(self.text, "text")
            return "seen_to" if self.called_back and came == "not_texted" else came
        verdict = self.receipt.verdict if self.receipt is not None else self.call.state.value
        return "seen_to" if self.called_back and verdict in ("call_back", "hold") else verdict


async def show(visit: Visit) -> Response:
    which = Shown(visit.query("show")) if visit.query("show") in list(Shown) else Shown.ALL
    before = _instant(visit.query("before"))
    rows = await visit.read(newest, visit.account.id, which, before, AT_ONCE + 1)
    older = rows[AT_ONCE - 1].call.first_heard_at.isoformat() if len(rows) > AT_ONCE else ""
    return visit.page(
        "calls.html",
        rows=rows[:AT_ONCE],
        older=older,
        which=which,
        filters=[(shown.value, visit.t(words)) for shown, words in FILTERS],
        became=BECAME,
    )


async def explain(visit: Visit) -> Response:
    found = await visit.read(_one, visit.account.id, visit.part_of_path("call"))
    if found is None:
        raise NotFound
    row, line, legs, voicemail, sound = found
    said: dict[str, Any] = json.loads(row.receipt.body) if row.receipt is not None else {}
    return visit.page(
        "call.html",
        row=row,
        line=line,
        legs=legs,
        voicemail=voicemail,
        sound=sound,
        told=said,
        rule=rule_of(said.get("deciding", "")),
        lists=[(which.value, visit.t(words)) for which, words, _ in LISTS],
        became=BECAME,
        question_of=question_of,
    )


def newest(tx: Transaction, account_id: str, which: Shown, before: datetime | None, most: int) -> list[Row]:
    found = listing.page_of(tx, account_id, which, before, most)
    callers = people.with_names(tx, account_id, [call.contact_id for call, _ in found if call.contact_id])
    ids = [call.id for call, _ in found]
    called_back = tasks.done_about(tx, account_id, TaskKind.CALL_BACK, ids)
    became = texts.states_of_calls(tx, account_id, ids)
    return [
        _row(call, receipt, callers, called_back.get(call.id), became.get(call.id)) for call, receipt in found
    ]


def _row(
    call: Call,
    receipt: Receipt | None,
    callers: dict[str, Contact],
    called_back: bool | None,
    text: State | None,
) -> Row:
    person = callers.get(call.contact_id or "")
    name, id = (person.name, person.id) if person else ("", "")
    return Row(call, name, receipt, id, called_back, text)


def _one(
    tx: Transaction, account_id: str, call_id: str
) -> tuple[Row, str, list[Any], Any, Sound | None] | None:
    """The call, its line's number, the phones that rang, the voicemail and its sound."""
    call = calls.get(tx, call_id)
    if call is None or call.account_id != account_id:
        return None
    caller = people.with_names(tx, account_id, [call.contact_id] if call.contact_id else [])
    line = lines.get(tx, call.line_id)
    receipt = receipts.of_call(tx, account_id, call.id)
    called_back = tasks.done_about(tx, account_id, TaskKind.CALL_BACK, [call.id]).get(call.id)
    text = texts.states_of_calls(tx, account_id, [call.id]).get(call.id)
    row = _row(call, receipt, caller, called_back, text)
    sound = recordings.of_calls(tx, account_id, [call.id]).get(call.id)
    number, rang = line.number if line else "", list(legs.of_call(tx, account_id, call.id))
    left = voicemails.of_call(tx, account_id, call.id)
    return row, number, rang, left, sound.state if sound else None


def _instant(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


PAGES = [
    page("GET", "calls", Role.READER, show, tab=Tab("calls", mark("Calls"), "calls", 30, on_phone=True)),
    page("GET", "calls/{call}", Role.READER, explain),
    page("GET", "calls/{call}/recording", Role.READER, show_recording),
]
