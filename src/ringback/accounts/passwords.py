"""Argon2id hashes of passwords."""

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST: Final = 10
LONGEST: Final = 200  # letters; a longer one would only keep the processor busy


def hashed(password: str) -> str:
    """Takes a tenth of a second and 19 MB: never in the event loop."""
    return _hasher().hash(password)


def fits(password: str, stored: str) -> bool:
    """As slow as `hashed`, even when nothing is stored, so that its time does not tell who has an account."""
    from argon2.exceptions import InvalidHashError, VerificationError  # late: only who signs in needs it

    try:
        return _hasher().verify(stored or _nobodys(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher  # late: only who signs in needs it

    # The least that OWASP's "Password Storage Cheat Sheet" recommends: the server is to fit a small machine.
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody has this password")
