"""A call that we place for a member (`placing.py`), in the dialects of the markup."""

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ringback.phone import markup, markup_rest
from ringback.phone.asked import CallToPlace, Placed
from ringback.phone.events import Event, Ignored, PlacedCall, Step
from ringback.phone.markup import Parameters
from ringback.phone.markup_rest import Account
from ringback.phone.ours import PLACED, TO
from ringback.phone.placing import PRESS_SECONDS, RING_SECONDS, started
from ringback.phone.provider import Answer, CallPlan
from ringback.phone.words import connect_words, new_word

# --- Starting it ---


async def place(account: Account, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    house = account.house
    return await started(
        account.http.request("POST", account.url("Calls"), form=_form(call), basic=account.basic),
        house.title,
        lambda said: said.get("sid"),
        bad_key=f"{house.title} does not accept the {house.credentials}.",
        code_of=markup_rest.code_of,
    )


def _form(call: CallToPlace) -> list[tuple[str, str]]:
    return [
        ("To", call.phone),
        ("From", call.number),
        ("Url", call.address("placed", placed=call.id, to=call.to)),
        ("Method", "POST"),
        ("Timeout", str(RING_SECONDS)),
        ("StatusCallback", call.address("placed_status", placed=call.id)),
        ("StatusCallbackMethod", "POST"),
    ]


# --- What a webhook says ---


def read(kind: str, said: Parameters) -> Event:
    """`kind` is one of ON."""
    placed = said.ours.get(PLACED, "")
    return ON[kind](placed, said) if placed else Ignored("this call is none of ours")


def _picked_up(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.PICKED_UP, said.at)


def _key(placed: str, said: Parameters) -> Event:
    return PlacedCall(placed, Step.CONNECTING if said.get("Digits") == "1" else Step.OVER, said.at)


def _their_phone(placed: str, said: Parameters) -> Event:
    if said.need("CallStatus") == "in-progress":
        return PlacedCall(placed, Step.SPOKE, said.at)
    return Ignored("the end of their phone is told with the whole")


def _dialled(placed: str, said: Parameters) -> Event:
    status = said.need("DialCallStatus")
    if status in CONNECTED and said.get("DialBridged").lower() != "false":
        return PlacedCall(placed, Step.SPOKE, said.at, said.whole("DialCallDuration"))
    if status in (*CONNECTED, *NOT_REACHED):
        return PlacedCall(placed, Step.NOT_REACHED, said.at)
    return new_word("DialCallStatus", status)


def _own_phone(placed: str, said: Parameters) -> Event:
    status = said.need("CallStatus")
    return PlacedCall(placed, Step.OVER, said.at) if status in ENDED else new_word("CallStatus", status)


CONNECTED: Final = ("completed", "answered")
NOT_REACHED: Final = ("busy", "no-answer", "failed", "canceled")
ENDED: Final = ("completed", *NOT_REACHED)
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
    if kind == "placed_key" and placed and to and said.get("Digits") == "1":
        return _connect(plan, placed, to)
    return markup.hang_up() if kind != "placed_status" else markup.nothing()


def _ask_for_the_key(plan: CallPlan, placed: str, to: str) -> Answer:
    words, language = connect_words(plan)
    response = Element("Response")
    action = plan.address("placed_key", placed=placed, to=to)
    gather = SubElement(
        response, "Gather", {"numDigits": "1", "timeout": str(PRESS_SECONDS), "action": action}
    )
    markup.say(gather, words, language)
    SubElement(response, "Hangup")
    return markup.document(response)


def _connect(plan: CallPlan, placed: str, to: str) -> Answer:
    response = Element("Response")
    dial = SubElement(
        response,
        "Dial",
        {
            "callerId": plan.number,
            "timeout": str(RING_SECONDS),
            "answerOnBridge": "true",
            "action": plan.address("placed_done", placed=placed),
        },
    )
    report = {"statusCallback": plan.address("placed_leg", placed=placed), "statusCallbackEvent": "answered"}
    SubElement(dial, "Number", report).text = markup.speakable(to)
    return markup.document(response)
