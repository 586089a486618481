"""Speak as Dialpad does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import json
from dataclasses import replace

from ringback.phone.dialpad.provider import DialpadSettings
from ringback.phone.dialpad.wire import ABSENT, Said, read
from ringback.phone.provider import Request, Unreadable
from ringback.phone.signed import token_signature, unpadded

_IDS = ("call_id", "master_call_id", "entry_point_call_id", "id", "voicemail_recording_id")


def resign(request: Request, settings: DialpadSettings, seed: str = "") -> Request:
    """The request as Dialpad would send it for this secret. With a `seed`, its ids become other ids."""
    signed = request.body.rpartition(b".")[0]
    if seed:
        signed = signed.partition(b".")[0] + b"." + _with_new_ids(request, seed)
    return replace(request, body=signed + b"." + token_signature(signed, settings.webhook_secret))


def _with_new_ids(request: Request, seed: str) -> bytes:
    try:
        said = read(request)
    except Unreadable:  # made up to be unreadable: there is no id in it
        return request.body.split(b".")[1]
    new = {name: _other(said, name, seed) for name in _IDS if str(said.fields.get(name)) not in ABSENT}
    return unpadded(json.dumps(said.fields | new).encode())


def _other(said: Said, name: str, seed: str) -> int:
    """Another id for another seed, and the same one in every webhook of the same call or text."""
    return int(hashlib.sha256(f"{seed} {said.fields[name]}".encode()).hexdigest()[:12], 16)
