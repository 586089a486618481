"""Texts in the dialects of the markup: webhooks to our events."""

from collections.abc import Callable, Collection, Mapping

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

MOST_MEDIA = 10  # a text carries no more
Explain = Callable[[str, SendProblem], SendProblem]  # a code, and what it means where it is in no table


def text_received(said: Parameters, *, answered_words: Collection[str]) -> Event:
    """`answered_words`: those that the company itself answers on this line, in capitals."""
    return TextReceived(
        id=said.need("MessageSid"),
        sender=said.need("From"),
        to=said.need("To"),
        body=said.get("Body"),
        at=said.at,
        media=_media(said),
        keyword_answered=_is_answered(said, answered_words),
    )


def text_reported(said: Parameters, states: Mapping[str, TextState | None], explain: Explain) -> Event:
    """`states`: None is a status of texts that came in."""
    id, status = said.need("MessageSid"), said.need("MessageStatus")
    if status not in states:
        return new_word("MessageStatus", status)
    state = states[status]
    if state is None:
        return Ignored("a report about a text that came in")
    error = _why_not(said.get("ErrorCode"), status, explain) if state is TextState.UNDELIVERED else None
    return TextReport(id, said.ours.get("text", ""), state, said.at, error)


def _is_answered(said: Parameters, words: Collection[str]) -> bool:
    if said.get("OptOutType"):  # only set where the company itself has recognised and answered the word
        return True
    body = said.get("Body")
    return network_answers(said.need("To"), body) or keyword(body) in words


def _media(said: Parameters) -> tuple[Media, ...]:
    count = min(said.whole("NumMedia") or 0, MOST_MEDIA)
    urls = [(said.get(f"MediaUrl{n}"), said.get(f"MediaContentType{n}")) for n in range(count)]
    return tuple(Media(url, kind) for url, kind in urls if url)


def _why_not(code: str, status: str, explain: Explain) -> SendProblem:
    if status == "canceled":
        return SendProblem(Problem.REFUSED, said="The text was cancelled before it left the phone company.")
    code = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    unknown = "The text did not arrive, for a reason Ringback does not know."
    return explain(code, SendProblem(Problem.REFUSED, code, unknown))
