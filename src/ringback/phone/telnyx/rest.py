"""What we ask Telnyx about texts and numbers: send a text, find it again, look a number up, try the key."""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.asked import Lookup, Place, Sent, TextToSend
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.telnyx.account import Account, error, one, rows
from ringback.phone.telnyx.tables import ASSIGNMENT, LINE_TYPE, VERIFICATION, problem
from ringback.phone.words import is_toll_free

PAGE: Final = "50"
BAD_KEY: Final = SendProblem(Problem.MISCONFIGURED, "", "Telnyx does not accept the API key.")


# --- Texts ---


async def send(account: Account, text: TextToSend) -> Sent:
    """With the text's id as key: should the same request ever come twice, Telnyx sends one text."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": text.id}
    try:
        answer = await account.ask("POST", "/messages", body=_message(text), headers=headers)
    except NotReached:
        raise SendFailed(SendProblem(Problem.DOWN, said="Telnyx could not be reached.")) from None
    except Lost:
        raise SendFailed(_unsure("The connection to Telnyx broke before its answer came.")) from None
    id = one(answer).get("id")
    if answer.status in (200, 201, 202) and isinstance(id, str) and id:
        return Sent(id)
    raise SendFailed(_refusal(answer), answer.retry_after if answer.status == 429 else None)


def _message(text: TextToSend) -> bytes:
    """Always the same bytes for the same text: a key may only come back with exactly these."""
    said: dict[str, Any] = {"from": text.sender, "to": text.to}
    if text.body:
        said["text"] = text.body
    if text.media:
        said["media_urls"] = list(text.media)
    said |= {"webhook_url": text.report_to, "use_profile_webhooks": False}
    return json.dumps(said).encode()


def _refusal(answer: HttpAnswer) -> SendProblem:
    """What any answer but "accepted" means. Telnyx's own sentences name numbers and are not used."""
    code, words = error(answer)
    if answer.status == 429:
        return problem(code, words, SendProblem(Problem.BUSY, code, "Telnyx asks us to wait."))
    if not 400 <= answer.status < 500 or answer.status == 408:
        return _unsure(f"Telnyx answered with something else than expected (HTTP {answer.status}).")
    if answer.status in (401, 403, 404):
        return problem(code, words, SendProblem(Problem.MISCONFIGURED, code, BAD_KEY.said))
    return problem(code, words, SendProblem(Problem.REFUSED, code, "Telnyx refused the text."))


def _unsure(said: str) -> SendProblem:
    return SendProblem(Problem.UNSURE, said=said)


async def find(account: Account, text: TextToSend, since: datetime) -> Sent | None:
    """The text in Telnyx's records, known by the address for its reports, in which our id is.

    Texts cannot be listed; the records are made later, by how much is not documented. The same request with
    the same key would bring the answer at once, but would send a text that never arrived there, too: without
    the last look, and perhaps after a STOP.
    """
    query = {
        "filter[record_type]": "messaging",
        "filter[created_at][gte]": (since - timedelta(days=1)).date().isoformat(),  # days, in a zone unknown
        "filter[direction]": "outbound",
        "filter[cld]": text.to,
        "sort": "-created_at",
        "page[size]": PAGE,
    }
    for row in rows(await account.read("/detail_records", query)):
        id = row.get("uuid")
        if row.get("delivery_status_webhook_url") == text.report_to and isinstance(id, str) and id:
            return Sent(id)
    return None


# --- Numbers ---


async def recording_at(account: Account, call: str, recording: str) -> Place | None:
    """A fresh address, for the one that came with the event ended after ten minutes."""
    listed = rows(await account.read("/recordings", {"filter[call_session_id]": call}))
    ours = [row for row in listed if recording in (row.get("id"), row.get("call_leg_id"))]
    urls = _part((ours or listed or [{}])[0], "download_urls")
    url = urls.get("mp3") or urls.get("wav")
    return Place(url) if isinstance(url, str) else None


async def check(account: Account) -> None:
    answer = await account.read("/phone_numbers", {"page[size]": "1"})
    if answer.status in (401, 403):
        raise SendFailed(BAD_KEY)
    rows(answer)


async def lookup(account: Account, number: str) -> Lookup:
    answer = await account.read(f"/number_lookup/{_quoted(number)}?type=carrier&type=caller-name")
    said = one(answer)
    if answer.status != 200 or not said:
        raise CannotAsk(f"HTTP {answer.status}")
    carrier, name = _part(said, "carrier"), _part(said, "caller_name")
    return Lookup(
        line_type=LINE_TYPE.get(str(carrier.get("type")), ""),
        name=str(name.get("caller_name") or ""),
        carrier=str(carrier.get("name") or ""),
    )


async def registration(account: Account, number: str) -> str:
    return await (_verification if is_toll_free(number) else _assignment)(account, number)


async def _assignment(account: Account, number: str) -> str:
    answer = await account.read(f"/10dlc/phone_number_campaigns/{_quoted(number)}")
    if answer.status == 404:
        return "The number is in no texting campaign (10DLC) at Telnyx."
    try:
        said = answer.json()
    except ValueError:
        said = None
    # This page alone answers without an envelope, says the official package; others wrap it in "data".
    row = said if isinstance(said, dict) and "assignmentStatus" in said else one(answer)
    status = row.get("assignmentStatus")
    if answer.status != 200 or not isinstance(status, str):
        raise CannotAsk(f"HTTP {answer.status}")
    return ASSIGNMENT.get(status, "Telnyx says something about the texting campaign that is new to us.")


async def _verification(account: Account, number: str) -> str:
    query = {"page": "1", "page_size": "20", "phone_number": number}
    answer = await account.read("/messaging_tollfree/verification/requests", query)
    try:
        said = answer.json()
    except ValueError:
        said = None
    records = said.get("records") if isinstance(said, dict) else None
    if answer.status != 200 or not isinstance(records, list):
        raise CannotAsk(f"HTTP {answer.status}")
    statuses = [str(row.get("verificationStatus")) for row in records if isinstance(row, dict)]
    if not statuses:
        return "Nobody has asked Telnyx to verify this toll-free number."
    told = [VERIFICATION.get(status, "The toll-free number is not verified yet.") for status in statuses]
    return "" if "" in told else told[0]


def _part(said: dict[str, Any], name: str) -> dict[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}


def _quoted(number: str) -> str:
    return quote(number, safe="+")
