"""What we ask the simulated company: send a text, find one, list calls. Bearer key, JSON both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.asked import CallToPlace, FoundCall, Place, Placed, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

PATH: Final = "/simulator/carrier"  # where a Ringback has its own simulated carrier

# The carrier's code, in answers and in delivery reports -> our kind, and the sentence for the owner.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "landline": (Problem.BAD_NUMBER, "This number is a landline and cannot receive texts."),
    "no_such_number": (Problem.BAD_NUMBER, "This number is not in service."),
    "opted_out": (Problem.OPTED_OUT, "This person has told the carrier STOP."),
    "filtered": (Problem.FILTERED, "The carrier took the text for spam."),
    "bad_request": (Problem.REFUSED, "The carrier could not read the request."),
    "slow_down": (Problem.BUSY, "The carrier asks us to wait."),
    "unavailable": (Problem.DOWN, "The carrier has a disturbance and has not taken the text."),
    "bad_key": (Problem.MISCONFIGURED, "The carrier does not know this signing key."),
    "not_your_number": (Problem.MISCONFIGURED, "This number is not connected to the carrier."),
}


@dataclass(frozen=True, slots=True)
class Carrier:
    http: Http
    base: str
    key: Secret

    async def ask(
        self, method: str, path: str, *, json: Any = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        return await self.http.request(method, self.base + path, headers=self.headers, json=json, query=query)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key.reveal()}"}


def base(configured: str, own_address: str) -> str:
    """Where the carrier is: as configured, else inside the server that has `own_address`."""
    return configured.rstrip("/") or own_address + PATH


def problem(code: str) -> SendProblem:
    kind, said = ERRORS.get(
        code, (Problem.REFUSED, "The text did not arrive, and the carrier does not say why.")
    )
    return SendProblem(kind, code if code in ERRORS else "", said)


async def send(carrier: Carrier, text: TextToSend) -> Sent:
    asked = {
        "from": text.sender,
        "to": text.to,
        "body": text.body,
        "reference": text.id,
        "status_url": text.report_to,
        "media": list(text.media),
    }
    try:
        answer = await carrier.ask("POST", "/texts", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="The carrier could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The carrier's answer was lost.")) from None
    said = _object(answer)
    if answer.status == 201 and isinstance(said.get("id"), str):
        return Sent(said["id"])
    raise SendFailed(_refusal(answer, said), answer.retry_after)


async def place(carrier: Carrier, call: CallToPlace, say: str) -> Placed:
    asked = {"from": call.number, "phone": call.phone, "to": call.to, "say": say, "reference": call.id}
    try:
        answer = await carrier.ask("POST", "/calls", json=asked | {"status_url": call.address("placed")})
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="The carrier could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The carrier's answer was lost.")) from None
    said = _object(answer)
    if answer.status == 201 and isinstance(said.get("id"), str):
        return Placed(said["id"])
    raise SendFailed(_refusal(answer, said), answer.retry_after)


def _refusal(answer: HttpAnswer, said: Mapping[str, Any]) -> SendProblem:
    """An error counts only in the carrier's own words: a 503 of something in between says nothing."""
    code = str(said.get("error"))
    if answer.status >= 400 and code in ERRORS:
        return problem(code)
    if answer.status == 429:
        return problem("slow_down")
    if answer.status in (401, 403, 404):
        return problem("bad_key")
    if 400 <= answer.status < 500 and answer.status != 408:
        return SendProblem(Problem.REFUSED, said="The carrier refused the text.")
    return _unsure(f"The carrier answered with something else than expected (HTTP {answer.status}).")


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(carrier: Carrier, text: TextToSend, since: datetime) -> Sent | None:
    """By our own id, which the carrier keeps with the text; so `since` only keeps the list short."""
    query = {"from": text.sender, "reference": text.id, "since": since.isoformat()}
    for found in _rows(await _ask(carrier, "/texts", query), "texts"):
        if found.get("reference") == text.id and isinstance(found.get("id"), str):
            return Sent(found["id"])
    return None


def recording_at(carrier: Carrier, recording: str) -> Place:
    """`recording` is its id, or the address that ends in it."""
    id = recording.rpartition("/")[2]
    return Place(f"{carrier.base}/recordings/{quote(id, safe='')}", carrier.headers)


async def calls_to(carrier: Carrier, number: str, since: datetime) -> list[FoundCall]:
    """None where there is no carrier: in a server whose simulator is switched off nobody can have called."""
    answer = await _ask(carrier, "/calls", {"to": number, "since": since.isoformat()})
    if answer.status == 404:
        return []
    rows = _rows(answer, "calls")
    try:
        return [
            FoundCall(
                call=row["id"],
                caller=row["from"],
                dialled=row["to"],
                started_at=datetime.fromisoformat(row["started_at"]),
                ended=row["ended_at"] is not None,
            )
            for row in rows
        ]
    except (KeyError, TypeError, ValueError):
        raise CannotAsk("a call in the list cannot be read") from None


async def check(carrier: Carrier) -> None:
    answer = await _ask(carrier, "/numbers", {})
    if answer.status in (401, 403):
        raise SendFailed(problem("bad_key"))
    if answer.status != 200 or "numbers" not in _object(answer):
        raise CannotAsk(f"HTTP {answer.status}")


def _rows(answer: HttpAnswer, name: str) -> list[dict[str, Any]]:
    rows = _object(answer).get(name)
    if answer.status != 200 or not isinstance(rows, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in rows if isinstance(row, dict)]


async def _ask(carrier: Carrier, path: str, query: Mapping[str, str]) -> HttpAnswer:
    try:
        return await carrier.ask("GET", path, query=query)
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None


def _object(answer: HttpAnswer) -> Mapping[str, Any]:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
