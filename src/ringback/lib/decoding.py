"""Decode a text file of unknown encoding, such as one from a spreadsheet or from an old machine."""

import codecs
from typing import Final


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Tried in this order: a byte order mark, UTF-16 by its zero
    bytes, UTF-8, and that Western eight-bit encoding in which the text looks most like words. Never
    raises."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    beginning = content[:2000]
    if beginning.count(0) > len(beginning) // 4:
        encoding = "utf-16-le" if beginning[1::2].count(0) > beginning[0::2].count(0) else "utf-16-be"
        return content.decode(encoding, errors="replace"), encoding
    text = content.decode("utf-8", errors="replace")
    if text.count(_LOST) <= (len(text) - len(text.encode("ascii", errors="ignore"))) // 2:
        return _saved_once(text), "utf-8"
    beginning = content[:_LOOK_AT]
    encoding = max(_WESTERN, key=lambda one: _likeness(beginning.decode(one, errors="replace")))
    return content.decode(encoding, errors="replace"), encoding


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN: Final = ("cp1252", "mac-roman", "cp850")  # of equals the first
_LOST: Final = "\N{REPLACEMENT CHARACTER}"
_LOOK_AT: Final = 100_000
_LETTERS: Final = frozenset("áéíóúñüçàèìòùâêîôûäöãõåßÁÉÍÓÚÑÜÇÄÖ")
_INSIDE: Final = frozenset("\N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}")  # signs that stand in words
_SIGNS: Final = _INSIDE | frozenset("¿¡“”—…•€£°º\N{LEFT SINGLE QUOTATION MARK}\N{EN DASH}")


def _saved_once(text: str) -> str:
    """Undo a double encoding: UTF-8 that was read as Windows-1252 and saved as UTF-8 again ("DuraciÃ³n")."""
    if not any(sign in text for sign in "ÃÂ"):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _likeness(text: str) -> int:
    """How many letters beyond ASCII are next to a letter, plus how many signs are where signs usually are."""
    found = 0
    for place, character in enumerate(text):
        if not character.isascii():
            beside = [c for c in text[max(0, place - 1) : place + 2] if c.isascii() and c.isalpha()]
            found += bool(beside) if character in _LETTERS else 0
            found += character in _INSIDE or len(beside) < 2 if character in _SIGNS else 0
    return found
