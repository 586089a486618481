"""Ids: `text_01h…`. They say what they name, sort roughly by birth, and cannot be guessed.

Random rather than counted: after a restore from a backup, a late report about a text that the backup
does not know must not be taken for another text that got the same number meanwhile.
"""

import os
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
_TIME_CHARS = 9  # 45 bits of milliseconds since 1970: enough until the year 3084
_RANDOM_CHARS = 13  # 65 bits


def new_id(kind: str) -> str:
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(9))
    return f"{kind}_{_base32(milliseconds, _TIME_CHARS)}{_base32(random, _RANDOM_CHARS)}"


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(length)))
