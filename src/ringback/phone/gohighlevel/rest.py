"""What we ask GoHighLevel: whose number it is, send a text, find it again, list calls, try the token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer
from ringback.lib.secret import Secret
from ringback.phone.answers import (
    Row,
    failure,
    json_object,
    listed,
    neither_yes_nor_no,
    rows,
    to_a_question,
    to_a_send,
)
from ringback.phone.asked import FoundCall, Place, Sent, TextTold, TextToSend, TextToShow
from ringback.phone.events import Outcome, Problem, SendProblem, TextState
from ringback.phone.gohighlevel.events import OPTED_OUT, PHONE, needs_a_number, said_by
from ringback.phone.gohighlevel.tables import CALL_ENDED, DO_NOT_DISTURB, TOLD
from ringback.phone.provider import CannotAsk, Request, SendFailed
from ringback.phone.said import instant

TITLE: Final = "HighLevel"
CONVERSATIONS: Final = "2021-04-15"
OTHERS: Final = "2021-07-28"
PAGE: Final = "100"
MOST_PAGES: Final = 10
MOST_CALLERS: Final = 50  # whose numbers are asked for in one go
CLOCKS_APART: Final = timedelta(seconds=60)
NOT_BEFORE: Final = timedelta(0)
BAD_TOKEN: Final = SendProblem(
    Problem.MISCONFIGURED, said="HighLevel does not accept the token of this location."
)
BAD_APP_TOKEN: Final = SendProblem(
    Problem.MISCONFIGURED, said="HighLevel does not accept the token of the app."
)
NO_CONTACT: Final = SendProblem(Problem.DOWN, said="HighLevel gave no contact just now, so nothing was sent.")


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    token: Secret
    location: str

    async def ask(
        self,
        method: str,
        path: str,
        version: str,
        *,
        json: Row | None = None,
        query: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        url = self.base.rstrip("/") + path
        return await self.http.request(method, url, headers=self.headers(version), json=json, query=query)

    def headers(self, version: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token.reveal()}", "Version": version}


# --- People ---


async def enrich(account: Account, request: Request) -> Mapping[str, str]:
    """The number of the person it is about. Raises CannotAsk, or SendFailed when the token is refused."""
    said = said_by(request)
    if not needs_a_number(said):
        return {}
    return {PHONE: await _phone(account, said.text("contactId"), BAD_TOKEN)}


async def _phone(account: Account, contact: str, refused: SendProblem | None = None) -> str:
    """ "" for somebody without a number, or who was removed."""
    path = f"/contacts/{quote(contact, safe='')}"
    answer = await to_a_question(account.ask("GET", path, OTHERS), refused)
    if answer.status in (400, 404):
        return ""
    found = listed(answer).get("contact")
    if not isinstance(found, dict):
        raise CannotAsk("there is no contact in the answer")
    return str(found.get("phone") or "")


# --- Texts ---


async def send(account: Account, text: TextToSend) -> Sent:
    """The person must be a contact first. Whatever goes wrong on the way there, no text has left."""
    contact = await _contact_to_text(account, text.to)
    asked: Row = {"type": "SMS", "contactId": contact, "message": text.body, "fromNumber": text.sender}
    asked |= {"toNumber": text.to} | ({"attachments": list(text.media)} if text.media else {})
    answer = await to_a_send(account.ask("POST", "/conversations/messages", CONVERSATIONS, json=asked), TITLE)
    id = json_object(answer).get("messageId")
    if answer.status in (200, 201) and isinstance(id, str) and id:
        return Sent(id)
    raise _failed(answer)


async def _contact_to_text(account: Account, number: str) -> str:
    """Raises SendFailed."""
    contact = await _contact(account, number)
    if _wants_no_texts(contact):
        raise SendFailed(OPTED_OUT)
    return str(contact["id"])


async def _contact(account: Account, number: str) -> Row:
    """Added if need be. Raises SendFailed, but never `UNSURE`: to ask for it again does no harm."""
    asked = {"locationId": account.location, "phone": number}
    try:
        answer = await to_a_send(account.ask("POST", "/contacts/upsert", OTHERS, json=asked), TITLE)
        contact = json_object(answer).get("contact")
        if answer.status not in (200, 201) or not isinstance(contact, dict) or not contact.get("id"):
            raise _failed(answer)
    except SendFailed as failed:
        if failed.problem.problem is Problem.UNSURE:
            raise SendFailed(NO_CONTACT) from None
        raise
    return contact


def _wants_no_texts(contact: Row) -> bool:
    every = contact.get("dndSettings")
    texts = every.get("SMS") if isinstance(every, dict) else None
    status = texts.get("status") if isinstance(texts, dict) else None
    return contact.get("dnd") is True or status in DO_NOT_DISTURB


def _failed(answer: HttpAnswer) -> SendFailed:
    """HighLevel has no codes, and its sentences may name numbers."""
    unclear = neither_yes_nor_no(answer, TITLE)
    if unclear is not None:
        return failure(unclear, answer)
    refused = SendProblem(Problem.REFUSED, said="HighLevel refused the text.")
    return failure(BAD_TOKEN if answer.status in (401, 403, 404) else refused, answer)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """By person, time and words: HighLevel takes no id of ours. Of several equal ones the first after `since`
    is ours: an earlier one, within the difference of the clocks, is more likely another's."""
    query = {"locationId": account.location, "number": text.to}
    answer = await to_a_question(account.ask("GET", "/contacts/search/duplicate", OTHERS, query=query))
    contact = listed(answer).get("contact", {})
    if contact is None:
        return None  # without a contact no text can have been sent
    if not isinstance(contact, dict) or not isinstance(contact.get("id"), str):
        raise CannotAsk("there is no contact in the answer")
    asked = {"channel": "SMS", "contactId": contact["id"], "startDate": _written(since - CLOCKS_APART)}
    same = [
        (_made(row) - since, str(row.get("id")))
        for row in await _export(account, asked)
        if _is_same(row, text)
    ]
    found = [(away < NOT_BEFORE, abs(away), id) for away, id in same if away >= -CLOCKS_APART]
    return Sent(min(found)[2]) if found else None


def _is_same(row: Row, text: TextToSend) -> bool:
    return (
        row.get("direction") == "outbound"
        and text.may_be(row.get("body"), row.get("id"))
        and isinstance(row.get("id"), str)
    )


# --- Texts of the people who write there ---


async def tell(account: Account, told: TextTold) -> None:
    path = f"/conversations/messages/{quote(told.id, safe='')}/status"
    said: Row = {"status": TOLD[told.state]}
    if told.state is TextState.UNDELIVERED:
        said |= {"error": {"code": "1", "type": "provider", "message": told.words}}
    answer = await to_a_send(account.ask("PUT", path, CONVERSATIONS, json=said), TITLE)
    if answer.status not in (200, 201):
        raise _failed(answer)


async def show(account: Account, app: Account, text: TextToShow, provider_id: str) -> None:
    """`altId` is our id. Nobody says that a second one with it is dropped, so no second one is sent."""
    contact = await _contact(account, text.sender)
    said = {"type": "SMS", "contactId": contact["id"], "conversationProviderId": provider_id}
    said |= {"message": text.body, "altId": text.id, "date": _written(text.at)}
    path = "/conversations/messages/inbound"
    answer = await to_a_send(app.ask("POST", path, CONVERSATIONS, json=said), TITLE)
    if answer.status not in (200, 201):
        raise _failed(answer)


# --- Calls ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    """Those that nobody took. A row does not say which number was called, nor by which: the caller is asked
    for."""
    asked = {"channel": "Call", "startDate": _written(since)}
    missed = [row for row in await _export(account, asked) if _was_missed(row)]
    if len(missed) > MOST_CALLERS:
        raise CannotAsk("too many calls")
    found = [(row, await _phone(account, str(row.get("contactId")))) for row in missed]
    calls = [FoundCall(str(row.get("id")), caller, number, _made(row), ended=True) for row, caller in found]
    return [call for call in calls if call.started_at >= since]


def _was_missed(row: Row) -> bool:
    meta = row.get("meta")
    said = meta.get("call", meta) if isinstance(meta, dict) else {}
    status = said.get("callStatus") or said.get("status") if isinstance(said, dict) else None
    outcome = CALL_ENDED.get(str(status))
    return row.get("direction") == "inbound" and outcome not in (None, Outcome.COMPLETED)


def recording_at(account: Account, call: str) -> Place:
    """HighLevel's call is a message, and its recording is that message's."""
    place = f"/conversations/messages/{quote(call, safe='')}/locations/{quote(account.location, safe='')}"
    return Place(f"{account.base.rstrip('/')}{place}/recording", account.headers(CONVERSATIONS))


async def check(account: Account, refused: SendProblem = BAD_TOKEN) -> None:
    path = f"/locations/{quote(account.location, safe='')}"
    answer = await to_a_question(account.ask("GET", path, OTHERS), refused)
    if answer.status in (400, 404):
        raise SendFailed(SendProblem(Problem.MISCONFIGURED, said="HighLevel does not know this location id."))
    listed(answer)


async def _export(account: Account, query: Mapping[str, str]) -> list[Row]:
    """All rows, or CannotAsk."""
    found: list[Row] = []
    asked = {"locationId": account.location, "sortOrder": "desc", "limit": PAGE, **query}
    for _ in range(MOST_PAGES):
        answer = await to_a_question(
            account.ask("GET", "/conversations/messages/export", CONVERSATIONS, query=asked)
        )
        page = listed(answer)
        found += rows(page, "messages")
        if not page.get("nextCursor"):
            return found
        asked["cursor"] = str(page["nextCursor"])
    raise CannotAsk("too many pages")


def _made(row: Row) -> datetime:
    at = instant(row.get("dateAdded"))
    if at is None:
        raise CannotAsk("a time in the list cannot be read")
    return at


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
