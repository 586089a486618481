"""The whole story on one screen: from the first link to a line that is live, a caller, and their STOP."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ringback.accounts import links
from ringback.accounts import store as accounts
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.rules.overrides import policy_in_force
from ringback.rules.written import canonical
from tests.web.fine import Fine
from tests.web.server import Served, serving

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", shop=False) as found:
        yield found


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)], ids=["phone", "desk"])
def test_from_the_first_link_to_the_last_stop(
    page: Page, served: Served, fine: Fine, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    become_the_owner(page, served)
    set_up(page, fine)
    simulator = page.context.new_page()
    simulator.set_viewport_size({"width": width, "height": height})
    served.run(ring_for_a_moment)
    make_the_test_call(page, simulator, fine)
    miss_a_call(page, simulator)
    take_over(page, simulator, fine)
    say_stop(page, simulator)
    fine.is_now("at the end")


# --- What Rosa does ---


def become_the_owner(page: Page, served: Served) -> None:
    page.goto(served.url(f"/link/{served.run(links.for_first_owner)}"))
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("E-mail").fill("rosa@rosas.example")
    page.get_by_label("Password").fill("four words in a row")
    go_on(page)
    page.get_by_label("Name of the business").fill("Rosa's Plumbing")
    page.get_by_role("button", name="Go on").dblclick()  # as one does who is not sure
    page.wait_for_url("**/setup")
    expect(page.get_by_role("navigation", name="Pages").last).to_be_visible()


def set_up(page: Page, fine: Fine) -> None:
    page.get_by_role("link", name="Go on: Your business").click()
    page.get_by_label("Trade").select_option("plumbing")
    save(page, "Opening hours")
    page.get_by_label("Always open").check()
    expect(page.get_by_label("Monday")).to_be_hidden()
    page.get_by_text("Always", exact=True).click()
    save(page, "Your phone system")
    page.get_by_role("button", name="Try with the simulator").click()
    page.get_by_role("link", name="Go on", exact=True).click()
    expect(page.locator("#bubble")).to_contain_text("Rosa's Plumbing")
    save(page, "Notice and registration")
    fine.is_now("the notice")
    save(page, "Test call")


def ring_for_a_moment(tx: Transaction) -> None:
    """So that nobody waits for 14 seconds, and 5 more, twice."""
    account = accounts.every(tx)[0]
    (line,) = lines.of_account(tx, account.id)
    lines.save(
        tx, account_id=account.id, number=line.number, provider=line.provider, mode=line.mode,
        plan=replace(line.plan, ring_seconds=1), settings=dict(line.settings),
    )  # fmt: skip
    at_once = canonical(replace(policy_in_force(account.policy), delay_seconds=0))
    accounts.change(tx, replace(account, policy=at_once))


def make_the_test_call(page: Page, simulator: Page, fine: Fine) -> None:
    """By Dan, who then counts as tested; every stage is seen to pass."""
    expect(page.get_by_label("The mobile phone that you will call from")).to_have_value("(512) 555-0111")
    page.get_by_role("button", name="Begin the test").click()
    address = page.get_by_role("link", name="Open the two phones").get_attribute("href")
    simulator.goto(page.url.split("/a/")[0] + str(address))
    simulator.locator("#call").click()
    expect(stage(page, "The text is on the phone")).to_have_class("passed")
    write(simulator, "It works")
    expect(stage(page, "The answer comes back")).to_have_class("passed")
    fine.is_now("the test call")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Go live").click()
    expect(page.get_by_text("Your line is live")).to_be_visible()


def miss_a_call(page: Page, simulator: Page) -> None:
    # Unless the greeting has been said to its end, just now or long ago.
    simulator.evaluate("document.getElementById('caller-hang-up')?.click()")
    simulator.locator("#next").click()
    expect(simulator.locator(".caller .who")).to_contain_text("Dana")
    simulator.locator("#call").click()
    expect(simulator.locator(".theirs").first).to_contain_text("Rosa's Plumbing")
    page.goto(page.url.replace("/today", "/inbox"))
    page.locator("a.talk", has_text="0112").click()
    expect(page.locator("#thread .said.automatic .under")).to_contain_text("Delivered")


def take_over(page: Page, simulator: Page, fine: Fine) -> None:
    """Dana writes, Rosa answers herself, and the receipt says why Dana was texted."""
    thread = page.locator("#thread")
    write(simulator, "My sink leaks")
    expect(thread.locator(".said.theirs")).to_contain_text("My sink leaks")
    page.locator("#body").fill("On our way!")
    page.locator(".send").click()
    expect(simulator.locator(".theirs").last).to_contain_text("On our way!")
    expect(page.locator("#state")).to_contain_text("You answer here; Ringback keeps quiet.")
    thread.get_by_text("Why was this person texted?").click()
    thread.get_by_text("checks").click()
    expect(thread.locator(".checks li").first).to_contain_text("Did someone take the call?")
    fine.is_now("the receipt")


def say_stop(page: Page, simulator: Page) -> None:
    write(simulator, "STOP")
    expect(page.locator("#state")).to_contain_text("They asked for no more texts.")
    page.locator("#body").fill("But wait")
    page.locator(".send").click()
    expect(page.locator("#refused")).to_contain_text("This person has asked for no more texts.")
    expect(simulator.locator(".theirs", has_text="But wait")).to_have_count(0)


def write(simulator: Page, body: str) -> None:
    simulator.get_by_label("Text to Rosa's Plumbing").fill(body)
    simulator.keyboard.press("Enter")
    expect(simulator.locator(".mine").last).to_contain_text(body)


def stage(page: Page, name: str) -> Locator:
    return page.locator(".stages li", has_text=name)


def save(page: Page, then: str) -> None:
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name=then, level=1)).to_be_visible()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on").click()
