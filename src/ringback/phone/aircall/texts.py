"""Aircall's text events, as ours."""

from datetime import datetime
from typing import Final

from ringback.phone.aircall.tables import CHANNELS, OWN_WORDS, TEXT_STATE
from ringback.phone.aircall.wire import Happened, Said, line_number
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
from ringback.phone.provider import Unreadable
from ringback.phone.words import network_answers, new_word

PICTURE: Final = "image/*"  # Aircall does not say what it is
NOT_DELIVERED: Final = SendProblem(
    Problem.REFUSED, said="The text did not arrive, and Aircall does not say why."
)


def read_text(happened: Happened, at: datetime, *, company_answers: bool) -> Event:
    said = happened.of
    channel = said.text("channel") or "sms"
    if channel not in CHANNELS:
        return new_word("channel", channel)
    if (why := CHANNELS[channel]) is not None:
        return Ignored(why)
    if happened.type == "message.received":
        return _received(happened, at, company_answers)
    if said.text("direction") == "inbound":
        return Ignored("this is about a text that we have already")
    return _reported(happened.type, said, at)


def _received(happened: Happened, at: datetime, company_answers: bool) -> TextReceived:
    said, addressed = happened.of, happened.of.texts("to")
    to = line_number(happened.number) or (addressed[0] if addressed else "")
    sender = said.text("from") or said.text("raw_digits")
    if not sender:
        raise Unreadable("from")
    if not to:
        raise Unreadable("to")
    body = said.text("body")
    answered = (company_answers and body.strip().upper() in OWN_WORDS) or network_answers(to, body)
    media = tuple(Media(url, PICTURE) for url in said.texts("media_urls"))
    return TextReceived(said.need("id"), sender, to, body, at, media, answered)


def _reported(kind: str, said: Said, at: datetime) -> Event:
    id, status = said.need("id"), said.text("status")
    if kind == "message.sent" and status not in TEXT_STATE:
        return TextReport(id, "", TextState.SENT, at)
    if status not in TEXT_STATE:
        return new_word("status", said.need("status"))
    state = TEXT_STATE[status]
    return TextReport(id, "", state, at, NOT_DELIVERED if state is TextState.UNDELIVERED else None)
