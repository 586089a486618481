"""Speak as SignalWire does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
import uuid
from dataclasses import replace
from urllib.parse import quote

from ringback.phone import markup
from ringback.phone.provider import Request
from ringback.phone.signalwire.provider import SIGNATURE, SignalWireSettings, body_signature

TEST_PROJECT = "00000000-0000-4000-8000-00000000ac01"
_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def resign(request: Request, settings: SignalWireSettings, seed: str = "") -> Request:
    """The request as SignalWire would send it for this project. With a `seed`, its ids become other ids."""
    url = _moved(request.url, settings, seed)
    body = _moved(request.body.decode("latin-1"), settings, seed).encode("latin-1")
    moved = replace(request, url=url, body=body)
    if moved.method == "POST" and markup.content_type(moved) != markup.FORM:
        signed = body_signature(url, body, settings.signing_key, "sha1")
    else:
        pairs = markup.form_pairs(body) if moved.method == "POST" else ()
        signed = markup.signature(url, pairs, settings.signing_key)
    return replace(moved, headers={**moved.headers, SIGNATURE: signed})


def _moved(text: str, settings: SignalWireSettings, seed: str) -> str:
    def other(id: re.Match[str]) -> str:
        if id[0] == TEST_PROJECT:
            return quote(settings.project_id, safe="")
        return str(uuid.UUID(hashlib.sha256(f"{seed} {id[0]}".encode()).hexdigest()[:32])) if seed else id[0]

    return _ID.sub(other, text)
