"""Click to call in the dialects of the markup: ring the member's own phone, then the person.

Whoever picks up the first phone is asked to press 1, so that no voicemail box ever rings a customer. What is
to be done next the company asks at our addresses, which carry our id of the call and whom to ring.
"""

from collections.abc import Callable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone import markup, markup_rest
from ringback.phone.events import Event, Ignored, PlacedCall, Problem, SendProblem, Step
from ringback.phone.markup import Parameters
from ringback.phone.markup_rest import Account
from ringback.phone.provider import Answer, CallPlan, CallToPlace, Placed, SendFailed
from ringback.phone.words import connect_words, new_word

RING_SECONDS: Final = 25  # each of the two phones: most voicemail boxes pick up after that
PLACED: Final = "placed"  # in our addresses: our id of the call, and whom to ring
TO: Final = "to"


# --- Starting it ---


async def place(account: Account, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    title = account.house.title
    try:
        answer = await account.http.request(
            "POST", account.url("Calls"), form=_form(call), basic=account.basic
        )
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said=f"{title} could not be reached.")) from None
    except Lost:
        said = f"The connection to {title} broke before its answer came."
        raise SendFailed(SendProblem(Problem.UNSURE, said=said)) from None
    sid = markup_rest.said_in(answer).get("sid")
    if answer.status in (200, 201) and isinstance(sid, str) and sid:
        return Placed(sid)
    raise SendFailed(_refusal(account, answer), answer.retry_after if answer.status == 429 else None)


def _form(call: CallToPlace) -> list[tuple[str, str]]:
    return [
        ("To", call.phone),
        ("From", call.number),
        ("Url", _ours(call.address("placed"), call.id, call.to)),
        ("Method", "POST"),
        ("Timeout", str(RING_SECONDS)),
        ("StatusCallback", _ours(call.address("placed_status"), call.id)),
        ("StatusCallbackMethod", "POST"),
    ]


def _refusal(account: Account, answer: HttpAnswer) -> SendProblem:
    code, house = markup_rest.code_of(answer), account.house
    if answer.status == 429:
        return SendProblem(Problem.BUSY, code, f"{house.title} asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        said = f"{house.title} answered with something else than expected (HTTP {answer.status})."
        return SendProblem(Problem.UNSURE, code, said)
    if answer.status in (401, 403, 404):
        said = f"{house.title} does not accept the {house.credentials}."
        return SendProblem(Problem.MISCONFIGURED, code, said)
    return SendProblem(Problem.REFUSED, code, f"{house.title} refused the call.")


def _ours(address: str, placed: str, to: str = "") -> str:
    whole = markup.with_query(address, PLACED, placed)
    return markup.with_query(whole, TO, to) if to else whole


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
    action = _ours(plan.address("placed_key"), placed, to)
    gather = SubElement(response, "Gather", {"numDigits": "1", "timeout": "8", "action": action})
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
            "action": _ours(plan.address("placed_done"), placed),
        },
    )
    report = {"statusCallback": _ours(plan.address("placed_leg"), placed), "statusCallbackEvent": "answered"}
    SubElement(dial, "Number", report).text = markup.speakable(to)
    return markup.document(response)
