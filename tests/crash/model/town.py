"""Who calls and who texts, and what the company tells us of it: late, twice, in any order, never."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ringback.contacts.imports import AS_NAMES
from ringback.contacts.listed import Listed
from tests.crash.callers import LEG, Webhook, of_call, of_leg
from tests.crash.model.shop import ASKING, DIALLED, FORWARDED, KEYED, OBSERVED, PBX_NUMBER, PBX_TOKEN

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
PAUSES = (0.0, 3.0, 20.0, MINUTE, 5 * MINUTE, 30 * MINUTE, 9 * HOUR, 23.99 * HOUR, 25 * HOUR)


class Kind(StrEnum):
    """Of a call, all but the last four."""

    MISSED = "nobody answers"
    GAVE_UP = "the caller gives up while it rings"
    ANSWERED = "somebody answers"
    VOICEMAIL = "leaves a message"
    HIDDEN = "nobody answers, without a number"
    PRESSED = "nobody answers, and the caller presses the key"
    TEXT = "texts"
    WRITTEN = "Ben writes"
    CALLED_BACK = "Ben calls back"
    IMPORTED = "Ben takes in an address book"


@dataclass(frozen=True)
class Told:
    """One webhook, and when it is sent (seconds from the beginning)."""

    webhook: Webhook
    at: float


@dataclass
class Happened:
    """What really happened, whatever we are told of it."""

    at: float
    caller: str
    kind: Kind
    id: str  # the company's
    line: str
    words: str = ""
    told: list[Told] = field(default_factory=list)

    @property
    def is_call(self) -> bool:
        return self.kind in _STORIES

    @property
    def is_bens(self) -> bool:
        """Done at the desk, not at the phone."""
        return not self.is_call and self.kind is not Kind.TEXT

    @property
    def says(self) -> str:
        """Of a text: "stop", "start", or "" for anything else."""
        if self.kind is not Kind.TEXT or self.words not in (*STOPS, *STARTS):
            return ""
        return "stop" if self.words in STOPS else "start"


def phoned(kind: Kind, caller: str, number: int, at: float, line: str = DIALLED) -> Happened:
    """A call, told in order and without delay."""
    call = f"{'' if line == OBSERVED else 'CA'}{caller[-10:]}{number:04}"
    who = "anonymous" if kind is Kind.HIDDEN else caller
    happened = Happened(at, who, kind, call, line)
    story = _of_pbx if line == OBSERVED else _STORIES[kind]
    happened.told = [Told(_on(webhook, line), at + seconds) for seconds, webhook in story(who, call, kind)]
    return happened


def texted(words: str, caller: str, number: int, at: float, line: str = DIALLED) -> Happened:
    id = f"SM{caller[-10:]}{number:022}"
    said = {"MessageSid": id, "From": caller, "To": line, "Body": words, "NumMedia": "0"}
    return Happened(at, caller, Kind.TEXT, id, line, words, [Told(Webhook("text", said, line=line), at)])


def written(caller: str, number: int, at: float) -> Happened:
    """Ben answers in the inbox."""
    return Happened(at, caller, Kind.WRITTEN, f"key{number}", DIALLED, "On my way, Ben")


def called_back(caller: str, number: int, at: float) -> Happened:
    """Ben has them called from the business number."""
    return Happened(at, caller, Kind.CALLED_BACK, f"call{number}", DIALLED)


def imported(caller: str, number: int, at: float, which: str = AS_NAMES) -> Happened:
    """Ben takes in a file with them and a few others in it, as names or as one of the lists."""
    return Happened(at, caller, Kind.IMPORTED, f"book{number}", DIALLED, which)


def days(plan: random.Random) -> list[Happened]:
    """What happens in one history: some callers, who call and text now and again."""
    happened = []
    for caller in range(plan.choice((1, 1, 1, 2))):
        number = f"+1{plan.choice((212, 303, 415, 617))}555{100 + 10 * caller + plan.randrange(10):04}"
        at = plan.uniform(0, 5 * MINUTE)
        for count in range(plan.choice((1, 1, 2, 2, 3))):
            happened.append(_something(plan, number, count, at, first=count == 0))
            at += plan.choice(PAUSES) + plan.uniform(0, 10)
    return [_badly_told(plan, one) for one in happened]


def _something(plan: random.Random, caller: str, number: int, at: float, *, first: bool) -> Happened:
    if plan.random() < (0.85 if first else 0.5):
        return _some_call(plan, caller, number, at)
    if not first and plan.random() < 0.35:
        [act] = plan.choices((written, called_back, imported, _forbidden), weights=(4, 4, 1, 1))
        return act(caller, number, at)
    words = plan.choice(plan.choices((STOPS, STARTS, OTHERS), weights=(5, 2, 4))[0])
    return texted(words, caller, number, at, plan.choices((DIALLED, KEYED), weights=(4, 1))[0])


def _some_call(plan: random.Random, caller: str, number: int, at: float) -> Happened:
    [line] = plan.choices((DIALLED, FORWARDED, ASKING, OBSERVED, KEYED), weights=(8, 2, 2, 2, 3))
    [kind] = plan.choices(list(_STORIES), weights=(10, 2, 3, 2, 1, 6))
    if line == FORWARDED and kind is not Kind.HIDDEN:
        kind = Kind.MISSED  # the carrier passes on what nobody has answered
    if kind is Kind.PRESSED and line != KEYED:
        kind = Kind.MISSED  # nobody asks for a key there
    return phoned(kind, caller, number, at, line)


def _forbidden(caller: str, number: int, at: float) -> Happened:
    return imported(caller, number, at, Listed.NEVER_TEXT)


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
    return replace(happened, told=told)


Story = list[tuple[float, Webhook]]


def _nobody_answers(caller: str, call: str, _kind: Kind) -> Story:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (14.0, of_call(caller, call, "dial_done", DialCallStatus="no-answer")),
        (18.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="4")),
    ]


def _gives_up(caller: str, call: str, _kind: Kind) -> Story:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (7.0, of_leg(caller, call, LEG, CallStatus="canceled")),
        (7.0, of_call(caller, call, "voice_status", CallStatus="no-answer", CallDuration="0")),
    ]


def _is_answered(caller: str, call: str, _kind: Kind) -> Story:
    return [
        (0.0, of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")),
        (6.0, of_leg(caller, call, "screen_key", CallStatus="in-progress", Digits="1")),
        (60.0, of_call(caller, call, "dial_done", DialCallStatus="completed", DialBridged="true")),
        (61.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="55")),
    ]


def _leaves_a_message(caller: str, call: str, kind: Kind) -> Story:
    recording = {"RecordingUrl": "https://x.example.com/RE1"}
    said = {"TranscriptionText": "Call me back please", "TranscriptionStatus": "completed"}
    return [
        *_nobody_answers(caller, call, kind)[:2],
        (40.0, of_call(caller, call, "voicemail", RecordingDuration="20", **recording)),
        (42.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="30")),
        (50.0, of_call(caller, call, "transcript", **said, **recording)),
    ]


def _presses_the_key(caller: str, call: str, kind: Kind) -> Story:
    return [
        *_nobody_answers(caller, call, kind)[:2],
        (20.0, of_call(caller, call, "caller_key", CallStatus="in-progress", Digits="1")),
        (23.0, of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="9")),
    ]


def _of_pbx(caller: str, call: str, kind: Kind) -> Story:
    """The other phone system rings the phones, and tells us what came of it."""
    answered = kind is Kind.ANSWERED
    events = [(0.0, "call.created"), (20.0, "call.hungup"), (50.0, "call.ended")]
    if answered:
        events.insert(1, (6.0, "call.answered"))
    return [(seconds, _pbx(caller, call, event, answered=answered)) for seconds, event in events]


def _pbx(caller: str, call: str, event: str, *, answered: bool) -> Webhook:
    data = {
        "id": int(call),
        "direction": "inbound",
        "raw_digits": caller,
        "answered_at": 1 if answered and event != "call.created" else None,
        "number": {"id": PBX_NUMBER, "e164_digits": OBSERVED},
        "user": {"id": 7, "name": "Ben"} if event == "call.answered" else None,
    }
    body = {"resource": "call", "event": event, "timestamp": 1, "token": PBX_TOKEN, "data": data}
    return Webhook("event", {"": json.dumps(body)}, line=OBSERVED)


def _on(webhook: Webhook, line: str) -> Webhook:
    """The same on another line."""
    if webhook.line == OBSERVED:
        return webhook
    to = {"To": line} if webhook.said.get("To") == DIALLED else {}
    return replace(webhook, said={**webhook.said, **to}, line=line)


_STORIES: dict[Kind, Callable[[str, str, Kind], Story]] = {
    Kind.MISSED: _nobody_answers,
    Kind.GAVE_UP: _gives_up,
    Kind.ANSWERED: _is_answered,
    Kind.VOICEMAIL: _leaves_a_message,
    Kind.HIDDEN: _nobody_answers,
    Kind.PRESSED: _presses_the_key,
}
