"""The access of a marketplace app ("Get access token"): it lives a day, and then the next is fetched.

The token that it is fetched with is replaced each time, so both are stored before anything else is done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.answers import json_object, to_a_question
from ringback.phone.asked import Connection
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CannotAsk, SendFailed

REFUSED: Final = SendProblem(
    Problem.MISCONFIGURED,
    said="HighLevel does not renew the token of the app: authorise it again, and enter its refresh token.",
)


@dataclass(frozen=True, slots=True)
class Login:
    base: str
    client_id: str
    client_secret: Secret
    refresh_token: Secret


async def renew(http: Http, login: Login, now: datetime) -> Connection:
    """Raises SendFailed(MISCONFIGURED) or CannotAsk."""
    form = [("grant_type", "refresh_token"), ("refresh_token", login.refresh_token.reveal())]
    form += [("client_id", login.client_id), ("client_secret", login.client_secret.reveal())]
    url = f"{login.base.rstrip('/')}/oauth/token"
    answer = await to_a_question(http.request("POST", url, form=form), REFUSED)
    if answer.status in (400, 404, 422):
        raise SendFailed(REFUSED)
    said = json_object(answer)
    token, following, seconds = (said.get(name) for name in ("access_token", "refresh_token", "expires_in"))
    if not (isinstance(token, str) and token and isinstance(following, str) and following):
        raise CannotAsk("there are no two tokens in the answer")
    lives = timedelta(seconds=seconds if isinstance(seconds, int) and seconds > 0 else 0)
    return Connection("", now + lives, {"app_token": token, "refresh_token": following})
