"""Telnyx's events about texts, as ours."""

from ringback.phone import events
from ringback.phone.events import Ignored, Media, Problem, SendProblem, TextReceived, TextReport, TextState
from ringback.phone.provider import Unreadable
from ringback.phone.said import Said
from ringback.phone.telnyx.tables import TEXT_STATE, problem
from ringback.phone.telnyx.wire import Event
from ringback.phone.words import network_answers, new_word

MOST_MEDIA = 10
# "message.delivered" and "message.failed" stand in one guide of Telnyx and in none of its packages.
REPORTS = frozenset({"message.sent", "message.finalized", "message.delivered", "message.failed"})


def read_text(said: Event, ours: str, *, company_answers: bool) -> events.Event:
    """`ours`: our id of the text, which the address of the report carried."""
    if said.type == "message.received":
        return _received(said, company_answers)
    if said.type in REPORTS:
        return _reported(said, ours)
    return new_word("event_type", said.type)


def _received(said: Event, company_answers: bool) -> events.Event:
    payload = said.payload
    to, body = _first(payload, "to").need("phone_number"), payload.text("text")
    # Set only where Telnyx has recognised a word and has answered it.
    answered = company_answers and payload.text("autoresponse_type") != ""
    return TextReceived(
        id=payload.need("id"),
        sender=payload.need_part("from").need("phone_number"),
        to=to,
        body=body,
        at=said.at,
        media=tuple(_media(one) for one in payload.parts("media")[:MOST_MEDIA]),
        keyword_answered=answered or network_answers(to, body),
    )


def _media(one: Said) -> Media:
    return Media(one.need("url"), one.text("content_type"))


def _reported(said: Event, ours: str) -> events.Event:
    payload = said.payload
    if payload.text("direction") == "inbound":
        return Ignored("a report about a text that came in")
    id, status = payload.need("id"), _first(payload, "to").need("status")
    if status not in TEXT_STATE:
        return new_word("status", status)
    state = TEXT_STATE[status]
    return TextReport(id, ours, state, said.at, _why_not(payload) if state is TextState.UNDELIVERED else None)


def _why_not(payload: Said) -> SendProblem:
    errors = payload.parts("errors")
    code = errors[0].text("code") if errors else ""
    code = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    words = f"{errors[0].text('title')} {errors[0].text('detail')}" if errors else ""
    unknown = "The text did not arrive, for a reason Ringback does not know."
    return problem(code, words, otherwise=SendProblem(Problem.REFUSED, code, unknown))


def _first(payload: Said, name: str) -> Said:
    every = payload.parts(name)
    if not every:
        raise Unreadable(name)
    return every[0]
