"""What several companies sign with: tokens (JWT) with a shared secret, Ed25519, and a time beside it."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ringback.lib.secret import Secret, same

LONGEST_TIME = 11  # digits; seconds since 1970 have ten until the year 2286


# --- Tokens ---


def claims(token: bytes, secrets: Sequence[Secret]) -> dict[str, Any] | None:
    """What a token says that is signed with one of the secrets, and in no other way than HS256; None for any
    other. Empty secrets never count."""
    signed, _, given = token.rpartition(b".")
    header, _, said = signed.partition(b".")
    # Compared as it is written: several spellings of the last letter decode to the same bytes. No early exit:
    # how long this takes says nothing about which secret came close.
    matches = [same(token_signature(signed, secret), given) for secret in secrets if secret]
    if not any(matches) or decoded(header).get("alg") != "HS256":
        return None
    return decoded(said)


def token_signature(signed: bytes, secret: Secret) -> bytes:
    return unpadded(hmac.digest(secret.reveal().encode(), signed, hashlib.sha256))


def decoded(part: bytes) -> dict[str, Any]:
    """The JSON object in a part of a token; an empty one for anything else."""
    try:
        padded = part + b"=" * (-len(part) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError, binascii.Error):
        return {}
    return said if isinstance(said, dict) else {}


def encoded(said: dict[str, Any]) -> bytes:
    return unpadded(json.dumps(said, separators=(",", ":")).encode())


def unpadded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


# --- Ed25519 ---


def is_signed(public_key: bytes, signature: bytes, content: bytes) -> bool:
    """`public_key`: its 32 bytes, with or without the twelve that say what kind of key it is (SPKI)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key[-32:]).verify(signature, content)
    except (ValueError, InvalidSignature):
        return False
    return len(public_key) in (32, 44)


def from_base64(written: str) -> bytes:
    """Empty for what is no base64."""
    try:
        return base64.b64decode(written.strip(), validate=True)
    except (ValueError, binascii.Error):
        return b""


# --- Times ---


def is_fresh(time: str, now: datetime, seconds: float) -> bool:
    """Is this count of seconds since 1970 at most `seconds` away from now, before or after?"""
    if not (time.isascii() and time.isdigit() and len(time) <= LONGEST_TIME):
        return False
    return abs(now.timestamp() - int(time)) <= seconds
