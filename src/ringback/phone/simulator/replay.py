"""Speak as the simulated company does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import json
from dataclasses import replace

from ringback.phone.provider import Request
from ringback.phone.simulator.provider import SimulatorSettings
from ringback.phone.simulator.wire import SIGNATURE, TIME, signature

_IDS = ("id", "call", "leg", "text", "recording")


def resign(request: Request, settings: SimulatorSettings, seed: str = "") -> Request:
    """The request as the carrier would send it now to this line. With a `seed`, its ids become other ids."""
    body = _with_new_ids(request.body, seed) if seed else request.body
    time = str(int(request.at.timestamp()))
    signed = {TIME: time, SIGNATURE: signature(time, body, settings.signing_key)}
    return replace(request, body=body, headers={**request.headers, **signed})


def _with_new_ids(body: bytes, seed: str) -> bytes:
    try:
        said = json.loads(body)
    except ValueError:
        return body  # made up to be unreadable: there is no id in it
    if not isinstance(said, dict):
        return body
    new = {name: _other(said[name], seed) for name in _IDS if isinstance(said.get(name), str)}
    return json.dumps({**said, **new}).encode()


def _other(id: str, seed: str) -> str:
    """Another id for another seed, and the same one in every webhook of the same call or text."""
    return f"{id.partition('_')[0]}_{hashlib.sha256(f'{seed} {id}'.encode()).hexdigest()[:12]}"
