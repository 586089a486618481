"""One conversation as it is shown, by days: bubbles, calls with their reasons, notes, tasks, what was done.

Pure: everything that is told is given.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from ringback.calls.of_contact import WholeCall
from ringback.calls.placed import CallOut
from ringback.calls.placed import State as Placing
from ringback.contacts.listed import Listed
from ringback.contacts.permission import Change, Entry, Source
from ringback.conversations.notes import Kind, Note
from ringback.conversations.thread import Thread, WholeText
from ringback.lib.numbers import pretty
from ringback.messages.attachments import Attachment
from ringback.messages.store import Purpose, State, Text
from ringback.tasks.store import Task
from ringback.web import story
from ringback.web.dates import Dates
from ringback.web.inbox.rows import called
from ringback.web.story import Known, Leg, Told
from ringback.web.words import Words, mark

TOGETHER: Final = timedelta(minutes=4)  # texts of one side that follow so soon stand close


@dataclass(frozen=True, slots=True)
class Day:
    kind: ClassVar[str] = "day"
    at: datetime


@dataclass(frozen=True, slots=True)
class Bubble:
    kind: ClassVar[str] = "bubble"
    id: str
    at: datetime
    ours: bool
    who: str  # of the business; "" when Ringback wrote by itself, or the person did
    automatic: bool
    body: str
    attachments: tuple[Attachment, ...]
    state: str  # in words; "" for what they wrote
    tone: str  # "", "wait" or "failed"
    why: str  # a sentence, where something did not work out
    again: bool  # a person may want to write it once more
    close: bool = False  # to the one before it
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True)
class CallCard:
    kind: ClassVar[str] = "call"
    id: str
    at: datetime
    told: Told
    why: str  # what the receipt says, in one sentence; ""
    texted: bool
    voicemail: str
    seconds: int | None
    left_message: bool
    sound: str  # what became of its recording; "" where there is none to be had
    task: str  # the id of the open task about it; ""
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True)
class CallOutCard:
    kind: ClassVar[str] = "call-out"
    id: str
    at: datetime
    title: str
    result: str
    tone: str
    why: str  # a sentence, where it did not work out
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True)
class NoteCard:
    kind: ClassVar[str] = "note"
    id: str
    at: datetime
    who: str
    body: str
    mine: bool
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True)
class TaskCard:
    kind: ClassVar[str] = "task"
    id: str
    at: datetime
    sentence: str
    tone: str
    done_at: datetime | None
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, in half a sentence."""

    kind: ClassVar[str] = "line"
    at: datetime
    words: str
    tone: str = ""
    number: str = ""  # which of their other numbers; "" for the one of the conversation


Item = Day | Bubble | CallCard | CallOutCard | NoteCard | TaskCard | Line


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which words, and what the members are called."""

    me: str
    t: Words
    dates: Dates
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, member_id: str) -> str:
        return self.names.get(member_id) or self.t("Somebody")


def tell(thread: Thread, reader: Reader) -> list[Item]:
    """In order, with a line where a day begins."""
    texts = {what.text.call_id: what.text for what in _whats(thread) if isinstance(what, WholeText)}
    calls = {what.call.id for what in _whats(thread) if isinstance(what, WholeCall)}
    tasks = {what.about: what for what in _whats(thread) if isinstance(what, Task) and what.done_at is None}
    items: list[Item] = []
    last_day: date | None = None
    for happening in thread.happenings:
        day = happening.at.astimezone(ZoneInfo(reader.dates.zone)).date()
        if day != last_day:
            items.append(Day(happening.at))
            last_day = day
        item = _item(happening.what, thread, reader, texts, tasks, calls)
        if item is not None:
            if happening.number and not isinstance(item, Day):
                item = replace(item, number=pretty(happening.number))
            items.append(_close_to(items[-1], item))
    return items


def _whats(thread: Thread) -> Iterator[object]:
    return (happening.what for happening in thread.happenings)


def _item(
    what: object,
    thread: Thread,
    reader: Reader,
    texts: Mapping[str | None, Text],
    tasks: Mapping[str, Task],
    calls: Container[str],
) -> Item | None:
    match what:
        case WholeText():
            return _bubble(what, reader)
        case WholeCall(call=call):
            waiting = [tasks[call.id]] if call.id in tasks else []
            return _call(what, called(thread.contact), texts.get(call.id), waiting)
        case CallOut():
            return _call_out(what, called(thread.contact), reader)
        case Note(kind=Kind.NOTE):
            mine = what.by == reader.me
            return NoteCard(what.id, what.created_at, reader.name(what.by), what.body, mine)
        case Note():
            return Line(what.created_at, _done(what, reader))
        case Task():
            by_its_call = what.done_at is None and what.about in calls
            return None if by_its_call else _task(what)
        case Entry():
            return Line(what.at, reader.t(_SAID[what.change, _by_them(what)]), _SAID_TONE[what.change])
    return None


def _close_to(before: Item, item: Item) -> Item:
    if not (isinstance(before, Bubble) and isinstance(item, Bubble)):
        return item
    same = [getattr(before, name) == getattr(item, name) for name in _SIDE]
    if not all(same) or item.at - before.at > TOGETHER or before.tone:
        return item
    return replace(item, close=True)


_SIDE: Final = ("ours", "who", "automatic", "number")


# --- Texts ---


def _bubble(whole: WholeText, reader: Reader) -> Bubble:
    text = whole.text
    ours = text.state is not State.RECEIVED
    state, tone = _STATES[text.state]
    by_person = text.purpose is Purpose.REPLY
    return Bubble(
        id=text.id,
        at=text.created_at,
        ours=ours,
        who=text.written_by,
        automatic=ours and not by_person,
        body=text.body,
        attachments=whole.attachments,
        state=reader.t(state) if ours else "",
        tone=tone,
        why=text.sentence if tone else "",
        again=by_person and text.state in (State.FAILED, State.UNDELIVERED, State.CANCELLED),
    )


_STATES: Final[Mapping[State, tuple[str, str]]] = {
    State.WAITING: (mark("Sending soon"), "wait"),
    State.SENDING: (mark("Sending…"), "wait"),
    State.UNSURE: (mark("Nobody knows yet whether it went out"), "wait"),
    State.ACCEPTED: (mark("Sent"), ""),
    State.SENT: (mark("Sent"), ""),
    State.DELIVERED: (mark("Delivered"), ""),
    State.UNDELIVERED: (mark("Not delivered"), "failed"),
    State.FAILED: (mark("Not sent"), "failed"),
    State.CANCELLED: (mark("Not sent"), "off"),
    State.RECEIVED: ("", ""),
}


# --- Calls ---


def _call(whole: WholeCall, caller: str, text: Text | None, tasks: Sequence[Task]) -> CallCard:
    left = whole.voicemail
    known = Known(
        call=whole.call,
        caller=caller,
        legs=[_leg(leg) for leg in whole.legs],
        receipt=whole.receipt,
        text=text,
        tasks=tasks,
        voicemail=left.words if left else "",
    )
    told = story.tell(known, whole.began)
    return CallCard(
        id=whole.call.id,
        at=whole.began,
        told=told,
        why=whole.receipt.sentence if whole.receipt else "",
        texted=whole.receipt is not None and whole.receipt.verdict == "text",
        voicemail=left.words if left else "",
        seconds=left.seconds if left else None,
        left_message=left is not None,
        sound=whole.sound or "",
        task=tasks[0].id if tasks else "",
    )


def _call_out(call: CallOut, whom: str, reader: Reader) -> CallOutCard:
    result, tone, why = _CALL_OUT[call.state]
    if call.seconds:
        result = reader.dates.length(timedelta(seconds=call.seconds))
    title = reader.t("{who} called {whom}", who=reader.name(call.by), whom=whom)
    return CallOutCard(call.id, call.asked_at, title, reader.t(result), tone, call.problem or reader.t(why))


_CALL_OUT: Final[Mapping[Placing, tuple[str, str, str]]] = {
    Placing.WAITING: (mark("Starting"), "live", ""),
    Placing.STARTING: (mark("Starting"), "live", ""),
    Placing.RINGING: (mark("Rings you"), "live", mark("Pick up your own phone and press 1.")),
    Placing.PICKED_UP: (mark("Rings you"), "live", mark("Press 1 on your own phone.")),
    Placing.CONNECTING: (mark("Rings them"), "live", ""),
    Placing.SPOKE: (mark("Connected"), "good", ""),
    Placing.NOT_REACHED: (mark("Not reached"), "", mark("They did not pick up.")),
    Placing.NOT_TAKEN: (mark("Not connected"), "", mark("Nobody pressed 1 on the first phone.")),
    Placing.FAILED: (mark("Not started"), "stop", ""),
    Placing.UNSURE: (
        mark("Nobody knows"),
        "warn",
        mark("The phone company did not answer. If no phone rings, press Call again."),
    ),
}


def _leg(leg: object) -> Leg:
    times = {
        name: getattr(leg, name) for name in ("rang_at", "answered_at", "accepted_at", "ended_at", "outcome")
    }
    return Leg(name=pretty(getattr(leg, "phone")), **times)  # noqa: B009


# --- Tasks, and what was done ---


def _task(task: Task) -> TaskCard:
    tone = "stop" if task.cannot_wait else "warn"
    return TaskCard(task.id, task.created_at, task.sentence, tone, task.done_at)


def _done(note: Note, reader: Reader) -> str:
    t, who = reader.t, reader.name(note.by)
    match note.kind:
        case Kind.ASSIGNED if note.body == note.by:
            return t("{who} took this", who=who)
        case Kind.ASSIGNED:
            return t("{who} gave this to {whom}", who=who, whom=reader.name(note.body))
        case Kind.SNOOZED:
            return t("{who} put this off until {when}", who=who, when=_until(note.body, reader))
        case Kind.JOINED | Kind.PARTED:
            return t(_NUMBERS[note.kind], who=who, number=pretty(note.body))
        case Kind.LISTED:
            return t(_LISTED[Listed(note.body)], who=who)
        case _:
            return t(_DONE[note.kind], who=who)


def _until(body: str, reader: Reader) -> str:
    return reader.dates.when(datetime.fromisoformat(body))


_NUMBERS: Final[Mapping[Kind, str]] = {
    Kind.JOINED: mark("{who} said that {number} is theirs, too"),
    Kind.PARTED: mark("{who} said that {number} is not theirs"),
}
_DONE: Final[Mapping[Kind, str]] = {
    Kind.TOOK_OVER: mark("{who} answers here now; Ringback keeps quiet"),
    Kind.HANDED_BACK: mark("{who} handed back to Ringback"),
    Kind.UNASSIGNED: mark("{who} made this nobody's"),
    Kind.DONE: mark("{who} marked this done"),
    Kind.OPENED: mark("{who} opened this again"),
    Kind.CALLED_BACK: mark("{who} called them back"),
}
_LISTED: Final[Mapping[Listed, str]] = {
    Listed.NO: mark("{who} took them off the list"),
    Listed.NEVER_TEXT: mark("{who} said that this is not a customer: never text"),
    Listed.TELL_ME: mark("{who} said: never text, but tell me"),
    Listed.VIP: mark("{who} made them a VIP"),
}


# --- Permission ---


def _by_them(entry: Entry) -> bool:
    return entry.source is not Source.STAFF


_SAID: Final[Mapping[tuple[Change, bool], str]] = {
    (Change.STOP, True): mark("They asked for no more texts. None will be sent."),
    (Change.STOP, False): mark("Marked as wanting no more texts. None will be sent."),
    (Change.PAUSE, True): mark(
        "This may have been a wish to stop. Nothing automatic goes out until you decide."
    ),
    (Change.PAUSE, False): mark("Nothing automatic goes out until you decide."),
    (Change.START, True): mark("They want texts again."),
    (Change.START, False): mark("Marked as wanting texts."),
}
_SAID_TONE: Final[Mapping[Change, str]] = {Change.STOP: "stop", Change.PAUSE: "warn", Change.START: "good"}
