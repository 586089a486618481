"""Whoever sends a form while the server takes long is told that it goes on."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.server import Served

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


def test_who_waits_long_is_told_that_it_goes_on(page: Page, served: Served) -> None:
    held: list[Route] = []
    page.clock.install()
    page.route(
        "**/rules", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    served.sign_in(page)
    page.goto(served.url("rules"))
    trouble = page.locator("#trouble")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Save").click()
    expect(trouble).to_be_hidden()
    page.clock.fast_forward(5000)
    expect(trouble).to_contain_text("This takes longer than usual.")
    held[0].continue_()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    expect(trouble).to_be_hidden()
