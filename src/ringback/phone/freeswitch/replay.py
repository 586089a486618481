"""Seal a document of ours anew: for tests, and to replay a made one to a running server."""

import json
from dataclasses import replace
from hashlib import sha256

from ringback.phone.freeswitch import wire
from ringback.phone.freeswitch.provider import FreeswitchSettings
from ringback.phone.provider import Request


def resign(request: Request, settings: FreeswitchSettings, seed: str = "") -> Request:
    """The request as our listener would store it for this line. With a `seed`, of another call."""
    body = _of_another_call(request.body, seed) if seed else request.body
    headers = {**request.headers, wire.SEAL: wire.seal(body, settings.password)}
    return replace(request, body=body, headers=headers)


def _of_another_call(body: bytes, seed: str) -> bytes:
    try:
        said = json.loads(body)
    except ValueError:
        return body  # made up to be unreadable: there is no id in it
    if not isinstance(said, dict) or not isinstance(said.get("call"), str):
        return body
    other = sha256(f"{seed} {said['call']}".encode()).hexdigest()[:12]
    return json.dumps({**said, "call": other}).encode()
