"""Whose account at Telnyx, and how its interface answers. Bearer key, JSON both ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached
from ringback.lib.secret import Secret
from ringback.phone.provider import CannotAsk

VERSION: Final = "/v2"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    http: Http
    base: str
    key: Secret

    async def ask(
        self,
        method: str,
        path: str,
        *,
        json: Row | None = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpAnswer:
        """Raises NotReached or Lost."""
        sent = {"Authorization": f"Bearer {self.key.reveal()}", **(headers or {})}
        url = self.base.rstrip("/") + VERSION + path
        return await self.http.request(method, url, headers=sent, json=json, body=body, query=query)

    async def read(self, path: str, query: Mapping[str, str] | None = None) -> HttpAnswer:
        """Raises CannotAsk where there was no answer at all."""
        try:
            return await self.ask("GET", path, query=query)
        except (NotReached, Lost) as error:
            raise CannotAsk(str(error)) from None


def found(answer: HttpAnswer) -> Row | list[Row] | None:
    """The "data" of an answer: one object, or the objects of a list; None when it is anything else."""
    said = _object(answer).get("data")
    if isinstance(said, list):
        return [row for row in said if isinstance(row, dict)]
    return said if isinstance(said, dict) else None


def one(answer: HttpAnswer) -> Row:
    said = found(answer)
    return said if isinstance(said, dict) else {}


def rows(answer: HttpAnswer) -> list[Row]:
    """Raises CannotAsk unless the answer is a list."""
    said = found(answer)
    if answer.status != 200 or not isinstance(said, list):
        raise CannotAsk(f"HTTP {answer.status}")
    return said


def error(answer: HttpAnswer) -> tuple[str, str]:
    """The first error of a refusal: its code, and its own words. "" where there is none."""
    every = _object(answer).get("errors")
    first = every[0] if isinstance(every, list) and every else None
    if not isinstance(first, dict):
        return "", ""
    code = str(first.get("code") or "")
    known = code if code.isascii() and code.isdigit() and len(code) < 8 else ""
    return known, f"{first.get('title')} {first.get('detail')}"


def _object(answer: HttpAnswer) -> Row:
    """The answer as a JSON object; an empty one when it is anything else, such as a proxy's page."""
    try:
        parsed = answer.json()
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
