"""Dialpad's text events, as ours. Those of texts that were sent, here or in Dialpad, are delivery reports."""

from datetime import datetime

from ringback.phone.dialpad.tables import OWN_WORDS, TEXT_STATE, problem
from ringback.phone.dialpad.wire import Said
from ringback.phone.events import Event, Media, Problem, SendProblem, TextReceived, TextReport, TextState
from ringback.phone.words import is_toll_free, network_answers, new_word

PICTURE = "image/*"  # Dialpad does not say what it is
UNKNOWN = "The text did not arrive, for a reason Ringback does not know."


def read_text(said: Said, at: datetime, *, company_answers: bool) -> Event:
    match said.need("direction"):
        case "inbound":
            return _received(said, at, company_answers)
        case "outbound":
            return _reported(said, at)
        case direction:
            return new_word("direction", direction)


def _received(said: Said, at: datetime, company_answers: bool) -> TextReceived:
    """Without the right to read texts Dialpad leaves the words out; that somebody wrote is still known."""
    to = said.first("to_number") or said.first("to_numbers")
    body, picture = said.text("text"), said.text("mms_url")
    return TextReceived(
        id=said.need("id"),
        sender=said.need("from_number"),
        to=to or said.need("to_number"),
        body=body,
        at=at,
        media=(Media(picture, PICTURE),) if picture else (),
        keyword_answered=_is_answered(to, body, company_answers),
    )


def _is_answered(to: str, body: str, company_answers: bool) -> bool:
    if is_toll_free(to):  # there the network answers, and Dialpad does not
        return network_answers(to, body)
    return company_answers and body.upper() in OWN_WORDS


def _reported(said: Said, at: datetime) -> Event:
    id, status = said.need("id"), said.need("message_status")
    if status not in TEXT_STATE:
        return new_word("message_status", status)
    state = TEXT_STATE[status]
    unknown = SendProblem(Problem.REFUSED, said=UNKNOWN)
    result = said.text("message_delivery_result")
    error = problem(result, unknown) if state is TextState.UNDELIVERED else None
    return TextReport(id, "", state, at, error)
