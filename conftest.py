"""No test reaches the network: connecting or asking for a name outside this machine fails the test.

In the top folder because provider tests lie beside their code, in src/ringback/phone/<company>/tests.py.
"""

from __future__ import annotations

import gc
import ipaddress
import os
import sys
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import starlette.routing
import structlog
from tests import quick

from ringback.settings import SETTINGS

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser import Launched
    from tests.databases import Databases
    from tests.postgres_server import Server

    from ringback.lib.http import Http

_attempts: list[str] = []  # an audit hook cannot be taken away again, so it lives and writes outside any test
_HERE = {None, "", "localhost", b"", b"localhost"}
_WATCHED = frozenset({"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"})


class NetworkUsed(AssertionError):
    pass


def _is_here(host: object) -> bool:
    if host in _HERE:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def _is_literal(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _WATCHED:
        return  # Python tells of each import and each id, too
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]  # (host, port, ...); a str or bytes for a unix socket
        if not isinstance(address, tuple) or _is_here(address[0]):
            return
        used = f"{event} to {address[0]}"
    else:
        if _is_here(arguments[0]) or _is_literal(arguments[0]):
            return
        used = f"name look-up of {arguments[0]!r}"
    _attempts.append(used)
    raise NetworkUsed(used)


sys.addaudithook(_watch)

# Nor does a setting of an installation that happens to run on this machine reach a test.
for setting in SETTINGS:
    os.environ.pop(setting.variable, None)


# No test asserts a time, neither by itself nor through hypothesis: machines are shared and slow at moments.
# On the build server the same cases each time; elsewhere new ones, so that they are found by people.
hypothesis.settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("house")

# As the server does: what is logged must not stand between the words that a command prints.
structlog.configure(
    logger_factory=lambda *_: structlog.PrintLogger(sys.stderr), cache_logger_on_first_use=False
)


# A thousand tests wire a whole Ringback each, with the same paths.
starlette.routing.compile_path = cache(starlette.routing.compile_path)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--quick"):
        quick.begin()
        config.option.markexpr, config.option.database = "not slow", "sqlite"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """A file of which nothing would run is not even read."""
    return None if quick.looked_into(collection_path) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        company = quick.company_of(item.path, item.name)
        if (company is not None and company not in quick.COMPANIES) or _needs_a_server(item):
            item.add_marker(pytest.mark.slow)


def _needs_a_server(item: pytest.Item) -> bool:
    """To start PostgreSQL takes seconds."""
    call = getattr(item, "callspec", None)
    return "postgres" in (*getattr(item, "fixturenames", ()), *(call.params.values() if call else ()))


# Thousands of tests are made now and stay until the end: to search them for circles again and again took a
# fifth of the processor's time.
gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Also fails a test whose code caught the error and went on."""
    _attempts.clear()
    yield
    assert _attempts == [], "a test must not leave this machine"


@pytest.fixture
async def client() -> AsyncIterator[Http]:
    """What a company is asked with."""
    from ringback.lib.http import Http  # slow: only tests that speak HTTP should pay for it

    client = Http(total_seconds=5)
    yield client
    await client.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Launched]:
    from tests.browser import launched  # slow: half a second that only browser tests should pay

    with launched() as browser:
        yield browser


@pytest.fixture
def page(browser: Launched) -> Iterator[Page]:
    from tests.browser import browsing  # the same

    with browsing(browser) as page:
        yield page


def pytest_addoption(parser: pytest.Parser) -> None:
    both = {"default": "both", "choices": ["sqlite", "postgres", "both"]}
    parser.addoption("--quick", action="store_true", help="what `make quick` runs (tests/quick.py)")
    parser.addoption("--database", help="the database that tests run on which open one", **both)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    from tests.databases import opens_a_database  # slow: it brings in the whole of Ringback

    if not opens_a_database(Path(metafunc.module.__file__ or "")):
        return
    wanted = metafunc.config.getoption("--database")
    kinds = ["sqlite", "postgres"] if wanted == "both" else [wanted]
    if metafunc.definition.get_closest_marker("sqlite"):
        kinds = ["sqlite"]
    metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The kind that this test runs on: "sqlite" or "postgres"."""
    kind: str | None = getattr(request, "param", None)
    if kind is None:
        yield "sqlite"
        return
    from tests.databases import on_postgres, on_sqlite  # slow, and most tests need none

    with on_sqlite() if kind == "sqlite" else on_postgres(request.getfixturevalue("databases")):
        yield kind


@pytest.fixture(scope="session")
def databases(postgres: Server) -> Databases:
    from tests.databases import Databases  # the same

    return Databases(postgres)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A private PostgreSQL server; one for each process that runs tests."""
    from tests import postgres_server  # its driver is slow to load, and most tests need none

    with postgres_server.shared() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """A database on it with all tables and nothing in them."""
    from tests import postgres_server  # the same

    with postgres_server.database(postgres) as url:
        yield url
