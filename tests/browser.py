"""A real browser for tests of pages: the system's Chromium, never a downloaded one, without a way out.

    def test_dan_sees_his_text(page: Page) -> None:
        page.goto(...)

Mark such tests `slow`. The fixture `page` comes from the conftest.py in the top folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import playwright
import pytest
from playwright.sync_api import Page, sync_playwright

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


@contextmanager
def browsing(profile: Path, width: int = 1280, height: int = 800) -> Iterator[Page]:
    """A page in a browser with an empty profile of its own. Its time limit is 10 s for each step."""
    executable = chromium()
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            headless=True,
            chromium_sandbox=False,  # --no-sandbox: there is none for root, or in most containers
            args=FLAGS,
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(10_000)
        try:
            yield context.pages[0]
        finally:
            context.close()
