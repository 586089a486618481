"""Speak as Plivo does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
import uuid
from dataclasses import replace

from ringback.phone.plivo.provider import PlivoSettings
from ringback.phone.plivo.wire import NONCE, SIGNATURE, signature, signed_by_third
from ringback.phone.provider import Request

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def resign(request: Request, settings: PlivoSettings, seed: str = "") -> Request:
    """The request as Plivo would send it for this account. With a `seed`, its ids become other ids."""
    url, body = _moved(request.url, seed), _moved(request.body.decode("latin-1"), seed).encode("latin-1")
    nonce = request.headers.get(NONCE) or "1"
    moved = replace(request, url=url, body=body)
    signed = signature(signed_by_third(moved) + nonce, settings.auth_token)
    return replace(moved, headers={**moved.headers, NONCE: nonce, SIGNATURE: signed})


def _moved(text: str, seed: str) -> str:
    def other(id: re.Match[str]) -> str:
        return str(uuid.UUID(hashlib.sha256(f"{seed} {id[0]}".encode()).hexdigest()[:32]))

    return _ID.sub(other, text) if seed else text
