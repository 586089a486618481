"""Who calls and who texts, and what the company tells us of it: late, twice, in any order, never."""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from tests.cast import ROSAS_LINE
from tests.crash.callers import LEG, Webhook, of_call, of_leg

MINUTE = 60.0
HOUR = 60 * MINUTE
STOPS = ("STOP", "stop", "Please stop texting me", "unsubscribe", "ALTO", "Arrêtez de m'écrire")
STARTS = ("START", "UNSTOP")
OTHERS = (
    "Yes please, my sink leaks",
    "HELP",
    "ok",
    "👍",
    "",
    "Liked “We missed your call”",
    "\x00\ufffd",
    "¿Cuánto?",
)


class Call(StrEnum):
    MISSED = "missed"
    GAVE_UP = "the caller gave up while it rang"
    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    HIDDEN = "hidden"  # without a number


@dataclass(frozen=True)
class Told:
    """One webhook, and when it is sent (seconds from the beginning), as often as it is sent."""

    webhook: Webhook
    at: float


@dataclass
class Happened:
    """What really happened, whatever we are told of it."""

    at: float
    caller: str
    what: str  # a kind of call, or the words of a text
    id: str  # the company's
    is_call: bool
    told: list[Told] = field(default_factory=list)
    to: str = ROSAS_LINE

    @property
    def says(self) -> str:
        """Of a text: "stop", "start", or "" for anything else."""
        if self.is_call or self.what not in (*STOPS, *STARTS):
            return ""
        return "stop" if self.what in STOPS else "start"


def phoned(kind: Call, caller: str, number: int, at: float) -> Happened:
    """A call, told in order and without delay."""
    call = f"CA{caller[-10:]}{number:04}"
    who = "anonymous" if kind is Call.HIDDEN else caller
    happened = Happened(at, who, kind, call, is_call=True)
    for seconds, webhook in _STORIES[kind](who, call):
        happened.told.append(Told(webhook, at + seconds))
    return happened


def texted(words: str, caller: str, number: int, at: float) -> Happened:
    id = f"SM{caller[-10:]}{number:022}"
    said = {"MessageSid": id, "From": caller, "To": ROSAS_LINE, "Body": words, "NumMedia": "0"}
    return Happened(at, caller, words, id, is_call=False, told=[Told(Webhook("text", said), at)])


def days(plan: random.Random) -> list[Happened]:
    """What happens in one history: some callers, who call and text now and again."""
    happened = []
    for caller in range(plan.choice((1, 1, 1, 2))):
        number = f"+1{plan.choice((212, 303, 415, 617))}555{100 + 10 * caller + plan.randrange(10):04}"
        at = plan.uniform(0, 5 * MINUTE)
        for count in range(plan.choice((1, 1, 2, 2, 3))):
            happened.append(_something(plan, number, count, at, first=count == 0))
            at += plan.choice(
                (0.0, 3.0, 20.0, MINUTE, 5 * MINUTE, 30 * MINUTE, 9 * HOUR, 23.99 * HOUR, 25 * HOUR)
            )
            at += plan.uniform(0, 10)
    return [_badly_told(plan, one) for one in happened]


def _something(plan: random.Random, caller: str, number: int, at: float, *, first: bool) -> Happened:
    if plan.random() < (0.85 if first else 0.5):
        [kind] = plan.choices(list(_STORIES), weights=(10, 2, 3, 0, 1))
        return phoned(kind, caller, number, at)
    words = plan.choice(plan.choices((STOPS, STARTS, OTHERS), weights=(5, 2, 4))[0])
    return texted(words, caller, number, at)


def _badly_told(plan: random.Random, happened: Happened) -> Happened:
    """Webhooks come late, twice, in another order, or never."""
    told = []
    mood = plan.choice(("well", "well", "late", "badly"))
    for one in happened.told:
        if mood == "badly" and happened.is_call and plan.random() < 0.3:
            continue
        often = 1 if mood == "well" or plan.random() < 0.7 else plan.choice((2, 3))
        for _ in range(often):
            late = 0.0 if mood == "well" else plan.choice((0.0, 0.3, 2.0, 9.0, 40.0, 11 * MINUTE))
            told.append(Told(one.webhook, one.at + late * plan.random()))
    happened.told = told
    return happened


def _nobody_answers(caller: str, call: str) -> list[tuple[float, Webhook]]:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (14.0, of_call(caller, call, "dial_done", DialCallStatus="no-answer")),
        (18.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="4")),
    ]


def _gives_up(caller: str, call: str) -> list[tuple[float, Webhook]]:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (7.0, of_leg(caller, call, LEG, CallStatus="canceled")),
        (7.0, of_call(caller, call, "voice_status", CallStatus="no-answer", CallDuration="0")),
    ]


def _is_answered(caller: str, call: str) -> list[tuple[float, Webhook]]:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (6.0, of_leg(caller, call, "screen_key", CallStatus="in-progress", Digits="1")),
        (60.0, of_call(caller, call, "dial_done", DialCallStatus="completed", DialBridged="true")),
        (61.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="55")),
    ]


def _leaves_a_message(caller: str, call: str) -> list[tuple[float, Webhook]]:
    return [
        *_nobody_answers(caller, call)[:2],
        (
            40.0,
            of_call(
                caller, call, "voicemail", RecordingUrl="https://x.example.com/RE1", RecordingDuration="20"
            ),
        ),
        (42.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="30")),
        (
            50.0,
            of_call(
                caller,
                call,
                "transcript",
                TranscriptionText="Call me back please",
                TranscriptionStatus="completed",
                RecordingUrl="https://x.example.com/RE1",
            ),
        ),
    ]


_STORIES = {
    Call.MISSED: _nobody_answers,
    Call.GAVE_UP: _gives_up,
    Call.ANSWERED: _is_answered,
    Call.VOICEMAIL: _leaves_a_message,
    Call.HIDDEN: _nobody_answers,
}
