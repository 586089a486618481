"""A call that we place for a member (`phone/placing.py`), in Plivo's words.

"Make a call", "Dial" and "Get input" of the voice documentation, and the official Python package, 4.63.
"""

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ringback.lib.numbers import without_plus
from ringback.phone import markup
from ringback.phone.asked import CallToPlace, Placed
from ringback.phone.events import Event, Ignored, PlacedCall, Proof, Step
from ringback.phone.markup import Parameters
from ringback.phone.ours import PLACED, TO
from ringback.phone.placing import PRESS_SECONDS, RING_SECONDS, started
from ringback.phone.plivo.calls import accepts
from ringback.phone.plivo.documents import document, hang_up, nothing, speak
from ringback.phone.plivo.rest import Account
from ringback.phone.plivo.tables import CALL_ENDED, DIAL_ENDED, REFUSALS
from ringback.phone.provider import Answer, CallPlan
from ringback.phone.words import connect_words, new_word

# --- Starting it ---


async def place(account: Account, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    asked = {
        "from": without_plus(call.number),
        "to": without_plus(call.phone),
        "answer_url": call.address("placed", placed=call.id, to=call.to),
        "answer_method": "POST",
        "hangup_url": call.address("placed_status", placed=call.id),
        "hangup_method": "POST",
        "ring_timeout": RING_SECONDS,
    }
    _, bad_key = REFUSALS[401]
    return await started(
        account.ask("POST", "Call", json=asked), "Plivo", lambda said: said.get("request_uuid"), bad_key
    )


# --- What a webhook says ---


def read(kind: str, said: Parameters) -> Event:
    """`kind` is one of ON."""
    placed = said.ours.get(PLACED, "")
    return ON[kind](placed, said) if placed else Ignored("this call is none of ours")


def _picked_up(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.PICKED_UP, said.at)


def _key(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.CONNECTING if accepts(said) else Step.OVER, said.at)


def _their_phone(placed: str, said: Parameters) -> Event:
    match said.need("DialAction"):
        case "answer" | "connected":
            return PlacedCall(placed, Step.SPOKE, said.at)
        case "hangup" | "digits":
            return Ignored("the end of their phone is told with the whole")
        case action:
            return new_word("DialAction", action)


def _dialled(placed: str, said: Parameters) -> Event:
    status = said.need("DialStatus")
    if status not in DIAL_ENDED:
        return new_word("DialStatus", status)
    spoke = DIAL_ENDED[status][1] is Proof.CONNECTED
    return PlacedCall(placed, Step.SPOKE if spoke else Step.NOT_REACHED, said.at)


def _own_phone(placed: str, said: Parameters) -> Event:
    status = said.need("CallStatus")
    return PlacedCall(placed, Step.OVER, said.at) if status in CALL_ENDED else new_word("CallStatus", status)


ON: Final[Mapping[str, Callable[[str, Parameters], Event]]] = {
    "placed": _picked_up,
    "placed_key": _key,
    "placed_leg": _their_phone,
    "placed_done": _dialled,
    "placed_status": _own_phone,
}


# --- What to do next ---


def answer(kind: str, said: Parameters, plan: CallPlan) -> Answer:
    placed, to = said.ours.get(PLACED, ""), said.ours.get(TO, "")
    if kind == "placed" and placed and to:
        return _ask_for_the_key(plan, placed, to)
    if kind == "placed_key" and placed and to and accepts(said):
        return _connect(plan, placed, to)
    return nothing() if kind in ("placed_leg", "placed_status") else hang_up()


def _ask_for_the_key(plan: CallPlan, placed: str, to: str) -> Answer:
    """Without a key Plivo goes on with what follows: it hangs up."""
    asked = {
        "action": plan.address("placed_key", placed=placed, to=to),
        "method": "POST",
        "inputType": "dtmf",
        "numDigits": "1",
        "executionTimeout": str(PRESS_SECONDS),
    }
    response = Element("Response")
    speak(SubElement(response, "GetInput", asked), *connect_words(plan))
    SubElement(response, "Hangup")
    return document(response)


def _connect(plan: CallPlan, placed: str, to: str) -> Answer:
    asked = {
        "callerId": without_plus(plan.number),
        "timeout": str(RING_SECONDS),
        "action": plan.address("placed_done", placed=placed),
        "method": "POST",
        "callbackUrl": plan.address("placed_leg", placed=placed),
        "callbackMethod": "POST",
        "dialMusic": "real",
    }
    response = Element("Response")
    SubElement(SubElement(response, "Dial", asked), "Number").text = markup.speakable(to)
    return document(response)
