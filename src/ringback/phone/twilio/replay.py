"""Speak as Twilio does: for tests, and to replay a recorded webhook to a running server."""

import hashlib
import re
from dataclasses import replace
from urllib.parse import quote

from ringback.phone import markup
from ringback.phone.provider import Request
from ringback.phone.twilio.provider import RETRY_TOKEN, SCHEME, SIGNATURE, TwilioSettings, signed_pairs

_ACCOUNT = re.compile("AC[0-9a-f]{32}")
_ID = re.compile("(CA|SM|MM|RE|TR)([0-9a-f]{32})")


def resign(request: Request, settings: TwilioSettings, seed: str = "") -> Request:
    """The request as Twilio would send it for this account. With a `seed`, its ids become other ids."""
    url = _moved(request.url, settings, seed)
    body = _moved(request.body.decode("latin-1"), settings, seed).encode("latin-1")
    moved = replace(request, url=url, body=body, headers=_with_new_token(request, seed))
    secret, digest = settings.auth_token, "sha1"
    if "HMAC_SHA256" in request.headers.get(SCHEME, ""):
        secret, digest = settings.shared_key, "sha256"
    signed = markup.signature(url, signed_pairs(moved), secret, digest)
    return replace(moved, headers={**moved.headers, SIGNATURE: signed})


def _moved(text: str, settings: TwilioSettings, seed: str) -> str:
    text = _ACCOUNT.sub(quote(settings.account_sid, safe=""), text)
    return _ID.sub(lambda id: id[1] + _other(id[2], seed), text) if seed else text


def _with_new_token(request: Request, seed: str) -> dict[str, str]:
    headers = dict(request.headers)
    if seed and RETRY_TOKEN in headers:
        headers[RETRY_TOKEN] = _other(headers[RETRY_TOKEN], seed)
    return headers


def _other(id: str, seed: str) -> str:
    return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()[:32]
