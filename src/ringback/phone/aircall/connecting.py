"""Have Aircall send us its events: one webhook, found again by our address."""

from typing import Final
from urllib.parse import quote

from ringback.phone.aircall.rest import Account, Row, rows
from ringback.phone.asked import Connection
from ringback.phone.provider import CannotAsk

EVENTS: Final = [
    "call.created",
    "call.ringing_on_agent",
    "call.agent_declined",
    "call.answered",
    "call.hungup",
    "call.ended",
    "call.voicemail_left",
    "ai_voice_agent.started",
    "message.received",
    "message.sent",
    "message.status_updated",
]


async def connect(account: Account, address: str) -> Connection:
    """It lasts until somebody removes it. The token is Aircall's; connecting again leaves it as it is."""
    present = await _ours(account, address)
    wanted: Row = {"custom_name": "Ringback", "url": address, "events": EVENTS}
    if present:
        again = wanted | {"active": True}
        made = present[0] | _bare(await account.get("PUT", _path(present[0]), json=again))
    else:
        made = _bare(await account.get("POST", "/webhooks", json=wanted))
    for row in present[1:]:
        await account.delete(_path(row))
    token = made.get("token")
    if not isinstance(token, str) or not token:
        raise CannotAsk("there is no token in the answer")
    return Connection(_id(made), None, {"webhook_token": token})


async def connected(account: Account, address: str) -> str:
    present = await _ours(account, address)
    if not present:
        return "Aircall has no webhook with this line's address."
    if present[0].get("active") is False:
        return "Aircall has switched this line's webhook off."
    listed = present[0].get("events")
    lacking = set(EVENTS) - set(listed if isinstance(listed, list) else [])
    return f"This line's webhook at Aircall lacks {', '.join(sorted(lacking))}." if lacking else ""


async def disconnect(account: Account, address: str) -> None:
    for row in await _ours(account, address):
        await account.delete(_path(row))


async def _ours(account: Account, address: str) -> list[Row]:
    listed = rows(await account.get("GET", "/webhooks", query={"per_page": "50"}), "webhooks")
    return [row for row in listed if row.get("url") == address]


def _path(row: Row) -> str:
    return f"/webhooks/{quote(_id(row), safe='')}"


def _bare(said: Row) -> Row:
    """Bare or in "webhook": both are read."""
    inner = said.get("webhook")
    return inner if isinstance(inner, dict) else said


def _id(row: Row) -> str:
    value = row.get("webhook_id") or row.get("id")
    if not isinstance(value, str | int):
        raise CannotAsk("there is no id in the answer")
    return str(value)
