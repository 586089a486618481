"""Words that several companies share: who answers a keyword, what is whispered, and a status that is new."""

import re
from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Ignored
from ringback.phone.provider import CallPlan

# The network itself answers these on toll-free numbers of North America, whatever the company does.
NETWORK_WORDS: Final = frozenset({"STOP", "START", "UNSTOP"})
TOLL_FREE: Final = frozenset({"800", "833", "844", "855", "866", "877", "888"})

# Said to whoever picks up one of the owner's phones, by language. Other languages hear the English one.
WHISPERS: Final = {
    "en": "Call for {business}. Press 1 to take it.",
    "es": "Llamada para {business}. Pulse 1 para contestar.",
    "fr": "Appel pour {business}. Appuyez sur 1 pour répondre.",
}


# Said to a caller who has pressed the key for a text.
THANKS: Final = {
    "en": "Thank you. You will get a text message in a moment.",
    "es": "Gracias. En un momento recibirá un mensaje de texto.",
    "fr": "Merci. Vous recevrez un message dans un instant.",
}
KEY_SECONDS: Final = 5  # how long a caller may take for it, once the greeting is over


def thanks_words(plan: CallPlan) -> tuple[str, str]:
    """What a caller hears who wants a text, and the language it is in."""
    return _in_language(THANKS, plan.language)


# Said to a member whose own phone we ring to connect them with somebody.
CONNECTS: Final = {
    "en": "{business}: press 1 and we connect your call.",
    "es": "{business}: pulse 1 y le comunicamos.",
    "fr": "{business} : appuyez sur 1 et nous vous mettons en relation.",
}


def connect_words(plan: CallPlan) -> tuple[str, str]:
    """What a member hears who wants to call somebody, and the language it is in."""
    words, spoken = _in_language(CONNECTS, plan.language_inside or plan.language)
    return words.format(business=plan.business), spoken


def whisper_words(plan: CallPlan) -> tuple[str, str]:
    """What whoever picks up hears, and the language it is in ("en-US")."""
    words, spoken = _in_language(WHISPERS, plan.language_inside or plan.language)
    return words.format(business=plan.business), spoken


def _in_language(words: Mapping[str, str], wanted: str) -> tuple[str, str]:
    language = wanted.partition("-")[0].lower()
    return words.get(language, words["en"]), wanted if language in words else "en-US"


NO_KEY: Final = Ignored("the caller has not pressed the key that allows a text")


def keyword(body: str) -> str:
    """A text as a keyword is compared: companies take a single word, in any case."""
    return body.strip().upper()


def is_toll_free(number: str) -> bool:
    """`number` in E.164, or as some companies write it, without the plus."""
    digits = number.removeprefix("+")
    return len(digits) == 11 and digits[0] == "1" and digits[1:4] in TOLL_FREE


def network_answers(to: str, body: str) -> bool:
    return is_toll_free(to) and keyword(body) in NETWORK_WORDS


def new_word(field: str, word: str) -> Ignored:
    """A status we have never heard of is kept as it is and never guessed at."""
    shown = word if re.fullmatch(r"[A-Za-z][A-Za-z_.-]{0,38}|[0-9]{1,5}", word) else "(unreadable)"
    return Ignored(f"{field} says {shown}, which is new to us", is_new=True)
