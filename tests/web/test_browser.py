"""The page in a real browser: what a new owner does in the first minute."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.server import serving

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


@pytest.fixture
def address(tmp_path: Path, page: Page) -> Iterator[str]:
    """Of the simulator, for a browser that is signed in."""
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=1) as served:
        served.sign_in(page)
        yield served.url("simulator")


@pytest.fixture
def rings_long(tmp_path: Path, page: Page) -> Iterator[str]:
    """The same; and Rosa's phone rings until somebody has done something about it."""
    with serving(tmp_path / "ringback", ring_seconds=60, delay_seconds=0) as served:
        served.sign_in(page)
        yield served.url("simulator")


@pytest.fixture
def troubles(page: Page) -> Iterator[list[str]]:
    """What the browser complains about: a broken script, a file that is missing or forbidden."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def test_dan_is_texted_stops_it_and_is_not_texted_again(
    page: Page, address: str, troubles: list[str]
) -> None:
    page.goto(address)
    dan, story = page.locator(".phone.caller"), page.locator("#story")

    dan.get_by_role("button", name="Call").click()
    expect(dan.locator(".theirs").first).to_contain_text("Sorry we missed your call.")
    expect(story.locator(".card").first).to_contain_text("It has arrived.")
    # How many, depends on the machine.
    texted = r"Ringback texted Dan \d+ seconds? later, because nobody took the call\."
    expect(story).to_contain_text(re.compile(texted))

    dan.get_by_label("Text to Rosa's Plumbing").fill("STOP")
    page.keyboard.press("Enter")
    expect(dan.locator(".theirs").last).to_contain_text("you're opted out")
    expect(dan.get_by_label("Text to Rosa's Plumbing")).to_have_value("")

    dan.get_by_role("button", name="Hang up").click()
    dan.get_by_role("button", name="Call").click()
    newest = story.locator(".card").first
    expect(newest).to_contain_text("nobody took the call, and the caller has asked for no texts.")
    expect(newest.locator(".decided")).to_contain_text("Has the caller asked for no texts?")
    expect(dan.locator(".theirs")).to_have_count(2)


def test_rosa_answers_and_nobody_is_texted(page: Page, rings_long: str, troubles: list[str]) -> None:
    page.goto(rings_long)
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator(".phone.owner")).to_contain_text("Dan is calling")
    page.get_by_role("button", name="Answer, press 1").click()
    expect(page.locator("#story")).to_contain_text("Ringback sends no text: someone took the call.")
    page.locator(".phone.owner").get_by_role("button", name="Hang up").click()
    expect(page.locator("#story")).to_contain_text("They spoke for")
    expect(page.locator(".bubble")).to_have_count(0)
    page.goto("about:blank")


def test_all_of_it_with_the_keyboard(page: Page, rings_long: str, troubles: list[str]) -> None:
    page.goto(rings_long)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.locator("#call").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#caller-hang-up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#call")).to_be_focused()
    expect(page.locator("#story")).to_contain_text("Dan hung up")


@pytest.mark.parametrize("width", [390, 1000, 1440])
def test_nothing_sticks_out_of_the_window(page: Page, address: str, troubles: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address)
    page.locator("#call").click()
    expect(page.locator("#story .checks").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_every_button_still_works(page: Page, rings_long: str) -> None:
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(rings_long)
    page.locator("#call").click()
    expect(page.locator("#caller-hang-up")).to_be_visible()
    page.locator("#caller-hang-up").click()
    expect(page.locator("#call")).to_be_visible()
