"""Vonage's webhooks about texts, as our events. There are two forms of them: in the older one the numbers are
objects and the words lie deeper."""

from typing import Final

from ringback.lib.numbers import with_plus, without_plus
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
from ringback.phone.provider import Request
from ringback.phone.said import Said, read
from ringback.phone.vonage.tables import ALREADY_SENT, ERRORS, HOLDS, OUR_CHANNELS, TEXT_STATE, problem
from ringback.phone.words import network_answers, new_word

UNKNOWN: Final = "The text did not arrive, for a reason Ringback does not know."


def text_received(request: Request, *, company_answers: bool) -> list[Event]:
    said = read(request)
    if (channel := _channel(said)) not in OUR_CHANNELS:
        return [Ignored("this came by another way than text") if channel else new_word("channel", channel)]
    held = said.part("message").part("content") if "message" in said.fields else said
    kind = held.text("message_type") or held.need("type")
    if kind not in HOLDS:
        return [new_word("message_type", kind)]
    file = held.part(HOLDS[kind] or "")
    sender, to, body = _number(said, "from"), _number(said, "to"), held.text("text") or file.text("caption")
    return [
        TextReceived(
            id=said.need("message_uuid"),
            sender=sender,
            to=to,
            body=body,
            at=request.at,
            media=(Media(file.text("url"), ""),) if file.text("url") else (),
            keyword_answered=(company_answers and _is_keyword(body)) or network_answers(to, body),
        )
    ]


def text_reported(request: Request) -> list[Event]:
    said = read(request)
    if (channel := _channel(said)) and channel not in OUR_CHANNELS:
        return [Ignored("this is about another way than text")]
    id, status = said.need("message_uuid"), said.need("status")
    if status not in TEXT_STATE:
        return [new_word("status", status)]
    ours = request.query.get("text", "") or said.text("client_ref")
    state, code = TEXT_STATE[status], _code(said.part_if_any("error"))
    if state is TextState.UNDELIVERED and code == ALREADY_SENT:
        return [TextReport(id, ours, TextState.ACCEPTED, request.at)]
    unknown = SendProblem(Problem.REFUSED, code, UNKNOWN)
    error = problem(code, unknown) if state is TextState.UNDELIVERED else None
    return [TextReport(id, ours, state, request.at, error)]


def _channel(said: Said) -> str:
    older = said.fields.get("from")
    return said.text("channel") or (said.part("from").text("type") if isinstance(older, dict) else "")


def _number(said: Said, name: str) -> str:
    given = said.fields.get(name)
    number = said.part(name).need("number") if isinstance(given, dict) else said.need(name)
    return with_plus(without_plus(number))


def _code(error: Said) -> str:
    """`title` is the code, as a number or as text; in an older form it is only at the end of `type`."""
    for written in (str(error.fields.get("title")), error.text("type").rpartition("#")[2]):
        if written.isascii() and written.isdigit() and len(written) < 8:
            return written
    return str(error.fields["code"]) if str(error.fields.get("code")) in ERRORS else ""


def _is_keyword(body: str) -> bool:
    return body.strip().upper() in {"STOP", "START", "HELP", "UNSTOP", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"}
