"""What a thread in the inbox is made of, as it is shown: days, bubbles, calls, notes, tasks, lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.messages.attachments import Attachment
from ringback.web.dates import Dates
from ringback.web.story import Told
from ringback.web.words import Words


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
    held: bool  # nobody was texted, because the call looks like a machine's; a member may say otherwise
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
