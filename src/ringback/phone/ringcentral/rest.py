"""What we ask RingCentral: send a text, find it again, list calls, try the app's access."""

from datetime import UTC, datetime, timedelta
from typing import Final

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.answers import json_object
from ringback.phone.asked import FoundCall, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed, Unreadable
from ringback.phone.ringcentral.account import Account, Row
from ringback.phone.ringcentral.tables import NOT_SENT, problem
from ringback.phone.said import Said

EXTENSION: Final = "/account/~/extension/~"
CLOCKS_APART: Final = timedelta(seconds=60)  # how far RingCentral's clock and ours may differ
STILL_GOING_ON: Final = "In Progress"


async def send(account: Account, text: TextToSend) -> Sent:
    if text.media:  # RingCentral wants the picture itself, and we have its address
        said = "Through RingCentral, Ringback can send no pictures."
        raise SendFailed(SendProblem(Problem.REFUSED, said=said))
    asked = {"from": {"phoneNumber": text.sender}, "to": [{"phoneNumber": text.to}], "text": text.body}
    try:
        answer = await account.ask("POST", f"{EXTENSION}/sms", json=asked)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="RingCentral could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to RingCentral broke before its answer came.")) from None
    sent = json_object(answer)
    if answer.status in (200, 201) and isinstance(sent.get("id"), str | int) and sent["id"]:
        if sent.get("messageStatus") in NOT_SENT:
            refused = SendProblem(
                Problem.REFUSED, said="RingCentral did not send the text and gives no reason."
            )
            raise SendFailed(problem(str(sent.get("deliveryErrorCode")), refused))
        return Sent(str(sent["id"]))
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. RingCentral's own sentences may name numbers and are not used."""
    said = json_object(answer).get("errorCode")
    code = said if isinstance(said, str) and len(said) <= 30 else ""
    if answer.status == 429:
        return SendProblem(Problem.BUSY, code, "RingCentral asks us to wait.")
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"RingCentral answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        words = "RingCentral does not let this app send texts from this number."
        return problem(code, SendProblem(Problem.MISCONFIGURED, code, words))
    return problem(code, SendProblem(Problem.REFUSED, code, "RingCentral refused the text."))


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """The same words to the same person, made since then; of several the first."""
    query = {
        "messageType": "SMS",
        "direction": "Outbound",
        "dateFrom": _instant(since - CLOCKS_APART),
        "phoneNumber": text.to,
    }
    found: list[tuple[datetime, str]] = []
    async for page in account.pages(f"{EXTENSION}/message-store", query):
        found += [(at, str(row["id"])) for row in page if (at := _same(row, text, since))]
    return Sent(min(found)[1]) if found else None


def _same(row: Row, text: TextToSend, since: datetime) -> datetime | None:
    """When it was made, if it is this text; else None."""
    at, to = _when(row.get("creationTime")), row.get("to")
    people = [one.get("phoneNumber") for one in to if isinstance(one, dict)] if isinstance(to, list) else []
    is_ours = (
        row.get("direction") == "Outbound"
        and text.may_be(row.get("subject"), str(row.get("id")))
        and text.to in people
        and isinstance(row.get("id"), str | int)
    )
    return at if is_ours and at and at >= since - CLOCKS_APART else None


async def calls_to(account: Account, number: str, since: datetime, scope: str) -> list[FoundCall]:
    query = {"direction": "Inbound", "type": "Voice", "view": "Detailed", "dateFrom": _instant(since)}
    found: dict[str, FoundCall] = {}
    async for page in account.pages(f"{scope}/call-log", query):
        for call in map(_call, page):
            if call and call.dialled == number and call.started_at >= since:
                found.setdefault(call.call, call)
    return list(found.values())


def _call(row: Row) -> FoundCall | None:
    """None for what cannot be joined with the events of a call."""
    said = Said(row)
    try:
        started, call = _when(said.text("startTime")), said.text("telephonySessionId")
        caller, called = said.part("from").text("phoneNumber"), said.part("to").text("phoneNumber")
        is_inbound, ended = said.text("direction") == "Inbound", said.text("result") != STILL_GOING_ON
    except Unreadable:
        raise CannotAsk("a call in the list cannot be read") from None
    if not is_inbound or started is None or not call:
        return None
    return FoundCall(call, caller, called, started, ended)


async def check(account: Account) -> None:
    answer = await account.again("GET", EXTENSION)
    if answer.status != 200 or not json_object(answer).get("id"):
        raise CannotAsk(f"HTTP {answer.status}")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _when(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
