"""Tokens that only their holder knows: only a hash is stored, with which nobody can sign in."""

import hashlib
import secrets


def new_token() -> str:
    return secrets.token_urlsafe(32)


def kept(token: str) -> str:
    """What is stored for a token. Without salt, because 256 random bits cannot be guessed from their hash."""
    return hashlib.sha256(token.encode()).hexdigest()
