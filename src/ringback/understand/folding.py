"""One plain spelling for one word, however a phone, a font or a prankster wrote it.

`fold` keeps the punctuation (it separates clauses) and is idempotent. Accents go: people leave them out
anyway, and no two words of ours differ by an accent alone. Other scripts pass through untouched.
"""

# ruff: noqa: RUF001, the look-alike characters are the subject of this file

import re
import unicodedata

# Cyrillic and Greek letters that look like a Latin one. Our three languages never use them, so a text that
# contains them next to Latin letters is either a copy from a fancy keyboard or an attempt to dodge a filter.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԛԝаеѕіјкмнорстухԁҽԍɡΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορτυχι",
    "ABESIJKMHOPCTYXqwaesijkmhopctyxdeggABEZHIKMNOPTYXavoptuxi",
)
_QUOTES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip
_FLAG_LETTERS = re.compile(r"[\U0001F1E6-\U0001F1FF](?:\s*[\U0001F1E6-\U0001F1FF]){2,}")


def fold(text: str) -> str:
    """Lower case, no accents, nothing invisible, straight quotes; line ends stay, other blanks are one."""
    letters = unicodedata.normalize("NFKD", _unbox(text.translate(_QUOTES))).translate(_LOOKALIKES).casefold()
    # Once more, because a case-folded letter may come apart again.
    letters = unicodedata.normalize("NFKD", letters).translate(_LOOKALIKES)
    seen = "".join(map(_visible, letters)).translate(_QUOTES)
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", seen)).strip()


def words_of(folded: str) -> list[str]:
    """Letters and digits of a folded text, everything else is a gap."""
    return "".join(c if c.isalnum() else " " for c in folded).split()


def word_set(words: str) -> frozenset[str]:
    """Word lists are written as plain lines, because they are read and corrected more often than run."""
    return frozenset(words.split())


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Mn", "Me", "Cf", "Cs"):  # accents, selectors, zero-width joiners, lone surrogates
        return ""
    return " " if kind == "Cc" and char != "\n" else char


def _unbox(text: str) -> str:
    """Boxed and flag letters (🆂🆃🅾🅿, 🇸 🇹 🇴 🇵) have no compatibility form in Unicode."""
    text = _FLAG_LETTERS.sub(lambda run: "".join(map(_flag_letter, run[0].replace(" ", ""))), text)
    return "".join(map(_boxed_letter, text))


def _flag_letter(char: str) -> str:
    return chr(ord(char) - 0x1F1E6 + ord("a")) if "\U0001f1e6" <= char <= "\U0001f1ff" else char


def _boxed_letter(char: str) -> str:
    for first in (0x1F130, 0x1F150, 0x1F170):
        if first <= ord(char) < first + 26:
            return chr(ord(char) - first + ord("a"))
    return char
