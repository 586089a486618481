"""Speak as Quo does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
from dataclasses import replace

from ringback.phone.openphone import wire
from ringback.phone.openphone.provider import OpenPhoneSettings
from ringback.phone.provider import Request

_IDS = re.compile(rb'"(AC|EV|VM)([0-9A-Za-z]+)"')


def resign(request: Request, settings: OpenPhoneSettings, seed: str = "") -> Request:
    """The request as Quo would send it for this secret, at `request.at`, signed in the way that it was.

    With a `seed`, its ids become other ids, the same ones in every webhook of the same call or text.
    """
    body, headers = request.body, dict(request.headers)
    if seed:
        body = _IDS.sub(lambda found: b'"' + found[1] + _other(found[2], seed).encode() + b'"', body)
        if wire.ID in headers:
            headers[wire.ID] = f"msg_{_other(headers[wire.ID].encode(), seed)}"
    seconds = int(request.at.timestamp())
    if wire.SIGNATURE in headers:
        signed = wire.dated_content(headers.get(wire.ID, ""), str(seconds), body)
        headers[wire.TIME] = str(seconds)
        headers[wire.SIGNATURE] = f"v1,{wire.signature(signed, settings.webhook_secret)}"
    else:
        signed = wire.legacy_content(f"{seconds}000", body)
        given = wire.signature(signed, settings.webhook_secret)
        headers[wire.LEGACY_SIGNATURE] = f"hmac;1;{seconds}000;{given}"
    return replace(request, body=body, headers=headers)


def _other(id: bytes, seed: str) -> str:
    return hashlib.sha256(seed.encode() + b" " + id).hexdigest()[:24]
