"""A form whose answer is another page: whatever that page needs beside its content comes with it."""

import pytest
from playwright.sync_api import Page, expect

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from tests.web.fine import Fine
from tests.web.server import Served

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


def mark_page(page: Page) -> None:
    page.evaluate("window.before = true")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.before === true"))


def test_page_with_a_style_and_scripts_of_its_own_is_loaded_whole(
    page: Page, served: Served, fine: Fine
) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    served.run(contacts.name_people, served.account, {"+15125550177": "Pipes Inc."})
    page.goto(served.url("people"))
    page.get_by_text("Pipes Inc.").click()
    page.get_by_role("button", name="Write to them").click()
    box = page.get_by_role("textbox", name="Text Pipes Inc.")
    expect(box).to_be_visible()
    expect(page.locator("#composer")).to_have_css("border-top-left-radius", "18px")
    # Its scripts run: what is written is measured, and stands in the thread before the answer.
    box.fill("Hello")
    expect(page.locator("#meter")).to_contain_text("Reply STOP")  # at any hour, also when it may not leave


def test_language_that_was_chosen_is_spoken_by_the_whole_page_and_it_says_that_it_saved(
    page: Page, served: Served, fine: Fine
) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    page.goto(served.url("/you"))
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#toasts")).to_contain_text("Guardado")  # the first, for it goes by itself
    expect(page.get_by_role("link", name="Atrás")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.reload()
    expect(page.locator("#toasts")).to_have_text("")  # it was said once


def test_page_of_the_same_kind_only_changes_what_it_shows(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.OWNER, "Rosa")
    page.goto(served.url("people"))
    mark_page(page)
    page.get_by_label("Number", exact=True).fill("+1 512 555 0178")
    page.get_by_label("How to treat them").select_option("never_text")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#toasts")).not_to_have_text("")
    assert is_same_page(page)


def test_what_stands_around_the_page_is_that_of_the_new_one(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.OWNER, "Rosa")
    page.goto(served.url("setup/business"))
    page.locator("#name").fill("Rosa & Sons")
    page.get_by_label("Trade").select_option("plumbing")
    page.locator("main button.go").last.click()
    expect(page.locator("nav.side .switch-shop summary")).to_contain_text("Rosa & Sons")


def test_next_step_is_read_from_its_beginning_and_the_same_page_from_where_one_was(
    page: Page, served: Served, fine: Fine
) -> None:
    page.set_viewport_size({"width": 390, "height": 560})
    served.sign_in(page, Role.OWNER, "Rosa")
    page.goto(served.url("setup/business"))
    page.get_by_label("Trade").select_option("plumbing")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Opening hours")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.keyboard.press("Tab")  # goes on in the page, not in what stands around it
    expect(page.locator("main :focus")).to_be_visible()
    page.goto(served.url("people"))
    page.get_by_label("Number", exact=True).fill("+1 512 555 0178")
    page.get_by_label("How to treat them").select_option("never_text")
    add = page.get_by_role("button", name="Add", exact=True)
    add.focus()
    there = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).not_to_have_text("")
    assert page.evaluate("scrollY") == there > 0
