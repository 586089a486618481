"""Whose account at RingCentral, and how its interface answers. JSON both ways."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone import tokens
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.ringcentral.login import Login

VERSION: Final = "/restapi/v1.0"
PAGE: Final = "100"
MOST_PAGES: Final = 10

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

        async def with_this(token: Secret) -> HttpAnswer:
            return await self._ask(token, method, path, json, query)

        return await tokens.with_token(self.http, self.login, with_this)

    async def _ask(
        self, token: Secret, method: str, path: str, json: Row | None, query: Mapping[str, str] | None
    ) -> HttpAnswer:
        headers = {"Authorization": f"Bearer {token.reveal()}"}
        url = self.base.rstrip("/") + VERSION + path
        return await self.http.request(method, url, headers=headers, json=json, query=query)

    async def again(self, method: str, path: str, json: Row | None = None) -> HttpAnswer:
        """For what may be done twice. Raises CannotAsk, or SendFailed when we are not let in."""
        try:
            answer = await self.ask(method, path, json=json)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None
        except SendFailed as refused:
            if refused.problem.problem is Problem.MISCONFIGURED:
                raise
            raise CannotAsk("no access token") from None
        if answer.status in (401, 403):
            raise SendFailed(tokens.bad(self.login))
        return answer

    async def pages(self, path: str, query: Mapping[str, str]) -> AsyncIterator[list[Row]]:
        """Page after page of a list. Raises CannotAsk, also when there is no end to them."""
        for page in range(1, MOST_PAGES + 1):
            try:
                answer = await self.ask("GET", path, query={**query, "perPage": PAGE, "page": str(page)})
            except (NotReached, Lost, SendFailed) as error:
                raise CannotAsk(str(error)) from None
            found = rows(answer)
            yield found
            navigation = read(answer).get("navigation")
            if not (isinstance(navigation, dict) and navigation.get("nextPage")):
                return
        raise CannotAsk("too many pages")


def read(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def rows(answer: HttpAnswer) -> list[Row]:
    """The records of an answer. Raises CannotAsk when there is no list of them."""
    found = read(answer).get("records")
    if answer.status != 200 or not isinstance(found, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in found if isinstance(row, dict)]
