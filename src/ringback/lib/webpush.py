"""Write a push message (RFC 8030): sealed for one browser (RFC 8291), signed as this server (RFC 8292)."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

GOOD_FOR: Final = timedelta(hours=12)  # of the signature; at most a day is allowed
KEPT_FOR: Final = timedelta(hours=4)  # by the carrier, for a phone that is off
MOST_BYTES: Final = 4096  # sealed: every carrier takes so much, and none has to take more (RFC 8030, 7.2)

# Whoever makes a browser carries its messages, and nobody else: a browser names the address itself, and it
# must not make this server ask one inside its own network.
CARRIERS: Final = (
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)


@dataclass(frozen=True, slots=True)
class Sealed:
    headers: dict[str, str]
    body: bytes


def is_carrier(endpoint: str) -> bool:
    url = urlsplit(endpoint)
    host = url.hostname or ""
    known = any(host == name or (name[0] == "." and host.endswith(name)) for name in CARRIERS)
    return url.scheme == "https" and url.port in (None, 443) and url.username is None and known


def new_key() -> tuple[str, str]:
    """A private key (PEM) and its public half as a browser wants it."""
    from cryptography.hazmat.primitives import serialization  # late: once in the life of an installation
    from py_vapid import Vapid02  # late: as above

    vapid = Vapid02()
    vapid.generate_keys()
    point = vapid.public_key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return vapid.private_pem().decode(), _text(point)


def seal(
    told: dict[str, str], *, endpoint: str, p256dh: str, auth: str, private: str, contact: str, now: datetime
) -> Sealed:
    """Raises ValueError when the browser's keys are none. While a phone is off, its carrier keeps only the
    newest of those with the same `tag` in `told`."""
    from cryptography.hazmat.primitives.asymmetric import ec  # late: only who is told needs it
    from py_vapid import Vapid02  # late: as above

    body = encrypted(
        json.dumps(told, ensure_ascii=False).encode(),
        p256dh=p256dh,
        auth=auth,
        ours=ec.generate_private_key(ec.SECP256R1()),
    )
    url = urlsplit(endpoint)
    claims = {"sub": contact, "aud": f"{url.scheme}://{url.netloc}", "exp": int((now + GOOD_FOR).timestamp())}
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(KEPT_FOR.total_seconds())),
        "Urgency": "high",
        "Topic": _text(hashlib.sha256(told.get("tag", "").encode()).digest())[:32],
        **Vapid02.from_pem(private.encode()).sign(claims),
    }
    return Sealed(headers, body)


def encrypted(
    content: bytes, *, p256dh: str, auth: str, ours: "EllipticCurvePrivateKey", salt: bytes | None = None
) -> bytes:
    """`ours` and `salt` are used once and never again; without a salt, a random one. Raises ValueError."""
    import http_ece  # late: only who is told needs it

    keys = {"dh": _bytes(p256dh), "auth_secret": _bytes(auth), "private_key": ours}
    return bytes(http_ece.encrypt(content, salt=salt, version="aes128gcm", **keys))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
