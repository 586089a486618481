"""Have Dialpad send us its events: a webhook for each of our addresses, and a subscription on each webhook.

Found again by our address, so that connecting twice changes what is there and adds nothing.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from ringback.lib.secret import Secret
from ringback.phone.asked import Connection
from ringback.phone.dialpad.rest import Account, Row, rows
from ringback.phone.provider import CannotAsk

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


async def connected(account: Account, addresses: Mapping[str, str]) -> str:
    for to, kind, what in (("call", "call", "calls"), ("sms", "text", "texts")):
        hooks = await _webhooks(account, addresses[kind])
        listed = await _subscriptions(account, to, {_text(hook, "id") for hook in hooks})
        if not listed:
            return f"Dialpad has no subscription for the {what} of this line."
        if listed[0].get("enabled") is False:
            return f"Dialpad has switched the subscription for the {what} of this line off."
    return ""


async def disconnect(account: Account, addresses: Mapping[str, str]) -> None:
    """First the subscriptions, which hold on to their webhooks."""
    for to, kind in (("call", "call"), ("sms", "text")):
        hooks = await _webhooks(account, addresses[kind])
        for row in await _subscriptions(account, to, {_text(hook, "id") for hook in hooks}):
            await account.delete(f"/subscriptions/{to}/{quote(_text(row, 'id'), safe='')}")
        for hook in hooks:
            await account.delete(f"/webhooks/{quote(_text(hook, 'id'), safe='')}")


async def _subscribed(account: Account, to: str, address: str, secret: Secret, wanted: Row) -> str:
    """Returns the id of the subscription."""
    webhook = await _webhook(account, address, secret)
    ours = await _subscriptions(account, to, {webhook})
    id = int(webhook) if webhook.isdecimal() else webhook  # listed as text, wanted as a number
    asked = {"endpoint_id": id, **wanted}
    return await _written(account, f"/subscriptions/{to}", next(iter(ours), None), asked)


async def _webhook(account: Account, address: str, secret: Secret) -> str:
    present = next(iter(await _webhooks(account, address)), None)
    return await _written(account, "/webhooks", present, {"hook_url": address, "secret": secret.reveal()})


async def _webhooks(account: Account, address: str) -> list[Row]:
    return [row for row in rows(await account.get("GET", "/webhooks")) if row.get("hook_url") == address]


async def _subscriptions(account: Account, to: str, webhooks: set[str]) -> list[Row]:
    listed = rows(await account.get("GET", f"/subscriptions/{to}"))
    return [row for row in listed if _text(row.get("webhook"), "id") in webhooks - {""}]


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
