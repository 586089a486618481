"""A page's forms carry a token that only a page of this browser's can know."""

import hashlib
import os

from ringback.lib.secret import same


def token_for(key: str) -> str:
    """Masked, so that it looks different on every page: else it could be guessed from the lengths of
    compressed pages (the BREACH attack).
    """
    pad = os.urandom(16)
    return (pad + _xor(_true(key), pad)).hex()


def fits(key: str, token: str) -> bool:
    try:
        both = bytes.fromhex(token)
    except ValueError:
        return False
    return len(both) == 32 and same(_xor(both[16:], both[:16]), _true(key))


def _true(key: str) -> bytes:
    return hashlib.sha256(f"csrf:{key}".encode()).digest()[:16]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
