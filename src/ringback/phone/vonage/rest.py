"""What we ask Vonage about texts, numbers and the application: send, find, look up, try the key, connect."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ringback.lib.http import HttpAnswer
from ringback.lib.numbers import with_plus, without_plus
from ringback.phone.answers import (
    Row,
    failure,
    json_object,
    listed,
    neither_yes_nor_no,
    rows,
    to_a_question,
    to_a_send,
)
from ringback.phone.asked import FoundCall, Lookup, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.said import instant
from ringback.phone.vonage.account import BAD_KEY, Account
from ringback.phone.vonage.tables import LINE_TYPE, PASSES, REFUSALS, problem

TITLE: Final = "Vonage"
SHORTEST_VALIDITY, LONGEST_VALIDITY = 20, 604_800
PAGE: Final = 100
MOST_PAGES: Final = 10
# Around our attempt: it takes at most as long as our client waits, and the clocks may differ a little.
BEFORE, AFTER = timedelta(seconds=30), timedelta(minutes=10)


# --- Texts ---


async def send(account: Account, text: TextToSend) -> Sent:
    answer = await to_a_send(account.with_key("POST", "/v1/messages", json=_message(text)), TITLE)
    id = json_object(answer).get("message_uuid")
    if answer.status in (200, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise failure(neither_yes_nor_no(answer, TITLE) or _refusal(answer), answer)


def _message(text: TextToSend) -> Row:
    asked: Row = {
        "channel": "mms" if text.media else "sms",
        "message_type": "image" if text.media else "text",
        "from": without_plus(text.sender),
        "to": without_plus(text.to),
        "client_ref": text.id,  # comes back with every report
        # Else it might still be delivered when nobody expects a call back any more.
        "ttl": min(max(text.valid_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY),
        "webhook_url": text.report_to,
        "webhook_version": "v1",
    }
    if text.media:  # one picture a text; its words are the caption
        return asked | {"image": {"url": text.media[0], "caption": text.body}}
    return asked | {"text": text.body, "sms": {"encoding_type": "auto"}}


def _refusal(answer: HttpAnswer) -> SendProblem:
    """Vonage's own sentence may name numbers and is not used."""
    said = str(json_object(answer).get("type") or "").rpartition("#")[2]
    code = said if said.isascii() and said.isdigit() and len(said) < 8 else ""
    kind, words = REFUSALS.get(answer.status, (Problem.REFUSED, "Vonage refused the text."))
    if code in PASSES:
        return SendProblem(Problem.BUSY, code, "Vonage asks us to wait.")
    return problem(code, SendProblem(kind, code, words))


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """By our own id, which Vonage keeps with the text ("Reports API")."""
    query = {
        "account_id": account.key,
        "product": "MESSAGES",
        "direction": "outbound",
        "date_start": _written(since - BEFORE),
        "date_end": _written(since + AFTER),
    }
    answer = await to_a_question(account.with_key("GET", "/v2/reports/records", query=query))
    for row in rows(listed(answer), "records"):
        if row.get("client_ref") == text.id and isinstance(row.get("message_id"), str):
            return Sent(row["message_id"])
    return None


# --- Calls ---


async def calls_to(account: Account, number: str, since: datetime) -> list[FoundCall]:
    found: list[FoundCall] = []
    for page in range(MOST_PAGES):
        query = {"date_start": _written(since), "page_size": str(PAGE), "record_index": str(page * PAGE)}
        answer = await to_a_question(account.as_application("GET", "/v1/calls", query=query))
        embedded = listed(answer).get("_embedded")
        on_page = rows(embedded if isinstance(embedded, dict) else {}, "calls")
        found += [_call(row) for row in on_page if _is_callers(row, number)]
        if len(on_page) < PAGE:
            return [call for call in found if call.started_at >= since]
    raise CannotAsk("too many pages")


def _is_callers(row: Row, number: str) -> bool:
    return row.get("direction") == "inbound" and _number(row.get("to")) == number


def _call(row: Row) -> FoundCall:
    call, started = row.get("conversation_uuid"), instant(row.get("start_time"))
    if not isinstance(call, str) or started is None:
        raise CannotAsk("a call in the list cannot be read")
    ended = row.get("status") not in ("started", "ringing", "answered")
    return FoundCall(call, _number(row.get("from")), _number(row.get("to")), started, ended)


def _number(end: Any) -> str:
    """One end of a call: its number, or an object with it."""
    written = end.get("number") if isinstance(end, dict) else end
    return with_plus(without_plus(str(written or "")))


# --- Numbers, and the application ---


async def lookup(account: Account, number: str) -> Lookup:
    query = {"number": without_plus(number), "cnam": "true"}
    answer = await to_a_question(account.with_key("GET", "/ni/standard/json", query=query))
    found = listed(answer)
    carrier = found.get("current_carrier")
    if found.get("status") != 0 or not isinstance(carrier, dict):
        raise CannotAsk("the number was not looked up")
    name = str(found.get("caller_name") or "")
    return Lookup(LINE_TYPE.get(str(carrier.get("network_type")), ""), name, str(carrier.get("name") or ""))


async def check(account: Account) -> None:
    await application(account)


async def application(account: Account) -> Row:
    answer = await to_a_question(account.with_key("GET", account.application_path()), BAD_KEY)
    if answer.status == 404:
        raise SendFailed(SendProblem(Problem.MISCONFIGURED, said="Vonage does not know this application id."))
    return listed(answer)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
