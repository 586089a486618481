"""Ids: `text_01h…`. They say what they name, sort by birth within a process, and cannot be guessed.

Random rather than counted: after a restore from a backup, a late report about a text that the backup
does not know must not be taken for another text that got the same number meanwhile.
"""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]  # two at a time: ten bits
_RANDOM_BITS = 55  # 11 characters, after 11 (55 bits) of microseconds since 1970: enough until the year 3111
_PLACES = range(100, -1, -10)


def new_id(kind: str) -> str:
    microseconds = time.time_ns() // 1_000
    random = int.from_bytes(os.urandom(7)) >> 1
    number = microseconds << _RANDOM_BITS | random
    return f"{kind}_{''.join([_PAIRS[number >> place & 1023] for place in _PLACES])}"
