"""What we ask Zoom: send a text, find it again, list calls, try the app's access. JSON both ways."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.download import belongs_to
from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.phone import tokens
from ringback.phone.answers import json_object, json_object_if_any
from ringback.phone.asked import FoundCall, Place, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable
from ringback.phone.said import Said
from ringback.phone.zoom.calls import HIDDEN
from ringback.phone.zoom.login import Login
from ringback.phone.zoom.tables import CAMPAIGNS, problem

PAGE: Final = "100"
MOST_PAGES: Final = 10
CLOCKS_APART: Final = timedelta(seconds=60)  # how far Zoom's clock and ours may differ
A_DAY, A_MONTH = timedelta(days=1), timedelta(days=28)
SESSIONS: Final = "/phone/sms/sessions"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    login: Login

    async def ask(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises NotReached, Lost, or SendFailed when there is no token."""
        url = self.base.rstrip("/") + "/v2" + path
        return await tokens.request(self.http, self.login, method, url, json=json, query=query)

    async def surely(
        self, method: str, path: str, *, json: Row | None = None, query: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        """Raises SendFailed(MISCONFIGURED) when Zoom does not accept our access, or CannotAsk."""
        return await tokens.to_a_question(self.ask(method, path, json=json, query=query))

    async def read(self, path: str, query: Mapping[str, str]) -> Row:
        """Raises CannotAsk."""
        try:
            answer = await self.ask("GET", path, query=query)
        except (NotReached, Lost, SendFailed) as error:
            raise CannotAsk(str(error)) from None
        said = json_object_if_any(answer)
        if answer.status != 200 or said is None:
            raise CannotAsk(f"HTTP {answer.status}")
        return said

    def pages(self, path: str, query: Mapping[str, str], name: str) -> AsyncIterator[list[Row]]:
        """See `pages`. Raises CannotAsk."""

        async def read(asked: Mapping[str, str]) -> Row:
            return await self.read(path, asked)

        return pages(read, query, name)


async def pages(
    read: Callable[[Mapping[str, str]], Awaitable[Row]], query: Mapping[str, str], name: str
) -> AsyncIterator[list[Row]]:
    """Page after page of a list. Raises CannotAsk when it is none, or when there is no end to them."""
    asked = {**query, "page_size": PAGE}
    for _ in range(MOST_PAGES):
        said = await read(asked)
        found, following = said.get(name), said.get("next_page_token")
        if not isinstance(found, list):
            raise CannotAsk("there is no list in the answer")
        yield [row for row in found if isinstance(row, dict)]
        if not isinstance(following, str) or not following:
            return
        asked = asked | {"next_page_token": following}
    raise CannotAsk("too many pages")


# --- Texts ---


async def send(account: Account, text: TextToSend, user: str) -> Sent:
    """`user` is the Zoom id of whoever has the number, or "" where Zoom needs none."""
    if text.media:  # Zoom wants the picture itself, and we have its address
        raise SendFailed(SendProblem(Problem.REFUSED, said="Through Zoom, Ringback can send no pictures."))
    sender = {"phone_number": text.sender} | ({"user_id": user} if user else {})
    asked = {"sender": sender, "to_members": [{"phone_number": text.to}], "message": text.body}
    try:
        answer = await account.ask("POST", "/phone/sms/messages", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Zoom could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Zoom broke before its answer came.")) from None
    id = json_object(answer).get("message_id")
    if answer.status in (200, 201) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Zoom's own sentences may name numbers and are not used."""
    code = code_of(answer)
    if answer.status == 429:
        return SendProblem(Problem.BUSY, code, "Zoom asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Zoom answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        said = "Zoom does not let this app send texts from this number."
        return problem(code, SendProblem(Problem.MISCONFIGURED, code, said))
    return problem(code, SendProblem(Problem.REFUSED, code, "Zoom refused the text."))


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """The same words to the same person, sent since then. Zoom lists texts by conversation only."""
    days = {"from": _day(since - A_DAY), "to": _day(since + (A_DAY if text.besides is None else A_MONTH))}
    query = {**days, "phone_number": text.sender, "filter_type": "sent_message_time"}
    found: list[tuple[datetime, str]] = []
    async for page in account.pages(SESSIONS, query, "sms_sessions"):
        for session in page:
            if _takes_part(session, text.to):
                path = f"{SESSIONS}/{quote(str(session.get('session_id')), safe='')}"
                async for rows in account.pages(path, days, "sms_histories"):
                    found += [(at, str(row["message_id"])) for row in rows if (at := _same(row, text, since))]
    return Sent(min(found)[1]) if found else None


def _takes_part(session: Row, number: str) -> bool:
    """Where the list does not name who takes part, it has to be looked into."""
    people = session.get("participants")
    if not isinstance(people, list) or not people:
        return True
    return any(isinstance(one, dict) and one.get("phone_number") == number for one in people)


def _same(row: Row, text: TextToSend, since: datetime) -> datetime | None:
    """When it was sent, if it is this text; else None."""
    at = _when(row.get("date_time"))
    to = row.get("to_members")
    others = [one.get("phone_number") for one in to if isinstance(one, dict)] if isinstance(to, list) else []
    is_ours = (
        str(row.get("direction")).lower() in ("out", "outbound")
        and text.may_be(row.get("message"), row.get("message_id"))
        and (not others or text.to in others)
        and isinstance(row.get("message_id"), str)
    )
    return at if is_ours and at and at >= since - CLOCKS_APART else None


# --- Calls and the rest ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    """Calls that are over; one for all the phones that rang in it."""
    query = {"from": _day(since - A_DAY), "to": _day(since + 2 * A_DAY)}
    found: dict[str, FoundCall] = {}
    async for page in account.pages("/phone/call_history", query, "call_logs"):
        for call in map(_call, page):
            if call and call.dialled == number and call.started_at >= since:
                found.setdefault(call.call, call)
    return list(found.values())


def _call(row: Row) -> FoundCall | None:
    """None for what is no inbound call, or cannot be joined with the events of a call."""
    said = Said(row)
    try:
        started, call = _when(said.text("start_time")), said.text("call_id")
        caller = HIDDEN if row.get("hide_caller_id") is True else said.text("caller_did_number")
        if said.text("direction") != "inbound" or started is None or not call:
            return None
        return FoundCall(call, caller, said.text("callee_did_number"), started, ended=True)
    except Unreadable:
        raise CannotAsk("a call in the list cannot be read") from None


async def recording_at(account: Account, recording: str) -> Place | None:
    """The address wants the app's token, and none but Zoom's own hosts get it."""
    try:
        answer = await account.ask("GET", f"/phone/voice_mails/{quote(recording, safe='')}")
        token = tokens.kept(account.login)
    except (NotReached, Lost, SendFailed) as error:
        raise CannotAsk(str(error)) from None
    if answer.status == 404:
        return None
    url = json_object(answer).get("download_url")
    if answer.status != 200 or not isinstance(url, str) or token is None:
        raise CannotAsk(f"HTTP {answer.status}")
    own = belongs_to(url, account.base, "zoom.us")
    return Place(url, {"Authorization": f"Bearer {token.reveal()}"} if own else {})


async def check(account: Account) -> None:
    answer = await account.surely("GET", SESSIONS, query={"page_size": "1"})
    refusal = _refusal(answer) if 400 <= answer.status < 500 else None
    if refusal and refusal.problem is Problem.MISCONFIGURED:
        raise SendFailed(refusal)
    if answer.status != 200 or json_object_if_any(answer) is None:
        raise CannotAsk(f"HTTP {answer.status}")


async def registration(account: Account) -> str:
    found = [row async for page in account.pages("/phone/sms_campaigns", {}, "sms_campaigns") for row in page]
    if not found:
        return "The Zoom account has no texting campaign (10DLC)."
    new = "Zoom says something about the texting campaign that is new to us."
    told = [CAMPAIGNS.get(str(row.get("status")), new) for row in found]
    return "" if "" in told else told[0]


def code_of(answer: HttpAnswer) -> str:
    """Zoom's own code of an error, or ""."""
    code = json_object(answer).get("code")
    return str(code) if isinstance(code, int) and not isinstance(code, bool) and 0 < code < 10_000_000 else ""


def _day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()


def _when(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
