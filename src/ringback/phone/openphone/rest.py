"""What we ask Quo: send a text, look one up, list calls, try the key.

The key is the whole Authorization header. Texts can only be sent through the older interface (/v1); the newer
one wants to be told its date with each request.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.answers import json_object, json_object_if_any
from ringback.phone.asked import FoundCall, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.openphone.tables import ERRORS, NO_CREDIT
from ringback.phone.openphone.wire import Said
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable

DATE: Final = "2026-03-30"
MOST_PAGES: Final = 20
ZERO: Final = timedelta(0)
CLOCKS_APART: Final = timedelta(seconds=60)  # how far Quo's clock and ours may differ
BAD_KEY: Final = SendProblem(Problem.MISCONFIGURED, said="Quo does not accept the API key.")

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
        headers = {"Authorization": self.key.reveal()}
        if not path.startswith("/v1/"):
            headers["Quo-Api-Version"] = DATE
        url = self.base.rstrip("/") + path
        return await self.http.request(method, url, headers=headers, json=json, query=query)

    async def tell(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """For what may be done twice. Raises CannotAsk, or SendFailed when the key is refused."""
        try:
            answer = await self.ask(method, path, json=json, query=query)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None
        if answer.status in (401, 403):
            raise SendFailed(BAD_KEY)
        return answer

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Row:
        """Raises CannotAsk, or SendFailed when the key is refused."""
        answer = await self.tell("GET", path, query=query)
        said = json_object_if_any(answer)
        if answer.status != 200 or said is None:
            raise CannotAsk(f"HTTP {answer.status}")
        return said


# --- Texts ---


async def send(account: Account, text: TextToSend) -> Sent:
    if text.media:
        raise SendFailed(SendProblem(Problem.REFUSED, said="Quo's interface sends no pictures."))
    # One number only: with two it would become a group.
    asked = {"from": text.sender, "to": [text.to], "content": text.body}
    try:
        answer = await account.ask("POST", "/v1/messages", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Quo could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Quo broke before its answer came.")) from None
    id = Said(json_object(answer)).part_if_any("data").fields.get("id")
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Quo's own sentence is not shown: it may name numbers."""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said="Quo asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Quo answered with something else than expected (HTTP {answer.status}).")
    code = json_object(answer).get("code")
    if isinstance(code, str) and code in ERRORS:
        problem, said = ERRORS[code]
        return SendProblem(problem, code, said)
    if answer.status == 402:
        return SendProblem(NO_CREDIT[0], said=NO_CREDIT[1])
    if answer.status in (401, 403, 404):
        return BAD_KEY
    return SendProblem(Problem.REFUSED, said="Quo refused the text.")


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """By number, time and words: Quo takes no id of ours. Of several equal ones the first after `since` is
    ours: an earlier one, within the difference of the clocks, is more likely another's.
    """
    from_then = since - CLOCKS_APART
    query = {"to": text.to, "createdAt[gt]": _written(from_then), "limit": "50"}
    listed = await _pages(account, "/messages", query)
    with _readable():
        same = [(_created(row) - since, row.need("id")) for row in listed if _is_same(row, text)]
    found = [(away < ZERO, abs(away), id) for away, id in same if away >= -CLOCKS_APART]
    return Sent(min(found)[2]) if found else None


def _is_same(row: Said, text: TextToSend) -> bool:
    there = (row.text("direction"), row.text("from"), row.texts("to"))
    return there == ("outgoing", text.sender, [text.to]) and text.may_be(row.text("text"), row.text("id"))


# --- Calls ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    query = {"createdAt[gte]": _written(since), "limit": "50"}
    listed = await _pages(account, "/calls", query)
    with _readable():
        found = [_call(row, number) for row in listed]
        return [call for call in found if call and call.started_at >= since]


def _call(row: Said, number: str) -> FoundCall | None:
    """None for a call that was made, or that came to another number."""
    taking_part = [one.text("phoneNumber") for one in row.parts("participants")]
    if row.text("direction") != "incoming" or number not in taking_part:
        return None
    caller = next((one for one in taking_part if one != number), "")
    ended = bool(row.text("completedAt"))
    return FoundCall(row.need("id"), caller, number, _created(row), ended)


async def check(account: Account) -> None:
    await account.get("/webhooks")


# --- Reading ---


async def _pages(account: Account, path: str, query: Mapping[str, str]) -> list[Said]:
    """All rows, or CannotAsk: half a list would say that something is not there."""
    found: list[Said] = []
    asked = dict(query)
    try:
        for _ in range(MOST_PAGES):
            page = await account.get(path, asked)
            found += rows(page)
            if not page.get("nextCursor"):
                return found
            asked["after"] = str(page["nextCursor"])
    except SendFailed:
        raise CannotAsk("the key is not accepted") from None
    raise CannotAsk("too many pages")


def rows(page: Row) -> list[Said]:
    listed = page.get("data")
    if not isinstance(listed, list):
        raise CannotAsk("there is no list in the answer")
    return [Said(row) for row in listed if isinstance(row, dict)]


@contextmanager
def _readable() -> Iterator[None]:
    """What cannot be read in their list is no answer."""
    try:
        yield
    except Unreadable as error:
        raise CannotAsk(f"{error} in the list cannot be read") from None


def _created(row: Said) -> datetime:
    try:
        instant = datetime.fromisoformat(row.need("createdAt"))
    except ValueError:
        raise Unreadable("createdAt") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
