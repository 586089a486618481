"""Speak as Zoom does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
from dataclasses import replace

from ringback.phone.provider import Request
from ringback.phone.zoom.provider import ZoomSettings
from ringback.phone.zoom.wire import SIGNATURE, TIME, signature

_ID = re.compile(rb'("(?:call_id|message_id|session_id|id|call_log_id)": ?")([^"]+)"')


def resign(request: Request, settings: ZoomSettings, seed: str = "") -> Request:
    """The request as Zoom would send it now. With a `seed`, its ids become other ids."""
    body = _ID.sub(lambda id: id[1] + _other(id[2], seed) + b'"', request.body) if seed else request.body
    time = str(int(request.at.timestamp()))
    signed = {TIME: time, SIGNATURE: signature(time, body, settings.secret_token)}
    return replace(request, body=body, headers={**request.headers, **signed})


def _other(id: bytes, seed: str) -> bytes:
    return hashlib.sha256(seed.encode() + b" " + id).hexdigest()[:19].encode()
