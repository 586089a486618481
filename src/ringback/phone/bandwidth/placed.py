"""A call that we place for a member (`phone/placing.py`), in Bandwidth's words.

"Create call", "Answer", "Gather", "Transfer" and "Disconnect" of the voice pages, and `CreateCall` of the
official Python package, 23.3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from ringback.lib.secret import Secret
from ringback.phone import markup
from ringback.phone.asked import CallToPlace, Placed
from ringback.phone.bandwidth.calls import accepts
from ringback.phone.bandwidth.documents import Credentials, allowed, document, hang_up, nothing, speak
from ringback.phone.bandwidth.rest import Account
from ringback.phone.bandwidth.tables import CALL_ENDED, REFUSALS, RINGING_ENDED
from ringback.phone.events import Event, Ignored, PlacedCall, Problem, Proof, SendProblem, Step
from ringback.phone.markup import Parameters
from ringback.phone.ours import PLACED, TO
from ringback.phone.placing import PRESS_SECONDS, RING_SECONDS, started
from ringback.phone.provider import Answer, CallPlan, SendFailed
from ringback.phone.words import connect_words, new_word

NO_APPLICATION: Final = SendProblem(
    Problem.MISCONFIGURED,
    said="To call from this line, its settings need the ID of the voice application at Bandwidth.",
)

# --- Starting it ---


@dataclass(frozen=True, slots=True)
class Desk:
    """Who calls: the account, its voice application, and what Bandwidth is to show us at our addresses."""

    account: Account
    base: str
    application: str
    user: str
    password: Secret


async def place(desk: Desk, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    if not desk.application:
        raise SendFailed(NO_APPLICATION)
    account, (_, bad_key) = desk.account, REFUSALS[401]
    url = f"{desk.base.rstrip('/')}/api/v2/accounts/{quote(account.id, safe='')}/calls"
    basic = account.user, account.password.reveal()
    asked = account.http.request("POST", url, json=_call(desk, call), basic=basic)
    return await started(asked, "Bandwidth", lambda said: said.get("callId"), bad_key)


def _call(desk: Desk, call: CallToPlace) -> dict[str, object]:
    return {
        "applicationId": desk.application,
        "from": call.number,
        "to": call.phone,
        "answerUrl": call.address("placed", placed=call.id, to=call.to),
        "disconnectUrl": call.address("placed_status", placed=call.id),
        "username": desk.user,
        "password": desk.password.reveal(),
        "callTimeout": RING_SECONDS,
    }


# --- What a webhook says ---


def read(said: Parameters) -> Event:
    """Which event it is stands in it, as for every call."""
    event, placed = said.need("eventType"), said.ours.get(PLACED, "")
    if event not in ON:
        return new_word("eventType", event)
    return ON[event](placed, said) if placed else Ignored("this call is none of ours")


def _picked_up(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.PICKED_UP, said.at)


def _key(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.CONNECTING if accepts(said) else Step.OVER, said.at)


def _their_phone(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.SPOKE, said.at)


def _transferred(placed: str, said: Parameters) -> Event:
    cause = said.need("cause")
    if cause not in RINGING_ENDED:
        return new_word("cause", cause)
    spoke = RINGING_ENDED[cause][1] is Proof.CONNECTED
    return PlacedCall(placed, Step.SPOKE if spoke else Step.NOT_REACHED, said.at)


def _own_phone(placed: str, said: Parameters) -> Event:
    cause = said.need("cause")
    return PlacedCall(placed, Step.OVER, said.at) if cause in CALL_ENDED else new_word("cause", cause)


KINDS: Final = frozenset({"placed", "placed_key", "placed_leg", "placed_done", "placed_status"})
ON: Final[Mapping[str, Callable[[str, Parameters], Event]]] = {
    "answer": _picked_up,
    "gather": _key,
    "transferAnswer": _their_phone,
    "transferComplete": _transferred,
    "disconnect": _own_phone,
}


# --- What to do next ---


def answer(said: Parameters, plan: CallPlan, credentials: Credentials) -> Answer:
    placed, to = said.ours.get(PLACED, ""), said.ours.get(TO, "")
    match said.get("eventType"):
        case "answer" if placed and to:
            return _ask_for_the_key(plan, placed, to, credentials)
        case "gather" if placed and to and accepts(said):
            return _connect(plan, placed, to, credentials)
        case "transferAnswer" | "disconnect":
            return nothing()
        case _:
            return hang_up()


def _ask_for_the_key(plan: CallPlan, placed: str, to: str, credentials: Credentials) -> Answer:
    """Without a key Bandwidth asks us all the same, with no digits."""
    asked = {
        "gatherUrl": plan.address("placed_key", placed=placed, to=to),
        "maxDigits": "1",
        "firstDigitTimeout": str(PRESS_SECONDS),
    }
    response = Element("Response")
    speak(SubElement(response, "Gather", asked | allowed(credentials)), *connect_words(plan))
    return document(response)


def _connect(plan: CallPlan, placed: str, to: str, credentials: Credentials) -> Answer:
    asked = {
        "transferCallerId": plan.number,
        "callTimeout": str(RING_SECONDS),
        "transferCompleteUrl": plan.address("placed_done", placed=placed),
    }
    picked_up = {"transferAnswerUrl": plan.address("placed_leg", placed=placed)}
    response = Element("Response")
    transfer = SubElement(response, "Transfer", asked | allowed(credentials))
    number = SubElement(transfer, "PhoneNumber", picked_up | allowed(credentials))
    number.text = markup.speakable(to)
    return document(response)
