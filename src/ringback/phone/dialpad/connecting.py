"""Have Dialpad send us its events: a webhook for each of our addresses, and a subscription on each webhook.

Found again by our address, so that connecting twice changes what is there and adds nothing.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from ringback.lib.secret import Secret
from ringback.phone.dialpad.rest import Account, Row, rows
from ringback.phone.provider import CannotAsk, Connection

CALL_STATES: Final = [
    "calling",
    "preanswer",
    "queued",
    "ringing",
    "connected",
    "missed",
    "voicemail",
    "voicemail_uploaded",
    "transcription",
    "hangup",
    "blocked",
]


async def connect(account: Account, addresses: Mapping[str, str], secret: Secret, target: Row) -> Connection:
    """It lasts until somebody removes it, so there is nothing to renew."""
    calls = {"call_states": CALL_STATES, "enabled": True, **target}
    texts = {"direction": "all", "status": True, "enabled": True, **target}
    subscription = await _subscribed(account, "call", addresses["call"], secret, calls)
    await _subscribed(account, "sms", addresses["text"], secret, texts)
    return Connection(subscription, None)


async def _subscribed(account: Account, to: str, address: str, secret: Secret, wanted: Row) -> str:
    """Returns the id of the subscription."""
    webhook = await _webhook(account, address, secret)
    path = f"/subscriptions/{to}"
    listed = rows(await account.get("GET", path))
    ours = (row for row in listed if _text(row.get("webhook"), "id") == webhook)
    id = int(webhook) if webhook.isdecimal() else webhook  # listed as text, wanted as a number
    return await _written(account, path, next(ours, None), {"endpoint_id": id, **wanted})


async def _webhook(account: Account, address: str, secret: Secret) -> str:
    listed = rows(await account.get("GET", "/webhooks"))
    present = next((row for row in listed if row.get("hook_url") == address), None)
    return await _written(account, "/webhooks", present, {"hook_url": address, "secret": secret.reveal()})


async def _written(account: Account, path: str, present: Row | None, wanted: Row) -> str:
    """What is there, changed, or a new one; its id."""
    if present is None:
        id = _text(await account.get("POST", path, json=wanted), "id")
    else:
        id = _text(present, "id")
        await account.get("PATCH", f"{path}/{quote(id, safe='')}", json=wanted)
    if not id:
        raise CannotAsk("there is no id in the answer")
    return id


def _text(row: object, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    return str(value) if isinstance(value, str | int) else ""
