"""Have Aircall send us its events: one webhook, found again by our address."""

from typing import Final
from urllib.parse import quote

from ringback.phone.aircall.rest import Account, Row, rows
from ringback.phone.provider import CannotAsk, Connection

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
    listed = rows(await account.get("GET", "/webhooks", query={"per_page": "50"}), "webhooks")
    wanted: Row = {"custom_name": "Ringback", "url": address, "events": EVENTS}
    present = next((row for row in listed if row.get("url") == address), None)
    if present is None:
        made = _bare(await account.get("POST", "/webhooks", json=wanted))
    else:
        path = f"/webhooks/{quote(_id(present), safe='')}"
        made = present | _bare(await account.get("PUT", path, json=wanted | {"active": True}))
    token = made.get("token")
    if not isinstance(token, str) or not token:
        raise CannotAsk("there is no token in the answer")
    return Connection(_id(made), None, {"webhook_token": token})


def _bare(said: Row) -> Row:
    """Bare or in "webhook": both are read."""
    inner = said.get("webhook")
    return inner if isinstance(inner, dict) else said


def _id(row: Row) -> str:
    value = row.get("webhook_id") or row.get("id")
    if not isinstance(value, str | int):
        raise CannotAsk("there is no id in the answer")
    return str(value)
