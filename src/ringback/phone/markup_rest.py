"""The REST interface of 2010-04-01, which came with the markup: send a text, find it, list calls, try the
key.

What counts for a text is whether the company can have got it, so every way an answer can go wrong is sorted
here. No company is known here: what differs comes in as a `House`.
"""

from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached, basic_login
from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Place, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

VERSION = "2010-04-01"
PAGE = 100
MOST_PAGES = 10
CLOCKS_APART = timedelta(seconds=60)  # how far the company's clock and ours may differ
SHORTEST_VALIDITY, LONGEST_VALIDITY = 1, 36_000

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class House:
    """Whose interface it is, and what is different there."""

    title: str
    credentials: str  # what a line needs to log in: "account SID and auth token"
    problem: Callable[[str, SendProblem], SendProblem]  # a code, and what it means where it is in no table
    call_ended: Collection[str]
    suffix: str = ""  # ".json" where an address has to say so
    tried_on: tuple[str, str] = ("IncomingPhoneNumbers", "incoming_phone_numbers")  # a list, and its name
    too_many: str = "20429"  # the code for "too many requests", where a refusal brings none


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account, where, and through which client."""

    house: House
    http: Http
    base: str
    sid: str
    token: Secret

    def url(self, resource: str) -> str:
        account = f"{self.base.rstrip('/')}/{VERSION}/Accounts/{quote(self.sid, safe='')}"
        return f"{account}/{resource}{self.house.suffix}"

    @property
    def basic(self) -> tuple[str, str]:
        return self.sid, self.token.reveal()


# --- Texts ---


async def send(account: Account, text: TextToSend, service: str) -> Sent:
    """`service` is the messaging service to send through, or ""."""
    house = account.house
    try:
        answer = await account.http.request(
            "POST", account.url("Messages"), form=_form(text, service), basic=account.basic
        )
    except NotReached:
        down = SendProblem(Problem.DOWN, said=f"{house.title} could not be reached.")
        raise SendFailed(down) from None
    except Lost:
        broke = f"The connection to {house.title} broke before its answer came."
        raise SendFailed(_unsure(broke)) from None
    sid = said_in(answer).get("sid")
    if answer.status in (200, 201) and isinstance(sid, str) and sid:
        return Sent(sid)
    raise SendFailed(_refusal(house, answer), answer.retry_after if answer.status == 429 else None)


def _form(text: TextToSend, service: str) -> list[tuple[str, str]]:
    # With a service the sender is still named, so that the text comes from the number that was called.
    form = [("To", text.to), ("From", text.sender)]
    form += [("MessagingServiceSid", service)] if service else []
    form += [("Body", text.body)] if text.body else []
    form += [("MediaUrl", url) for url in text.media]
    # By default it would still be delivered after hours, when nobody expects a call back any more.
    valid = min(max(text.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY)
    return [*form, ("StatusCallback", text.report_to), ("ValidityPeriod", str(valid))]


def _refusal(house: House, answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. The company's own sentence names numbers and is not used."""
    code = code_of(answer)
    if answer.status == 429:
        return house.problem(
            code or house.too_many, SendProblem(Problem.BUSY, code, f"{house.title} asks us to wait.")
        )
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"{house.title} answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        said = f"{house.title} does not accept the {house.credentials}."
        return house.problem(code, SendProblem(Problem.MISCONFIGURED, code, said))
    return house.problem(code, SendProblem(Problem.REFUSED, code, f"{house.title} refused the text."))


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime, service: str) -> Sent | None:
    """The text that the company made of an unsure request: same words to the same person, made since then.

    There is no filter for the words, and a text that has not left yet has no sent date to filter by; so all
    texts to this person are read, newest first, back to `since`. Of several equal ones the first after
    `since` is ours: an earlier one, within the difference of the clocks, is more likely another's.
    """
    query = {"To": text.to, "PageSize": str(PAGE)}
    if not service:
        query["From"] = text.sender  # a service may choose the sender later, and until then From is empty
    found: list[tuple[bool, float, str]] = []
    async for page in _pages(account, "Messages", query, "messages"):
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
        text.may_be(row.get("body"), row.get("sid"))
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
    async for page in _pages(account, "Calls", query, "calls"):
        found += [call for row in page if (call := _call(account.house, row)) and call.started_at >= since]
    return found


def _call(house: House, row: Row) -> FoundCall | None:
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
        sid, str(row.get("from") or ""), str(row.get("to") or ""), started, ended=status in house.call_ended
    )


def recording_at(account: Account, recording: str) -> Place:
    """Without an ending it would be a WAV, ten times the size."""
    folder = account.url("Recordings").removesuffix(account.house.suffix)
    return Place(f"{folder}/{quote(recording, safe='')}.mp3", basic_login(*account.basic))


async def check(account: Account) -> None:
    # Not the account itself: that page refuses keys that may do everything else.
    resource, name = account.house.tried_on
    answer = await _get(account, account.url(resource), {"PageSize": "1"})
    if answer.status in (401, 403, 404):
        raise SendFailed(_refusal(account.house, answer))
    if answer.status != 200 or name not in said_in(answer):
        raise CannotAsk(f"HTTP {answer.status}")


# --- Answers ---


async def _pages(
    account: Account, resource: str, query: dict[str, str], name: str
) -> AsyncIterator[list[Row]]:
    """Page after page of a list. Raises CannotAsk when one is missing, or when there is no end to them."""
    url, asked = account.url(resource), query
    for _ in range(MOST_PAGES):
        answer = await _get(account, url, asked)
        rows, following = said_in(answer).get(name), said_in(answer).get("next_page_uri")
        if answer.status != 200 or not isinstance(rows, list):
            raise CannotAsk(f"HTTP {answer.status}")
        yield [row for row in rows if isinstance(row, dict)]
        if not isinstance(following, str) or not following:
            return
        base = urlsplit(account.base.rstrip("/"))
        if not following.startswith(f"{base.path}/{VERSION}/"):  # our key goes nowhere but to this interface
            raise CannotAsk("the next page is somewhere else")
        url, asked = f"{base.scheme}://{base.netloc}{following}", {}
    raise CannotAsk("too many pages")


async def _get(account: Account, url: str, query: dict[str, str]) -> HttpAnswer:
    try:
        return await account.http.request("GET", url, query=query or None, basic=account.basic)
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None


def said_in(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except (ValueError, RecursionError):  # the second for thousands of brackets
        return {}
    return parsed if isinstance(parsed, dict) else {}


def code_of(answer: HttpAnswer) -> str:
    """The number of the error, which some write as a number and some as text."""
    code = said_in(answer).get("code")
    written = str(code) if isinstance(code, int | str) and not isinstance(code, bool) else ""
    return written if written.isascii() and written.isdigit() and 0 < int(written[:8]) < 10_000_000 else ""


def _when(value: object) -> datetime | None:
    """The dates are those of e-mail, in GMT: "Fri, 20 Nov 2026 17:03:09 +0000"."""
    try:
        parsed = parsedate_to_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return parsed if parsed is None or parsed.tzinfo else parsed.replace(tzinfo=UTC)
