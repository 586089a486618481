"""Access to RingCentral: an app exchanges a long-lived JWT for a token that is good for an hour.

Tokens are kept in memory, one for each login, and are never written anywhere. Two requests at the same moment
may each fetch one; RingCentral lets both live.
"""

import time
from dataclasses import dataclass
from typing import Final

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import SendFailed

GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
EARLY_SECONDS: Final = 60  # a token that is about to end is not used any more
MOST_KEPT: Final = 1000
BAD_LOGIN: Final = SendProblem(
    Problem.MISCONFIGURED, said="RingCentral does not accept the client id, client secret and JWT."
)
DOWN: Final = SendProblem(Problem.DOWN, said="RingCentral gave no access just now, so nothing was sent.")


@dataclass(frozen=True, slots=True)
class Login:
    base: str
    client_id: str
    client_secret: Secret
    jwt: Secret


_kept: dict[Login, tuple[Secret, float]] = {}


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
    """A new token. Raises SendFailed, and then nothing else has been asked of RingCentral."""
    form = [("grant_type", GRANT), ("assertion", login.jwt.reveal())]
    basic = login.client_id, login.client_secret.reveal()
    try:
        answer = await http.request(
            "POST", login.base.rstrip("/") + "/restapi/oauth/token", form=form, basic=basic
        )
    except (NotReached, Lost):
        raise SendFailed(DOWN) from None
    token, seconds = _token(answer)
    if not token:
        raise _refused(answer)
    keep(login, Secret(token), seconds)
    return Secret(token)


def _token(answer: HttpAnswer) -> tuple[str, float]:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if answer.status != 200 or not isinstance(said, dict) or not isinstance(said.get("access_token"), str):
        return "", 0
    seconds = said.get("expires_in")
    return said["access_token"], seconds if isinstance(seconds, int) else 0


def _refused(answer: HttpAnswer) -> SendFailed:
    if answer.status == 429:
        busy = SendProblem(Problem.BUSY, said="RingCentral asks us to wait.")
        return SendFailed(busy, answer.retry_after)
    return SendFailed(BAD_LOGIN if answer.status in (400, 401, 403, 404) else DOWN)
