"""The app's events, as ours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ringback.phone.events import (
    Event,
    Ignored,
    Problem,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
)
from ringback.phone.said import Said
from ringback.phone.words import new_word

# "Webhooks", supported events.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "sms:sent": TextState.SENT,
    "sms:delivered": TextState.DELIVERED,
    "sms:failed": TextState.UNDELIVERED,
}
NOTHING: Final[Mapping[str, str]] = {
    "sms:data-received": "a message between machines",
    "mms:received": "a picture message, which the app only announces",
    "mms:downloaded": "a picture message, which Ringback cannot fetch from the app",
    "system:ping": "the phone says that it is there",
}

# "FAQ, errors", in the reason of "sms:failed"; the words around them vary.
REASONS: Final[Mapping[str, tuple[Problem, str]]] = {
    "RESULT_ERROR_GENERIC_FAILURE": (
        Problem.REFUSED,
        "The phone could not send the text; often the SIM card has no money left.",
    ),
    "RESULT_ERROR_LIMIT_EXCEEDED": (
        Problem.BUSY,
        "Android or the carrier lets this phone send no more texts for now.",
    ),
    "RESULT_RIL_MODEM_ERR": (
        Problem.REFUSED,
        "The phone's radio failed; look at its SIM card and its signal.",
    ),
    "RESULT_NO_DEFAULT_SMS_APP": (
        Problem.MISCONFIGURED,
        "Choose a SIM card for texts on the phone, or here.",
    ),
    "No SIMs found": (Problem.MISCONFIGURED, "The app finds no SIM card in the phone."),
    "Invalid number": (Problem.BAD_NUMBER, "The phone cannot text this number."),
}


def read_text(said: Said, at: datetime, *, sim: str) -> Event:
    """`sim`: which of the phone's SIM cards is this line, "1" to "3", or "" where it has one."""
    event = said.need("event")
    if event in NOTHING:
        return Ignored(NOTHING[event])
    if event != "sms:received" and event not in TEXT_STATE:
        return new_word("event", event.replace(":", "-"))
    payload = said.need_part("payload")
    if event in TEXT_STATE:
        return _reported(payload, TEXT_STATE[event], at)
    if sim and payload.text("simNumber") not in ("", sim):
        return Ignored("a text to the phone's other SIM card")
    return _received(said.need("id"), payload, at)


def _received(id: str, payload: Said, at: datetime) -> TextReceived:
    """`id` is that of the event: the text's own is made of its words, so the same words have the same."""
    sender = payload.text("sender") or payload.need("phoneNumber")
    # Many SIM cards do not know their own number; the address that was called says which line it is.
    return TextReceived(id, sender, payload.text("recipient"), payload.text("message"), at)


def _reported(payload: Said, state: TextState, at: datetime) -> TextReport:
    error = _why_not(payload.text("reason")) if state is TextState.UNDELIVERED else None
    return TextReport(payload.need("messageId"), "", state, at, error)


def _why_not(reason: str) -> SendProblem:
    for name, (kind, said) in REASONS.items():
        if name.lower() in reason.lower():
            return SendProblem(kind, name, said)
    return SendProblem(Problem.REFUSED, said="The text did not arrive, for a reason Ringback does not know.")
