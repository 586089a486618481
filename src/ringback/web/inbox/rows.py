"""The list of conversations as it is shown: for each person what was said last and what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ringback.calls.of_contact import LastCall
from ringback.calls.store import CallState
from ringback.contacts.store import Contact
from ringback.conversations.boxes import Box
from ringback.conversations.listing import Listed
from ringback.lib.numbers import pretty
from ringback.messages.store import State, Text
from ringback.tasks.store import TaskKind
from ringback.web.words import Words, mark

LONGEST_PREVIEW: Final = 140
LONG_WAIT: Final = timedelta(minutes=30)

BOXES: Final = (
    (Box.OPEN, mark("Open")),
    (Box.UNREAD, mark("Unread")),
    (Box.WAITING, mark("Waiting")),
    (Box.CALL, mark("To call")),
    (Box.MINE, mark("Mine")),
    (Box.UNASSIGNED, mark("Nobody's")),
    (Box.SNOOZED, mark("Later")),
    (Box.DONE, mark("Done", "conversations")),
)
NOTHING_IN: Final[Mapping[Box, tuple[str, str]]] = {
    Box.OPEN: (
        mark("No conversations yet"),
        mark("When somebody calls or texts, it appears here by itself."),
    ),
    Box.UNREAD: (
        mark("All read"),
        mark("You have seen everything. New calls and texts appear by themselves."),
    ),
    Box.WAITING: (mark("Nobody waits"), mark("Everybody who wrote has an answer.")),
    Box.CALL: (mark("Nobody to call"), mark("Who should be called back stands here.")),
    Box.MINE: (mark("Nothing is yours"), mark("A conversation that you answer, or take, is yours.")),
    Box.UNASSIGNED: (mark("Everything has somebody"), mark("Every open conversation is somebody's.")),
    Box.SNOOZED: (mark("Nothing put off"), mark("What you put off comes back at its time.")),
    Box.DONE: (mark("Nothing done yet"), mark("What is done stays here, and can be searched.")),
}
ASKS: Final[Mapping[TaskKind, tuple[str, str]]] = {
    TaskKind.URGENT: (mark("Urgent"), "stop"),
    TaskKind.LATE_PROMISE: (mark("Late"), "stop"),
    TaskKind.DECIDE: (mark("Decide"), "warn"),
    TaskKind.PROMISE: (mark("Promised"), "warn"),
    TaskKind.READ: (mark("Read"), "warn"),
    TaskKind.LISTEN: (mark("Voicemail"), "warn"),
    TaskKind.CALL_BACK: (mark("Call back"), "warn"),
    TaskKind.CHECK_TEXT: (mark("Check the text"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str  # or the number, when nobody has given them a name
    known: bool
    at: datetime
    icon: str  # of what happened last; "" for a text of theirs
    preview: str
    unread: bool
    waiting_since: datetime | None
    asks: str  # in a word or two, what a person should do; ""
    tone: str
    whose: str  # the member's name; ""
    mine: bool
    done: bool
    put_off_until: datetime | None


def row(listed: Listed, names: Mapping[str, str], me: str, t: Words, now: datetime) -> Row:
    talk = listed.conversation
    icon, preview = _last(listed.text, listed.call, t)
    asks, tone = ASKS.get(listed.task.kind, ("", "")) if listed.task else ("", "")
    return Row(
        id=talk.id,
        name=called(listed.contact),
        known=bool(listed.contact.name),
        at=talk.last_at,
        icon=icon,
        preview=preview,
        unread=listed.unread,
        waiting_since=talk.waiting_since if talk.done_at is None else None,
        asks=t(asks) if asks else "",
        tone=tone,
        whose=names.get(talk.assigned_to or "", ""),
        mine=talk.assigned_to == me,
        done=talk.done_at is not None,
        put_off_until=talk.snoozed_until if talk.snoozed(now) and talk.done_at is None else None,
    )


def called(contact: Contact) -> str:
    return contact.name or pretty(contact.number)


def _last(text: Text | None, call: LastCall | None, t: Words) -> tuple[str, str]:
    if call is not None and (text is None or call.at > text.created_at):
        return "phone" if call.state is CallState.ACCEPTED else "calls", _call(call, t)
    if text is None:
        return "", t("Nothing said yet")
    said = _short(text.body) or (t("Picture") if _is_picture(text) else t("File"))
    if text.state is State.RECEIVED:
        return "", said
    if text.state in (State.FAILED, State.UNDELIVERED):
        return "warning", t("Not delivered: {said}", said=said)
    if text.state is State.CANCELLED:
        return "cross", t("Not sent: {said}", said=said)
    return "back", f"{text.written_by}: {said}" if text.written_by else said


def _is_picture(text: Text) -> bool:
    """By what its company says came with it. Ours go with pictures only."""
    return not text.media or any(each["type"].startswith("image/") for each in text.media)


def _call(call: LastCall, t: Words) -> str:
    match call.state:
        case CallState.ACCEPTED:
            return t("Answered call")
        case CallState.MISSED:
            return t("Missed call")
        case CallState.OPEN:
            return t("Calling now…")


def _short(body: str) -> str:
    line = " ".join(body.split())
    return line if len(line) <= LONGEST_PREVIEW else f"{line[: LONGEST_PREVIEW - 1]}…"


def brief(time: timedelta) -> str:
    """A length of time in a few letters: "now", "5m", "3h", "2d". The page's script counts it on."""
    minutes = max(0, int(time.total_seconds()) // 60)
    if minutes < 1:
        return "<1m"
    if minutes < 60:
        return f"{minutes}m"
    return f"{minutes // 60}h" if minutes < 48 * 60 else f"{minutes // 1440}d"
