"""Twilio's REST interface of 2010-04-01: send a text, find it again, list calls, try the key.

What counts for a text is whether Twilio can have got it, so every way an answer can go wrong is sorted here.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, FoundCall, SendFailed, Sent, TextToSend
from ringback.phone.twilio.tables import CALL_ENDED, problem

VERSION = "2010-04-01"
PAGE = 100
MOST_PAGES = 10
CLOCKS_APART = timedelta(seconds=60)  # how far Twilio's clock and ours may differ
SHORTEST_VALIDITY, LONGEST_VALIDITY = 1, 36_000

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account, where, and through which client."""

    http: Http
    base: str
    sid: str
    token: Secret

    def url(self, resource: str) -> str:
        return f"{self.base.rstrip('/')}/{VERSION}/Accounts/{quote(self.sid, safe='')}/{resource}"

    @property
    def basic(self) -> tuple[str, str]:
        return self.sid, self.token.reveal()


# --- Texts ---


async def send(account: Account, text: TextToSend, service: str) -> Sent:
    """`service` is the messaging service to send through, or ""."""
    try:
        answer = await account.http.request(
            "POST", account.url("Messages.json"), form=_form(text, service), basic=account.basic
        )
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Twilio could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Twilio broke before its answer came.")) from None
    sid = _object(answer).get("sid")
    if answer.status in (200, 201) and isinstance(sid, str) and sid:
        return Sent(sid)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _form(text: TextToSend, service: str) -> list[tuple[str, str]]:
    # With a service the sender is still named, so that the text comes from the number that was called.
    form = [("To", text.to), ("From", text.sender)]
    form += [("MessagingServiceSid", service)] if service else []
    form += [("Body", text.body)] if text.body else []
    form += [("MediaUrl", url) for url in text.media]
    # By default Twilio would still deliver after ten hours, when nobody expects a call back any more.
    valid = min(max(text.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY)
    return [*form, ("StatusCallback", text.report_to), ("ValidityPeriod", str(valid))]


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Twilio's own sentence names numbers and is not used."""
    code = _code(answer)
    if answer.status == 429:
        return problem(code or "20429", SendProblem(Problem.BUSY, code, "Twilio asks us to wait."))
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Twilio answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        said = "Twilio does not accept the account SID and auth token."
        return problem(code, SendProblem(Problem.MISCONFIGURED, code, said))
    return problem(code, SendProblem(Problem.REFUSED, code, "Twilio refused the text."))


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime, service: str) -> Sent | None:
    """The text that Twilio made of an unsure request: same words to the same person, made since then.

    There is no filter for the words, and a text that has not left yet has no sent date to filter by; so all
    texts to this person are read, newest first, back to `since`. Of several equal ones the first after
    `since` is ours: an earlier one, within the difference of the clocks, is more likely another's.
    """
    query = {"To": text.to, "PageSize": str(PAGE)}
    if not service:
        query["From"] = text.sender  # a service may choose the sender later, and until then From is empty
    found: list[tuple[bool, float, str]] = []
    async for page in _pages(account, "Messages.json", query, "messages"):
        made = [(_when(row.get("date_created")), row) for row in page]
        for at, row in made:
            if at and at >= since - CLOCKS_APART and _is_same(row, text):
                away = (at - since.replace(microsecond=0)).total_seconds()
                found.append((away < 0, abs(away), str(row["sid"])))
        if made and all(at and at < since - CLOCKS_APART for at, _ in made):
            break
    return Sent(min(found)[2]) if found else None


def _is_same(row: Row, text: TextToSend) -> bool:
    return (
        row.get("body") == text.body
        and row.get("to") == text.to
        and row.get("from") in (text.sender, None, "")
        and str(row.get("direction", "")).startswith("outbound")
        and isinstance(row.get("sid"), str)
    )


# --- Calls ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    """The calls of callers to this number, not the legs to the owner's phones."""
    day = since.astimezone(UTC).date().isoformat()  # the filter knows only whole days, in GMT
    query = {"To": number, "StartTime>": day, "PageSize": str(PAGE)}
    found = []
    async for page in _pages(account, "Calls.json", query, "calls"):
        found += [call for row in page if (call := _call(row)) and call.started_at >= since]
    return found


def _call(row: Row) -> FoundCall | None:
    started = _when(row.get("start_time")) or _when(row.get("date_created"))
    sid, status = row.get("sid"), str(row.get("status"))
    if (
        row.get("direction") != "inbound"
        or row.get("parent_call_sid")
        or not started
        or not isinstance(sid, str)
    ):
        return None
    return FoundCall(
        sid, str(row.get("from") or ""), str(row.get("to") or ""), started, ended=status in CALL_ENDED
    )


async def check(account: Account) -> None:
    # Not the account itself: that page refuses keys that may do everything else.
    answer = await _get(account, account.url("IncomingPhoneNumbers.json"), {"PageSize": "1"})
    if answer.status in (401, 403, 404):
        raise SendFailed(_refusal(answer))
    if answer.status != 200 or "incoming_phone_numbers" not in _object(answer):
        raise CannotAsk(f"HTTP {answer.status}")


# --- Answers ---


async def _pages(
    account: Account, resource: str, query: dict[str, str], name: str
) -> AsyncIterator[list[Row]]:
    """Page after page of a list. Raises CannotAsk when one is missing, or when there is no end to them."""
    url, asked = account.url(resource), query
    for _ in range(MOST_PAGES):
        answer = await _get(account, url, asked)
        rows, following = _object(answer).get(name), _object(answer).get("next_page_uri")
        if answer.status != 200 or not isinstance(rows, list):
            raise CannotAsk(f"HTTP {answer.status}")
        yield [row for row in rows if isinstance(row, dict)]
        if not isinstance(following, str) or not following:
            return
        if not following.startswith(f"/{VERSION}/"):  # our key goes nowhere but to this interface
            raise CannotAsk("the next page is somewhere else")
        url, asked = account.base.rstrip("/") + following, {}
    raise CannotAsk("too many pages")


async def _get(account: Account, url: str, query: dict[str, str]) -> HttpAnswer:
    try:
        return await account.http.request("GET", url, query=query or None, basic=account.basic)
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None


def _object(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except (ValueError, RecursionError):  # the second for thousands of brackets
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _code(answer: HttpAnswer) -> str:
    code = _object(answer).get("code")
    return str(code) if isinstance(code, int) and 0 < code < 10_000_000 else ""


def _when(value: object) -> datetime | None:
    """Twilio's dates are those of e-mail, in GMT: "Fri, 20 Nov 2026 17:03:09 +0000"."""
    try:
        parsed = parsedate_to_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return parsed if parsed is None or parsed.tzinfo else parsed.replace(tzinfo=UTC)
