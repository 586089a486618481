"""Speak as Telnyx does: for tests, and to replay a recorded webhook to a running server.

Only Telnyx has the private half of an account's key. So a replay is signed with a key for tests, and is
genuine only for a line whose public key is the one of `TEST_PUBLIC_KEY`.
"""

import base64
import hashlib
import re
from dataclasses import replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ringback.phone.provider import Request
from ringback.phone.telnyx.provider import TelnyxSettings
from ringback.phone.telnyx.wire import SIGNATURE, TIME

_TEST_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TEST_PUBLIC_KEY: Final = base64.b64encode(_TEST_KEY.public_key().public_bytes_raw()).decode()

_ID = re.compile(rb'("(?:id|call_session_id|call_leg_id|call_control_id)": ?")([^"]+)"')


def resign(request: Request, settings: TelnyxSettings, seed: str = "") -> Request:
    """The request as Telnyx would send it now. With a `seed`, its ids become other ids."""
    body = _ID.sub(lambda id: id[1] + _other(id[2], seed) + b'"', request.body) if seed else request.body
    time = str(int(request.at.timestamp()))
    signed = base64.b64encode(_TEST_KEY.sign(time.encode() + b"|" + body)).decode()
    return replace(request, body=body, headers={**request.headers, TIME: time, SIGNATURE: signed})


def _other(id: bytes, seed: str) -> bytes:
    return hashlib.sha256(seed.encode() + b" " + id).hexdigest()[:32].encode()
