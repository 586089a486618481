"""A real browser for tests of pages: the system's Chromium, never a downloaded one, without a way out.

    def test_dan_sees_his_text(page: Page) -> None:
        page.goto(...)

Mark such tests `slow`. The fixture `page` comes from the conftest.py in the top folder.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import playwright
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

LIMIT = 30_000  # milliseconds for each step, also of a machine that is busy with much else
NAMES = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> str:
    """Where Chromium is. Where it cannot run the test is skipped; with CI=true, where it must, it fails."""
    found = [path for name in NAMES if (path := shutil.which(name))]
    if not found:
        _cannot_run("chromium")
    driver = Path(playwright.__file__).parent / "driver" / "node"
    if subprocess.run([driver, "--version"], capture_output=True).returncode != 0:
        _cannot_run("libatomic1")  # Playwright's driver is linked to it, and a bare Debian has none
    return found[0]


def _cannot_run(package: str) -> NoReturn:
    missing = f"no browser here: install the package {package} (as root: apt-get install {package})"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@dataclass(frozen=True)
class Launched:
    """`loop` is the driver's. It counts as this thread's running one only while a page is there: before and
    after it, tests run loops of their own. asyncio exports `_set_running_loop` for whoever drives a loop by
    hand, as Playwright does here; a driver for each test would take half a second more of each.
    """

    browser: Browser
    loop: asyncio.AbstractEventLoop

    @contextmanager
    def in_use(self) -> Iterator[Browser]:
        asyncio._set_running_loop(self.loop)
        try:
            yield self.browser
        finally:
            asyncio._set_running_loop(None)


@contextmanager
def launched() -> Iterator[Launched]:
    """One browser for all tests of this process: to start one takes longer than most tests do."""
    executable = chromium()
    driver = sync_playwright().start()
    browser = driver.chromium.launch(
        executable_path=executable,
        headless=True,
        chromium_sandbox=False,  # --no-sandbox: there is none for root, or in most containers
        args=FLAGS,
    )
    expect.set_options(timeout=LIMIT)
    launched = Launched(browser, asyncio.get_running_loop())
    asyncio._set_running_loop(None)
    yield launched
    with launched.in_use():
        browser.close()
        driver.stop()


@contextmanager
def browsing(launched: Launched, width: int = 1280, height: int = 800) -> Iterator[Page]:
    """A page in a profile of its own, with nothing in it. Its time limit is `LIMIT` for each step."""
    with launched.in_use() as browser:
        context = browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(LIMIT)
        try:
            yield context.new_page()
        finally:
            context.close()
