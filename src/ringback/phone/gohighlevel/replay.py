"""Speak as GoHighLevel does: for tests, and to replay a recorded webhook to a running server.

Only GoHighLevel has the private half of its key. So a replay is signed with a key for tests, and is genuine
only for a line whose public key is the one of `TEST_PUBLIC_KEY`.
"""

import base64
import hashlib
import re
from dataclasses import replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ringback.phone.gohighlevel.provider import GoHighLevelSettings
from ringback.phone.gohighlevel.wire import SIGNATURE
from ringback.phone.provider import Request

_TEST_KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_SPKI: Final = bytes.fromhex("302a300506032b6570032100")
TEST_PUBLIC_KEY: Final = base64.b64encode(_SPKI + _TEST_KEY.public_key().public_bytes_raw()).decode()

_ID = re.compile(rb'("(?:messageId|webhookId|conversationId)": ?")([^"]+)"')
_LOCATION = re.compile(rb'("locationId": ?")[^"]*"')
_TIME = re.compile(rb'("timestamp": ?")[^"]*"')
_COUNTED = re.compile(rb'("timestamp": ?)\d+')


def resign(request: Request, settings: GoHighLevelSettings, seed: str = "") -> Request:
    """The request as GoHighLevel would send it now. With a `seed`, its ids become other ids."""
    body = _LOCATION.sub(lambda found: found[1] + settings.location_id.encode() + b'"', request.body)
    now = request.at.isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()
    body = _TIME.sub(lambda found: found[1] + now + b'"', body)
    count = str(int(request.at.timestamp() * 1000)).encode()
    body = _COUNTED.sub(lambda found: found[1] + count, body)
    body = _ID.sub(lambda id: id[1] + _other(id[2], seed) + b'"', body) if seed else body
    signed = base64.b64encode(_TEST_KEY.sign(body)).decode()
    return replace(request, body=body, headers={**request.headers, SIGNATURE: signed})


def _other(id: bytes, seed: str) -> bytes:
    return hashlib.sha256(seed.encode() + b" " + id).hexdigest()[:20].encode()
