"""Twilio's webhooks about texts, as our events."""

from ringback.phone.events import (
    Event,
    Media,
    Problem,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
)
from ringback.phone.markup import Parameters
from ringback.phone.twilio.tables import OWN_WORDS, TEXT_STATE, problem
from ringback.phone.words import keyword, network_answers, new_word

MOST_MEDIA = 10  # a text carries no more


def text_received(said: Parameters, *, company_answers: bool) -> Event:
    return TextReceived(
        id=said.need("MessageSid"),
        sender=said.need("From"),
        to=said.need("To"),
        body=said.get("Body"),
        at=said.at,
        media=_media(said),
        keyword_answered=_is_answered(said, company_answers),
    )


def text_reported(said: Parameters) -> Event:
    id, status = said.need("MessageSid"), said.need("MessageStatus")
    if status not in TEXT_STATE:
        return new_word("MessageStatus", status)
    state = TEXT_STATE[status]
    error = _why_not(said.get("ErrorCode"), status) if state is TextState.UNDELIVERED else None
    return TextReport(id, said.ours.get("text", ""), state, said.at, error)


def _is_answered(said: Parameters, company_answers: bool) -> bool:
    if said.get("OptOutType"):  # only set where Twilio itself has recognised and answered the word
        return True
    body = said.get("Body")
    return network_answers(said.need("To"), body) or (company_answers and keyword(body) in OWN_WORDS)


def _media(said: Parameters) -> tuple[Media, ...]:
    count = min(said.whole("NumMedia") or 0, MOST_MEDIA)
    urls = [(said.get(f"MediaUrl{n}"), said.get(f"MediaContentType{n}")) for n in range(count)]
    return tuple(Media(url, kind) for url, kind in urls if url)


def _why_not(code: str, status: str) -> SendProblem:
    if status == "canceled":
        return SendProblem(Problem.REFUSED, said="The text was cancelled at Twilio before it left.")
    code = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    unknown = SendProblem(
        Problem.REFUSED, code, "The text did not arrive, for a reason Ringback does not know."
    )
    return problem(code, otherwise=unknown)
