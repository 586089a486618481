"""Is a text made of nothing but the words of ordinary arrangements?

This is for texts that a language model writes for a doctor or a lawyer. A list of forbidden words is never
complete: of texts that it was not made from, ours held a third. A list of allowed words errs on the safe
side.
"""

import re
import tomllib
from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files

from ringback.messages.links import links_in
from ringback.understand.folding import fold, words_of


def unusual_words(text: str, names: Collection[str] = ()) -> list[str]:
    """Words that routine texts do not need, folded, in their order. Numbers, links and names are no words.

    A name that begins a sentence is only known from `names`: the business, who works there, the caller.
    """
    for known in (*(link.written for link in links_in(text)), *names):
        text = text.replace(known, "0") if known else text
    return [
        word
        for sentence in _END.split(_TITLE.sub("", text))
        for place, token in enumerate(_TOKEN.findall(sentence))
        if not _is_name(token, place)
        for word in words_of(fold(token))
        if word not in _vocabulary()
    ]


_END = re.compile(r"(?<=[.!?:])\s+|\n")
_TITLE = re.compile(r"\b(?:Dr|Dra|Mr|Mrs|Ms|St|Sr|Sra)\.\s[A-Z]\w+(?:'s)?")
_TOKEN = re.compile(r"(?<!\w)[^\W\d_]+(?:['\u2019][^\W\d_]+)*")  # not the letters of "2nd" and "9am"


def _is_name(token: str, place: int) -> bool:
    """A capital inside a sentence; at its head every word has one. All in capitals it is mostly no name."""
    return place > 0 and token[0].isupper() and not (token.isupper() and len(token) > 1)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    written = tomllib.loads(files(__package__).joinpath("routine_words.toml").read_text("utf-8"))
    return frozenset(f"{written['english']} {written['spanish']}".split())
