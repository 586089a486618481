"""Have Quo send us its events: one webhook of the newer kind, for this number alone.

Quo shows the secret of a webhook only when it is made. So connecting again makes a new one and then removes
those that were there, and the old secret stays valid here for what is still under way.
"""

from typing import Final
from urllib.parse import quote

from ringback.lib.secret import Secret
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.openphone.rest import Account, Row, rows
from ringback.phone.openphone.wire import Said
from ringback.phone.provider import CannotAsk, SendFailed

EVENTS: Final = [
    "call.ringing",
    "call.answered",
    "call.completed",
    "call.missed",
    "call.forwarded",
    "call.voicemail.completed",
    "message.received",
    "message.delivered",
    "message.failed",
    "message.undelivered",
]
# What the beta did not know. `call.completed` alone tells of a missed call, too.
NEWER: Final = frozenset({"call.missed", "call.forwarded", "call.voicemail.completed", "message.undelivered"})


async def connect(account: Account, number: str, number_id: str, address: str, present: Secret) -> Connection:
    """It lasts until somebody removes it. Raises SendFailed(MISCONFIGURED) or CannotAsk."""
    number_id = number_id or await _id_of(account, number)
    before = await _ours(account, address)
    asked = {"url": address, "label": "Ringback", "resourceIds": [number_id], "status": "enabled"}
    made = await _made(account, asked | {"events": EVENTS})
    if made is None:
        made = await _made(account, asked | {"events": [name for name in EVENTS if name not in NEWER]})
    id, key = (made.fields.get("id"), made.fields.get("key")) if made else (None, None)
    if not (isinstance(id, str) and id and isinstance(key, str) and key):
        raise CannotAsk("the new webhook comes without its id or its key")
    for row in before:
        await _remove(account, row)
    secrets = {"webhook_secret": key}
    if present:
        secrets["previous_webhook_secret"] = present.reveal()
    return Connection(id, None, secrets)


async def connected(account: Account, address: str) -> str:
    """Which events it has is not asked: the beta knew fewer."""
    present = await _ours(account, address)
    if not present:
        return "Quo has no webhook with this line's address."
    if not any(row.fields.get("status") in (None, "enabled") for row in present):
        return "Quo has switched this line's webhook off."
    return ""


async def disconnect(account: Account, address: str) -> None:
    for row in await _ours(account, address):
        await _remove(account, row)


async def _ours(account: Account, address: str) -> list[Said]:
    return [row for row in rows(await account.get("/webhooks")) if row.fields.get("url") == address]


async def _remove(account: Account, row: Said) -> None:
    """What is gone already is gone, too."""
    answer = await account.tell("DELETE", f"/webhooks/{quote(str(row.fields.get('id')), safe='')}")
    if answer.status not in (200, 202, 204, 404):
        raise CannotAsk(f"HTTP {answer.status}")


async def _made(account: Account, asked: Row) -> Said | None:
    """None when Quo does not know one of the events."""
    answer = await account.tell("POST", "/webhooks", json=asked)
    if answer.status == 400:
        return None
    try:
        said = answer.json()
    except ValueError:
        said = None
    if answer.status not in (200, 201) or not isinstance(said, dict):
        raise CannotAsk(f"HTTP {answer.status}")
    return Said(said).part_if_any("data")


async def _id_of(account: Account, number: str) -> str:
    for row in rows(await account.get("/v1/phone-numbers")):
        if row.fields.get("number") == number and isinstance(row.fields.get("id"), str):
            return row.text("id")
    wrong = "The line's number is not in this Quo workspace."
    raise SendFailed(SendProblem(Problem.MISCONFIGURED, said=wrong))
