"""Nothing foreign on a page, and no action from a foreign page."""

import gzip
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.types import Message

from ringback.cli.scenarios.stage import stage
from ringback.web import csrf, files
from tests.web.pages import AS_FORM, FROM_HERE, HERE, Visitor, ask, get, sign_in, site

OWN = f"http://{HERE}"
FOREIGN = "https://elsewhere.example"


pytestmark = pytest.mark.sqlite  # what a page forbids does not depend on the database


@pytest.fixture
async def rosa(tmp_path: Path) -> AsyncIterator[Visitor]:
    async with stage(tmp_path) as world:
        yield await sign_in(world.ringback, world.line.account_id, app=site(world))


@pytest.mark.parametrize(
    "path", ["/sign-in", "/nothing", "/nichts/漢字", "today", "simulator", "simulator/live"]
)
async def test_every_page_forbids_what_is_foreign(path: str, tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        world.carrier.closing.set()  # so that the stream ends
        rosa = await sign_in(world.ringback, world.line.account_id, app=site(world))
        answered = await rosa.get(path)
    assert answered.headers["content-security-policy"].startswith("default-src 'self';")
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/sign-in", "/you", "/kit", "today", "simulator", "team", "audit"])
async def test_a_page_has_no_script_or_style_of_its_own_and_no_foreign_address(
    rosa: Visitor, path: str
) -> None:
    body = (await rosa.get(path)).body
    assert [word for word in ("<script>", "<style", " style=", " onclick=", "https://") if word in body] == []


async def test_all_files_of_a_page_are_here_and_kept_by_the_browser(rosa: Visitor) -> None:
    body = (await rosa.get("simulator")).body
    files = {part.split('"')[0] for part in body.split('="')[1:] if part.startswith("/static/")}
    names = ["drafts.js", "ringback-192.png", "ringback.css", "ringback.js", "ringback.svg", "sending.js"]
    names += ["simulator.css", "simulator.js", "vendor/htmx.js"]
    assert sorted(path.partition("?")[0] for path in files) == [f"/static/{name}" for name in names]
    for path in files:
        found = await get(rosa.app, path)
        assert (found.status, found.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        again = await get(rosa.app, path, {"if-none-match": found.headers["etag"]})
        assert (again.status, again.body) == (304, "")


@pytest.mark.parametrize(
    "path", ["/static/", "/static/../draw.py", "/static/%2e%2e/draw.py", "/static/none.css"]
)
async def test_no_other_file_of_the_server_can_be_had(rosa: Visitor, path: str) -> None:
    assert (await get(rosa.app, path)).status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (FROM_HERE, 204),
        ({"origin": OWN}, 204),
        ({"sec-fetch-site": "same-origin"}, 204),
        ({}, 403),
        ({"origin": FOREIGN}, 403),
        ({"origin": FOREIGN, "host": "127.0.0.1:8080"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": OWN, "sec-fetch-site": "cross-site"}, 403),
        ({"origin": FOREIGN, "sec-fetch-site": "same-origin"}, 403),
        ({"origin": OWN, "sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "none"}, 403),
    ],
)
async def test_an_action_must_come_from_a_page_of_this_server(
    rosa: Visitor, headers: dict[str, str], status: int
) -> None:
    body = urlencode({"habit": "decline", "csrf": csrf.token_for(rosa.token)}).encode()
    sent = {"content-type": AS_FORM, "accept": "", **rosa.cookie, **headers}
    answered = await ask(rosa.app, "POST", rosa.whole("simulator/owner/choose"), sent, body)
    assert answered.status == status


async def test_a_proxy_may_name_this_server_as_it_reaches_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        world.ringback.settings = replace(world.ringback.settings, public_url="https://ringback.example.com")
        visitor = await sign_in(world.ringback, world.line.account_id, app=site(world))
        statuses = []
        for origin in ("https://ringback.example.com", "http://ringback.example.com", FOREIGN):
            body = urlencode({"habit": "decline", "csrf": csrf.token_for(visitor.token)}).encode()
            sent = {"content-type": AS_FORM, "accept": "", **visitor.cookie, "origin": origin}
            path = visitor.whole("simulator/owner/choose")
            sent["host"] = "127.0.0.1:8080"
            statuses.append((await ask(visitor.app, "POST", path, sent, body)).status)
    assert statuses == [204, 403, 403]


@pytest.mark.parametrize("token", ["", "00", "zz", "of somebody else", "0" * 64])
async def test_an_action_must_carry_the_token_of_this_browser(rosa: Visitor, token: str) -> None:
    headers = {"content-type": AS_FORM, **rosa.cookie, **FROM_HERE}
    token = csrf.token_for("guest") if token == "of somebody else" else token
    body = urlencode({"habit": "decline", "csrf": token}).encode()
    answered = await ask(rosa.app, "POST", rosa.whole("simulator/owner/choose"), headers, body)
    assert (answered.status, "This page was too old" in answered.body) == (403, True)


async def test_a_token_looks_different_on_every_page_and_always_fits() -> None:
    tokens = {csrf.token_for("key") for _ in range(20)}
    assert len(tokens) == 20
    assert all(csrf.fits("key", token) for token in tokens)
    assert not any(csrf.fits("other key", token) for token in tokens)


async def test_a_script_may_send_the_token_as_a_header(rosa: Visitor) -> None:
    headers = {"content-type": AS_FORM, "accept": "", **rosa.cookie, **FROM_HERE}
    headers["x-csrf-token"] = csrf.token_for(rosa.token)
    answered = await ask(rosa.app, "POST", rosa.whole("simulator/owner/choose"), headers, b"habit=decline")
    assert answered.status == 204


async def test_pages_are_packed_for_who_can_unpack_them(rosa: Visitor) -> None:
    headers = {**rosa.cookie, "accept-encoding": "gzip"}
    said: list[bytes] = []

    async def send(message: Message) -> None:
        said.append(message.get("body", b""))

    scope = {
        "type": "http",
        "method": "GET",
        "path": rosa.whole("today"),
        "query_string": b"",
        "client": None,
    }
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await rosa.app({**scope, "headers": raw, "server": ("here", 80), "scheme": "http"}, _nothing, send)
    assert "<title>Today" in gzip.decompress(b"".join(said)).decode()


@pytest.mark.parametrize("path", ["today", "inbox", "simulator", "/you"])
async def test_the_first_page_is_small(rosa: Visitor, path: str) -> None:
    """Below 100 KB over the wire, with all that it needs and nothing kept from before."""
    page = await rosa.get(path)
    addresses = {part.split('"')[0] for part in page.body.split('="')[1:] if part.startswith("/static/")}
    names = [address.removeprefix("/static/").partition("?")[0] for address in addresses]
    sizes = [len(gzip.compress((files.FOLDER / name).read_bytes())) for name in names]
    assert len(gzip.compress(page.body.encode())) + sum(sizes) < 100_000


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
