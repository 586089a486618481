"""What we ask Bandwidth: send a text, find it again, try the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached, basic_login
from ringback.lib.secret import Secret
from ringback.phone.asked import Place, Sent, TextToSend
from ringback.phone.bandwidth.tables import REFUSALS
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

PAGE: Final = 100
SHORTEST_VALIDITY, LONGEST_VALIDITY = 60, 86_400
# When the text that is looked for can have been made, around our attempt: it takes at most as long as our
# client waits, and the clocks may differ a little. Wider, and it might be another text to the same person.
BEFORE, AFTER = timedelta(seconds=5), timedelta(seconds=20)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    id: str
    application: str
    user: str
    password: Secret

    async def ask(
        self, method: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        url = f"{self.base.rstrip('/')}/api/v2/users/{quote(self.id, safe='')}/messages"
        basic = self.user, self.password.reveal()
        return await self.http.request(method, url, json=json, query=query, basic=basic)

    async def read(self, query: Mapping[str, str]) -> HttpAnswer:
        """Raises CannotAsk where there was no answer at all."""
        try:
            return await self.ask("GET", query=query)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None


async def send(account: Account, text: TextToSend, now: datetime) -> Sent:
    """`now` is what the text's expiry is counted from."""
    try:
        answer = await account.ask("POST", json=_message(account, text, now))
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Bandwidth could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Bandwidth broke before its answer came.")) from None
    id = _object(answer).get("id")
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _message(account: Account, text: TextToSend, now: datetime) -> Row:
    valid = timedelta(seconds=min(max(text.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY))
    asked: Row = {
        "applicationId": account.application,
        "to": [text.to],
        "from": text.sender,
        "tag": text.id,  # comes back with every report
        # Else it might still be delivered when nobody expects a call back any more.
        "expiration": _written(now + valid),
    }
    asked |= {"text": text.body} if text.body else {}
    return asked | ({"media": list(text.media)} if text.media else {})


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Bandwidth's own sentence names numbers and is not used."""
    if answer.status == 429:
        return SendProblem(
            Problem.BUSY, said="Bandwidth asks us to wait: its queue for this account is full."
        )
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Bandwidth answered with something else than expected (HTTP {answer.status}).")
    kind, said = REFUSALS.get(answer.status, (Problem.REFUSED, "Bandwidth refused the text."))
    return SendProblem(kind, said=said)


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """The only text to this person that was made around our attempt. Bandwidth's list has neither the words
    nor our id to compare, so with two of them nobody can say which is ours."""
    query = {
        "sourceTn": text.sender,
        "destinationTn": text.to,
        "messageDirection": "OUTBOUND",
        "fromDateTime": _written(since - BEFORE),
        "limit": str(PAGE),
    }
    if text.besides is None:
        query["toDateTime"] = _written(since + AFTER)
    rows = _listed(await account.read(query))
    ids = [str(row["messageId"]) for row in rows if _is_ours(row, text)]
    one_of_many = len(ids) > 1 or len(rows) >= PAGE
    if one_of_many and (text.besides is None or not ids):
        raise CannotAsk("more than one text fits")
    return Sent(ids[0]) if ids else None


def _is_ours(row: Row, text: TextToSend) -> bool:
    return (
        isinstance(row.get("messageId"), str)
        and text.may_be(text.body, row["messageId"])
        and row.get("messageDirection") == "OUTBOUND"
        and row.get("sourceTn") == text.sender
        and row.get("destinationTn") == text.to
    )


def recording_at(account: Account, voice_base: str, call: str, recording: str) -> Place:
    own = f"{voice_base.rstrip('/')}/api/v2/accounts/{quote(account.id, safe='')}"
    url = f"{own}/calls/{quote(call, safe='')}/recordings/{quote(recording, safe='')}/media"
    return Place(url, basic_login(account.user, account.password.reveal()))


async def check(account: Account) -> None:
    answer = await account.read({"messageDirection": "OUTBOUND", "messageStatus": "DELIVERED", "limit": "1"})
    if answer.status in REFUSALS:
        kind, said = REFUSALS[answer.status]
        raise SendFailed(SendProblem(kind, said=said))
    _listed(answer)


def _listed(answer: HttpAnswer) -> list[Row]:
    rows = _object(answer).get("messages")
    if answer.status != 200 or not isinstance(rows, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in rows if isinstance(row, dict)]


def _object(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
