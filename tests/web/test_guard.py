"""Nothing foreign on a page, and no action from a foreign page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from ringback.cli.scenarios.stage import stage
from ringback.web import routes
from tests.web.pages import FROM_HERE, HERE, get, post, site

OWN = f"http://{HERE}"
FOREIGN = "https://elsewhere.example"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[Starlette]:
    async with stage(tmp_path) as world:
        yield site(world)


@pytest.mark.parametrize("path", ["/", "/simulator/live"])
async def test_every_page_forbids_what_is_foreign(path: str, tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        world.carrier.closing.set()  # so that the stream ends
        answered = await get(site(world), path)
    assert answered.headers["content-security-policy"].startswith("default-src 'self';")
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["cache-control"] == "no-store"


async def test_the_page_has_no_script_or_style_of_its_own_and_no_foreign_address(app: Starlette) -> None:
    body = (await get(app, "/")).body
    assert [word for word in ("<script>", "<style", " style=", " onclick=", "https://") if word in body] == []


async def test_all_files_of_the_page_are_here(app: Starlette) -> None:
    body = (await get(app, "/")).body
    files = {part.split('"')[0] for part in body.split('="')[1:] if part.startswith("/static/")}
    found = {path.partition("?")[0]: (await get(app, path)).status for path in files}
    assert found == dict.fromkeys(
        ["/static/ringback.css", "/static/ringback.svg", "/static/simulator.css", "/static/simulator.js"], 200
    )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (FROM_HERE, 204),
        ({"origin": OWN}, 204),
        ({"sec-fetch-site": "same-origin"}, 204),
        ({}, 403),
        ({"origin": FOREIGN}, 403),
        ({"origin": "null"}, 403),
        ({"origin": OWN, "sec-fetch-site": "cross-site"}, 403),
        ({"origin": FOREIGN, "sec-fetch-site": "same-origin"}, 403),
        ({"origin": OWN, "sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
)
async def test_an_action_must_come_from_a_page_of_this_server(
    app: Starlette, headers: dict[str, str], status: int
) -> None:
    answered = await post(app, "/simulator/owner/choose", {"habit": "decline"}, headers=headers)
    assert answered.status == status


async def test_without_a_simulator_there_is_a_page_that_says_how_to_begin(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        app = Starlette(routes=routes(world.ringback))
        answered = await get(app, "/")
        actions = await post(app, "/simulator/caller/call")
    assert (answered.status, "ringback apply shop.toml" in answered.body) == (200, True)
    assert actions.status == 404
