"""Speak as Vonage does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
import uuid
from dataclasses import replace

from ringback.phone.provider import Request
from ringback.phone.signed import encoded, token_signature
from ringback.phone.vonage.provider import VonageSettings
from ringback.phone.vonage.wire import AUTHORIZATION, token_claims

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def resign(request: Request, settings: VonageSettings, seed: str = "") -> Request:
    """The request as Vonage would send it now, for this account. With a `seed`, its ids become other ids."""
    url, body = _moved(request.url, seed), _moved(request.body.decode("latin-1"), seed).encode("latin-1")
    query = {name: _moved(value, seed) for name, value in request.query.items()}
    said = token_claims(request) | {"iat": int(request.at.timestamp()), "api_key": settings.api_key}
    said["jti"] = _moved(str(said.get("jti") or uuid.UUID(int=1)), seed)
    if body:
        said["payload_hash"] = hashlib.sha256(body).hexdigest()
    signed = encoded({"alg": "HS256", "typ": "JWT"}) + b"." + encoded(said)
    token = signed + b"." + token_signature(signed, settings.signature_secret)
    headers = {**request.headers, AUTHORIZATION: f"Bearer {token.decode()}"}
    return replace(request, url=url, query=query, body=body, headers=headers)


def _moved(text: str, seed: str) -> str:
    def other(id: re.Match[str]) -> str:
        return str(uuid.UUID(hashlib.sha256(f"{seed} {id[0]}".encode()).hexdigest()[:32]))

    return _ID.sub(other, text) if seed else text
