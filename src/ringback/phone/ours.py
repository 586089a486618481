"""What our own addresses carry through a company and back to us: which call a phone rings for, and the like.

Some companies sign what they tell and not the address they tell it at. There a genuine request could be sent
again with another `call=` or `placed=`, so such an address is sealed with a key of ours: whoever changes what
it carries, or takes it to another line or kind, cannot seal it again.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final, Protocol
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from ringback.lib.secret import Secret, same
from ringback.phone.signed import unpadded

SEAL: Final = "seal"
PLACED, TO = "placed", "to"  # our id of a call that we place, and whom to ring
CARRIED: Final = frozenset({"call", "leg", "caller", "left", "press", "text", PLACED})
SEAL_BYTES: Final = 16


class AddressOf(Protocol):
    def __call__(self, kind: str, **ours: str | int) -> str:
        """The full public address of a webhook of the line, which carries `ours` (see `carrying`)."""
        ...


def carrying(address: str, ours: Mapping[str, str | int]) -> str:
    """The address with these in its query, in their order; without those that are empty or 0."""
    written = [f"{name}={quote(str(value), safe='')}" for name, value in ours.items() if value]
    return f"{address}?{'&'.join(written)}" if written else address


def sealed(address: str, key: Secret) -> str:
    """The address with a seal over what it carries; one that carries nothing stays as it is."""
    return f"{address}&{SEAL}={_seal(address, key)}" if _carried(address) else address


def is_unchanged(address: str, key: Secret) -> bool:
    """Does the address carry what we gave to it? True where it carries nothing."""
    return not _carried(address) or same(_seal(address, key), _given(address))


def _seal(address: str, key: Secret) -> str:
    """Over names and values, not over how they are written: a company may write "%2B" in another way."""
    said = f"{urlsplit(address).path}?{urlencode(_carried(address))}"
    digest = hmac.digest(key.reveal().encode(), said.encode(), hashlib.sha256)
    return unpadded(digest[:SEAL_BYTES]).decode()


def _carried(address: str) -> list[tuple[str, str]]:
    """What is ours in it, sorted. A company that asks with GET adds words of its own, also `to`."""
    pairs = _pairs(address)
    names = CARRIED | ({TO} if any(name == PLACED for name, _ in pairs) else frozenset())
    return sorted(pair for pair in pairs if pair[0] in names)


def _given(address: str) -> str:
    return next((value for name, value in _pairs(address) if name == SEAL), "")


def _pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)
