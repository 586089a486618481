"""The browser that the tests of pages rely on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, Page

import tests.browser


@pytest.mark.slow
def test_a_page_is_drawn_and_its_scripts_run(page: Page) -> None:
    page.set_content("<p>Rosa</p><script>document.querySelector('p').append(' and Dan')</script>")
    assert page.inner_text("p") == "Rosa and Dan"


@pytest.mark.slow
def test_the_browser_cannot_leave_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.com/")


def test_without_chromium_a_test_is_skipped_but_fails_on_the_build_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "false")
    with pytest.raises(pytest.skip.Exception):
        tests.browser.chromium()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception):
        tests.browser.chromium()
