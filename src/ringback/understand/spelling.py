"""From letters to words: text-speak, contractions, disguises and slips of the thumb become the plain word.

Only words that matter to us are corrected, and never a word that exists: "massage" is not a "message".
"""

import re
from functools import lru_cache
from itertools import groupby

from ringback.understand.folding import word_set
from ringback.understand.lexicon import LISTED
from ringback.understand.misspellings import KEY_WORDS, REAL_WORDS, corrected
from ringback.understand.textspeak import SAME_AS

_EMAIL = re.compile(r"\S+@\S+\.\w+")
_LINK = re.compile(r"https?://\S+|www\.\S+|\b[\w-]+\.(?:com|net|org|io|co|us|ca|app|biz|info)\b\S*")
_LETTERS_APART = re.compile(r"(?<!\w)\w(?:[ .*_-]{1,2}\w(?!\w)){3,}")
_STACCATO = 3  # so many sentences of one word, one after the other
_ENDS = re.compile(r"(?<!\d)[.,:]+|[.,:]+(?!\d)|[!?;\n()…\"]+|(?<=\s)[-/|]+(?=\s)|[-]{2,}|[~=<>]+")
_WORD = re.compile(r"(?:[^\W_]+[$@*]|[$@])(?=[^\W\d_])[^\W_]+|[^\W_]+(?:'[^\W_]+)*|#|🛑")


def clauses_of(folded: str) -> list[list[str]]:
    """The words of a folded text, clause by clause; each clause once, however often it is said.

    "No no no no" is three times no: so what is written over and over takes no longer to read.
    """
    text = _LINK.sub(" weblink ", _EMAIL.sub(" emailaddress ", folded))
    text = _LETTERS_APART.sub(lambda run: _joined(run[0]), text)
    found = ([word for raw in _WORD.findall(part) for word in plain_words(raw)] for part in _ENDS.split(text))
    once = [list(words) for words in dict.fromkeys(tuple(_few(words)) for words in found) if words]
    return _staccato_joined(once)


def _staccato_joined(clauses: list[list[str]]) -> list[list[str]]:
    """ "Take. Me. Off." is one clause, said with a fist on the table."""
    joined: list[list[str]] = []
    for single, run in groupby(clauses, key=lambda words: len(words) == 1):
        several = list(run)
        joined += [[words[0] for words in several]] if single and len(several) >= _STACCATO else several
    return joined


def _few(words: list[str]) -> list[str]:
    return [word for at, word in enumerate(words) if set(words[max(0, at - 3) : at + 1]) != {word} or at < 3]


@lru_cache(maxsize=4096)
def plain_words(raw: str) -> tuple[str, ...]:
    """The plain word or words behind one written word: "dont" gives "do not", "st0pp" gives "stop"."""
    if raw in SAME_AS:
        return SAME_AS[raw]
    if "'" in raw:
        return _without_apostrophe(raw)
    if raw in KEY_WORDS or raw in REAL_WORDS or raw in LISTED or raw.isdecimal():
        return (raw,)
    for guess in _guesses(raw):
        if guess in SAME_AS:
            return SAME_AS[guess]
        if guess in KEY_WORDS:
            return (guess,)
    return (corrected(raw),)


def _joined(run: str) -> str:
    letters = re.sub(r"[\W_]", "", run)
    return letters if {letters, _letters_for_digits(letters)} & KEY_WORDS else run


_DIGITS = str.maketrans("013457$@*", "oieastsao")


def _letters_for_digits(word: str) -> str:
    return word.translate(_DIGITS) if re.search(r"[a-z]", word) else word


def _guesses(word: str) -> tuple[str, ...]:
    """ "5toooop": letters for digits, runs of at most two letters, no doubled letters at all."""
    letters = _letters_for_digits(word)
    return letters, re.sub(r"(.)\1{2,}", r"\1\1", letters), re.sub(r"(.)\1+", r"\1", letters)


_ELISIONS = {
    "j": "je",
    "n": "ne",
    "m": "me",
    "t": "te",
    "s": "se",
    "l": "le",
    "d": "de",
    "c": "ce",
    "qu": "que",
}
_ENDINGS = {"m": "am", "re": "are", "ll": "will", "ve": "have", "d": "would"}


def _without_apostrophe(raw: str) -> tuple[str, ...]:
    head, _, tail = raw.partition("'")
    if raw.replace("'", "") in SAME_AS:
        return SAME_AS[raw.replace("'", "")]
    if tail in _ENDINGS:
        return (*plain_words(head), _ENDINGS[tail])
    if tail == "s":
        return (*plain_words(head), "is") if head in _WITH_IS else plain_words(head)
    if tail == "t" and head.endswith("n"):
        return (*plain_words(head[:-1]), "not") if head != "n" else ("not",)
    if head in _ELISIONS:
        return (_ELISIONS[head], *plain_words(tail))
    return (*plain_words(head), *plain_words(tail))


_WITH_IS = word_set("it that what there who he she how where here let when everything something nobody")
