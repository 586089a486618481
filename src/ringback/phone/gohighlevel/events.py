"""GoHighLevel's webhooks, as our events.

A call is one message of a conversation: it comes once, when the call is over. Neither call nor text has a
number in it, only the id of the contact, whose number `rest.py` asks for.
"""

from typing import Final

from ringback.phone.events import (
    CallEnded,
    Event,
    Ignored,
    Media,
    Outcome,
    Problem,
    Proof,
    RingingEnded,
    SendAsked,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.gohighlevel.tables import (
    ASKED,
    CALL_ENDED,
    CALL_GOES_ON,
    MESSAGES,
    OWN_WORDS,
    TEXT_STATE,
    TYPES,
)
from ringback.phone.provider import Request, Unreadable
from ringback.phone.said import Said, read_object
from ringback.phone.words import keyword, network_answers, new_word

PHONE: Final = "phone"  # in what was found
OPTED_OUT: Final = SendProblem(Problem.OPTED_OUT, "opt_out", "This person is not to be texted in HighLevel.")
UNDELIVERED: Final = "HighLevel could not deliver the text."


def read_message(request: Request, ours: str, *, company_answers: bool) -> list[Event]:
    """`ours` is the line's number. Raises Unreadable."""
    said = Said(read_object(request.body))
    kind = said.need("type")
    if kind not in TYPES:
        return [new_word("type", kind)]
    if (why := TYPES[kind]) is not None:
        return [Ignored(why)]
    came = said.need("messageType")
    if came.upper() not in MESSAGES:
        return [new_word("messageType", came)]
    return _message(request, said, ours, company_answers)


def read_asked(request: Request) -> list[Event]:
    """A text that somebody wrote there, at the delivery address. Raises Unreadable."""
    said = Said(read_object(request.body))
    kind = said.need("type")
    if kind.upper() not in ASKED:
        return [new_word("type", kind)]
    id, to, files = said.need("messageId"), said.need("phone"), bool(said.texts("attachments"))
    return [SendAsked(id, to, said.text("message"), request.at, files)]


def needs_a_number(said: Said) -> bool:
    """Is it about a person whose number we must ask for?"""
    ours = MESSAGES.get(said.text("messageType").upper(), "")
    return TYPES.get(said.text("type"), "") is None and ours != "" and said.text("direction") == "inbound"


def _message(request: Request, said: Said, ours: str, company_answers: bool) -> list[Event]:
    """The documented example of an answered call is an "OutboundMessage": the direction counts."""
    direction, came = said.need("direction"), MESSAGES[said.need("messageType").upper()]
    if direction not in ("inbound", "outbound"):
        return [new_word("direction", direction)]
    if came == "call" and direction == "inbound":
        return _call(request, said, ours)
    if came == "text" and direction == "inbound":
        return [_text(request, said, ours, company_answers)]
    if came == "text":
        return [_report(request, said)]
    return [Ignored("this call did not come from outside" if came else "this came by another way than text")]


def _person(request: Request, said: Said) -> str:
    """Their number; before it was asked for, the contact."""
    contact = f"contact {said.need('contactId')}"
    return request.found.get(PHONE, contact)


def _call(request: Request, said: Said, ours: str) -> list[Event]:
    status = said.text("callStatus") or said.need("status")
    if status in CALL_GOES_ON:
        return [Ignored("the call is still going on")]
    if status not in CALL_ENDED:
        return [new_word("callStatus" if said.text("callStatus") else "status", status)]
    outcome = CALL_ENDED[status]
    numbers = said.need("messageId"), _person(request, said), ours
    if outcome is Outcome.COMPLETED:
        proof = Proof.PERSON if said.text("userId") else Proof.CONNECTED
        return [CallEnded(*numbers, outcome, proof, request.at, said.whole("callDuration"))]
    ended = CallEnded(*numbers, outcome, Proof.NOBODY, request.at)
    if status in ("no-answer", "voicemail"):  # not the caller's impatience: nobody came
        left = [_voicemail(request, said)] if status == "voicemail" else []
        return [*left, RingingEnded(*numbers, outcome, Proof.NOBODY, request.at), ended]
    return [ended]


def _voicemail(request: Request, said: Said) -> Event:
    recordings = said.texts("attachments")
    return VoicemailLeft(said.need("messageId"), recordings[0] if recordings else "", None, "", request.at)


def _text(request: Request, said: Said, ours: str, company_answers: bool) -> Event:
    body = said.text("body")
    return TextReceived(
        id=said.need("messageId"),
        sender=_person(request, said),
        to=ours,
        body=body,
        at=request.at,
        media=tuple(Media(url, "") for url in said.texts("attachments")),
        keyword_answered=(company_answers and keyword(body) in OWN_WORDS) or network_answers(ours, body),
    )


def _report(request: Request, said: Said) -> Event:
    """Also of a text that somebody wrote in HighLevel: that one is not known here."""
    status = said.need("status")
    if status not in TEXT_STATE:
        return new_word("status", status)
    state = TEXT_STATE[status]
    if state is None:
        return Ignored("the text has not left yet")
    error = None
    if state is TextState.UNDELIVERED:
        error = OPTED_OUT if status == "opt_out" else SendProblem(Problem.REFUSED, "", UNDELIVERED)
    return TextReport(said.need("messageId"), "", state, request.at, error)


def said_by(request: Request) -> Said:
    """An empty one for what cannot be read."""
    try:
        return Said(read_object(request.body))
    except Unreadable:
        return Said({})
