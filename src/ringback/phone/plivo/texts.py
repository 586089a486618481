"""Plivo's requests about texts, as our events."""

from ringback.lib.numbers import with_plus
from ringback.phone.events import (
    Event,
    Ignored,
    Media,
    Problem,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
)
from ringback.phone.markup import Parameters
from ringback.phone.plivo.tables import INTENTS, TEXT_STATE, problem
from ringback.phone.words import network_answers, new_word

MOST_MEDIA = 10


def text_received(said: Parameters, *, company_answers: bool) -> Event:
    to, body = with_plus(said.need("To")), said.get("Text") or said.get("Body")  # the second for pictures
    answered = company_answers and said.get("MessageIntent") in INTENTS
    return TextReceived(
        id=said.need("MessageUUID"),
        sender=with_plus(said.need("From")),
        to=to,
        body=body,
        at=said.at,
        media=_media(said),
        keyword_answered=answered or network_answers(to, body),
    )


def _media(said: Parameters) -> tuple[Media, ...]:
    """One page counts from 0, another from 1; what kind they are is not said."""
    urls = [said.get(f"Media{n}") for n in range(MOST_MEDIA + 1)]
    return tuple(Media(url, "") for url in urls if url)[:MOST_MEDIA]


def text_reported(said: Parameters) -> Event:
    id, status = said.need("MessageUUID"), said.need("Status")
    if status not in TEXT_STATE:
        return new_word("Status", status)
    state = TEXT_STATE[status]
    if state is None:
        return Ignored("a report about a text that came in")
    error = _why_not(said.get("ErrorCode")) if state is TextState.UNDELIVERED else None
    return TextReport(id, said.ours.get("text", ""), state, said.at, error)


def _why_not(code: str) -> SendProblem:
    code = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    unknown = "The text did not arrive, for a reason Ringback does not know."
    return problem(code, otherwise=SendProblem(Problem.REFUSED, code, unknown))
