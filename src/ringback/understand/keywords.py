"""STOP, START, HELP: the words that work by themselves, whatever else we make of a text.

The list is the union of the words that the FCC rule (47 CFR 64.1200(a)(10)), the CTIA Messaging Principles
and the carriers honour, with their Spanish and French forms. A keyword counts only as the whole message;
capitals, punctuation, emoji, blanks, greetings and polite words around it do not matter. Sentences are the
business of `understand`.

Not in the list on purpose: "no", "n", "off", "bye" answer our own questions; "td" is a keyword at one
carrier only, and there the carrier says so itself.
"""

from enum import StrEnum

from ringback.understand.courtesies import FAREWELLS, GREETINGS
from ringback.understand.folding import fold, word_set, words_of


class Keyword(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


_STOP = word_set(
    "stop stopall unsubscribe unsub cancel end quit revoke optout remove "
    "arret alto parar pare baja salir detener nomas cancelar"
)
_START = word_set("start unstop")
_START_IF_OPTED_OUT = word_set("yes resume go continue inicio")
_HELP = word_set("help info aide ayuda")

_POLITE = tuple(
    tuple(phrase.split())
    for phrase in (
        "please", "pls", "plz", "plse", "kindly", "thanks", "thank you", "thank u", "thx", "ty", "tks",
        "por favor", "porfavor", "porfa", "gracias", "svp", "s il vous plait", "s il te plait", "merci",
        "ok", "okay",
    )
)  # fmt: skip
_AROUND = sorted((*_POLITE, *GREETINGS, *FAREWELLS), key=len, reverse=True)  # "hey guys" before "hey"


def keyword(text: str, *, opted_out: bool = False) -> Keyword | None:
    """What the whole message says as a keyword, or None.

    `opted_out` is the contact's state now: YES, RESUME, GO, CONTINUE and INICIO lift an opt-out only if there
    is one, and only standing alone; otherwise they answer a question of ours.
    """
    words = words_of(fold(text))
    if opted_out and "".join(words) in _START_IF_OPTED_OUT:
        return Keyword.START
    return _meaning(words) or _meaning(without_politeness(words))


def without_politeness(words: list[str]) -> list[str]:
    """The words without polite phrases at either end."""
    for phrase in _AROUND:
        size = len(phrase)
        if tuple(words[:size]) == phrase:
            return without_politeness(words[size:])
        if tuple(words[-size:]) == phrase:
            return without_politeness(words[:-size])
    return words


def _meaning(words: list[str]) -> Keyword | None:
    """Joined, so that "S T O P", "stop-all" and "opt out" are one word; else one meaning several times."""
    joined = "".join(words)
    for meaning, listed in ((Keyword.STOP, _STOP), (Keyword.START, _START), (Keyword.HELP, _HELP)):
        if joined in listed or (words and all(word in listed for word in words)):
            return meaning
    return None
