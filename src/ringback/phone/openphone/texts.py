"""Quo's text events, as ours."""

from datetime import datetime
from typing import Final

from ringback.phone.events import Event, Media, Problem, SendProblem, TextReceived, TextReport, TextState
from ringback.phone.openphone.tables import OWN_WORDS
from ringback.phone.openphone.wire import Happened, Said
from ringback.phone.provider import Unreadable
from ringback.phone.words import network_answers

UNKNOWN_CODE: Final = "The text did not arrive; Quo gives a code that Ringback does not know."
NO_CODE: Final = "The text did not arrive, and Quo does not say why."


def read_text(happened: Happened, at: datetime, ours: str, *, company_answers: bool) -> Event:
    said = happened.of
    if happened.type == "message.received":
        return _received(happened, at, ours, company_answers)
    if happened.type == "message.delivered":
        return TextReport(said.need("id"), "", TextState.DELIVERED, at)
    code = said.text("errorCode")[:40]
    error = SendProblem(Problem.REFUSED, code, UNKNOWN_CODE if code else NO_CODE)
    return TextReport(said.need("id"), "", TextState.UNDELIVERED, at, error)


def _received(happened: Happened, at: datetime, ours: str, company_answers: bool) -> TextReceived:
    """Older webhooks say `from`, `to` and `body`, newer ones `text` and who took part."""
    said, context = happened.of, happened.context
    sender = said.text("from") or context.text("senderIdentifier")
    to = said.texts("to") or context.texts("recipientIdentifiers")
    if not sender:
        raise Unreadable("from")
    if not to:
        raise Unreadable("to")
    line = ours if ours in to else to[0]
    body = said.text("text") or said.text("body")
    answered = (company_answers and body.strip().upper() in OWN_WORDS) or network_answers(line, body)
    return TextReceived(said.need("id"), sender, line, body, at, _media(said), answered)


def _media(said: Said) -> tuple[Media, ...]:
    return tuple(Media(one.need("url"), one.text("type")) for one in said.parts("media"))
