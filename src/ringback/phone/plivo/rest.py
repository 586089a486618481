"""What we ask Plivo: send a text, find it again, list calls, look a number up, connect one, try the key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.download import belongs_to
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached, basic_login
from ringback.lib.numbers import with_plus, without_plus
from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Lookup, Place, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.plivo.tables import LINE_TYPE, REFUSALS, REGISTRATION
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.words import is_toll_free

NEW: Final = "Plivo says something about the registration that is new to us."
PAGE: Final = 20  # the most that Plivo gives
MOST_PAGES: Final = 10
SHORTEST_VALIDITY, LONGEST_VALIDITY = 5, 10_800
# When the text that is looked for can have been made, around our attempt: it takes at most as long as our
# client waits, and the clocks may differ a little. Wider, and it might be another text to the same person.
BEFORE, AFTER = timedelta(seconds=5), timedelta(seconds=20)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    lookup_base: str
    id: str
    token: Secret

    async def ask(
        self, method: str, resource: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached or Lost. Without the slash at the end Plivo would send us elsewhere."""
        url = f"{self.base.rstrip('/')}/v1/Account/{quote(self.id, safe='')}/{resource}/"
        return await self.http.request(method, url, json=json, query=query, basic=self.basic)

    async def read(self, resource: str, query: Mapping[str, str] | None = None) -> HttpAnswer:
        """Raises CannotAsk where there was no answer at all."""
        try:
            return await self.ask("GET", resource, query=query)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None

    @property
    def basic(self) -> tuple[str, str]:
        return self.id, self.token.reveal()


# --- Texts ---


async def send(account: Account, text: TextToSend) -> Sent:
    try:
        answer = await account.ask("POST", "Message", json=_message(text))
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Plivo could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Plivo broke before its answer came.")) from None
    ids = said_in(answer).get("message_uuid")
    id = ids[0] if isinstance(ids, list) and ids else None
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _message(text: TextToSend) -> Row:
    asked: Row = {
        "src": without_plus(text.sender),
        "dst": without_plus(text.to),
        "type": "mms" if text.media else "sms",
        "url": text.report_to,
        "method": "POST",
        # Else it might still be delivered when nobody expects a call back any more.
        "message_expiry": min(max(text.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY),
    }
    asked |= {"text": text.body} if text.body else {}
    return asked | ({"media_urls": list(text.media)} if text.media else {})


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Plivo's own sentence names numbers and is not used."""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, said="Plivo is getting too many requests from this account at once.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Plivo answered with something else than expected (HTTP {answer.status}).")
    kind, said = REFUSALS.get(answer.status, (Problem.REFUSED, "Plivo refused the text."))
    return SendProblem(kind, said=said)


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """The only text to this person that was made around our attempt. Plivo's records have no words to
    compare, so with two of them nobody can say which is ours."""
    query = {
        "message_direction": "outbound",
        "from_number": without_plus(text.sender),
        "to_number": without_plus(text.to),
        "message_time__gte": _written(since - BEFORE),
    }
    if text.besides is None:
        query["message_time__lte"] = _written(since + AFTER)
    ids = [str(row["message_uuid"]) for row in await _list(account, "Message", query) if _is_ours(row, text)]
    if len(ids) > 1 and text.besides is None:
        raise CannotAsk("more than one text fits")
    return Sent(ids[0]) if ids else None


def _is_ours(row: Row, text: TextToSend) -> bool:
    return (
        isinstance(row.get("message_uuid"), str)
        and text.may_be(text.body, row["message_uuid"])
        and row.get("message_direction") == "outbound"
        and without_plus(str(row.get("to_number"))) == without_plus(text.to)
        and without_plus(str(row.get("from_number"))) == without_plus(text.sender)
    )


# --- Calls and numbers ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    """Only calls that are over are in Plivo's log."""
    query = {
        "call_direction": "inbound",
        "to_number": without_plus(number),
        "end_time__gte": _written(since),
    }
    found = [_call(row) for row in await _list(account, "Call", query) if _is_callers(row)]
    return [call for call in found if call.started_at >= since]


def _is_callers(row: Row) -> bool:
    """Not the leg to one of the owner's phones."""
    return row.get("call_direction") == "inbound" and not row.get("parent_call_uuid")


def _call(row: Row) -> FoundCall:
    call, started = row.get("call_uuid"), _when(row.get("initiation_time"))
    if not isinstance(call, str) or started is None:
        raise CannotAsk("a call in the list cannot be read")
    caller, dialled = str(row.get("from_number") or ""), str(row.get("to_number") or "")
    return FoundCall(call, with_plus(caller), with_plus(dialled), started, ended=True)


async def lookup(account: Account, number: str) -> Lookup:
    url = f"{account.lookup_base.rstrip('/')}/v1/Number/{quote(number, safe='+')}"
    try:
        answer = await account.http.request("GET", url, query={"type": "carrier"}, basic=account.basic)
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    carrier = said_in(answer).get("carrier")
    if answer.status != 200 or not isinstance(carrier, dict):
        raise CannotAsk(f"HTTP {answer.status}")
    return Lookup(LINE_TYPE.get(str(carrier.get("type")), ""), "", str(carrier.get("name") or ""))


async def registration(account: Account, number: str) -> str:
    """What stands with our number itself."""
    answer = await account.read(f"Number/{without_plus(number)}")
    if answer.status == 404:
        return "The number is not in this Plivo account."
    said = said_in(answer)
    name = "toll_free_sms_verification" if is_toll_free(number) else "tendlc_registration_status"
    if answer.status != 200 or name not in said:
        raise CannotAsk(f"HTTP {answer.status}")
    return REGISTRATION.get(str(said[name] or "unregistered").lower(), NEW)


async def recording_at(account: Account, recording: str) -> Place | None:
    """Plivo keeps it for 30 days, at an address that is open unless the account says otherwise."""
    answer = await account.read(f"Recording/{quote(recording, safe='')}")
    if answer.status == 404:
        return None
    url = said_in(answer).get("recording_url")
    if answer.status != 200 or not isinstance(url, str):
        raise CannotAsk(f"HTTP {answer.status}")
    own = belongs_to(url, account.base, "media.plivo.com")
    return Place(url, basic_login(*account.basic) if own else {})


async def check(account: Account) -> None:
    listed(allowed(await account.read("Number", {"limit": "1"})))


# --- Answers ---


def allowed(answer: HttpAnswer) -> HttpAnswer:
    if answer.status in (401, 403):
        kind, said = REFUSALS[answer.status]
        raise SendFailed(SendProblem(kind, said=said))
    return answer


async def _list(account: Account, resource: str, query: dict[str, str]) -> list[Row]:
    """All pages of a list. Raises CannotAsk when one is missing, or when there is no end to them."""
    found: list[Row] = []
    for page in range(MOST_PAGES):
        rows = listed(await account.read(resource, {**query, "limit": str(PAGE), "offset": str(page * PAGE)}))
        found += rows
        if len(rows) < PAGE:
            return found
    raise CannotAsk("too many pages")


def listed(answer: HttpAnswer) -> list[Row]:
    rows = said_in(answer).get("objects")
    if answer.status != 200 or not isinstance(rows, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in rows if isinstance(row, dict)]


def said_in(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _written(at: datetime) -> str:
    """As the filters take it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _when(value: object) -> datetime | None:
    """In the zone of the owner's console, with its offset; without one it could be any hour of the day."""
    try:
        parsed = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return parsed.astimezone(UTC) if parsed is not None and parsed.tzinfo else None
