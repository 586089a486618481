"""What protects every page: headers that forbid anything foreign, and a look at where actions come from."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ringback.db.transaction import StoreAway

Page = Callable[[Request], Awaitable[Response]]

HEADERS: Final[Mapping[str, str]] = {
    # Nothing but our own files: no script in the page itself, no style, no frame around it.
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(page: Page) -> Page:
    """The page with the headers, and closed to what another site's page makes a browser ask for."""

    async def answer(request: Request) -> Response:
        if request.method not in ("GET", "HEAD") and not comes_from_here(request):
            words = (
                "This must come from Ringback's own page. (A program sends Origin: this server's address.)\n"
            )
            response: Response = PlainTextResponse(words, 403)
        else:
            try:
                response = await page(request)
            except StoreAway:
                response = PlainTextResponse("The database is away. Please try again in a moment.\n", 503)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def comes_from_here(request: Request) -> bool:
    """Did a page of this very server ask for it? A browser says so in one of two headers, or in both."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return site is not None
    return urlsplit(origin).netloc == request.headers.get("host")
