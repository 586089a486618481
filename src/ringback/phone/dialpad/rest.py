"""What we ask Dialpad: send a text, list calls, try the key. Bearer key, JSON both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ringback.lib.download import belongs_to
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.answers import json_object, json_object_if_any, to_a_question
from ringback.phone.asked import FoundCall, Place, Sent, TextToSend
from ringback.phone.dialpad.calls import call_id
from ringback.phone.dialpad.tables import problem
from ringback.phone.dialpad.wire import Said
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable

VERSION: Final = "/api/v2"
MOST_PAGES: Final = 20
BAD_KEY: Final = SendProblem(Problem.MISCONFIGURED, said="Dialpad does not accept the API key.")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    key: Secret

    async def ask(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        headers = {"Authorization": f"Bearer {self.key.reveal()}"}
        url = self.base.rstrip("/") + VERSION + path
        return await self.http.request(method, url, headers=headers, json=json, query=query)

    async def get(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> Row:
        """For what may be done twice. Raises CannotAsk, or SendFailed when the key is refused."""
        answer = await to_a_question(self.ask(method, path, json=json, query=query), BAD_KEY)
        said = json_object_if_any(answer)
        if answer.status not in (200, 201) or said is None:
            raise CannotAsk(f"HTTP {answer.status}")
        return said

    async def delete(self, path: str) -> None:
        """What is gone already is gone, too. Raises CannotAsk, or SendFailed when the key is refused."""
        answer = await to_a_question(self.ask("DELETE", path), BAD_KEY)
        if answer.status not in (200, 202, 204, 404):
            raise CannotAsk(f"HTTP {answer.status}")


async def send(account: Account, text: TextToSend) -> Sent:
    if text.media:  # Dialpad wants the picture itself, and we have its address
        raise SendFailed(SendProblem(Problem.REFUSED, said="Through Dialpad, Ringback can send no pictures."))
    asked = {
        "from_number": text.sender,
        "to_numbers": [text.to],
        "text": text.body,
        "infer_country_code": False,
    }
    try:
        answer = await account.ask("POST", "/sms", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Dialpad could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Dialpad broke before its answer came.")) from None
    said = json_object(answer)
    if answer.status in (200, 201) and isinstance(said.get("id"), str | int) and said["id"]:
        if said.get("message_status") == "failed":
            refused = SendProblem(Problem.REFUSED, said="Dialpad did not send the text and gives no reason.")
            raise SendFailed(problem(str(said.get("message_delivery_result")), refused))
        return Sent(str(said["id"]))
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Dialpad has no codes, and its sentences may name numbers."""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said="Dialpad asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Dialpad answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        return BAD_KEY
    return SendProblem(Problem.REFUSED, said="Dialpad refused the text.")


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def calls_to(account: Account, number: str, since: datetime, target: Row) -> list[FoundCall]:
    """Calls that are over, one for all its phones; Dialpad lists no others."""
    query = {"started_after": str(int(since.timestamp() * 1000)), **target}
    found: dict[str, FoundCall] = {}
    try:
        for _ in range(MOST_PAGES):
            page = await account.get("GET", "/call", query=query)
            for call in map(_call, rows(page)):
                if call and call.dialled == number and call.started_at >= since:
                    found.setdefault(call.call, call)
            if not page.get("cursor"):
                return list(found.values())
            query = query | {"cursor": str(page["cursor"])}
    except SendFailed:
        raise CannotAsk("the key is not accepted") from None
    raise CannotAsk("too many pages")


def _call(row: Row) -> FoundCall | None:
    said = Said(row)
    try:
        places = [said.part_if_any(name).text("phone") for name in ("entry_point_target", "target")]
        called = places[0] or places[1] or said.text("internal_number")
        started = datetime.fromtimestamp(int(said.need("date_started")) / 1000, UTC)
        inbound = said.text("direction") == "inbound" and not said.flag("is_internal")
        found = FoundCall(call_id(said), said.text("external_number"), called, started, ended=True)
    except (Unreadable, ValueError, OverflowError, OSError):
        raise CannotAsk("a call in the list cannot be read") from None
    return found if inbound else None


def rows(said: Row) -> list[Row]:
    """An empty list is left out by Dialpad, but not from a page that has nothing else in it either."""
    rows = said.get("items", [])
    if not isinstance(rows, list):
        raise CannotAsk("there is no list in the answer")
    return [row for row in rows if isinstance(row, dict)]


def recording_at(account: Account, recording: str) -> Place | None:
    """Its links open for a key that may export recordings, and only at Dialpad is the key shown."""
    if not belongs_to(recording, account.base, "dialpad.com"):
        return None
    return Place(recording, {"Authorization": f"Bearer {account.key.reveal()}"})


async def check(account: Account) -> None:
    await account.get("GET", "/webhooks")
