"""Zoom's text events, as ours."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from ringback.phone.events import Event, Media, Problem, SendProblem, TextReceived, TextReport, TextState
from ringback.phone.said import Said
from ringback.phone.words import keyword, network_answers
from ringback.phone.zoom.tables import OPTED_OUT, OWN_WORDS

MOST_MEDIA = 10
UNKNOWN: Final = SendProblem(
    Problem.REFUSED, said="The text did not arrive, for a reason Ringback does not know."
)


def received(said: Said, at: datetime, company_answers: bool) -> Event:
    to, body = _first(said, "to_members"), said.text("message")
    own_word = company_answers and keyword(body) in OWN_WORDS
    return TextReceived(
        id=said.need("message_id"),
        sender=said.part("sender").need("phone_number"),
        to=to,
        body=body,
        at=at,
        media=_media(said),
        keyword_answered=own_word or network_answers(to, body),
    )


def sent(said: Said, at: datetime, company_answers: bool) -> Event:
    return TextReport(said.need("message_id"), "", TextState.SENT, at)


def not_sent(said: Said, at: datetime, company_answers: bool) -> Event:
    """Zoom's `failure_reason` is a sentence for people; only an opt-out is said in a word."""
    statuses = said.parts("phone_number_campaign_opt_statuses")
    out = any(status.text("opt_status") == "opt_out" for status in statuses)
    error = OPTED_OUT if out else UNKNOWN
    return TextReport(said.need("message_id"), "", TextState.UNDELIVERED, at, error)


def opted_out(said: Said, at: datetime, company_answers: bool) -> Event:
    """Somebody has told Zoom STOP. Whether their text comes, too, is not documented: this counts as one."""
    person = said.need("consumer_phone_number")
    to = said.text("zoom_phone_user_number") or _first(said, "zoom_phone_user_numbers", needed=False)
    id = f"opt_out {person} {at.isoformat()}"
    return TextReceived(id, person, to, "STOP", at, keyword_answered=True)


ON: Final[Mapping[str, Callable[[Said, datetime, bool], Event]]] = {
    "phone.sms_received": received,
    "phone.sms_sent": sent,
    "phone.sms_sent_failed": not_sent,
    "phone.sms_campaign_number_opt_out": opted_out,
}


def _first(said: Said, name: str, *, needed: bool = True) -> str:
    numbers = [number for one in said.parts(name) if (number := one.text("phone_number"))]
    if needed and not numbers:
        return said.need(name)
    return numbers[0] if numbers else ""


def _media(said: Said) -> tuple[Media, ...]:
    each = [(one.text("download_url"), one.text("type")) for one in said.parts("attachments")]
    return tuple(Media(url, kind) for url, kind in each[:MOST_MEDIA] if url)
