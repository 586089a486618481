"""Bandwidth's events about calls, as ours. Which event it is stands in each; the address does not matter."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from ringback.phone import markup
from ringback.phone.bandwidth.tables import (
    ATTESTATION,
    CALL_ENDED,
    LEG_ENDED,
    NOT_ATTESTED,
    RECORDING,
    RINGING_ENDED,
)
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.markup import Parameters
from ringback.phone.words import NO_KEY, new_word

NOT_OURS = Ignored("this call was placed by the account itself")
NO_VOICEMAIL = Ignored("the caller left no voicemail")


def read_call(said: Parameters) -> Event:
    event = said.need("eventType")
    return ON[event](said) if event in ON else new_word("eventType", event)


def call_started(said: Parameters) -> Event:
    if is_our_own(said):
        return NOT_OURS
    return CallStarted(
        call=said.need("callId"),
        caller=said.get("from"),  # how a hidden number is written is not documented: a word, or nothing
        dialled=said.need("to"),
        at=said.at,
        forwarded_from=said.get("diversion.origTo"),
        attestation=_attestation(said),
    )


def is_our_own(said: Parameters) -> bool:
    return said.get("direction") == "outbound"


def _attestation(said: Parameters) -> str:
    if said.get("stirShaken.verstat") == NOT_ATTESTED:
        return "failed"
    letter = said.get("stirShaken.attestationIndicator")
    return letter if letter in ATTESTATION else ""


def call_ended(said: Parameters) -> Event:
    if is_our_own(said):
        return NOT_OURS
    call, cause = said.need("callId"), said.need("cause")
    if cause not in CALL_ENDED:
        return new_word("cause", cause)
    outcome, proof = CALL_ENDED[cause]
    seconds = _between(said.get("answerTime"), said.get("endTime"))
    if outcome is Outcome.COMPLETED and not said.get("answerTime"):
        outcome = Outcome.HUNG_UP
    return CallEnded(call, said.get("from"), said.need("to"), outcome, proof, said.at, seconds)


def ringing_ended(said: Parameters) -> Event:
    call, cause = said.need("callId"), said.need("cause")
    if cause not in RINGING_ENDED:
        return new_word("cause", cause)
    outcome, proof = RINGING_ENDED[cause]
    if proof is not Proof.CONNECTED and markup.left(said):
        return Ignored("the next phone rings")
    return RingingEnded(call, said.get("from"), said.need("to"), outcome, proof, said.at)


def was_connected(said: Parameters) -> bool:
    return RINGING_ENDED.get(said.get("cause"), (None, Proof.NOBODY))[1] is Proof.CONNECTED


def leg_answered(said: Parameters) -> Event:
    return LegAnswered(*_leg(said), said.at)


def key_pressed(said: Parameters) -> Event:
    if asked_caller(said):
        return _caller_pressed(said)
    if accepts(said):
        return LegAccepted(*_leg(said), said.at)
    return LegEnded(*_leg(said), Outcome.DECLINED, said.at)


def accepts(said: Parameters) -> bool:
    return said.get("digits") == "1"


def asked_caller(said: Parameters) -> bool:
    """Was it the caller who was asked for a key, by the greeting? A phone that we ring has a parent call."""
    return not (said.ours.get("call") or said.get("parentCallId"))


def _caller_pressed(said: Parameters) -> Event:
    if not accepts(said):
        return NO_KEY
    return CallerPressed(said.need("callId"), said.get("from"), said.need("to"), said.at)


def leg_ended(said: Parameters) -> Event:
    leg, cause = _leg(said), said.need("cause")
    if cause not in LEG_ENDED:
        return new_word("cause", cause)
    return LegEnded(*leg, LEG_ENDED[cause], said.at)


def _leg(said: Parameters) -> tuple[str, str, str]:
    """The caller's call, this phone's call, this phone. Our own address carries the first."""
    call = said.ours.get("call") or said.need("parentCallId")
    return call, said.need("callId"), said.need("transferTo")


def recorded(said: Parameters) -> Event:
    """Both when the caller has finished, and when the recording is there. Only the second has a status."""
    call, recording, status = said.need("callId"), said.need("recordingId"), said.get("status")
    if status and status not in RECORDING:
        return new_word("status", status)
    seconds = _duration(said.get("duration"))
    if seconds == 0 or not RECORDING.get(status, True):
        return NO_VOICEMAIL
    return VoicemailLeft(call, recording, seconds, "", said.at)


def written_out(said: Parameters) -> Event:
    return Ignored("the words of a voicemail are not fetched")


ON: Final[Mapping[str, Callable[[Parameters], Event]]] = {
    "initiate": call_started,
    "disconnect": call_ended,
    "transferAnswer": leg_answered,
    "gather": key_pressed,
    "transferComplete": ringing_ended,
    "transferDisconnect": leg_ended,
    "recordComplete": recorded,
    "recordingAvailable": recorded,
    "transcriptionAvailable": written_out,
}

_PERIOD: Final = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})(?:\.\d+)?S)?", re.ASCII)


def _duration(written: str) -> int | None:
    """The whole seconds of an ISO 8601 period such as "PT20.056S"; half a second is none."""
    found = _PERIOD.fullmatch(written)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _between(answered: str, ended: str) -> int | None:
    try:
        seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(answered)).total_seconds()
    except (ValueError, TypeError, OverflowError):  # the second where only one of them names its zone
        return None
    return int(seconds) if seconds >= 0 else None
