"""A call that we place for a member (`phone/placing.py`), in Vonage's words.

"Create an outbound call" of the Voice API, "connect" and "input" of the NCCO reference, the webhook
reference, and the official Python package for voice, 1.5. Both phones are outbound legs; their numbers tell
them apart.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ringback.lib.numbers import without_plus
from ringback.phone.asked import CallToPlace, Placed
from ringback.phone.events import Event, Ignored, PlacedCall, Step
from ringback.phone.ours import PLACED, TO
from ringback.phone.placing import PRESS_SECONDS, RING_SECONDS, started
from ringback.phone.provider import Answer, CallPlan, Request
from ringback.phone.said import Said, read
from ringback.phone.vonage.account import BAD_APPLICATION, Account
from ringback.phone.vonage.calls import accepts
from ringback.phone.vonage.ncco import SILENCE, document, talk
from ringback.phone.vonage.tables import CALL_BEGINS, PHONE_ENDED
from ringback.phone.words import connect_words, new_word

# --- Starting it ---


async def place(account: Account, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    asked = {
        "to": [{"type": "phone", "number": without_plus(call.phone)}],
        "from": {"type": "phone", "number": without_plus(call.number)},
        "answer_url": [call.address("placed", placed=call.id, to=call.to)],
        "answer_method": "POST",
        "event_url": [call.address("placed_status", placed=call.id, to=call.to)],
        "event_method": "POST",
        "ringing_timer": RING_SECONDS,
    }
    said = account.as_application("POST", "/v1/calls", json=asked)
    return await started(said, "Vonage", lambda answer: answer.get("uuid"), BAD_APPLICATION.said)


# --- What a webhook says ---


def parse(request: Request) -> list[Event]:
    """`request.kind` is one of ON."""
    placed, to = request.query.get(PLACED, ""), request.query.get(TO, "")
    if not placed or not to:
        return [Ignored("this call is none of ours")]
    step, seconds = ON[request.kind](read(request), to)
    return [PlacedCall(placed, step, request.at, seconds) if isinstance(step, Step) else step]


Heard = tuple[Step | Ignored, int | None]


def _picked_up(said: Said, to: str) -> Heard:
    return Step.PICKED_UP, None


def _key(said: Said, to: str) -> Heard:
    return (Step.CONNECTING if accepts(said) else Step.OVER), None


def _their_phone(said: Said, to: str) -> Heard:
    status = said.need("status")
    if not _is_about(said, to):
        return Ignored("this is about the member's own phone, and comes to its own address"), None
    match status:
        case "answered":
            return Step.SPOKE, None
        case "completed":
            return Step.SPOKE, said.whole("duration")
        case _:
            return _over(status, Step.NOT_REACHED), None


def _own_phone(said: Said, to: str) -> Heard:
    status = said.need("status")
    if _is_about(said, to):
        return Ignored("this is about the other phone, and comes to its own address"), None
    return (Ignored("they are asked for the key") if status == "answered" else _over(status, Step.OVER)), None


def _over(status: str, step: Step) -> Step | Ignored:
    if status in CALL_BEGINS:
        return Ignored("the phone is not picked up yet")
    return step if status in PHONE_ENDED else new_word("status", status)


def _is_about(said: Said, number: str) -> bool:
    return without_plus(said.text("to")) == without_plus(number)


ON: Final[Mapping[str, Callable[[Said, str], Heard]]] = {
    "placed": _picked_up,
    "placed_key": _key,
    "placed_leg": _their_phone,
    "placed_status": _own_phone,
}


# --- What to do next ---


def answer(request: Request, plan: CallPlan) -> Answer:
    placed, to = request.query.get(PLACED, ""), request.query.get(TO, "")
    if request.kind in ("placed_leg", "placed_status"):
        return Answer()
    if request.kind == "placed" and placed and to:
        return _ask_for_the_key(plan, placed, to)
    if request.kind == "placed_key" and placed and to and accepts(read(request)):
        return _connect(plan, placed, to)
    return document([SILENCE])  # after the last order Vonage hangs up


def _ask_for_the_key(plan: CallPlan, placed: str, to: str) -> Answer:
    asked = {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"maxDigits": 1, "timeOut": PRESS_SECONDS},
        "eventUrl": [plan.address("placed_key", placed=placed, to=to)],
    }
    return document([{**talk(*connect_words(plan)), "bargeIn": True}, asked])


def _connect(plan: CallPlan, placed: str, to: str) -> Answer:
    connect = {
        "action": "connect",
        "from": without_plus(plan.number),
        "timeout": RING_SECONDS,
        "eventUrl": [plan.address("placed_leg", placed=placed, to=to)],
        "endpoint": [{"type": "phone", "number": without_plus(to)}],
    }
    return document([connect])
