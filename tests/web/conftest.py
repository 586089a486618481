"""A server with the demo shop, and a browser that is watched."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import argon2
import pytest
from playwright.sync_api import Page

from ringback.accounts import passwords
from tests.web.fine import Fine, watching
from tests.web.server import Served, serving


@cache
def hasty() -> argon2.PasswordHasher:
    return argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def hasty_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashed as always, but in no time: what slows down guessing slows down every test that signs in."""
    monkeypatch.setattr(passwords, "_hasher", hasty)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=1) as served:
        yield served


@pytest.fixture
def fine(page: Page) -> Iterator[Fine]:
    with watching(page) as fine:
        yield fine
