"""The parts of a thread in the inbox as they are shown: days, texts, calls, notes, tasks, separating
lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.messages.attachments import Attachment
from ringback.tasks.to_do import ToDo
from ringback.web.dates import Dates
from ringback.web.story import Told
from ringback.web.words import Words


@dataclass(frozen=True, slots=True)
class Day:
    kind: ClassVar[str] = "day"
    at: datetime


@dataclass(frozen=True, slots=True)
class Fresh:
    """From here on the reader has not seen it."""

    kind: ClassVar[str] = "fresh"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something that happened with this person."""

    at: datetime
    number: str = ""  # which of their other numbers; "" for the one of the conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble(Card):
    kind: ClassVar[str] = "bubble"
    id: str
    ours: bool
    who: str  # of the business; "" when Ringback wrote by itself, or the person did
    automatic: bool
    body: str
    attachments: tuple[Attachment, ...]
    state: str  # in words; "" for what they wrote
    tone: str  # "", "wait" or "failed"
    why: str  # a sentence, where something did not work out
    again: bool  # a person may want to write it once more
    key: str  # with which its page sent it, as long as it may have left; ""
    waits: bool  # a person wrote it and may take it back: it has not left yet
    close: bool = False  # to the one before it


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard(Card):
    kind: ClassVar[str] = "call"
    id: str
    told: Told
    why: str  # what the receipt says, in one sentence; ""
    texted: bool
    held: bool  # nobody was texted, because the call looks like a machine's; a member may say otherwise
    voicemail: str
    seconds: int | None
    left_message: bool
    sound: str  # what became of its recording; "" where there is none to be had
    to_do: ToDo | None  # the open task about it, with those about earlier calls


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOutCard(Card):
    kind: ClassVar[str] = "call-out"
    id: str
    title: str
    result: str
    tone: str
    why: str  # a sentence, where it did not work out


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCard(Card):
    kind: ClassVar[str] = "note"
    id: str
    who: str
    body: str
    mine: bool
    key: str  # with which its page sent it; ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard(Card):
    kind: ClassVar[str] = "task"
    id: str
    sentence: str
    tone: str
    to_do: ToDo
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Card):
    """Something that happened, in half a sentence."""

    kind: ClassVar[str] = "line"
    words: str
    tone: str = ""


Item = Day | Fresh | Bubble | CallCard | CallOutCard | NoteCard | TaskCard | Line


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which words, what the members are called, and what their own phones are."""

    me: str
    t: Words
    dates: Dates
    names: Mapping[str, str] = field(default_factory=dict)
    phones: Mapping[str, str] = field(default_factory=dict)  # by the number, whose own it is

    def name(self, member_id: str) -> str:
        return self.names.get(member_id) or self.t("Somebody")
