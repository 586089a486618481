"""The one HTTP client for everything outside.

What matters to a sender is not "it failed" but "could they have got it?". So a failure says whether the
request was written before it went wrong: `NotReached` was certainly never seen, `Lost` may have been.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import aiohttp

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 15.0
MAX_ANSWER_BYTES = 1_000_000
LONGEST_PAUSE = 86_400.0  # seconds; an instant that is thousands of years away could not even be written down

# Holds all certificates of the system, 1 MB, to verify none. No request of ours may go with it anyway.
aiohttp.connector._SSL_CONTEXT_UNVERIFIED = None  # type: ignore[assignment]  # a context that nobody gets


class NotReached(Exception):
    """No connection: the other side has certainly not seen the request."""


class Lost(Exception):
    """The request was written, and no whole answer came back. They may have acted on it."""


class TooLarge(Lost):
    """A whole answer would be longer than whoever asked wants to have."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    def json(self) -> Any:
        """The body as JSON; raises ValueError when it is something else (a proxy's HTML page, say)."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    @property
    def retry_after(self) -> float | None:
        """Seconds asked for by a Retry-After header, a day at most; None when absent or given as a date."""
        value = self.headers.get("retry-after", "")
        is_number = value.isascii() and value.replace(".", "", 1).isdigit()
        return min(float(value), LONGEST_PAUSE) if is_number else None


class Http:
    """Pooled connections, time limits, a cap on the answer's size, no redirects, no retries.

    `own_address`: where this very server answers, for a company that is played inside it.
    """

    def __init__(self, own_address: str = "", *, total_seconds: float = TOTAL_SECONDS) -> None:
        self.own_address = own_address
        self._total_seconds = total_seconds
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: list[tuple[str, str]] | None = None,
        json: Any = None,
        body: bytes | None = None,
        query: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
        most_bytes: int = MAX_ANSWER_BYTES,
    ) -> HttpAnswer:
        """One request, one answer of any status. Raises NotReached or Lost.

        The content is one of `form`, `json` and `body`; with `body` its type is among the headers.
        """
        try:
            async with self._open().request(
                method,
                url,
                headers=_headers(headers, basic, form),
                data=body if form is None else form_body(form),
                json=json,
                params=query,
                allow_redirects=False,
            ) as response:
                body = await _read_capped(response, most_bytes)
                names = {name.lower(): value for name, value in response.headers.items()}
                return HttpAnswer(response.status, names, body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotReached(type(error).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Lost(type(error).__name__) from None

    async def close(self) -> None:
        """Close for good: later requests raise NotReached."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._closed:
            raise NotReached("closed")
        # Made at first use: a session belongs to the running event loop.
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._total_seconds, sock_connect=CONNECT_SECONDS)
            connector = aiohttp.TCPConnector(limit=100, limit_per_host=64)
            self._session = aiohttp.ClientSession(
                timeout=timeout, connector=connector, cookie_jar=aiohttp.DummyCookieJar()
            )
        return self._session


def form_body(form: list[tuple[str, str]]) -> bytes:
    """What `urllib.parse.urlencode` makes of it, which works on each character in Python."""
    return "&".join([f"{_encoded(name)}={_encoded(value)}" for name, value in form]).encode()


def _encoded(words: str) -> str:
    return "".join(map(_BYTES_IN_FORM.__getitem__, words.encode()))


_BYTES_IN_FORM = [quote_plus(bytes([byte])) for byte in range(256)]


def basic_login(user: str, password: str) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(user, password, encoding="utf-8")}


def _headers(
    given: Mapping[str, str] | None, basic: tuple[str, str] | None, form: list[tuple[str, str]] | None
) -> Mapping[str, str]:
    headers = dict(given or {})
    if basic is not None:
        headers |= basic_login(*basic)
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return headers


async def _read_capped(response: aiohttp.ClientResponse, most: int) -> bytes:
    body = await response.content.read(most + 1)
    while len(body) <= most and (more := await response.content.read(most)):
        body += more
    if len(body) > most:
        raise TooLarge(f"more than {most} bytes")
    return body
