"""Enter our addresses at Telnyx: on the number's call application and on its messaging profile.

Both belong to the account and may serve other numbers, too, so only the addresses in them are changed. Where
the number has none, one of its own is made, under a name by which it is found again.
"""

from collections.abc import Mapping
from urllib.parse import quote

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.telnyx.account import Account, Row, one, rows
from ringback.phone.telnyx.rest import BAD_KEY

APPLICATIONS, PROFILES = "/call_control_applications", "/messaging_profiles"
TEXTED_COUNTRIES = ["US", "CA"]


async def connect(account: Account, number: str, addresses: Mapping[str, str]) -> Connection:
    """It lasts until somebody removes it, so there is nothing to renew; the secrets stay as they are."""
    row = await number_row(account, number)
    application = await _calls(account, row, number, addresses["voice"])
    await _texts(account, str(row.get("id")), number, addresses["text"])
    return Connection(application, None)


async def connected(account: Account, number: str, addresses: Mapping[str, str]) -> str:
    row = await number_row(account, number)
    application, profile = await _application(account, row), await _profile(account, row)
    if application.get("webhook_event_url") != addresses["voice"]:
        return "The number's call application at Telnyx has another address than this line's, or none."
    if profile.get("webhook_url") != addresses["text"]:
        return "The number's messaging profile at Telnyx has another address than this line's, or none."
    return ""


async def disconnect(account: Account, number: str, addresses: Mapping[str, str]) -> None:
    """Only addresses of ours are taken out: the rest may serve other numbers."""
    row = await number_row(account, number)
    application, profile = await _application(account, row), await _profile(account, row)
    if profile.get("webhook_url") == addresses["text"]:
        await _write(account, "PATCH", f"{PROFILES}/{_quoted(profile['id'])}", {"webhook_url": ""})
    if application.get("webhook_event_url") != addresses["voice"]:
        return
    if application.get("application_name") == _name(number):  # our own, which cannot be without an address
        await _write(account, "PATCH", f"/phone_numbers/{_quoted(row.get('id'))}", {"connection_id": ""})
        await _write(account, "DELETE", f"{APPLICATIONS}/{_quoted(application['id'])}", None)
    else:
        raise _wrong("Enter another address in the number's call application: Telnyx wants one there.")


async def number_row(account: Account, number: str) -> Row:
    found = rows(_allowed(await account.read("/phone_numbers", {"filter[phone_number]": number})))
    row = next((one for one in found if one.get("phone_number") == number), None)
    if row is None:
        raise _wrong("The line's number is not in this Telnyx account.")
    return row


async def _application(account: Account, number: Row) -> Row:
    """The number's call application; empty when it is connected to nothing, or to something else."""
    if not number.get("connection_id"):
        return {}
    answer = _allowed(await account.read(f"{APPLICATIONS}/{_quoted(number['connection_id'])}"))
    return {} if answer.status == 404 else _whole(answer)


async def _profile(account: Account, number: Row) -> Row:
    of_number = _whole(_allowed(await account.read(f"/phone_numbers/{_quoted(number.get('id'))}/messaging")))
    id = of_number.get("messaging_profile_id")
    return _whole(_allowed(await account.read(f"{PROFILES}/{_quoted(id)}"))) if id else {}


def _whole(answer: HttpAnswer) -> Row:
    if answer.status != 200:
        raise CannotAsk(f"HTTP {answer.status}")
    return one(answer)


async def _calls(account: Account, row: Row, number: str, address: str) -> str:
    """Returns the id of the call application."""
    asked = {"application_name": _name(number), "webhook_event_url": address, "webhook_api_version": "2"}
    if not row.get("connection_id"):
        made = await _own(account, APPLICATIONS, "application_name", asked)
        change = {"connection_id": made}
        await _write(account, "PATCH", f"/phone_numbers/{_quoted(row.get('id'))}", change)
        return made
    present = str(row["connection_id"])
    path = f"{APPLICATIONS}/{_quoted(present)}"
    answer = _allowed(await account.read(path))
    if answer.status == 404:
        raise _wrong("The number is connected to something else at Telnyx than a call application.")
    asked["application_name"] = str(one(answer).get("application_name") or asked["application_name"])
    await _write(account, "PATCH", path, asked)
    return present


async def _texts(account: Account, number_id: str, number: str, address: str) -> None:
    of_number = f"/phone_numbers/{_quoted(number_id)}/messaging"
    answer = _allowed(await account.read(of_number))
    present = one(answer).get("messaging_profile_id")
    if answer.status != 200:
        raise CannotAsk(f"HTTP {answer.status}")
    if present:
        change = {"webhook_url": address, "webhook_api_version": "2"}
        await _write(account, "PATCH", f"{PROFILES}/{_quoted(present)}", change)
        return
    asked = {
        "name": _name(number),
        "webhook_url": address,
        "webhook_api_version": "2",
        "whitelisted_destinations": TEXTED_COUNTRIES,
    }
    profile = await _own(account, PROFILES, "name", asked)
    await _write(account, "PATCH", of_number, {"messaging_profile_id": profile})


async def _own(account: Account, path: str, called: str, asked: Row) -> str:
    """The id of ours of this name, with these addresses: the one that is there, or a new one."""
    query = {
        f"filter[{called}][contains]" if path == APPLICATIONS else f"filter[{called}]": str(asked[called])
    }
    listed = rows(_allowed(await account.read(path, query)))
    present = next((row for row in listed if row.get(called) == asked[called]), None)
    if present is not None:
        await _write(account, "PATCH", f"{path}/{_quoted(present.get('id'))}", asked)
        return str(present.get("id"))
    id = (await _write(account, "POST", path, asked)).get("id")
    if not isinstance(id, str) or not id:
        raise CannotAsk("there is no id in the answer")
    return id


async def _write(account: Account, method: str, path: str, asked: Row | None) -> Row:
    try:
        answer = _allowed(await account.ask(method, path, json=asked))
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    gone = method == "DELETE" and answer.status in (204, 404)
    if answer.status not in (200, 201) and not gone:
        raise CannotAsk(f"HTTP {answer.status}")
    return one(answer)


def _allowed(answer: HttpAnswer) -> HttpAnswer:
    if answer.status in (401, 403):
        raise SendFailed(BAD_KEY)
    return answer


def _wrong(said: str) -> SendFailed:
    return SendFailed(SendProblem(Problem.MISCONFIGURED, said=said))


def _name(number: str) -> str:
    return f"Ringback {number}"


def _quoted(id: object) -> str:
    return quote(str(id), safe="")
