"""News that come while somebody presses a button: it stays under the finger, and the press is not lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.web.server import Served, serving
from tests.web.test_inbox_browser import texts_in

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it

# The news of a page, counted where they have come, whether they are shown or not.
COUNTED = """window.came = 0; window.EventSource = class extends EventSource {
  constructor(address) { super(address); this.addEventListener("message", () => (window.came += 1)); }
};"""

Press = Callable[[Page, Locator], AbstractContextManager[None]]


@pytest.fixture
def served(tmp_path: Path, page: Page) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=20, delay_seconds=0) as found:
        page.context.add_init_script(COUNTED)
        found.sign_in(page, Role.MEMBER, "Ben")
        yield found


@contextmanager
def news(page: Page) -> Iterator[None]:
    before = page.evaluate("came")
    yield
    page.wait_for_function("before => came > before", arg=before)


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@contextmanager
def mouse(page: Page, place: Locator) -> Iterator[None]:
    page.mouse.move(*middle(place))
    page.mouse.down()
    yield
    page.mouse.up()


@contextmanager
def finger(page: Page, place: Locator) -> Iterator[None]:
    x, y = middle(place)
    told = page.context.new_cdp_session(page)
    told.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    told.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    yield
    told.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@contextmanager
def space_bar(page: Page, place: Locator) -> Iterator[None]:
    place.focus()
    page.keyboard.down(" ")
    yield
    page.keyboard.up(" ")


def new_task(served: Served, about: str) -> None:
    served.run(tasks.add, served.account, TaskKind.CALL_BACK, about, f"Call {about} back")


def dans_is_ticked_off(tx: Transaction, account_id: str) -> None:
    tasks.tick(tx, account_id, tasks.open_tasks(tx, account_id, about="Dan")[0])


@pytest.mark.parametrize("pressing", [mouse, finger])
def test_row_of_the_inbox_is_opened(page: Page, served: Served, pressing: Press) -> None:
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    with pressing(page, page.locator("a.talk")), news(page):
        dan.get_by_label("Text to Rosa's Plumbing").fill("And ceilings?")
        dan.keyboard.press("Enter")
    expect(page.locator("#thread")).to_contain_text("Do you paint?")
    expect(page.locator("a.talk")).to_contain_text("And ceilings?")


@pytest.mark.parametrize("pressing", [mouse, finger, space_bar])
@pytest.mark.parametrize("there", ["today", "tasks"])
def test_task_is_ticked_off(page: Page, served: Served, there: str, pressing: Press) -> None:
    for about in ("Dan", "Dana"):
        new_task(served, about)
    page.goto(served.url(there))
    page.wait_for_function("() => came > 0")
    danas = page.locator(".todo", has_text="Call Dana back")
    with pressing(page, danas.get_by_role("button", name="Done")), news(page):
        served.run(dans_is_ticked_off, served.account)  # hers moves to where his stood
    expect(page.locator("#toasts")).to_contain_text("Done.")
    expect(page.locator(".todo:not(.ticked)")).to_have_count(0)


@pytest.mark.parametrize("pressing", [mouse, space_bar])
def test_simulated_call_is_hung_up(page: Page, served: Served, pressing: Press) -> None:
    page.goto(served.url("simulator"))
    page.locator("#call").click()
    page.locator("#owner").get_by_role("button", name="Answer, press 1").click()
    expect(page.locator("#caller")).to_contain_text("On the line")
    with pressing(page, page.locator("#caller-hang-up")), news(page):
        pass  # each second of the call is drawn anew
    expect(page.locator("#call")).to_be_visible()


def test_press_that_is_never_let_go_does_not_stop_the_news(page: Page, served: Served) -> None:
    page.goto(served.url("tasks"))
    page.wait_for_function("() => came > 0")
    page.clock.install()
    page.locator("#tasks").dispatch_event("pointerdown")
    with news(page):
        new_task(served, "Dan")
    assert page.locator(".todo").count() == 0
    page.clock.run_for(10_000)
    expect(page.locator(".todo")).to_have_count(1)
