"""Ben takes back a text that waits, in a real browser: with a key, on a phone, without a net."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from tests.web.fine import Fine
from tests.web.server import Served, serving
from tests.web.test_inbox_browser import texts_in

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=0) as found:
        yield found


def _stop(tx: Transaction, account_id: str) -> None:
    (line,) = lines.of_account(tx, account_id)
    lines.park(tx, line, "Its keys are wrong.")


def asked(page: Page, served: Served) -> Page:
    """Dan asks, and Ben looks at it."""
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#body")).to_be_visible()
    return dan


def write(page: Page, body: str = "Yes, we do") -> None:
    page.locator("#body").fill(body)
    page.locator(".send").click()


def test_with_a_key_and_on_a_phone(page: Page, served: Served, fine: Fine) -> None:
    dan = asked(page, served)
    served.run(_stop, served.account)
    write(page, "Yes, we do")
    write(page, "And floors")
    buttons = page.locator("#thread").get_by_role("button", name="Take back")
    expect(buttons).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.locator("#toasts")).to_contain_text("Taken back: it did not leave.")
    expect(page.locator(".said.off")).to_contain_text("And floors")
    page.set_viewport_size({"width": 390, "height": 844})
    fine.is_now("a text that can be taken back")
    buttons.click()
    expect(page.locator(".said.off")).to_have_count(2)
    expect(buttons).to_have_count(0)
    page.locator(".said.off").first.get_by_role("button", name="Write it again").click()
    expect(page.locator("#body")).to_have_value("Yes, we do Reply STOP to opt out.")
    expect(dan.locator(".theirs")).to_have_count(0)


def test_without_a_net_the_words_are_back_at_once_and_never_leave(page: Page, served: Served) -> None:
    dan = asked(page, served)
    page.context.set_offline(True)
    write(page)
    page.locator(".said.failed").get_by_role("button", name="Take back").click()
    expect(page.locator("#body")).to_have_value("Yes, we do")
    expect(page.locator(".said.off")).to_contain_text("Ringback hears of it")
    with page.expect_response("**/take-back") as told:
        page.context.set_offline(False)
    assert told.value.json() == {"taken_back": True}
    expect(page.locator("#thread .said.ours")).to_have_count(0)
    expect(page.locator("#body")).to_have_value("Yes, we do")
    page.locator(".send").click()
    expect(dan.locator(".theirs")).to_have_count(1)
    expect(page.locator("#thread .said.ours")).to_have_count(1)


def test_what_had_left_although_its_answer_was_lost_is_said_to_have_left(page: Page, served: Served) -> None:
    dan = asked(page, served)
    page.route("**/inbox/live*", lambda route: route.abort())
    page.reload()

    def written_and_lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/write*", written_and_lost, times=1)
    write(page)
    expect(dan.locator(".theirs")).to_have_count(1)
    page.locator(".said.failed").get_by_role("button", name="Take back").click()
    expect(page.locator("#refused")).to_contain_text("Too late to take it back")
    page.reload()
    expect(page.locator("#thread .said.ours")).to_have_count(1)
    expect(page.locator(".said.off")).to_have_count(0)


def test_it_outlives_the_page(page: Page, served: Served) -> None:
    """The server has the text and it waits; the browser does not know, and is closed before it can say so."""
    dan = asked(page, served)
    served.run(_stop, served.account)

    def written_and_away(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/inbox/live*", lambda route: route.abort())
    page.reload()
    page.route("**/write*", written_and_away, times=1)
    page.route("**/take-back", lambda route: route.abort())
    write(page)
    page.locator(".said.failed").get_by_role("button", name="Take back").click()
    expect(page.locator(".said.off")).to_contain_text("Ringback hears of it")
    page.unroute("**/take-back")
    with page.expect_response("**/take-back") as told:
        page.goto(served.url("today"))
    assert told.value.json() == {"taken_back": True}
    page.unroute("**/inbox/live*")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator(".said.off")).to_contain_text("Ben took it back before it left.")
    expect(page.locator("#body")).to_have_value("Yes, we do")
    expect(dan.locator(".theirs")).to_have_count(0)
