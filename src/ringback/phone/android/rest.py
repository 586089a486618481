"""What we ask the app, or the server between us and it: send a text, find it again, connect, try the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

EVENTS: Final[Mapping[str, str]] = {
    "sms:received": "text",
    "sms:sent": "text_status",
    "sms:delivered": "text_status",
    "sms:failed": "text_status",
}
BAD_KEY: Final = SendProblem(
    Problem.MISCONFIGURED, said="The SMS gateway does not accept the user name and password."
)
NOT_THERE: Final = SendProblem(Problem.MISCONFIGURED, said="There is no SMS gateway at the address given.")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    user: str
    password: Secret

    async def ask(self, method: str, path: str, json: Row | None = None) -> HttpAnswer:
        """Raises NotReached or Lost."""
        basic = self.user, self.password.reveal()
        return await self.http.request(method, f"{self.base.rstrip('/')}/{path}", json=json, basic=basic)

    async def get(self, method: str, path: str, json: Row | None = None) -> HttpAnswer:
        """For what may be done twice. Raises CannotAsk, or SendFailed when the key is refused."""
        try:
            answer = await self.ask(method, path, json)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None
        if answer.status in (401, 403):
            raise SendFailed(BAD_KEY)
        return answer


async def send(account: Account, text: TextToSend, sim: str) -> Sent:
    """With our own id, of which the app takes only one."""
    if text.media:
        raise SendFailed(SendProblem(Problem.REFUSED, said="An SMS gateway can send no pictures."))
    asked: Row = {
        "id": text.id,
        "textMessage": {"text": text.body},
        "phoneNumbers": [text.to],
        "ttl": max(text.valid_seconds, 60),
        "withDeliveryReport": True,
    }
    asked |= {"simNumber": int(sim)} if sim in ("1", "2", "3") else {}
    try:
        answer = await account.ask("POST", "messages", asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="The SMS gateway could not be reached.")) from None
    except Lost:
        broke = "The connection to the SMS gateway broke before its answer came."
        raise SendFailed(SendProblem(Problem.UNSURE, said=broke)) from None
    if answer.status == 409:  # it has our id already
        return Sent(text.id)
    id = _object(answer).get("id")
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _refusal(answer: HttpAnswer) -> SendProblem:
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said="The SMS gateway asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        said = f"The SMS gateway answered with something else than expected (HTTP {answer.status})."
        return SendProblem(Problem.UNSURE, said=said)
    if answer.status in (401, 403):
        return BAD_KEY
    if answer.status == 404:
        return NOT_THERE
    return SendProblem(Problem.REFUSED, said="The SMS gateway refused the text.")


async def find(account: Account, text: TextToSend) -> Sent | None:
    try:
        answer = await account.get("GET", f"messages/{quote(text.id, safe='')}")
    except SendFailed:
        raise CannotAsk("the key is not accepted") from None
    if answer.status == 404:
        return None
    if answer.status != 200 or _object(answer).get("id") != text.id:
        raise CannotAsk(f"HTTP {answer.status}")
    return Sent(text.id)


async def check(account: Account) -> None:
    await _webhooks(account)


async def connect(account: Account, addresses: Mapping[str, str]) -> Connection:
    """One webhook for each event; what is entered already stays."""
    present = {(row.get("event"), row.get("url")) for row in await _webhooks(account)}
    for event, kind in EVENTS.items():
        if (event, addresses[kind]) not in present:
            answer = await account.get("POST", "webhooks", {"event": event, "url": addresses[kind]})
            if answer.status not in (200, 201):
                raise CannotAsk(f"HTTP {answer.status}")
    return Connection("", None)


async def connected(account: Account, addresses: Mapping[str, str]) -> str:
    present = {(row.get("event"), row.get("url")) for row in await _webhooks(account)}
    lacking = [event for event, kind in EVENTS.items() if (event, addresses[kind]) not in present]
    return f"The SMS gateway has no webhook of this line for {', '.join(lacking)}." if lacking else ""


async def disconnect(account: Account, addresses: Mapping[str, str]) -> None:
    ours = set(addresses.values())
    for row in await _webhooks(account):
        if row.get("url") in ours:
            answer = await account.get("DELETE", f"webhooks/{quote(str(row.get('id')), safe='')}")
            if answer.status not in (200, 202, 204, 404):
                raise CannotAsk(f"HTTP {answer.status}")


async def _webhooks(account: Account) -> list[Row]:
    answer = await account.get("GET", "webhooks")
    rows = _json(answer)
    if answer.status == 404:
        raise SendFailed(NOT_THERE)
    if answer.status != 200 or not isinstance(rows, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in rows if isinstance(row, dict)]


def _object(answer: HttpAnswer) -> Row:
    parsed = _json(answer)
    return parsed if isinstance(parsed, dict) else {}


def _json(answer: HttpAnswer) -> object:
    """None for anything but JSON, such as a proxy's page."""
    try:
        parsed: object = answer.json()
    except ValueError:
        return None
    return parsed
