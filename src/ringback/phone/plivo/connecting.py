"""Enter our addresses at Plivo: in an application of our own, found again by its name."""

from collections.abc import Mapping
from urllib.parse import quote

from ringback.lib.http import Lost, NotReached
from ringback.lib.numbers import without_plus
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.plivo.rest import Account, Row, allowed, listed, said_in
from ringback.phone.provider import CannotAsk, SendFailed


async def connect(account: Account, number: str, addresses: Mapping[str, str]) -> Connection:
    """It lasts until somebody removes it. The application that the number had may serve others, and stays."""
    wanted = _wanted(addresses)
    await _number(account, number)
    present = await _ours(account, _name(number))
    if present:
        id = _id(present[0])
        await _write(account, f"Application/{quote(id, safe='')}", wanted)
    else:
        id = _id(await _write(account, "Application", {"app_name": _name(number), **wanted}))
    if not id:
        raise CannotAsk("there is no id in the answer")
    await _write(account, f"Number/{without_plus(number)}", {"app_id": id})
    return Connection(id, None)


async def connected(account: Account, number: str, addresses: Mapping[str, str]) -> str:
    row, present = await _number(account, number), await _ours(account, _name(number))
    if not present or not str(row.get("application") or "").rstrip("/").endswith(_id(present[0])):
        return "The number is not given to this line's application at Plivo."
    if any(present[0].get(name) != value for name, value in _wanted(addresses).items()):
        return "This line's application at Plivo has other addresses than this line."
    return ""


async def disconnect(account: Account, number: str) -> None:
    """Without its application a number does nothing; the owner gives it another one."""
    for row in await _ours(account, _name(number)):
        await _write(account, f"Application/{quote(_id(row), safe='')}", None, method="DELETE")


async def _number(account: Account, number: str) -> Row:
    answer = allowed(await account.read(f"Number/{without_plus(number)}"))
    if answer.status == 404:
        said = "The line's number is not in this Plivo account."
        raise SendFailed(SendProblem(Problem.MISCONFIGURED, said=said))
    return said_in(answer)


async def _ours(account: Account, name: str) -> list[Row]:
    rows = listed(allowed(await account.read("Application", {"app_name": name})))
    return [row for row in rows if row.get("app_name") == name]


def _wanted(addresses: Mapping[str, str]) -> Row:
    return {
        "answer_url": addresses["voice"],
        "answer_method": "POST",
        "hangup_url": addresses["voice_status"],
        "hangup_method": "POST",
        "message_url": addresses["text"],
        "message_method": "POST",
    }


def _name(number: str) -> str:
    return f"Ringback_{without_plus(number)}"


def _id(row: Row) -> str:
    return str(row.get("app_id") or "")


async def _write(account: Account, resource: str, asked: Row | None, method: str = "POST") -> Row:
    try:
        answer = allowed(await account.ask(method, resource, json=asked))
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    gone = method == "DELETE" and answer.status in (204, 404)
    if answer.status not in (200, 201, 202) and not gone:
        raise CannotAsk(f"HTTP {answer.status}")
    return said_in(answer)
