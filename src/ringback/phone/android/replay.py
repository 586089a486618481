"""Speak as the app does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
from dataclasses import replace

from ringback.phone.android.provider import AndroidSettings
from ringback.phone.android.wire import SIGNATURE, TIME, signature
from ringback.phone.provider import Request

_ID = re.compile(rb'("(?:id|messageId)": ?")([^"]+)')


def resign(request: Request, settings: AndroidSettings, seed: str = "") -> Request:
    """The request as the app would send it now. With a `seed`, its ids become other ids."""

    def other(found: re.Match[bytes]) -> bytes:
        return found[1] + hashlib.sha256(seed.encode() + found[2]).hexdigest()[:21].encode()

    body = _ID.sub(other, request.body) if seed else request.body
    time = str(int(request.at.timestamp()))
    headers = {**request.headers, TIME: time, SIGNATURE: signature(body, time, settings.signing_key)}
    return replace(request, body=body, headers=headers)
