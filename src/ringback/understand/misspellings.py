"""Slips: a neighbouring key, two letters swapped, one doubled, one left out; or letters written as heard.

Only words that matter are corrected, and never into them a word that exists: "massage" is not a "message".
"""

from functools import lru_cache
from string import ascii_lowercase

from ringback.understand.rulebook import lists_of

_LISTS = lists_of("spelling")
_OFTEN_MISTYPED = _LISTS["mistyped"]
KEY_WORDS = _OFTEN_MISTYPED | _LISTS["stretched"]
REAL_WORDS = _LISTS["real"]

_NEIGHBOURS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv",
    "h": "gyujnb", "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm",
    "o": "iklp", "p": "ol", "q": "wa", "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji",
    "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx",
}  # fmt: skip


def corrected(word: str) -> str:
    """The key word that is one slip away, else the word itself."""
    return word if word in REAL_WORDS else _slips().get(word, word)


@lru_cache(maxsize=1)
def _slips() -> dict[str, str]:
    """Every single slip for every word of the list. A slip that is itself a word is left out."""
    found = {slip: word for word in sorted(_OFTEN_MISTYPED) for slip in slips_of(word)}
    return {slip: word for slip, word in found.items() if slip not in REAL_WORDS | KEY_WORDS}


def slips_of(word: str) -> set[str]:
    places = range(len(word))
    near = {word[:at] + key + word[at + 1 :] for at in places for key in _NEIGHBOURS.get(word[at], "")}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
    doubled = {word[: at + 1] + word[at:] for at in places}
    missing = {word[:at] + word[at + 1 :] for at in places[1:]} if len(word) > _LONG_ENOUGH else set()
    heard = {word.replace(letters, like, 1) for letters, like in _SOUND_ALIKE if letters in word}
    others = _any_letter(word) if len(word) >= _VERY_LONG else set()
    return near | swapped | doubled | missing | heard | others


def _any_letter(word: str) -> set[str]:
    """One letter too many or one wrong, whichever: a word so long is still known by the others."""
    added = {word[:at] + letter + word[at:] for at in range(1, len(word)) for letter in ascii_lowercase}
    wrong = {word[:at] + letter + word[at + 1 :] for at in range(1, len(word)) for letter in ascii_lowercase}
    return added | wrong


_SOUND_ALIKE = (("ce", "se"), ("ca", "ka"), ("se", "ze"), ("op", "awp"), ("ic", "ik"))
_LONG_ENOUGH = 5  # a letter less makes another word of most short ones
_VERY_LONG = 10
