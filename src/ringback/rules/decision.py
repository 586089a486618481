"""The possible decisions about a missed call, and the words that explain them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ringback.rules.hours import Opening

# Of a stored decision. Whoever changes what is decided or said raises it, and lets those of former formats be
# made again as they were (`former.py`).
FORMAT = 6


class Reason(StrEnum):
    ANSWERED = "answered"
    OWN_NUMBER = "own_number"
    HIDDEN_NUMBER = "hidden_number"  # anonymous, or no number at all
    UNUSABLE_NUMBER = "unusable_number"  # premium, service, satellite, invalid: nobody to text or call back
    HUNG_UP_EARLY = "hung_up_early"
    NEVER_TEXT = "never_text"
    TELL_ME = "tell_me"  # on the list of callers whom a person calls back
    OPTED_OUT = "opted_out"
    NOT_TEXTABLE = "not_textable"  # toll-free, or outside the countries that the owner texts
    CANNOT_RECEIVE = "cannot_receive"
    LOOP = "loop"  # the same caller again and again, or texts to and fro as between machines
    ROBOCALL = "robocall"
    IN_TOUCH = "in_touch"  # a person of the business wrote or spoke with the caller just now
    REPEAT = "repeat"  # texted in this episode, and called again
    SAME_EPISODE = "same_episode"  # a first text is already waiting
    COOLDOWN = "cooldown"  # texted so recently that the owner allows no second text
    HOURS = "hours"  # the owner texts only while open, or only while closed
    LATE = "late"
    SPENT = "spent"  # texts have cost as much as the owner allows in a day or a month
    UNHEARD = "unheard"  # hardly any of the last texts arrived or was answered, so they are paused
    FUSE = "fuse"  # too many first texts in an hour or a day
    SHADOW = "shadow"  # the owner only watches


@dataclass(frozen=True, slots=True)
class Send:
    template: str  # the situation, a key of `Policy.templates`
    send_at: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """No text, and nothing for a person to do."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CallBack:
    """No text, but a task for a person: call back."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Hold:
    """No text unless a person says so."""

    reason: Reason


NoText = Skip | CallBack | Hold
Verdict = Send | NoText


class Check(NamedTuple):  # and no dataclass, because each decision makes two dozen
    """One check and its result. `value` and `needed` are words for people."""

    name: str
    value: str
    needed: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: Verdict
    task: bool  # whether a person is told; `sentence` says what
    checks: tuple[Check, ...]  # all of them, in order
    opening: Opening  # what the hours said about the moment of the call
    sentence: str  # for the owner; holds no name and no number of the caller, so a receipt may outlive both

    @property
    def deciding(self) -> Check | None:
        """The check that decided: the first that did not pass; None when all did."""
        return next((check for check in self.checks if not check.passed), None)
