"""Every page of the table in a real browser, on a phone and at a desk, in light and dark."""

import pytest
from playwright.sync_api import Page

from ringback.web import PAGES
from ringback.web.pages import Needs
from tests.web.fine import Fine
from tests.web.server import Served
from tests.web.things import is_looked_at, path_of, things

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # a browser does not see the database

# In the file of a stranger no script runs, so none can look at it.
SHOWN = [page for page in PAGES if is_looked_at(page)]
PARTS = 6  # so that none takes long, and two processes share them


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_fine(page: Page, served: Served, fine: Fine, part: int) -> None:
    places = served.run(things, served.account)
    for each in SHOWN[part::PARTS]:
        if each.needs is Needs.NOTHING:
            page.context.clear_cookies()
        else:
            served.sign_in(page)
        fine.looks(served.url(path_of(each, places)))


@pytest.mark.parametrize("part", range(2))
def test_every_page_is_fine_in_spanish(page: Page, served: Served, fine: Fine, part: int) -> None:
    served.sign_in(page)
    page.goto(served.url("/you"))
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Guardado.").wait_for()
    places = served.run(things, served.account)
    for each in SHOWN[part::2]:
        if each.needs is not Needs.NOTHING:
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(served.url(path_of(each, places)))
            fine.is_now(f"{each.path} es")


TAPPED = "a[href], button, input:not([type=hidden]), select, summary, textarea"
# Not a link in a sentence, nor what only ears or keys come to. A label belongs to its box.
SMALL = """(tapped) => [...document.querySelectorAll(tapped)]
  .filter((each) => each.checkVisibility() && !each.matches(".skip"))
  .filter((each) => getComputedStyle(each).display !== "inline")
  .map((each) => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && (box.width < 44 || box.height < 44))
  .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""


@pytest.mark.parametrize("part", range(2))
def test_what_one_taps_is_as_large_as_a_fingertip(page: Page, served: Served, part: int) -> None:
    """44 pixels, on a phone: a desk has a mouse, and may have smaller ones."""
    places = served.run(things, served.account)
    assert page.context.browser is not None
    touched = page.context.browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    try:
        phone, small = touched.new_page(), {}
        served.sign_in(phone)
        for each in SHOWN[part::2]:
            phone.goto(served.url(path_of(each, places)))
            if found := phone.evaluate(SMALL, TAPPED):
                small[each.path] = found
    finally:
        touched.close()
    assert small == {}
