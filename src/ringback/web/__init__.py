"""The pages: each group of them is one file with a table, and these are the groups."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ringback.web import (
    audit,
    authenticator,
    calls,
    files,
    forgot,
    home,
    inbox,
    kit,
    lines,
    links,
    passkey,
    people,
    phone,
    push,
    rules,
    second,
    settings,
    setup,
    signin,
    simulator,
    tasks,
    team,
    texts,
    today,
    you,
)
from ringback.web.cookies import Cookies
from ringback.web.door import Door
from ringback.web.errors import NotFound
from ringback.web.guard import guarded
from ringback.web.pages import Page
from ringback.web.tabs import Tab
from ringback.web.visit import Running

PAGES: Final[tuple[Page, ...]] = (
    *home.PAGES,
    *signin.PAGES,
    *links.PAGES,
    *second.PAGES,
    *passkey.PAGES,
    *forgot.PAGES,
    *you.PAGES,
    *authenticator.PAGES,
    *push.PAGES,
    *phone.PAGES,
    *today.PAGES,
    *tasks.PAGES,
    *inbox.PAGES,
    *calls.PAGES,
    *people.PAGES,
    *lines.PAGES,
    *rules.PAGES,
    *texts.PAGES,
    *simulator.PAGES,
    *settings.PAGES,
    *setup.PAGES,
    *team.PAGES,
    *audit.PAGES,
    *kit.PAGES,
)


def routes(running: Running) -> list[BaseRoute]:
    """Every page, then the pages' files, then what there is not."""
    door = Door(running, Cookies(running.settings.public_url.startswith("https:")), _tabs(running))
    return [
        *(door.route(page) for page in PAGES),
        Route(f"{files.PATH}/{{name:path}}", files.show_file),
        Route("/{path:path}", guarded(_nothing), methods=["GET", "POST"]),
    ]


def _tabs(running: Running) -> tuple[Tab, ...]:
    """Those of all groups; without a simulated phone company there is no simulator to go to."""
    every = (page.tab for page in PAGES if page.tab is not None)
    return tuple(tab for tab in every if tab.path != "simulator" or running.carrier is not None)


async def _nothing(_request: Request) -> Response:
    raise NotFound
