"""What Bandwidth is told to do with a call, in its own markup ("BXML").

Bandwidth does not send the password of the application to the addresses in a document, only what the document
itself names. So each of our documents passes on what the request before it brought.
"""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ringback.phone import markup
from ringback.phone.bandwidth.calls import accepts, asked_caller, is_our_own, was_connected
from ringback.phone.markup import Parameters
from ringback.phone.provider import Answer, CallPlan, Mode
from ringback.phone.words import KEY_SECONDS, thanks_words, whisper_words

AT_ONCE: Final = 8
SHORTEST_RING, LONGEST_RING = 5, 300
SPOKEN: Final = {"de": "de", "es": "es", "fr": "fr", "it": "it"}
SPOKEN_THERE: Final = {"en-gb": "en_UK", "es-mx": "es_MX", "es-us": "es_MX"}

Credentials = tuple[str, str]


def answer(said: Parameters, plan: CallPlan, credentials: Credentials) -> Answer:
    match said.get("eventType"):
        case "initiate" if is_our_own(said):
            return hang_up()
        case "initiate":
            phones = _phones(said, plan)
            return _ring(said, plan, phones, credentials) if phones else greet(plan, credentials)
        case "transferComplete" if was_connected(said):
            return hang_up()
        case "transferComplete":
            phones = _phones(said, plan)
            left = min(markup.left(said), len(phones))
            return _ring(said, plan, phones[-left:], credentials) if left else greet(plan, credentials)
        case "transferAnswer" if plan.press_to_accept:
            return whisper(said, plan, credentials)
        case "gather" if asked_caller(said):
            return after_key(plan, credentials, pressed=accepts(said))
        case "gather" if not accepts(said):
            return hang_up()
        case "recordComplete":
            return hang_up()
        case _:
            return nothing()


def nothing() -> Answer:
    """Nothing further. It connects a phone with the caller; elsewhere it is an acknowledgement."""
    return document(Element("Response"))


def hang_up() -> Answer:
    response = Element("Response")
    SubElement(response, "Hangup")
    return document(response)


def whisper(said: Parameters, plan: CallPlan, credentials: Credentials) -> Answer:
    """Ask whoever picked up to press 1. A voicemail never does, and is hung up on after some seconds."""
    words, language = whisper_words(plan)
    call = said.ours.get("call") or said.need("parentCallId")
    response = Element("Response")
    attributes = {
        "gatherUrl": plan.address("screen_key", call=call),
        "maxDigits": "1",
        "firstDigitTimeout": "5",
    }
    gather = SubElement(response, "Gather", attributes | allowed(credentials))
    speak(gather, words, language)
    return document(response)


def greet(plan: CallPlan, credentials: Credentials) -> Answer:
    """The greeting and the voicemail, whichever the line has, then the end. Never rings anybody."""
    response = Element("Response")
    if plan.asks_caller:
        # Whatever is pressed, or nothing, is told to us: what follows a Gather is never done.
        gather = SubElement(response, "Gather", _key_attributes(plan) | allowed(credentials))
        speak(gather, plan.greeting, plan.language)
        return document(response)
    if plan.greeting:
        speak(response, plan.greeting, plan.language)
    return _afterwards(response, plan, credentials)


def after_key(plan: CallPlan, credentials: Credentials, *, pressed: bool) -> Answer:
    """Thanks and the end, or what comes after the greeting for whom it is another key or none."""
    response = Element("Response")
    if not pressed:
        return _afterwards(response, plan, credentials)
    speak(response, *thanks_words(plan))
    SubElement(response, "Hangup")
    return document(response)


def _key_attributes(plan: CallPlan) -> dict[str, str]:
    return {
        "gatherUrl": plan.address("caller_key"),
        "maxDigits": "1",
        "firstDigitTimeout": str(KEY_SECONDS),
    }


def _afterwards(response: Element, plan: CallPlan, credentials: Credentials) -> Answer:
    if plan.voicemail:
        attributes = {
            "recordCompleteUrl": plan.address("voicemail"),
            "recordingAvailableUrl": plan.address("voicemail_status"),
            "maxDuration": str(plan.voicemail_seconds),
            "silenceTimeout": "5",
            "terminatingDigits": "#",
            "fileFormat": "mp3",
        }
        SubElement(response, "Record", attributes | allowed(credentials))
    SubElement(response, "Hangup")
    return document(response)


def _phones(said: Parameters, plan: CallPlan) -> list[str]:
    """A phone that has just forwarded this call to us, or that is calling, must not be rung: the call would
    come back to us in a circle."""
    own = {said.get("from"), said.get("diversion.origTo")}
    return [phone for phone in plan.ring if phone not in own] if plan.mode is Mode.DIAL else []


def _ring(said: Parameters, plan: CallPlan, phones: Sequence[str], credentials: Credentials) -> Answer:
    """Ring these phones, or the first of them where they ring in turn. They see the caller's number."""
    call, left = said.need("callId"), len(phones) - 1 if plan.in_turn else 0
    attributes = {
        "callTimeout": str(min(max(plan.ring_seconds, SHORTEST_RING), LONGEST_RING)),
        "transferCompleteUrl": plan.address("dial_done", left=left),
    }
    of_phone = {
        # Asked for without a key, too: it is how we hear that somebody picked up.
        "transferAnswerUrl": plan.address("screen", call=call),
        "transferDisconnectUrl": plan.address("leg", call=call),
    }
    response = Element("Response")
    transfer = SubElement(response, "Transfer", attributes | allowed(credentials))
    for phone in phones[:1] if plan.in_turn else phones[:AT_ONCE]:
        number = SubElement(transfer, "PhoneNumber", of_phone | allowed(credentials))
        number.text = markup.speakable(phone)
    return document(response)


def allowed(credentials: Credentials) -> dict[str, str]:
    user, password = (markup.speakable(part) for part in credentials)
    return {"username": user, "password": password} if user or password else {}


def speak(parent: Element, words: str, language: str) -> None:
    wanted = language.lower()
    spoken = SPOKEN_THERE.get(wanted) or SPOKEN.get(wanted.partition("-")[0], "en_US")
    SubElement(parent, "SpeakSentence", {"locale": spoken}).text = markup.speakable(words)


def document(response: Element) -> Answer:
    return markup.document(response, "application/xml")
