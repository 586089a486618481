"""Access to companies where an app exchanges a lasting secret for a token that is good for an hour or so.

Tokens are kept in memory, one for each login, and are never written anywhere. Two requests at the same moment
may each fetch one; these companies let both live.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.answers import json_object
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

EARLY_SECONDS: Final = 60  # a token that is about to end is not used any more
MOST_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """The request that brings a token."""

    url: str
    form: list[tuple[str, str]]
    basic: tuple[str, str]


class Login(Protocol):
    """Whose access it is; equal for the same account, and hashable."""

    def __hash__(self) -> int: ...

    @property
    def title(self) -> str: ...

    @property
    def needs(self) -> str:
        """What the company wants of us: "client id and client secret"."""
        ...

    def exchange(self) -> Exchange: ...


_kept: dict[Login, tuple[Secret, float]] = {}


async def with_token(http: Http, login: Login, ask: Callable[[Secret], Awaitable[HttpAnswer]]) -> HttpAnswer:
    """Ask with a token. Raises NotReached, Lost, or SendFailed when there is no token.

    A token that has ended before its time is exchanged once: what it was refused for was not done.
    """
    token = kept(login)
    known = token is not None
    answer = await ask(token or await fetch(http, login))
    if answer.status == 401:
        forget(login)
        if known:
            answer = await ask(await fetch(http, login))
    return answer


async def request(
    http: Http,
    login: Login,
    method: str,
    url: str,
    *,
    json: dict[str, Any] | None = None,
    query: Mapping[str, str] | None = None,
) -> HttpAnswer:
    """`with_token` of a request whose token stands in its header."""

    async def ask(token: Secret) -> HttpAnswer:
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        return await http.request(method, url, headers=headers, json=json, query=query)

    return await with_token(http, login, ask)


async def to_a_question(asked: Awaitable[HttpAnswer]) -> HttpAnswer:
    """The answer to what may be done twice. Raises SendFailed when we are not let in, or CannotAsk."""
    try:
        return await asked
    except (NotReached, Lost) as error:
        raise CannotAsk(str(error)) from None
    except SendFailed as refused:
        if refused.problem.problem is Problem.MISCONFIGURED:
            raise
        raise CannotAsk("no access token") from None


def kept(login: Login) -> Secret | None:
    token, until = _kept.get(login, (None, 0.0))
    return token if time.monotonic() < until else None


def keep(login: Login, token: Secret, seconds: float) -> None:
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[login] = token, time.monotonic() + seconds - EARLY_SECONDS


def forget(login: Login) -> None:
    _kept.pop(login, None)


async def fetch(http: Http, login: Login) -> Secret:
    """A new token. Raises SendFailed, and then nothing else has been asked of the company."""
    asked = login.exchange()
    try:
        answer = await http.request("POST", asked.url, form=asked.form, basic=asked.basic)
    except (NotReached, Lost):
        raise SendFailed(_down(login)) from None
    said = json_object(answer)
    token, seconds = said.get("access_token"), said.get("expires_in")
    if answer.status != 200 or not isinstance(token, str) or not token:
        raise _refused(answer, login)
    keep(login, Secret(token), seconds if isinstance(seconds, int) else 0)
    return Secret(token)


def bad(login: Login) -> SendProblem:
    return SendProblem(Problem.MISCONFIGURED, said=f"{login.title} does not accept the {login.needs}.")


def _down(login: Login) -> SendProblem:
    return SendProblem(Problem.DOWN, said=f"{login.title} gave no access just now, so nothing was sent.")


def _refused(answer: HttpAnswer, login: Login) -> SendFailed:
    if answer.status == 429:
        busy = SendProblem(Problem.BUSY, said=f"{login.title} asks us to wait.")
        return SendFailed(busy, answer.retry_after)
    return SendFailed(bad(login) if answer.status in (400, 401, 403, 404) else _down(login))
