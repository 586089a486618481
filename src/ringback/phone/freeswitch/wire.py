"""What is stored of a call: a small JSON document of our own, with the switch's event in it, and its seal.

An event socket has no signatures: it was logged in to. So that nobody else can bring such a document to the
line's web address, it is sealed with the password of that login.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Final

from ringback.lib.secret import Secret, same
from ringback.phone.freeswitch.calls import Heard, News
from ringback.phone.provider import Request, Unreadable

KIND: Final = "socket"
SEAL: Final = "ringback-seal"
SIGN_OF_LIFE: Final = b"{}"  # the connection stands; no event is made of it
# Of some two hundred fields of an event, those that say something about the call.
KEPT: Final = re.compile(
    r"Event-(Name|Subclass|Date-Timestamp)|Unique-ID|Call-Direction|Answer-State|Hangup-Cause|VM-.*"
    r"|Channel-(Name|Call-UUID)|Bridge-[AB]-Unique-ID|Other-(Type|Leg-Unique-ID|Leg-Channel-Name)"
    r"|Caller-(Caller-ID-N.*|Destination-Number|Context|Privacy-Hide-Number|Channel-.*-Time)"
    r"|variable_(last_bridge_to|originate_disposition|sip_hangup_disposition|sip_verstat.*|sip_h_Diversion)"
)

Said = Mapping[str, Any]  # parsed JSON, of which nothing is believed yet


def request(heard: Heard | None, event: Mapping[str, str], url: str, secret: Secret, at: datetime) -> Request:
    """None: nothing but a sign of life."""
    body = SIGN_OF_LIFE
    if heard is not None:
        kept = {name: value for name, value in event.items() if KEPT.fullmatch(name)}
        body = json.dumps({**asdict(heard), "event": kept}, default=datetime.isoformat).encode()
    headers = {"content-type": "application/json", SEAL: seal(body, secret)}
    return Request("POST", url, KIND, headers, body, at)


def seal(body: bytes, secret: Secret) -> str:
    return hmac.new(secret.reveal().encode(), body, hashlib.sha256).hexdigest()


def is_sealed(request: Request, secrets: list[Secret]) -> bool:
    """With one of these; an empty one seals nothing. Compared in constant time."""
    given = request.headers.get(SEAL, "")
    return any(same(given, seal(request.body, secret)) for secret in secrets if secret)


def read(request: Request) -> Heard:
    """Raises Unreadable with the name of the bad field."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unreadable("body") from None
    if not isinstance(said, dict):
        raise Unreadable("body")
    return Heard(**{field.name: _READ.get(field.name, _text)(said, field.name) for field in fields(Heard)})


def _text(said: Said, name: str) -> str:
    value = said.get(name, "")
    if not isinstance(value, str) or (name == "call" and not value):
        raise Unreadable(name)
    return value


def _yes(said: Said, name: str) -> bool:
    value = said.get(name)
    if not isinstance(value, bool):
        raise Unreadable(name)
    return value


def _seconds(said: Said, name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Unreadable(name)
    return value


def _instant(said: Said, name: str) -> datetime | None:
    value = said.get(name)
    try:
        instant = None if value is None else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(name) from None
    if instant is not None and instant.tzinfo is None:
        raise Unreadable(name)
    return instant


def _news(said: Said, name: str) -> News:
    try:
        return News(_text(said, name))
    except ValueError:
        raise Unreadable(name) from None


_READ: Final[Mapping[str, Callable[[Said, str], Any]]] = {
    "news": _news,
    "person": _yes,
    "known": _yes,
    "hung_up": _yes,
    "rang_until": _instant,
    "seconds": _seconds,
}
