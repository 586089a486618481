"""Enter our addresses with a number, in the interface that came with the markup. No company is known here."""

from collections.abc import Awaitable, Mapping
from typing import Final
from urllib.parse import quote

from ringback.lib.http import HttpAnswer
from ringback.phone.answers import Row, listed, rows, to_a_question
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.markup_rest import Account
from ringback.phone.provider import CannotAsk, SendFailed

NUMBERS: Final = "IncomingPhoneNumbers"
# How the interface calls the field of an address when it is written, and when it is read.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "voice": ("VoiceUrl", "voice_url"),
    "voice_status": ("StatusCallback", "status_callback"),
    "text": ("SmsUrl", "sms_url"),
}
METHODS: Final = ("VoiceMethod", "StatusCallbackMethod", "SmsMethod")
# While a number has one of these, its own addresses mean nothing. The application itself stays as it is.
INSTEAD: Final[Mapping[str, str]] = {
    "VoiceApplicationSid": "voice_application_sid",
    "SmsApplicationSid": "sms_application_sid",
}


async def connect(account: Account, number: str, addresses: Mapping[str, str]) -> Connection:
    """It lasts until somebody changes it, and doing it again changes nothing more."""
    row = await _number(account, number)
    if row.get("trunk_sid"):
        raise SendFailed(_misconfigured(_on_a_trunk(account)))
    form = [(write, addresses[kind]) for kind, (write, _) in FIELDS.items()]
    form += [(method, "POST") for method in METHODS]
    form += [(write, "") for write, read in INSTEAD.items() if row.get(read)]
    await _write(account, row, form)
    return Connection(str(row["sid"]), None)


async def connected(account: Account, number: str, addresses: Mapping[str, str]) -> str:
    row = await _number(account, number)
    title = account.house.title
    if row.get("trunk_sid"):
        return _on_a_trunk(account)
    if any(row.get(read) for read in INSTEAD.values()):
        return f"The number belongs to an application at {title}, so its own addresses do not count."
    others = [write for kind, (write, read) in FIELDS.items() if row.get(read) != addresses[kind]]
    if others:
        return f"The number has another {' and '.join(others)} at {title} than this line, or none."
    return ""


async def disconnect(account: Account, number: str, addresses: Mapping[str, str]) -> None:
    """Only what is ours is taken out: somebody may have given the number another address since."""
    row = await _number(account, number)
    form = [(write, "") for kind, (write, read) in FIELDS.items() if row.get(read) == addresses[kind]]
    if form:
        await _write(account, row, form)


async def _number(account: Account, number: str) -> Row:
    asked = account.http.request(
        "GET", account.url(NUMBERS), query={"PhoneNumber": number}, basic=account.basic
    )
    found = rows(listed(await _allowed(account, asked)), "incoming_phone_numbers")
    ours = [row for row in found if row.get("phone_number") == number and row.get("sid")]
    if not ours:
        raise SendFailed(_misconfigured(f"The line's number is not in this {account.house.title} account."))
    return ours[0]


async def _write(account: Account, row: Row, form: list[tuple[str, str]]) -> None:
    url = account.url(f"{NUMBERS}/{quote(str(row['sid']), safe='')}")
    answer = await _allowed(account, account.http.request("POST", url, form=form, basic=account.basic))
    if answer.status not in (200, 201):
        raise CannotAsk(f"HTTP {answer.status}")


async def _allowed(account: Account, asked: Awaitable[HttpAnswer]) -> HttpAnswer:
    said = f"{account.house.title} does not accept the {account.house.credentials}."
    return await to_a_question(asked, _misconfigured(said))


def _on_a_trunk(account: Account) -> str:
    return f"The number's calls go to a SIP trunk at {account.house.title}: take it off the trunk first."


def _misconfigured(said: str) -> SendProblem:
    return SendProblem(Problem.MISCONFIGURED, said=said)
