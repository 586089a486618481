"""Bandwidth's events about texts, as ours. They all come in lists, which hold one as a rule."""

from ringback.phone.bandwidth.tables import NO_RECEIPT, OWN_WORDS, TEXT_STATE, problem
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
from ringback.phone.words import keyword, network_answers, new_word

MOST_MEDIA = 10
LAYOUT = (".smil", "smil.xml")  # not a picture: how a picture text is laid out


def read_text(said: Parameters, *, company_answers: bool) -> Event:
    kind = said.need("type")
    if kind == "message-received":
        return _received(said, company_answers)
    if kind in TEXT_STATE:
        return _reported(said, TEXT_STATE[kind])
    return new_word("type", kind)


def _received(said: Parameters, company_answers: bool) -> Event:
    to, body = said.get("message.owner") or said.need("to"), said.get("message.text")
    answered = company_answers and keyword(body) in OWN_WORDS
    return TextReceived(
        id=said.need("message.id"),
        sender=said.need("message.from"),
        to=to,
        body=body,
        at=said.at,
        media=_media(said),
        keyword_answered=answered or network_answers(to, body),
    )


def _media(said: Parameters) -> tuple[Media, ...]:
    """Addresses that want our key; what kind they are is not said."""
    urls = [said.get(f"message.media.{n}") for n in range(MOST_MEDIA + 1)]
    return tuple(Media(url, "") for url in urls if url and not url.lower().endswith(LAYOUT))[:MOST_MEDIA]


def _reported(said: Parameters, state: TextState) -> Event:
    id, code = said.need("message.id"), said.get("errorCode")
    if said.get("message.direction") == "in":
        return Ignored("a report about a text that came in")
    if state is TextState.UNDELIVERED and code == NO_RECEIPT:
        state = TextState.SENT
    error = _why_not(code) if state is TextState.UNDELIVERED else None
    return TextReport(id, said.get("message.tag"), state, said.at, error)


def _why_not(code: str) -> SendProblem:
    code = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    unknown = "The text did not arrive, for a reason Ringback does not know."
    return problem(code, otherwise=SendProblem(Problem.REFUSED, code, unknown))
