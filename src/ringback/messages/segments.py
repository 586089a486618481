"""How many parts a text takes on the wire, and its cheaper form that reads the same.

A part holds 160 characters of the GSM alphabet or 70 code units of UCS-2; each of several parts holds 153 or
67, because the header that joins them takes 6 of its 140 octets (3GPP TS 23.040).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ringback.messages.gsm7 import EXTENSION, in_alphabet, in_plain_letters, tidy, without_accents


class Encoding(StrEnum):
    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


@dataclass(frozen=True, slots=True)
class Segments:
    encoding: Encoding
    units: int  # septets or 16-bit code units
    segments: int  # parts, each of which is billed; 0 for an empty text
    left: int  # units that still fit into the last part


@lru_cache(maxsize=256)  # most first texts of a business say the same
def measure(text: str) -> Segments:
    """Counts `text` as it is; what is to be sent goes through `repair` before."""
    encoding = Encoding.GSM7 if in_alphabet(text) else Encoding.UCS2
    if encoding is Encoding.GSM7:
        return _counted(encoding, [2 if c in EXTENSION else 1 for c in text], alone=160, joined=153)
    return _counted(encoding, [2 if c > "\uffff" else 1 for c in text], alone=70, joined=67)


@lru_cache(maxsize=256)  # likewise
def repair(text: str) -> str:
    """`text` repaired, and in plain letters if that brings it into the GSM alphabet at no more parts.

    A text that stays UCS-2 anyway keeps its typography: half a repair would only spoil it. Doing it twice
    changes nothing.
    """
    repaired = tidy(text)
    plain = in_plain_letters(repaired)
    if in_alphabet(plain) and measure(plain).segments <= measure(repaired).segments:
        return plain
    return repaired


def smallest(text: str) -> str:
    """`repair`, and accents given up where that saves a part. Only where the owner said so: names suffer."""
    repaired = repair(text)
    bare = repair(without_accents(in_plain_letters(repaired)))
    return bare if measure(bare).segments < measure(repaired).segments else repaired


def _counted(encoding: Encoding, sizes: Iterable[int], alone: int, joined: int) -> Segments:
    """Parts are filled in order; a character of two units is never cut, so dividing would be wrong."""
    sizes = list(sizes)
    units = sum(sizes)
    if units <= alone:
        return Segments(encoding, units, 1 if units else 0, alone - units)
    parts, used = 1, 0
    for size in sizes:
        if used + size > joined:
            parts, used = parts + 1, 0
        used += size
    return Segments(encoding, units, parts, joined - used)
