"""What is shown when a page fails, and the one place where every error of a page is caught."""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ringback.db.transaction import StoreAway
from ringback.lib.ids import new_id
from ringback.lib.logs import path_of
from ringback.web import draw
from ringback.web.forms import NoForm, TooLong
from ringback.web.held import Held
from ringback.web.words import Words, asked_for, mark

log = structlog.get_logger()


class NotFound(Exception):
    """There is no such thing, or it is somebody else's: nobody learns which."""


class Denied(Exception):
    """It is there, and this person may not do it. The sentence says why, or whom to ask."""


class OutOfDate(Exception):
    """The page that this was clicked on is too old, or it was not ours."""

    def __init__(self, held: Held | None = None, csrf: str = "") -> None:
        """`held`: what was sent with it, to be given back with that token."""
        super().__init__()
        self.held, self.csrf = held, csrf


async def answered(answer: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    try:
        return await answer(request)
    except NotFound:
        return _page(request, 404, *_NOT_FOUND)
    except Denied as why:
        return _page(request, 403, _DENIED[0], str(why) or _DENIED[1])
    except OutOfDate as old:
        page = given_back(request, old.held, old.csrf) if old.held else _page(request, 403, *_OUT_OF_DATE)
        page.headers["X-Out-Of-Date"] = "yes"  # for static/drafts.js, which keeps what was typed
        return page
    except TooLong:
        return _page(request, 413, *_TOO_LONG)
    except NoForm:
        return _page(request, 400, *_NO_FORM)
    except StoreAway:
        return _page(request, 503, *(_AWAY if request.method == "GET" else _AWAY_FOR_A_FORM))
    except Exception as error:  # our own mistake: said plainly, and recorded under an id that the reader sees
        reference = new_id("error")
        log.error(
            "page_failed", reference=reference, error=type(error).__name__, where=path_of(error),
            page=request.scope.get("page", ""),
        )  # fmt: skip
        return _page(request, 500, *_BROKEN, reference=reference)


def given_back(request: Request, held: Held, csrf: str = "") -> Response:
    """The form whole, to be sent once more; without a token its sender has to sign in first."""
    t = Words(asked_for(request.headers.get("accept-language", "")))
    title = t(_OUT_OF_DATE[0] if csrf else _SIGNED_OUT)
    values = {"title": title, "held": held, "csrf": csrf, "signed_out": not csrf, "t": t, "theme": "auto"}
    return draw.page("held.html", values, 403 if csrf else 401)


def _page(request: Request, status: int, title: str, words: str, reference: str = "") -> Response:
    t = Words(asked_for(request.headers.get("accept-language", "")))
    if "text/html" not in request.headers.get("accept", "") and "hx-request" not in request.headers:
        return PlainTextResponse(f"{t(words)}{f' ({reference})' if reference else ''}\n", status)
    values = {"title": t(title), "words": t(words), "reference": reference, "t": t, "theme": "auto"}
    return draw.page("error.html", values, status)


_NOT_FOUND: Final = (
    mark("There is nothing here"),
    mark("The address is wrong, or it is gone, or it belongs to a business that you are not part of."),
)
_DENIED: Final = (
    mark("You may look, but not do this"),
    mark("Ask an owner of this business to do it, or to let you."),
)
_OUT_OF_DATE: Final = (
    mark("This page was too old"),
    mark("Nothing was changed. Go back, load the page again, and do it once more."),
)
_SIGNED_OUT: Final = mark("You had been signed out")
_TOO_LONG: Final = (
    mark("That is too much at once"),
    mark("Nothing was changed. Send less, or a smaller file."),
)
_NO_FORM: Final = (mark("That was not understood"), mark("Nothing was changed. Go back and try it again."))
_AWAY: Final = (
    mark("The database is away"),
    mark("Calls are still taken. Please try this page again in a moment."),
)
_AWAY_FOR_A_FORM: Final = (
    _AWAY[0],
    mark("That could not be saved now. Send it once more in a moment; calls are still taken."),
)
_BROKEN: Final = (
    mark("Something broke on our side"),
    mark("Nothing that you did was wrong. It has been recorded; calls and texts go on."),
)
