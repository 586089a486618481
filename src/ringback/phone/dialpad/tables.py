"""Dialpad's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Problem, SendProblem, TextState

# "Call event subscriptions", call states. None: `calls.py` makes something of it, else why it means nothing.
# Of a call that is on hold or parked we were told already that it was connected.
STATES: Final[Mapping[str, str | None]] = {
    "calling": None,
    "preanswer": None,
    "queued": None,
    "ringing": None,
    "connected": None,
    "missed": None,
    "voicemail": None,
    "voicemail_uploaded": None,
    "transcription": None,
    "hangup": None,
    "blocked": None,
    "admin": "the call goes on",
    "barge": "the call goes on",
    "eavesdrop": "the call goes on",
    "hold": "the call goes on",
    "merged": "the call goes on",
    "monitor": "the call goes on",
    "parked": "the call goes on",
    "recording": "the call goes on",
    "takeover": "the call goes on",
    "admin_recording": "this is about a recording",
    "ai_playbook": "this is a note about the call",
    "call_transcription": "this is a note about the call",
    "csat": "this is a note about the call",
    "dispositions": "this is a note about the call",
    "pcsat": "this is a note about the call",
    "postcall": "this is a note about the call",
    "recap_action_items": "this is a note about the call",
    "recap_outcome": "this is a note about the call",
    "recap_purposes": "this is a note about the call",
    "recap_summary": "this is a note about the call",
}

# "Send SMS", message_status. Whether "success" means the carrier or the phone is not documented, so it is the
# lesser of the two.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "pending": TextState.ACCEPTED,
    "success": TextState.SENT,
    "failed": TextState.UNDELIVERED,
}

# "Send SMS", message_delivery_result. After a time-out the text may have arrived, so it is not tried again.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "internal_error": (Problem.BUSY, "Dialpad had a disturbance and did not send the text."),
    "invalid_destination": (Problem.BAD_NUMBER, "This number cannot get texts."),
    "invalid_source": (Problem.MISCONFIGURED, "Dialpad does not let this line's number send texts."),
    "no_route": (Problem.BAD_NUMBER, "This number cannot be reached by text."),
    "not_supported": (Problem.BAD_NUMBER, "Dialpad cannot text this number."),
    "rejected": (Problem.REFUSED, "The carrier refused the text."),
    "rejected_spam": (Problem.FILTERED, "The carrier took the text for spam."),
    "time_out": (Problem.REFUSED, "The carrier did not say in time whether the text arrived."),
}

# "SMS opt-out": the whole text, in any case; a blank behind it is enough that Dialpad does not know it.
OWN_WORDS: Final = frozenset({"STOP", "UNSTOP", "HELP"})


def problem(result: str, otherwise: SendProblem) -> SendProblem:
    """What a delivery result means; `otherwise` where it is in no row."""
    if result not in ERRORS:
        return otherwise
    kind, said = ERRORS[result]
    return SendProblem(kind, result, said)
