"""Twilio's webhooks about calls, as our events. Each function reads one kind of address."""

from collections.abc import Callable, Mapping
from typing import Final

from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.markup import Parameters
from ringback.phone.twilio.tables import (
    ATTESTATION,
    CALL_ENDED,
    CALL_GOES_ON,
    DIAL_ENDED,
    LEG_ENDED,
    RECORDING,
    TRANSCRIPT,
)
from ringback.phone.words import new_word


def call_started(said: Parameters) -> Event:
    if is_our_own(said):
        return Ignored("this call was placed by the account itself")
    return CallStarted(
        call=said.need("CallSid"),
        caller=said.number("From"),
        dialled=said.need("To"),
        at=said.at,
        forwarded_from=said.get("ForwardedFrom"),
        caller_name=said.get("CallerName"),
        attestation=_attestation(said.get("StirVerstat")),
    )


def call_ended(said: Parameters) -> Event:
    """The status callback of the number: it comes once, when the caller's call is over."""
    if is_our_own(said):
        return Ignored("this call was placed by the account itself")
    call, status = said.need("CallSid"), said.need("CallStatus")
    if status in CALL_GOES_ON:
        return Ignored("the call is still going on")
    if status not in CALL_ENDED:
        return new_word("CallStatus", status)
    outcome, proof = CALL_ENDED[status]
    return CallEnded(
        call, said.number("From"), said.need("To"), outcome, proof, said.at, said.whole("CallDuration")
    )


def is_our_own(said: Parameters) -> bool:
    return said.get("Direction").startswith("outbound")


def ringing_ended(said: Parameters) -> Event:
    result = dial_result(said)
    if result is None:
        return new_word("DialCallStatus", said.get("DialCallStatus"))
    outcome, proof = result
    return RingingEnded(said.need("CallSid"), said.number("From"), said.need("To"), outcome, proof, said.at)


def dial_result(said: Parameters) -> tuple[Outcome, Proof] | None:
    """How the ringing ended; None for a status that is new to us.

    A phone that picked up is not yet a connection: after a declined whisper Twilio says "completed", and only
    DialBridged tells. Where that is missing, somebody or some voicemail is taken to have been connected.
    """
    status, bridged = said.need("DialCallStatus"), said.get("DialBridged").lower()
    if bridged == "true":
        return Outcome.COMPLETED, Proof.CONNECTED
    if bridged == "false" and status in ("completed", "answered"):
        return Outcome.DECLINED, Proof.NOBODY
    return DIAL_ENDED.get(status)


def leg_changed(said: Parameters) -> Event:
    call, leg, phone = _leg(said)
    match said.need("CallStatus"):
        case "ringing":
            return LegRang(call, leg, phone, said.at)
        case "in-progress":
            return LegAnswered(call, leg, phone, said.at)
        case "queued" | "initiated":
            return Ignored("this phone does not ring yet")
        case status if status in LEG_ENDED:
            return LegEnded(call, leg, phone, LEG_ENDED[status], said.at)
        case status:
            return new_word("CallStatus", status)


def leg_answered(said: Parameters) -> Event:
    """Twilio asks what to whisper, so a phone was picked up, even if the status callback gets lost."""
    return LegAnswered(*_leg(said), said.at)


def key_pressed(said: Parameters) -> Event:
    call, leg, phone = _leg(said)
    if accepts(said):
        return LegAccepted(call, leg, phone, said.at)
    return LegEnded(call, leg, phone, Outcome.DECLINED, said.at)  # we answer with a hang-up


def accepts(said: Parameters) -> bool:
    return said.get("Digits") == "1"


def recorded(said: Parameters) -> Event:
    """The caller has finished the voicemail, by a key, by silence or by hanging up."""
    call, recording = said.need("CallSid"), _recording(said)
    seconds = said.whole("RecordingDuration")
    if not recording or seconds == 0:
        return Ignored("the caller left no voicemail")
    return VoicemailLeft(call, recording, seconds, "", said.at)


def recording_ready(said: Parameters) -> Event:
    call, status = said.need("CallSid"), said.need("RecordingStatus")
    if status not in RECORDING:
        return new_word("RecordingStatus", status)
    if (why := RECORDING[status]) is not None:
        return Ignored(why)
    return VoicemailLeft(call, _recording(said), said.whole("RecordingDuration"), "", said.at)


def written_out(said: Parameters) -> Event:
    call, status = said.need("CallSid"), said.need("TranscriptionStatus")
    if status not in TRANSCRIPT:
        return new_word("TranscriptionStatus", status)
    if (why := TRANSCRIPT[status]) is not None:
        return Ignored(why)
    return VoicemailLeft(call, _recording(said), None, said.get("TranscriptionText"), said.at)


ON: Final[Mapping[str, Callable[[Parameters], Event]]] = {
    "voice": call_started,
    "voice_status": call_ended,
    "dial_done": ringing_ended,
    "leg": leg_changed,
    "screen": leg_answered,
    "screen_key": key_pressed,
    "voicemail": recorded,
    "voicemail_status": recording_ready,
    "transcript": written_out,
}


def _leg(said: Parameters) -> tuple[str, str, str]:
    """The caller's call, this phone's call, this phone. Our own address carries the first."""
    call = said.ours.get("call") or said.need("ParentCallSid")
    return call, said.need("CallSid"), said.need("To")


def _recording(said: Parameters) -> str:
    """The id of the recording, the same in all its webhooks; the first of them may only give its address."""
    return said.get("RecordingSid") or said.get("RecordingUrl").rstrip("/").rpartition("/")[2]


def _attestation(said: str) -> str:
    return ATTESTATION.get(said.removesuffix("-Diverted").removesuffix("-Passthrough"), "")
