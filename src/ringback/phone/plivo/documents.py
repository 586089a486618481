"""What Plivo is told to do with a call, in its own markup ("XML reference")."""

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from ringback.phone import markup
from ringback.phone.markup import AT_ONCE, Parameters
from ringback.phone.plivo.calls import accepts, is_our_own, was_connected
from ringback.phone.provider import Answer, CallPlan, Mode
from ringback.phone.words import KEY_SECONDS, thanks_words, whisper_words

SHORTEST_RING: Final = 5
# From the moment a phone is picked up: the words take about three seconds, then there are five to press.
PRESS_SECONDS: Final = "8"
# fmt: off
SPOKEN: Final = (
    "en-US", "en-GB", "en-AU", "es-US", "es-ES", "fr-CA", "fr-FR", "pt-BR", "pt-PT", "de-DE", "it-IT",
    "nl-NL", "da-DK", "pl-PL", "ru-RU", "sv-SE",
)
# fmt: on


def answer(kind: str, said: Parameters, plan: CallPlan) -> Answer:
    match kind:
        case "voice" if is_our_own(said):
            return hang_up()
        case "voice":
            phones = _phones(said, plan)
            return _ring(said, plan, phones) if phones else greet(said, plan)
        case "dial_done" if was_connected(said):
            return hang_up()
        case "dial_done":
            phones = _phones(said, plan)
            left = min(markup.left(said), len(phones))
            return _ring(said, plan, phones[-left:]) if left else greet(said, plan)
        case "screen":
            return whisper(plan)
        case "caller_key" if accepts(said):
            return thank(plan)
        case "caller_key":
            return _afterwards(Element("Response"), said, plan)
        case "voicemail":
            return hang_up()
        case _:
            return nothing()


def nothing() -> Answer:
    """An acknowledgement: at these addresses Plivo expects no orders, and no text is sent."""
    return document(Element("Response"))


def hang_up() -> Answer:
    response = Element("Response")
    SubElement(response, "Hangup")
    return document(response)


def whisper(plan: CallPlan) -> Answer:
    """Said to whoever picks up. Plivo itself waits for the key, and hangs up without it."""
    words, language = whisper_words(plan)
    response = Element("Response")
    speak(response, words, language)
    return document(response)


def greet(said: Parameters, plan: CallPlan) -> Answer:
    """The greeting and the voicemail, whichever the line has, then the end. Never rings anybody."""
    response = Element("Response")
    said_in = SubElement(response, "GetInput", _key_attributes(plan)) if plan.asks_caller else response
    if plan.greeting:
        speak(said_in, plan.greeting, plan.language)
    return _afterwards(response, said, plan)


def thank(plan: CallPlan) -> Answer:
    response = Element("Response")
    speak(response, *thanks_words(plan))
    SubElement(response, "Hangup")
    return document(response)


def _afterwards(response: Element, said: Parameters, plan: CallPlan) -> Answer:
    if plan.voicemail:
        SubElement(response, "Record", _record_attributes(said.need("CallUUID"), plan))
    SubElement(response, "Hangup")
    return document(response)


def _key_attributes(plan: CallPlan) -> dict[str, str]:
    """Without a key Plivo goes on with what follows; it does not ask us."""
    return {
        "action": plan.address("caller_key"),
        "method": "POST",
        "inputType": "dtmf",
        "numDigits": "1",
        "executionTimeout": str(KEY_SECONDS),
    }


def _phones(said: Parameters, plan: CallPlan) -> list[str]:
    """A phone that has just forwarded this call to us, or that is calling, must not be rung: the call would
    come back to us in a circle."""
    own = {said.get(name).removeprefix("+") for name in ("From", "ForwardedFrom")}
    dials = plan.mode is Mode.DIAL
    return [phone for phone in plan.ring if phone.removeprefix("+") not in own] if dials else []


def _ring(said: Parameters, plan: CallPlan, phones: Sequence[str]) -> Answer:
    """Ring these phones, or the first of them where they ring in turn. The caller hears them ringing."""
    call, left = said.need("CallUUID"), len(phones) - 1 if plan.in_turn else 0
    attributes = {
        "timeout": str(max(plan.ring_seconds, SHORTEST_RING)),
        "action": plan.address("dial_done", left=left),
        "method": "POST",
        "callbackUrl": plan.address("leg", call=call, press="1" if plan.press_to_accept else ""),
        "callbackMethod": "POST",
        "dialMusic": "real",
    }
    if plan.press_to_accept:
        screen = {"confirmSound": plan.address("screen"), "confirmKey": "1", "confirmTimeout": PRESS_SECONDS}
        attributes |= screen
    response = Element("Response")
    dial = SubElement(response, "Dial", attributes)
    for phone in phones[:1] if plan.in_turn else phones[:AT_ONCE]:
        SubElement(dial, "Number").text = markup.speakable(phone)
    return document(response)


def _record_attributes(call: str, plan: CallPlan) -> dict[str, str]:
    attributes = {
        "action": plan.address("voicemail"),
        "method": "POST",
        "maxLength": str(plan.voicemail_seconds),
        "timeout": "5",
        "finishOnKey": "#",
        "playBeep": "true",
        "fileFormat": "mp3",
        "callbackUrl": plan.address("voicemail_status", call=call),
        "callbackMethod": "POST",
    }
    if plan.transcript and plan.language.lower().startswith("en"):  # nothing else is written out
        address = plan.address("transcript", call=call)
        attributes |= {"transcriptionType": "auto", "transcriptionUrl": address}
    return attributes


def speak(parent: Element, words: str, language: str) -> None:
    same = [spoken for spoken in SPOKEN if spoken.lower() == language.lower()]
    like = [spoken for spoken in SPOKEN if spoken.partition("-")[0] == language.partition("-")[0].lower()]
    spoken = (same or like or ["en-US"])[0]
    SubElement(parent, "Speak", {"language": spoken}).text = markup.speakable(words)


def document(response: Element) -> Answer:
    return markup.document(response, "application/xml")
