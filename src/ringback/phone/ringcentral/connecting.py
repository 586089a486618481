"""Have RingCentral send us its events: one subscription for calls and texts, with our token and our address.

Found again by our address, so that connecting twice renews what is there and adds nothing.
"""

from datetime import datetime
from typing import Final
from urllib.parse import quote

from ringback.lib.secret import Secret
from ringback.phone.answers import json_object
from ringback.phone.asked import Connection
from ringback.phone.provider import CannotAsk
from ringback.phone.ringcentral.account import VERSION, Account, Row, rows
from ringback.phone.ringcentral.rest import EXTENSION
from ringback.phone.ringcentral.wire import KEY, address_key

PATH: Final = "/subscription"
LASTS_SECONDS: Final = 90 * 24 * 3600
GONE: Final = frozenset({"Blacklisted", "Suspended"})  # it does not wake up again by itself


async def connect(account: Account, address: str, token: Secret, scope: str) -> Connection:
    """Raises SendFailed(MISCONFIGURED) or CannotAsk, as when our address does not answer the handshake."""
    ours = await _ours(account, address)
    alive = [row for row in ours if row.get("status") not in GONE]
    for row in ours:
        if row not in alive[:1]:
            await _remove(account, row)
    method, path = ("PUT", _path(alive[0])) if alive else ("POST", PATH)
    answer = await account.again(method, path, _wanted(address, token, scope))
    made = json_object(answer)
    if answer.status not in (200, 201) or not isinstance(made.get("id"), str):
        raise CannotAsk(f"HTTP {answer.status}")
    return Connection(made["id"], _expires(made))


async def connected(account: Account, address: str) -> str:
    present = await _ours(account, address)
    if not present:
        return "RingCentral has no subscription with this line's address; those that end are removed."
    if all(row.get("status") in GONE for row in present):
        return "RingCentral has suspended this line's subscription, because its events were not taken."
    return ""


async def disconnect(account: Account, address: str) -> None:
    for row in await _ours(account, address):
        await _remove(account, row)


async def _ours(account: Account, address: str) -> list[Row]:
    listed = rows(await account.again("GET", PATH))
    return [row for row in listed if _address(row).partition("?")[0] == address]


async def _remove(account: Account, row: Row) -> None:
    """What is gone already is gone, too."""
    answer = await account.again("DELETE", _path(row))
    if answer.status not in (200, 202, 204, 404):
        raise CannotAsk(f"HTTP {answer.status}")


def _wanted(address: str, token: Secret, scope: str) -> Row:
    """The token under both of its names: the guide has one, the reference the other."""
    delivery = {
        "transportType": "WebHook",
        "address": f"{address}?{KEY}={address_key(token)}",
        "validationToken": token.reveal(),
        "verificationToken": token.reveal(),
    }
    filters = [
        f"{VERSION}{scope}/telephony/sessions?direction=Inbound",
        f"{VERSION}{EXTENSION}/message-store/instant?type=SMS",
        f"{VERSION}{EXTENSION}/voicemail",
    ]
    return {"eventFilters": filters, "deliveryMode": delivery, "expiresIn": LASTS_SECONDS}


def _address(row: Row) -> str:
    delivery = row.get("deliveryMode")
    return str(delivery.get("address", "")) if isinstance(delivery, dict) else ""


def _path(row: Row) -> str:
    return f"{PATH}/{quote(str(row.get('id')), safe='')}"


def _expires(made: Row) -> datetime:
    try:
        at = datetime.fromisoformat(str(made.get("expirationTime")))
    except ValueError:
        raise CannotAsk("it is not said how long the subscription lasts") from None
    if at.tzinfo is None:
        raise CannotAsk("it is not said how long the subscription lasts")
    return at
