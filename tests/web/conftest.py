"""A server with the demo shop, and a browser that is watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.fine import Fine, watching
from tests.web.server import Served, serving


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=1) as served:
        yield served


@pytest.fixture
def fine(page: Page) -> Iterator[Fine]:
    with watching(page) as fine:
        yield fine
