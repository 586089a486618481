"""Speak as RingCentral does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
from dataclasses import replace

from ringback.phone.provider import Request
from ringback.phone.ringcentral.provider import RingCentralSettings
from ringback.phone.ringcentral.wire import HEADER

_ID = re.compile(rb'("(?:uuid|telephonySessionId|sessionId|id)": ?")([^"]+)"')


def resign(request: Request, settings: RingCentralSettings, seed: str = "") -> Request:
    """The request as RingCentral would send it with this token. With a `seed`, its ids become other ids."""
    body = _ID.sub(lambda id: id[1] + _other(id[2], seed) + b'"', request.body) if seed else request.body
    headers = {**request.headers, HEADER: settings.webhook_token.reveal()}
    return replace(request, body=body, headers=headers)


def _other(id: bytes, seed: str) -> bytes:
    return hashlib.sha256(seed.encode() + b" " + id).hexdigest()[:32].encode()
