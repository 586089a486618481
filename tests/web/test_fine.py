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
