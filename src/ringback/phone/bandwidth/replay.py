"""Speak as Bandwidth does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
import uuid
from dataclasses import replace

from ringback.phone.bandwidth.provider import BandwidthSettings
from ringback.phone.bandwidth.wire import AUTHORIZATION, encoded
from ringback.phone.provider import Request

_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def resign(request: Request, settings: BandwidthSettings, seed: str = "") -> Request:
    """The request as Bandwidth would send it for this line. With a `seed`, its ids become other ids."""
    given = f"Basic {encoded(settings.webhook_user, settings.webhook_password.reveal())}"
    url, body = _moved(request.url, seed), _moved(request.body.decode("latin-1"), seed).encode("latin-1")
    query = {name: _moved(value, seed) for name, value in request.query.items()}
    headers = {**request.headers, AUTHORIZATION: given}
    return replace(request, url=url, body=body, query=query, headers=headers)


def _moved(text: str, seed: str) -> str:
    def other(id: re.Match[str]) -> str:
        return str(uuid.UUID(hashlib.sha256(f"{seed} {id[0]}".encode()).hexdigest()[:32]))

    return _ID.sub(other, text) if seed else text
