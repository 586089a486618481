"""Have Zoom send us its events: an event subscription of the account, found again by our address.

"Using webhooks: configure webhooks via Zoom API" and the specification of Zoom's Marketplace APIs (event
subscription), read in November 2026. Zoom challenges our address while it is entered, and `wire.reply` meets
it with the app's secret token, which nothing in this interface tells.

What was chosen on the app's page is listed, too, and cannot be changed from here. It counts: only the events
that it lacks are subscribed to. One of ours cannot be changed either (a PATCH of its events is named, and not
described), so a new one is made and then the old one removed. What comes twice meanwhile counts once.

Not tried with Zoom itself:
- whose token it wants. The guide says the account's for a server-to-server app, others the app's own. The
  account's is tried first, and the app's where that lacks the scope.
- whether a list of an account's subscriptions wants a user. The specification says so, for users and accounts
  alike. Ours is named if the line's settings have one, else the refusal asks for it.
- whether Zoom lists a subscription that it has switched off itself, after its challenge failed six times.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from ringback.lib.http import HttpAnswer
from ringback.phone.answers import json_object, json_object_if_any
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.zoom import calls, texts
from ringback.phone.zoom.rest import Account, Row, code_of, pages

PATH: Final = "/marketplace/app/event_subscription"
RENAMED: Final = "phone.callee_call_log_completed"  # its new name is callee_call_history_completed
EVENTS: Final = [name for name in (*calls.ON, *texts.ON) if name != RENAMED]
SCOPE: Final = "account"
ON_PAGE: Final = "default"  # `created_source` of what was chosen on the app's page
NO_SCOPE: Final = frozenset({"104", "4711"})
NO_EVENT: Final = frozenset({"1003", "1601", "1602"})

LEFT_TO_OWNER: Final = (
    "This line's event subscription was made on the Zoom app's page Feature: take it out there, too."
)
MAY_NOT: Final = (
    "The Zoom app may not enter our address: activate it again, or add the event subscription on its page "
    "Feature."
)
REFUSALS: Final[Mapping[str, str]] = {
    "124": "Zoom does not accept the access of this app.",
    "1002": "The Zoom app is not active: activate it on its page, then connect again.",
    "1300": "The Zoom app is not active: activate it on its page, then connect again.",
    "1701": (
        "Zoom asked this line's address whether it is ours and got no good answer: is the secret token the "
        "app's, and is the server reached from outside over https?"
    ),
}


async def connect(account: Account, address: str, user: str) -> Connection:
    """It lasts until somebody removes it. Raises SendFailed(MISCONFIGURED) or CannotAsk."""
    present = await _present(account, address, user)
    by_hand = [row for row in present if _is_by_hand(row)]
    wanted = [name for name in EVENTS if name not in _events(by_hand)]
    kept = next((row for row in present if row not in by_hand and _events([row]) >= set(wanted)), None)
    if not wanted:
        kept = by_hand[0]
    id = _id(kept) if kept else await _made(account, address, wanted)
    for row in present:
        if row not in by_hand and row is not kept:
            await _remove(account, row)
    return Connection(id, None)


async def connected(account: Account, address: str, user: str) -> str:
    present = await _present(account, address, user)
    if not present:
        return "Zoom has no event subscription with this line's address."
    lacking = set(EVENTS) - _events(present)
    return f"This line's event subscription at Zoom lacks {', '.join(sorted(lacking))}." if lacking else ""


async def disconnect(account: Account, address: str, user: str) -> None:
    """Raises SendFailed for what only the owner can take out, when the rest is gone."""
    present = await _present(account, address, user)
    for row in present:
        if not _is_by_hand(row):
            await _remove(account, row)
    if any(map(_is_by_hand, present)):
        raise SendFailed(SendProblem(Problem.MISCONFIGURED, said=LEFT_TO_OWNER))


async def _present(account: Account, address: str, user: str) -> list[Row]:
    query = {"subscription_scope": SCOPE, "account_id": account.login.account_id}
    query |= {"user_id": user} if user else {}

    async def read(asked: Mapping[str, str]) -> Row:
        answer = await _ask(account, "GET", PATH, query=asked)
        if not user and answer.status in (400, 404) and code_of(answer) in ("300", "1001"):
            raise SendFailed(_wrong("Zoom wants to know a user of the account: set user_id, then try again."))
        said = json_object_if_any(answer)
        if answer.status != 200 or said is None:
            raise _refused(answer)
        return said

    listed = [row async for page in pages(read, query, "event_subscriptions") for row in page]
    return [row for row in listed if row.get("event_webhook_url") == address]


async def _made(account: Account, address: str, events: list[str]) -> str:
    """The id of a new subscription."""
    asked = {
        "events": events,
        "event_subscription_name": "Ringback",
        "event_webhook_url": address,
        "subscription_scope": SCOPE,
        "account_id": account.login.account_id,
    }
    answer = await _ask(account, "POST", PATH, json=asked)
    if answer.status not in (200, 201):
        raise _refused(answer)
    return _id(json_object(answer))


async def _remove(account: Account, row: Row) -> None:
    """What is gone already is gone, too."""
    answer = await _ask(account, "DELETE", f"{PATH}/{quote(_id(row), safe='')}")
    if answer.status not in (200, 204, 404):
        raise _refused(answer)


async def _ask(
    account: Account,
    method: str,
    path: str,
    *,
    json: Row | None = None,
    query: Mapping[str, str] | None = None,
) -> HttpAnswer:
    """As the account, or as the app itself where the account's token lacks the scope."""
    answer = await account.surely(method, path, json=json, query=query)
    if not _lacks_scope(answer):
        return answer
    app = replace(account, login=replace(account.login, as_app=True))
    try:
        return await app.surely(method, path, json=json, query=query)
    except SendFailed:
        return answer  # the app has no token of its own, and the lack of the scope is what is wrong


def _refused(answer: HttpAnswer) -> SendFailed | CannotAsk:
    if answer.status == 429:
        return CannotAsk("it asks us to wait")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return CannotAsk(f"HTTP {answer.status}")
    return SendFailed(_wrong(_why(answer), code_of(answer)))


def _why(answer: HttpAnswer) -> str:
    code = code_of(answer)
    if _lacks_scope(answer):
        return MAY_NOT
    event = max((name for name in EVENTS if name in _message(answer)), key=len, default="")
    if code in NO_EVENT and event:
        return f"Zoom does not let this app hear of {event}: add its scope, activate the app, connect again."
    if code in NO_EVENT:
        return "Zoom does not let this app hear of all events: add the scopes, activate it, connect again."
    code = code or f"HTTP {answer.status}"
    unknown = f"Zoom refused this ({code}): add the event subscription on the app's page Feature."
    return REFUSALS.get(code, unknown)


def _wrong(said: str, code: str = "") -> SendProblem:
    return SendProblem(Problem.MISCONFIGURED, code, said)


def _lacks_scope(answer: HttpAnswer) -> bool:
    """Zoom has several codes for it, and one sentence."""
    if not 400 <= answer.status < 500:
        return False
    return code_of(answer) in NO_SCOPE or "does not contain scopes" in _message(answer)


def _message(answer: HttpAnswer) -> str:
    return str(json_object(answer).get("message"))


def _is_by_hand(row: Row) -> bool:
    return row.get("created_source") == ON_PAGE


def _events(rows: list[Row]) -> set[object]:
    listed = [row.get("events") for row in rows]
    return {name for names in listed if isinstance(names, list) for name in names if isinstance(name, str)}


def _id(row: Row) -> str:
    id = row.get("event_subscription_id")
    if not isinstance(id, str) or not id:
        raise CannotAsk("there is no id in the answer")
    return id
