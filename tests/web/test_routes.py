"""Every page, asked for as everybody: nobody sees or does what is not theirs, also on pages to come."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from starlette.applications import Starlette

from ringback.accounts.members import Role
from ringback.cli.scenarios.stage import Stage, stage
from ringback.web import PAGES
from ringback.web.pages import Needs, Page
from tests.web.pages import Answered, Visitor, get, post, sign_in, site
from tests.web.things import path_of, things
from tests.world import open_line

pytestmark = pytest.mark.sqlite  # the database has no part in it

ROLES: Final = {Needs.READER: Role.READER, Needs.MEMBER: Role.MEMBER, Needs.OWNER: Role.OWNER}
OF_AN_ACCOUNT: Final = [page for page in PAGES if page.needs in ROLES]
OF_A_PERSON: Final = [page for page in PAGES if page.needs is Needs.SIGN_IN]


def named(page: Page) -> str:
    return f"{page.method} {page.path}"


@dataclass
class World:
    stage: Stage
    app: Starlette
    places: dict[str, str]  # what stands for {names}: things that are really there

    def path(self, page: Page) -> str:
        return path_of(page, self.places)

    async def ask(self, page: Page, visitor: Visitor) -> Answered:
        if page.method == "GET":
            return await visitor.get(self.path(page))
        return await visitor.post(self.path(page), accept="text/html")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with stage(tmp_path) as there:
        there.carrier.closing.set()  # so that streams end
        places = await there.ringback.db.run(things, there.line.account_id)
        yield World(there, site(there), places)


async def carol(world: World) -> Visitor:
    """She owns another business."""
    line = await world.stage.ringback.db.run(
        open_line, "http://127.0.0.1", {}, name="Carol's Salon", number="+15125550182"
    )
    return await sign_in(world.stage.ringback, line.account_id, app=world.app, name="Carol")


async def test_who_is_signed_out_is_sent_to_sign_in(world: World) -> None:
    wrong = {}
    for page in (*OF_AN_ACCOUNT, *OF_A_PERSON):
        path = world.path(page)
        answered = await (get(world.app, path) if page.method == "GET" else post(world.app, path))
        to = f"/sign-in?to={path}" if page.method == "GET" else "/sign-in"
        if (answered.status, answered.to) != (303, to):
            wrong[named(page)] = (answered.status, answered.to)
    assert wrong == {}


async def test_carol_does_not_even_learn_that_it_exists(world: World) -> None:
    visitor = await carol(world)
    assert await statuses(world, OF_AN_ACCOUNT, visitor) == {named(page): 404 for page in OF_AN_ACCOUNT}


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
async def test_a_role_does_nothing_that_it_may_not(world: World, role: Role) -> None:
    visitor = await sign_in(world.stage.ringback, world.stage.line.account_id, role, app=world.app)
    closed = [page for page in OF_AN_ACCOUNT if not role.may(ROLES[page.needs])]
    assert await statuses(world, closed, visitor) == {named(page): 403 for page in closed}


@pytest.mark.parametrize("role", Role)
async def test_a_role_sees_what_it_may(world: World, role: Role) -> None:
    visitor = await sign_in(world.stage.ringback, world.stage.line.account_id, role, app=world.app)
    pages = [page for page in OF_AN_ACCOUNT if role.may(ROLES[page.needs]) and page.method == "GET"]
    found = await statuses(world, pages, visitor)
    assert {name: status for name, status in found.items() if status not in (200, 303)} == {}


@pytest.mark.parametrize("page", [page for page in OF_AN_ACCOUNT if page.method != "GET"], ids=named)
async def test_the_least_role_that_may_do_it_can(world: World, page: Page) -> None:
    """Each in a world of its own: what is done changes what there is."""
    role = ROLES[page.needs]
    visitor = await sign_in(world.stage.ringback, world.stage.line.account_id, role, app=world.app)
    assert (await world.ask(page, visitor)).status in (200, 204, 303, 409, 422)


@pytest.mark.parametrize("page", [page for page in PAGES if page.needs is Needs.NOTHING], ids=named)
async def test_what_is_open_to_all_does_not_break(world: World, page: Page) -> None:
    path = world.path(page)
    answered = await (get(world.app, path) if page.method == "GET" else post(world.app, path))
    assert answered.status in (200, 303, 409, 410, 422)


@pytest.mark.parametrize("page", OF_A_PERSON, ids=named)
async def test_ones_own_pages_do_not_break(world: World, page: Page) -> None:
    visitor = await sign_in(world.stage.ringback, world.stage.line.account_id, app=world.app)
    assert (await world.ask(page, visitor)).status in (200, 303, 409, 422)


async def test_nothing_is_done_for_another_sites_page(world: World) -> None:
    """Not even with the right cookie: the browser adds it by itself."""
    visitor = await sign_in(world.stage.ringback, world.stage.line.account_id, app=world.app)
    doing = [page for page in PAGES if page.method != "GET"]
    for headers in ({**visitor.cookie, "origin": "https://elsewhere.example"}, visitor.cookie):
        found = {
            named(page): (await post(world.app, world.path(page), headers=headers)).status for page in doing
        }
        assert found == {named(page): 403 for page in doing}


async def statuses(world: World, pages: list[Page], visitor: Visitor) -> dict[str, int]:
    return {named(page): (await world.ask(page, visitor)).status for page in pages}


def test_only_looking_changes_nothing() -> None:
    assert {page.method for page in PAGES} <= {"GET", "POST"}


def test_every_page_is_named_once() -> None:
    names = [named(page) for page in PAGES]
    assert len(names) == len(set(names))
