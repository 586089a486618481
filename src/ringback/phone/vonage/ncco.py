"""What Vonage is told to do with a call, in its own control language ("NCCO reference").

It rings one phone at a time, so several are rung in turn. After a phone that nobody answers Vonage asks us
for new orders. After one that was picked up and not taken it does not: then `orders.py` gives them.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from ringback.lib.numbers import without_plus
from ringback.phone.provider import Answer, CallPlan, Mode, Request
from ringback.phone.said import read
from ringback.phone.vonage.calls import Thread, accepts, thread
from ringback.phone.vonage.tables import GIVES_BACK
from ringback.phone.words import KEY_SECONDS, thanks_words, whisper_words

SHORTEST_RING, LONGEST_RING = 5, 120
SHORTEST_RECORDING, LONGEST_RECORDING = 3, 7200
LONGEST_WORDS: Final = 1500
PRESS_SECONDS: Final = 5
CONNECTING: Final = {"en": "Thank you.", "es": "Gracias.", "fr": "Merci."}

Action = dict[str, Any]

# Without any order Vonage takes the document for broken.
SILENCE: Final[Action] = {"action": "talk", "text": ".", "language": "en-US"}


def answer(request: Request, plan: CallPlan) -> Answer:
    match request.kind:
        case "voice":
            of = thread(request, said := read(request))
            phones = _phones(said.text("from"), plan)
            return document(ring(of, plan, phones) if phones else greet(of, plan))
        case "leg":
            said = read(request)
            gives_back = said.text("direction") == "outbound" and said.text("status") in GIVES_BACK
            return document(what_is_next(thread(request, said), plan)) if gives_back else Answer()
        case "screen":
            return document(whisper(thread(request, read(request)), plan))
        case "screen_key":
            return document([talk(*_thanks(plan))]) if accepts(read(request)) else document(hang_on(plan))
        case "caller_key":
            said = read(request)
            return document(after_key(thread(request, said), plan, pressed=accepts(said)))
        case _:
            return Answer()


def what_is_next(of: Thread, plan: CallPlan) -> list[Action]:
    """For a caller whom the phone that has just rung does not take."""
    phones = _phones(of.caller, plan)
    left = min(of.left, len(phones))
    return ring(of, plan, phones[-left:]) if left else greet(of, plan)


def ring(of: Thread, plan: CallPlan, phones: Sequence[str]) -> list[Action]:
    """Ring the first of these phones. It sees the line's number: Vonage shows no other."""
    then = of.with_left(len(phones) - 1)
    endpoint: Action = {"type": "phone", "number": without_plus(phones[0])}
    if plan.press_to_accept:
        endpoint["onAnswer"] = {"url": plan.address("screen", **then.carried)}
    return [
        {
            "action": "connect",
            "from": without_plus(plan.number),
            "timeout": min(max(plan.ring_seconds, SHORTEST_RING), LONGEST_RING),
            "eventType": "synchronous",
            "eventUrl": [plan.address("leg", **then.carried)],
            "endpoint": [endpoint],
        }
    ]


def whisper(of: Thread, plan: CallPlan) -> list[Action]:
    """Ask whoever picked up to press 1. A voicemail never does."""
    words, language = whisper_words(plan)
    asked = {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"maxDigits": 1, "timeOut": PRESS_SECONDS},
        "eventUrl": [plan.address("screen_key", **of.carried)],
    }
    return [{**talk(words, language), "bargeIn": True}, asked]


def hang_on(plan: CallPlan) -> list[Action]:
    """Keeps a phone that did not press 1 away from the caller until `orders.py` hangs it up."""
    words, language = whisper_words(plan)
    return [{**talk(words, language), "loop": 3}]


def greet(of: Thread, plan: CallPlan) -> list[Action]:
    """The greeting and the voicemail, whichever the line has, then the end. Never rings anybody."""
    said = [talk(plan.greeting, plan.language)] if plan.greeting else []
    if plan.asks_caller:
        # What follows comes in the answer to the key, or to none having been pressed.
        return [{**talk(plan.greeting, plan.language), "bargeIn": True}, _ask_caller(of, plan)]
    return [*said, *_afterwards(of, plan)] or [SILENCE]


def after_key(of: Thread, plan: CallPlan, *, pressed: bool) -> list[Action]:
    """Thanks and the end, or what comes after the greeting for whom it is another key or none."""
    if pressed:
        return [talk(*thanks_words(plan))]
    return _afterwards(of, plan) or [SILENCE]


def _ask_caller(of: Thread, plan: CallPlan) -> Action:
    return {
        "action": "input",
        "type": ["dtmf"],
        "dtmf": {"maxDigits": 1, "timeOut": KEY_SECONDS},
        "eventUrl": [plan.address("caller_key", **of.with_left(0).carried)],
    }


def _afterwards(of: Thread, plan: CallPlan) -> list[Action]:
    if not plan.voicemail:
        return []
    record = {
        "action": "record",
        "eventUrl": [plan.address("voicemail", **of.with_left(0).carried)],
        "endOnSilence": 5,
        "endOnKey": "#",
        "timeOut": min(max(plan.voicemail_seconds, SHORTEST_RECORDING), LONGEST_RECORDING),
        "beepStart": True,
        "format": "mp3",
    }
    return [record]


def _phones(caller: str, plan: CallPlan) -> list[str]:
    """A phone that is calling must not be rung: the call would come back to us in a circle. Who has passed a
    call on, Vonage does not say."""
    dials = plan.mode is Mode.DIAL
    return [phone for phone in plan.ring if without_plus(phone) != without_plus(caller)] if dials else []


def _thanks(plan: CallPlan) -> tuple[str, str]:
    _, language = whisper_words(plan)
    return CONNECTING.get(language.partition("-")[0].lower(), CONNECTING["en"]), language


def talk(words: str, language: str) -> Action:
    return {"action": "talk", "text": _speakable(words), "language": language}


def _speakable(words: str) -> str:
    """Without angle brackets, which would make it a document of its own (SSML), and without controls."""
    return re.sub(r"[<>\x00-\x1f\x7f]", " ", words)[:LONGEST_WORDS]


def document(actions: Sequence[Action]) -> Answer:
    return Answer(json.dumps(actions), "application/json")
