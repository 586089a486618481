"""Whose account at RingCentral, and how its interface answers. JSON both ways."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.phone import tokens
from ringback.phone.answers import json_object
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
        url = self.base.rstrip("/") + VERSION + path
        return await tokens.request(self.http, self.login, method, url, json=json, query=query)

    async def again(self, method: str, path: str, json: Row | None = None) -> HttpAnswer:
        """For what may be done twice. Raises CannotAsk, or SendFailed when we are not let in."""
        answer = await tokens.to_a_question(self.ask(method, path, json=json))
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
            navigation = json_object(answer).get("navigation")
            if not (isinstance(navigation, dict) and navigation.get("nextPage")):
                return
        raise CannotAsk("too many pages")


def rows(answer: HttpAnswer) -> list[Row]:
    """The records of an answer. Raises CannotAsk when there is no list of them."""
    found = json_object(answer).get("records")
    if answer.status != 200 or not isinstance(found, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return [row for row in found if isinstance(row, dict)]
