"""The answer to "may this text go now?"."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Allowed:
    warning: str = ""  # a sentence for the person who is about to send it; "" mostly


@dataclass(frozen=True, slots=True)
class Refused:
    reason: str
    sentence: str  # for the owner
    next_allowed: datetime | None  # UTC; None: not by waiting


Verdict = Allowed | Refused
