"""Headers on every page that forbid scripts and styles from elsewhere, and a check of where actions come
from."""

import gzip
from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ringback.web.errors import answered

Answer = Callable[[Request], Awaitable[Response]]

HEADERS: Final[Mapping[str, str]] = {
    # Nothing but our own files: no script in the page itself, no style, no frame around it.
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
WORTH_PACKING: Final = 1_000  # bytes


def guarded(answer: Answer) -> Answer:
    """The answer with the headers, packed, and whatever goes wrong in it said in plain words."""

    async def guard(request: Request) -> Response:
        response = await answered(answer, request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.method == "GET":
            # A form hears from its answer whether that is a page which can be asked for again (ringback.js).
            response.headers["Content-Location"] = quote(request.url.path)
        return _packed(request, response)

    return guard


def comes_from_here(request: Request, public_url: str) -> bool:
    """Did a page of this very server ask for it? A browser says so in one of two headers, or in both.

    A proxy before us may have put another name into `host`; a page's own address is the public one then.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return site is not None
    return origin == public_url or urlsplit(origin).netloc == request.headers.get("host")


def _packed(request: Request, response: Response) -> Response:
    """On a poor connection a page is there in a fifth of the time. The CSRF token is masked (web/csrf.py)."""
    kind = response.headers.get("content-type", "")
    if (
        isinstance(response, StreamingResponse)
        or not kind.startswith("text/html")
        or len(response.body) < WORTH_PACKING
        or "gzip" not in request.headers.get("accept-encoding", "")
    ):
        return response
    response.body = gzip.compress(bytes(response.body), 5, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    response.headers.add_vary_header("Accept-Encoding")
    return response
