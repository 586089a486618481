"""What we ask Aircall: send a text, list calls, try the key. Basic login with the key's id and token."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.aircall.wire import Said, line_number
from ringback.phone.answers import json_object, json_object_if_any, to_a_question
from ringback.phone.asked import FoundCall, Place, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable

MOST_PAGES: Final = 20
BAD_KEY: Final = SendProblem(Problem.MISCONFIGURED, said="Aircall does not accept the API key.")
BAD_NUMBER: Final = SendProblem(Problem.MISCONFIGURED, said="Aircall does not know the number of this line.")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    api_id: str
    api_token: Secret
    number_id: str

    async def ask(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        login = (self.api_id, self.api_token.reveal())
        url = f"{self.base.rstrip('/')}/v1{path}"
        return await self.http.request(method, url, basic=login, json=json, query=query)

    async def get(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> Row:
        """For what may be done twice. Raises CannotAsk, or SendFailed when key or number are wrong."""
        answer = await to_a_question(self.ask(method, path, json=json, query=query), BAD_KEY)
        if answer.status == 404:
            raise SendFailed(BAD_NUMBER)
        said = json_object_if_any(answer)
        if answer.status not in (200, 201) or said is None:
            raise CannotAsk(f"HTTP {answer.status}")
        return said

    async def delete(self, path: str) -> None:
        """What is gone already is gone, too. Raises CannotAsk, or SendFailed when the key is wrong."""
        answer = await to_a_question(self.ask("DELETE", path), BAD_KEY)
        if answer.status not in (200, 202, 204, 404):
            raise CannotAsk(f"HTTP {answer.status}")

    @property
    def number(self) -> str:
        return f"/numbers/{quote(self.number_id, safe='')}"


async def send(account: Account, text: TextToSend) -> Sent:
    """Into the conversation that the people at Aircall see, too."""
    if text.media:
        raise SendFailed(SendProblem(Problem.REFUSED, said="Through Aircall, Ringback can send no pictures."))
    asked = {"to": text.to, "body": text.body}
    try:
        answer = await account.ask("POST", f"{account.number}/messages/native/send", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Aircall could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Aircall broke before its answer came.")) from None
    id = _id_of(json_object(answer))
    if answer.status in (200, 201, 202) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _id_of(said: Row) -> str:
    """Bare or in "message": both are seen."""
    inner = said.get("message")
    value = (inner if isinstance(inner, dict) else said).get("id")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Aircall has no codes, and its sentences may name numbers."""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said="Aircall asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Aircall answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403):
        return BAD_KEY
    if answer.status == 404:
        return BAD_NUMBER
    return SendProblem(Problem.REFUSED, said="Aircall refused the text.")


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    query = {"from": str(int(since.timestamp())), "order": "desc", "per_page": "50"}
    found: list[FoundCall] = []
    try:
        for page in range(1, MOST_PAGES + 1):
            said = await account.get("GET", "/calls", query=query | {"page": str(page)})
            calls = [_call(row, account.number_id, number) for row in rows(said, "calls")]
            found += [call for call in calls if call and call.started_at >= since]
            if not Said(said).part_if_any("meta").fields.get("next_page_link"):
                return found
    except SendFailed:
        raise CannotAsk("the key is not accepted") from None
    raise CannotAsk("too many pages")


def _call(row: Row, number_id: str, number: str) -> FoundCall | None:
    """None for a call that was made, or that came to another number."""
    said = Said(row)
    try:
        called = said.part_if_any("number")
        here = called.text("id") == number_id or line_number(called) == number
        ended = said.text("status") == "done" or bool(said.text("ended_at"))
        found = FoundCall(said.need("id"), said.text("raw_digits"), number, said.instant("started_at"), ended)
    except Unreadable as error:
        raise CannotAsk(f"{error} in the list cannot be read") from None
    return found if here and said.fields.get("direction") == "inbound" else None


def rows(said: Row, name: str) -> list[Row]:
    listed = said.get(name)
    if not isinstance(listed, list):
        raise CannotAsk("there is no list in the answer")
    return [row for row in listed if isinstance(row, dict)]


async def recording_at(account: Account, call: str) -> Place | None:
    """A fresh address: the one in the event ends after an hour or so."""
    try:
        answer = await account.ask("GET", f"/calls/{quote(call, safe='')}")
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    if answer.status == 404:
        return None
    found = json_object(answer).get("call")
    if answer.status != 200 or not isinstance(found, dict):
        raise CannotAsk(f"HTTP {answer.status}")
    url = found.get("voicemail")
    return Place(url) if isinstance(url, str) and url else None


async def check(account: Account) -> None:
    await account.get("GET", account.number)
