"""Vonage's events about calls, as ours.

A call is known by the `conversation_uuid` of the caller's leg. The addresses that we give along carry it and
the caller's number, so that what is said of a phone or of a recording is never without its call (`Thread`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ringback.lib.numbers import with_plus, without_plus
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.provider import Request
from ringback.phone.said import Said, instant, read
from ringback.phone.vonage.tables import (
    CALL_BEGINS,
    CALL_ENDED,
    DETAIL,
    GIVES_BACK,
    PHONE_ENDED,
    SAYS_NOTHING,
)
from ringback.phone.words import NO_KEY, new_word

NO_VOICEMAIL: Final = Ignored("the caller left no voicemail")
ERROR: Final = Ignored("Vonage could not follow our orders; its reason is kept with the request")


@dataclass(frozen=True, slots=True)
class Thread:
    """What our own addresses carry from one order about a call to the next."""

    call: str  # the conversation of the caller's leg
    leg: str = ""  # the caller's leg itself, which orders are given to
    caller: str = ""
    left: int = 0  # how many phones have not been rung yet

    @property
    def carried(self) -> dict[str, str | int]:
        return {"call": self.call, "leg": self.leg, "caller": self.caller, "left": self.left}

    def with_left(self, left: int) -> "Thread":
        return replace(self, left=left)


def thread(request: Request, said: Said) -> Thread:
    """Of the address where it is ours, else of what is said."""
    ours = request.query
    if request.kind in ("voice", "voice_status") or not ours.get("call"):
        return Thread(said.need("conversation_uuid"), said.text("uuid"), said.text("from"))
    left = ours.get("left", "")
    known = int(left) if left.isascii() and left.isdigit() and len(left) < 4 else 0
    return Thread(ours["call"], ours.get("leg", ""), ours.get("caller", ""), known)


def call_started(request: Request, said: Said) -> list[Event]:
    return [
        CallStarted(
            call=said.need("conversation_uuid"),
            caller=caller_of(said),
            dialled=with_plus(said.need("to")),
            at=request.at,
        )
    ]


def caller_of(said: Said) -> str:
    """A hidden caller is a word, or missing; one who calls with an app has a name instead of a number."""
    return with_plus(without_plus(said.text("from") or said.text("from_user")))


def changed(request: Request, said: Said) -> list[Event]:
    """Of either leg, at the application's address or at the one that was given along with the ringing."""
    if not said.text("status") and said.text("reason"):
        return [ERROR]
    status = said.need("status")
    if status in ("human", "machine", "transfer", "record", "input"):
        return [Ignored(SAYS_NOTHING[status])]
    if said.need("direction") == "outbound":
        return _phone_changed(request, said, status)
    if status in CALL_BEGINS:
        return call_started(request, said)
    if status in SAYS_NOTHING:
        return [Ignored(SAYS_NOTHING[status])]
    if status not in CALL_ENDED:
        return [new_word("status", status)]
    outcome, proof = CALL_ENDED[status]
    caller, dialled = caller_of(said), with_plus(said.need("to"))
    call = said.need("conversation_uuid")
    return [CallEnded(call, caller, dialled, outcome, proof, request.at, said.whole("duration"))]


def _phone_changed(request: Request, said: Said, status: str) -> list[Event]:
    of = thread(request, said)
    leg = of.call, said.need("uuid"), with_plus(said.need("to"))
    match status:
        case "started":
            return [Ignored("a phone is about to ring")]
        case "ringing":
            return [LegRang(*leg, request.at)]
        case "answered":
            return [LegAnswered(*leg, request.at)]
        case _ if status not in PHONE_ENDED:
            return [new_word("status", status)]
    detail = said.text("detail") if status in GIVES_BACK else ""
    outcome = DETAIL.get(detail, PHONE_ENDED[status])
    ended: list[Event] = [LegEnded(*leg, outcome, request.at)]
    # "cancelled": the caller has hung up while it rang. After "completed" the key tells whether it was taken.
    is_last = status == "cancelled" or (status in GIVES_BACK and not of.left)
    return ended + (_nobody(of, said, outcome, request) if is_last else [])


def _nobody(of: Thread, said: Said, outcome: Outcome, request: Request) -> list[Event]:
    """Only where the address knows the caller: else the end of the caller's own leg tells."""
    caller, dialled = with_plus(without_plus(of.caller)), with_plus(said.text("from"))
    if not request.query.get("call"):
        return []
    return [RingingEnded(of.call, caller, dialled, outcome, Proof.NOBODY, request.at)]


def picked_up(request: Request, said: Said) -> list[Event]:
    return [Ignored("a phone was picked up, and hears what the call is about")]


def key_pressed(request: Request, said: Said) -> list[Event]:
    of = thread(request, said)
    leg = of.call, said.need("uuid"), with_plus(said.text("to"))
    if accepts(said):
        return [LegAccepted(*leg, request.at)]
    declined: list[Event] = [LegEnded(*leg, Outcome.DECLINED, request.at)]
    return declined + ([] if of.left else _nobody(of, said, Outcome.NO_ANSWER, request))


def caller_pressed(request: Request, said: Said) -> list[Event]:
    """While the greeting asked the caller for a key. The address carries who calls."""
    of = thread(request, said)
    if not accepts(said):
        return [NO_KEY]
    caller = with_plus(without_plus(of.caller or said.text("from")))
    return [CallerPressed(of.call, caller, with_plus(said.text("to")), request.at)]


def accepts(said: Said) -> bool:
    """Older descriptions have the digits alone, newer ones an object with them."""
    given = said.fields.get("dtmf")
    return str(given.get("digits") if isinstance(given, dict) else given) == "1"


def recorded(request: Request, said: Said) -> list[Event]:
    of = thread(request, said)
    began, ended = instant(said.text("start_time")), instant(said.text("end_time"))
    seconds = int((ended - began).total_seconds()) if began and ended and ended >= began else None
    if seconds == 0 or said.whole("size") == 0:
        return [NO_VOICEMAIL]
    return [VoicemailLeft(of.call, said.need("recording_url"), seconds, "", request.at)]


ON: Final[Mapping[str, Callable[[Request, Said], list[Event]]]] = {
    "voice": call_started,
    "voice_status": changed,
    "leg": changed,
    "screen": picked_up,
    "screen_key": key_pressed,
    "caller_key": caller_pressed,
    "voicemail": recorded,
}


def parse(request: Request) -> list[Event]:
    return ON[request.kind](request, read(request))
