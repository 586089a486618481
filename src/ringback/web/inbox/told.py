"""One conversation as it is shown, by days: bubbles, calls with their reasons, notes, tasks, what was done.

Pure: everything that is told is given.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ringback.calls.of_contact import WholeCall
from ringback.calls.placed import CallOut
from ringback.contacts.listed import Listed
from ringback.contacts.permission import Change, Entry, Source
from ringback.conversations.notes import Kind, Note
from ringback.conversations.thread import Thread, WholeText
from ringback.lib.numbers import pretty
from ringback.messages.store import State, Text
from ringback.tasks.store import Task, TaskKind
from ringback.tasks.to_do import ToDo, in_rows
from ringback.web.inbox.cards import Bubble, Card, Day, Fresh, Item, Line, NoteCard, Reader, TaskCard
from ringback.web.inbox.rows import called
from ringback.web.inbox.told_calls import call, call_out
from ringback.web.inbox.told_texts import bubble
from ringback.web.words import mark

TOGETHER: Final = timedelta(minutes=4)  # texts of one side that follow so soon stand close


def tell(thread: Thread, reader: Reader, new: datetime | None = None) -> list[Item]:
    """In order, with a line where a day begins, and one above the first that they did after `new`."""
    around = _around(thread)
    items: list[Item] = []
    last_day: date | None = None
    for happening in thread.happenings:
        day = happening.at.astimezone(ZoneInfo(reader.dates.zone)).date()
        if day != last_day:
            items.append(Day(happening.at))
            last_day = day
        if new is not None and happening.at > new and _by_the_person(happening.what):
            items.append(Fresh(happening.at))
            new = None
        item = _item(happening.what, thread, reader, around)
        if item is not None:
            if happening.number and isinstance(item, Card):
                item = replace(item, number=pretty(happening.number))
            items.append(_close_to(items[-1], item))
    return items


@dataclass(frozen=True, slots=True)
class _Around:
    """What else happened, as far as one happening is told by it."""

    texts: Mapping[str | None, Text]  # by the call that they answer
    calls: Container[str]
    tasks: Mapping[str, Task]  # the open ones, by what they are about
    rows: Mapping[str, ToDo]  # by the task that stands for the row


def _around(thread: Thread) -> _Around:
    whats = [happening.what for happening in thread.happenings]
    tasks = [what for what in whats if isinstance(what, Task)]
    # Of several about one call its card shows the one for which the call may stand for earlier ones.
    waiting = sorted(tasks, key=lambda task: task.kind is TaskKind.CALL_BACK)
    return _Around(
        texts={what.text.call_id: what.text for what in whats if isinstance(what, WholeText)},
        calls={what.call.id for what in whats if isinstance(what, WholeCall)},
        tasks={task.about: task for task in waiting if task.done_at is None},
        rows={each.task.id: each for each in in_rows(tasks)},
    )


def _by_the_person(what: object) -> bool:
    return isinstance(what, WholeCall) or (isinstance(what, WholeText) and what.text.state is State.RECEIVED)


def _item(what: object, thread: Thread, reader: Reader, around: _Around) -> Item | None:
    match what:
        case WholeText():
            return bubble(what, reader)
        case WholeCall(call=heard):
            waiting = [around.tasks[heard.id]] if heard.id in around.tasks else []
            to_do = around.rows.get(waiting[0].id) if waiting else None
            return call(what, called(thread.contact), around.texts.get(heard.id), waiting, to_do, reader)
        case CallOut():
            return call_out(what, called(thread.contact), reader)
        case Note(kind=Kind.NOTE):
            mine = what.by == reader.me
            who = reader.name(what.by)
            return NoteCard(
                id=what.id, at=what.created_at, who=who, body=what.body, mine=mine, key=what.key or ""
            )
        case Note():
            return Line(at=what.created_at, words=_done(what, reader))
        case Task():
            by_its_call = what.done_at is None and what.about in around.calls
            return None if by_its_call or what.id not in around.rows else _task(around.rows[what.id])
        case Entry():
            words = reader.t(_SAID[what.change, _by_them(what)])
            return Line(at=what.at, words=words, tone=_SAID_TONE[what.change])
    return None


def _close_to(before: Item, item: Item) -> Item:
    if not (isinstance(before, Bubble) and isinstance(item, Bubble)):
        return item
    same = [getattr(before, name) == getattr(item, name) for name in _SIDE]
    if not all(same) or item.at - before.at > TOGETHER or before.tone:
        return item
    return replace(item, close=True)


_SIDE: Final = ("ours", "who", "automatic", "number")


# --- Tasks, and what was done ---


def _task(to_do: ToDo) -> TaskCard:
    task, tone = to_do.task, "stop" if to_do.task.cannot_wait else "warn"
    return TaskCard(
        id=task.id,
        at=task.created_at,
        sentence=task.sentence,
        tone=tone,
        to_do=to_do,
        done_at=task.done_at,
    )


def _done(note: Note, reader: Reader) -> str:
    t, who = reader.t, reader.name(note.by)
    match note.kind:
        case Kind.ASSIGNED if note.body == note.by:
            return t("{who} took this", who=who)
        case Kind.ASSIGNED:
            return t("{who} gave this to {whom}", who=who, whom=reader.name(note.body))
        case Kind.SNOOZED:
            return t("{who} put this off until {when}", who=who, when=_until(note.body, reader))
        case Kind.BACK:
            return t("Back, as it was to be")
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
