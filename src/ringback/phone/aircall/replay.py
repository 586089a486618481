"""Speak as Aircall does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from ringback.phone.aircall.provider import AircallSettings
from ringback.phone.provider import Request


def resign(request: Request, settings: AircallSettings, seed: str = "") -> Request:
    """The request with this line's token. With a `seed`, its ids become other ids, the same ones in every
    webhook of the same call or text.
    """
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return request
    if not isinstance(said, dict):
        return request
    said["token"] = settings.webhook_token.reveal()
    of = said.get("data")
    if seed and isinstance(of, dict):
        said["data"] = of | {name: _other(of[name], seed) for name in ("id", "call_id") if of.get(name)}
    return replace(request, body=json.dumps(said).encode())


def _other(id: Any, seed: str) -> int:
    return int(hashlib.sha256(f"{seed} {id}".encode()).hexdigest()[:12], 16)
