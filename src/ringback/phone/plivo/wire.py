"""How Plivo signs its requests.

    X-Plivo-Signature-V3: <base64 of HMAC-SHA256(auth token, address and fields "." nonce)>[,<another>]
    X-Plivo-Signature-V3-Nonce: 12345678901234567890

`-Ma-V3` is the same with the token of the main account. For texts its page still shows the second version,
which covers the address alone; it counts for texts only, and only where no third one came.
"""

import base64
import hmac
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ringback.lib.secret import Secret, same
from ringback.phone.markup import form_pairs
from ringback.phone.provider import Request

SIGNATURE: Final = "x-plivo-signature-v3"
MAIN_SIGNATURE: Final = "x-plivo-signature-ma-v3"
NONCE: Final = "x-plivo-signature-v3-nonce"
OLD_SIGNATURES: Final = ("x-plivo-signature-v2", "x-plivo-signature-ma-v2")
OLD_NONCE: Final = "x-plivo-signature-v2-nonce"


def is_genuine(request: Request, tokens: Sequence[Secret], *, old_too: bool) -> bool:
    """Signed with one of the tokens? Empty ones never count. `old_too`: may it be the second version?"""
    given = _given(request, SIGNATURE, MAIN_SIGNATURE)
    signed, nonce = signed_by_third(request), request.headers.get(NONCE, "")
    if not given and old_too:
        given = _given(request, *OLD_SIGNATURES)
        signed, nonce = signed_by_second(request), request.headers.get(OLD_NONCE, "")
    # No early exit: how long this takes says nothing about which token came close.
    matches = [same(signature(signed + nonce, token), one) for token in tokens if token for one in given]
    return nonce != "" and any(matches)


def _given(request: Request, *names: str) -> list[str]:
    listed = ",".join(request.headers.get(name, "") for name in names).split(",")
    return [one.strip() for one in listed if one.strip()]


def signature(signed: str, token: Secret) -> str:
    key = token.reveal().encode()
    return base64.b64encode(hmac.digest(key, signed.encode("utf-8", "surrogateescape"), "sha256")).decode()


def signed_by_third(request: Request) -> str:
    """The address without its query, then the fields in it and those of the form, each sorted; up to the
    nonce.

    The fields of the address are read byte by byte, as the official package does.
    """
    parts = urlsplit(request.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")
    form = form_pairs(request.body) if request.method == "POST" else ()
    query = "&".join(f"{name}={value}" for name, value in sorted(pairs))
    said = "".join(name + value for name, value in sorted(form))
    mark = "?" if query or said else ""
    return f"{_plain(request)}{mark}{query}{'.' if query and said else ''}{said}."


def signed_by_second(request: Request) -> str:
    return _plain(request)


def _plain(request: Request) -> str:
    parts = urlsplit(request.url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"
