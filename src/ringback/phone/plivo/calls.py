"""Plivo's requests about calls, as our events. Each function reads one kind of address."""

from collections.abc import Callable, Mapping
from typing import Final

from ringback.lib.numbers import with_plus
from ringback.phone import markup
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.markup import Parameters
from ringback.phone.plivo.tables import ATTESTATION, CALL_ENDED, CALL_GOES_ON, DIAL_ENDED, LEG_ENDED
from ringback.phone.words import NO_KEY, new_word

NOT_OURS = Ignored("this call was placed by the account itself")
NO_VOICEMAIL = Ignored("the caller left no voicemail")
# In our own address of a phone's events: a key has to be pressed there.
PRESS: Final = "press"


def call_started(said: Parameters) -> Event:
    if is_our_own(said):
        return NOT_OURS
    attestation = said.get("STIRAttestation")
    return CallStarted(
        call=said.need("CallUUID"),
        caller=with_plus(said.number("From")),
        dialled=with_plus(said.need("To")),
        at=said.at,
        forwarded_from=with_plus(said.get("ForwardedFrom")),
        caller_name=said.get("CallerName"),
        attestation=attestation if attestation in ATTESTATION else "",
    )


def is_our_own(said: Parameters) -> bool:
    return said.get("Direction") == "outbound"


def call_ended(said: Parameters) -> Event:
    if is_our_own(said):
        return NOT_OURS
    call, status = said.need("CallUUID"), said.need("CallStatus")
    if status in CALL_GOES_ON:
        return Ignored("the call is still going on")
    if status not in CALL_ENDED:
        return new_word("CallStatus", status)
    outcome, proof = CALL_ENDED[status]
    caller, dialled = with_plus(said.number("From")), with_plus(said.need("To"))
    return CallEnded(call, caller, dialled, outcome, proof, said.at, said.whole("Duration"))


def ringing_ended(said: Parameters) -> Event:
    status = said.need("DialStatus")
    if status not in DIAL_ENDED:
        return new_word("DialStatus", status)
    outcome, proof = DIAL_ENDED[status]
    if proof is Proof.NOBODY and markup.left(said):
        return Ignored("the next phone rings")
    caller, dialled = with_plus(said.number("From")), with_plus(said.need("To"))
    return RingingEnded(said.need("CallUUID"), caller, dialled, outcome, proof, said.at)


def was_connected(said: Parameters) -> bool:
    return DIAL_ENDED.get(said.get("DialStatus"), (None, Proof.NOBODY))[1] is Proof.CONNECTED


def leg_changed(said: Parameters) -> Event:
    """Plivo says "connected" after the key where one is asked for, else as soon as a phone is picked up."""
    match said.need("DialAction"):
        case "answer":
            return LegAnswered(*_leg(said), said.at)
        case "connected" if said.ours.get(PRESS):
            return LegAccepted(*_leg(said), said.at)
        case "connected":
            return LegAnswered(*_leg(said), said.at)
        case "hangup":
            return _leg_ended(said)
        case "digits":
            return Ignored("a key was pressed during the call")
        case action:
            return new_word("DialAction", action)


def _leg_ended(said: Parameters) -> Event:
    leg, code = _leg(said), said.need("DialBLegHangupCauseCode")
    if code not in LEG_ENDED:
        return new_word("DialBLegHangupCauseCode", code)
    return LegEnded(*leg, LEG_ENDED[code], said.at)


def _leg(said: Parameters) -> tuple[str, str, str]:
    """The caller's call, this phone's call, this phone. Our own address carries the first."""
    call = said.ours.get("call") or said.need("DialALegUUID")
    return call, said.need("DialBLegUUID"), with_plus(said.need("DialBLegTo"))


def whisper_asked(said: Parameters) -> Event:
    """It is not documented which phone asks; its own event "answer" says so."""
    return Ignored("a phone was picked up, and hears what the call is about")


def caller_pressed(said: Parameters) -> Event:
    """While the greeting asked the caller for a key."""
    if not accepts(said):
        return NO_KEY
    caller, dialled = with_plus(said.number("From")), with_plus(said.need("To"))
    return CallerPressed(said.need("CallUUID"), caller, dialled, said.at)


def accepts(said: Parameters) -> bool:
    return said.get("Digits") == "1"


def recorded(said: Parameters) -> Event:
    """The same at both addresses: when the caller has finished, and when the recording is there."""
    call = said.ours.get("call") or said.need("CallUUID")
    recording, length = said.get("RecordingID"), said.get("RecordingDuration")
    if not recording or length == "0":
        return NO_VOICEMAIL
    return VoicemailLeft(call, recording, said.whole("RecordingDuration"), "", said.at)


def written_out(said: Parameters) -> Event:
    call, words = said.ours.get("call") or said.need("call_uuid"), said.get("transcription").strip()
    if said.get("error") or not words:
        return Ignored("the voicemail could not be written out")
    return VoicemailLeft(call, said.get("recording_id"), None, words, said.at)


ON: Final[Mapping[str, Callable[[Parameters], Event]]] = {
    "voice": call_started,
    "voice_status": call_ended,
    "dial_done": ringing_ended,
    "leg": leg_changed,
    "screen": whisper_asked,
    "caller_key": caller_pressed,
    "voicemail": recorded,
    "voicemail_status": recorded,
    "transcript": written_out,
}
