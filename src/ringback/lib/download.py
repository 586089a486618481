"""Downloads a file from a phone company, following redirects."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from ringback.lib.http import Http, HttpAnswer, Lost, NotReached, TooLarge

MOST_HOPS: Final = 3
_MOVED: Final = (301, 302, 303, 307, 308)
Login = Callable[[str], Mapping[str, str]]  # an address -> the headers that may be shown there


class NotThereYet(Exception):
    """Nobody answered, or not now: ask again later."""


async def download(http: Http, url: str, login: Login, most_bytes: int) -> HttpAnswer | None:
    """The whole answer; None when the redirects lead nowhere. Only the first host may be asked without
    encryption.

    Raises NotThereYet, or TooLarge.
    """
    own = origin(url)
    for _ in range(MOST_HOPS):
        if urlsplit(url).scheme != "https" and origin(url) != own:
            return None
        try:
            answer = await http.request("GET", url, headers=login(url), most_bytes=most_bytes)
        except TooLarge:
            raise
        except (NotReached, Lost):
            raise NotThereYet from None
        if answer.status >= 500 or answer.status == 429:
            raise NotThereYet
        if answer.status not in _MOVED or "location" not in answer.headers:
            return answer
        url = urljoin(url, answer.headers["location"])
    return None


def belongs_to(url: str, base: str, *domains: str) -> bool:
    """May a key for `base` be shown there? At `base` itself, and encrypted at any host of these domains."""
    if origin(url) == origin(base):
        return True
    parts = urlsplit(url)
    return parts.scheme == "https" and any(
        f".{parts.hostname or ''}".endswith(f".{domain}") for domain in domains
    )


def origin(url: str) -> tuple[str, str]:
    """Which host an address is of, and whether it is reached encrypted."""
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
