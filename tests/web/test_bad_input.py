"""Each form of each page is filled in with rubbish: nothing breaks, and what was typed is not lost."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ringback.cli.scenarios.stage import stage
from ringback.db.transaction import StoreAway
from ringback.web import PAGES
from ringback.web.errors import answered
from ringback.web.pages import Needs
from tests.web.pages import Visitor, get, post, sign_in, site
from tests.web.things import is_looked_at, path_of, things

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it

TYPED: Final = {"text", "search", "email", "tel", "url", "number"}
NEVER_SHOWN: Final = {"password"}
RUBBISH: Final = (
    "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 7 * 7 }} {business} %s {0}",
    "👩\u200d🔧 ñ نور الدين \u202e abc",
    " \t ",
    "a\0b\x07c",
    "x" * 10_000,
    "-99999999999999999999",
)


@dataclass
class Drawn:
    """A form as it is on a page."""

    action: str
    page: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)  # the names of what one may write in
    hidden: list[str] = field(default_factory=list)  # written in, and never shown again


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self._open = page, list[Drawn](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = said.get("method", "get").lower() == "post"
            if self._open:
                self.found.append(Drawn(said.get("action") or self.page, self.page))
        elif tag in ("input", "textarea") and self._open and "name" in said:
            self._field(self.found[-1], "text" if tag == "textarea" else said.get("type", "text"), said)

    def _field(self, form: Drawn, kind: str, said: dict[str, str]) -> None:
        name = said["name"]
        if kind in TYPED and "readonly" not in said:
            form.typed.append(name)
        elif kind in NEVER_SHOWN:
            form.hidden.append(name)
        elif kind == "hidden" or (kind in ("radio", "checkbox") and "checked" in said):
            form.fields[name] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def forms_of(page: str, html: str) -> list[Drawn]:
    parser = _Forms(page)
    parser.feed(html)
    return [form for form in parser.found if form.typed or form.hidden]


@dataclass
class Desk:
    rosa: Visitor
    places: dict[str, str]

    async def forms(self) -> list[Drawn]:
        """Of all pages, each once, as the owner and who is signed out see them."""
        found: dict[str, Drawn] = {}
        for each in PAGES:
            if is_looked_at(each):
                path = path_of(each, self.places)
                guest = each.needs is Needs.NOTHING
                answered = await (get(self.rosa.app, path) if guest else self.rosa.get(path))
                for form in forms_of(path, answered.body):
                    found.setdefault(urlsplit(form.action).path, form)
        return list(found.values())

    async def sent(self, form: Drawn, rubbish: str) -> tuple[int, str]:
        fields = {**form.fields, **dict.fromkeys([*form.typed, *form.hidden], rubbish)}
        fields.pop("csrf", None)
        own = form.action.startswith(("/a/", "/you", "/new"))
        if own:
            answered = await self.rosa.post(form.action, accept="text/html", **fields)
        else:
            answered = await post(self.rosa.app, form.action, fields)
        return answered.status, answered.body

    async def faults(self, form: Drawn, rubbish: str) -> list[str]:
        status, body = await self.sent(form, rubbish)
        if status not in (200, 303, 403, 404, 409, 410, 422):
            return [f"it answers {status}"]
        if "<script>alert" in body or "<img src=x" in body:
            return ["it is no text any more"]
        return not_helped(body, rubbish) if status == 422 and form.typed else []


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with stage(tmp_path) as there:
        there.carrier.closing.set()  # so that streams end
        places = await there.ringback.db.run(things, there.line.account_id)
        rosa = await sign_in(there.ringback, there.line.account_id, app=site(there))
        yield Desk(rosa, places)


async def test_rubbish_breaks_no_form_and_comes_back_as_it_was_typed(desk: Desk) -> None:
    forms, wrong = await desk.forms(), []
    actions = {urlsplit(form.action).path.rpartition("/")[2] for form in forms}
    setup = {"business", "hours", "message", "notice"}
    assert actions >= {*setup, "rules", "list", "invite", "you", "sign-in", "replies", "write"}
    for rubbish in RUBBISH:
        for form in forms:
            wrong += [f"{form.action}: {words}" for words in await desk.faults(form, rubbish)]
    assert wrong == []


def not_helped(body: str, typed: str) -> list[str]:
    """What is missing from a page that shows a form again."""
    shown = unescape(body).replace("\0", "")
    said = re.search(r'class="(problem"(?! data-said)|refused" role="alert">|notice stop")', body)
    return [
        *([] if typed.replace("\0", "").strip() in shown else ["what was typed is lost"]),
        *([] if said else ["nothing is said"]),
    ]


@pytest.mark.parametrize(
    ("method", "says"), [("GET", b"try this page again"), ("POST", b"could not be saved now")]
)
async def test_while_the_database_is_away_a_form_is_said_not_to_be_saved(method: str, says: bytes) -> None:
    async def away(request: Request) -> Response:
        raise StoreAway("disk full")

    answer = await answered(away, Request({"type": "http", "method": method, "path": "/", "headers": []}))
    assert (answer.status_code, says in bytes(answer.body)) == (503, True)
