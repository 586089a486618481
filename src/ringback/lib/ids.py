"""Ids: `text_01h…`. They say what they name, sort by birth within a process, and cannot be guessed.

Random rather than counted: after a restore from a backup, a late report about a text that the backup
does not know must not be taken for another text that got the same number meanwhile.
"""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]  # two at a time: ten bits
_RANDOM = 11  # characters of five bits, after 11 of microseconds since 1970: enough until the year 3111
_PLACES = range(50, -1, -10)
_ANY_BYTE = bytes(_ALPHABET[byte % 32].encode()[0] for byte in range(256))  # each character as often


def new_id(kind: str) -> str:
    microseconds = time.time_ns() // 1_000
    born = "".join([_PAIRS[microseconds >> place & 1023] for place in _PLACES])
    return f"{kind}_{born[1:]}{os.urandom(_RANDOM).translate(_ANY_BYTE).decode()}"
