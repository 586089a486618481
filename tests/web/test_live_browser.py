"""What somebody feels who has the inbox open all day on a poor connection: nothing moves, none is lost."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from ringback.accounts import members, sessions
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import looked_after
from tests.web.fine import Fine
from tests.web.server import Served, serving
from tests.web.test_inbox_browser import texts_in

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=0) as found:
        yield found


@pytest.fixture
def dan(page: Page, served: Served, fine: Fine) -> Page:
    """Dan's phone, from which a text has come that Ben has open."""
    served.sign_in(page, Role.MEMBER, "Ben")
    phone = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#thread")).to_contain_text("Do you paint?")
    return phone


def write(dan: Page, body: str) -> None:
    dan.get_by_label("Text to Rosa's Plumbing").fill(body)
    dan.keyboard.press("Enter")


def send(page: Page, body: str) -> None:
    page.locator("#body").fill(body)
    page.locator("#body").press("Enter")


def once_held(page: Page, held: list[Route], many: int) -> list[Route]:
    """A route is told of a request after everybody else, and only while something of the page is awaited."""
    for _ in range(3_000):
        if len(held) >= many:
            break
        page.wait_for_timeout(10)
    return held


def test_what_was_sent_does_not_come_back_as_a_draft(page: Page, dan: Page) -> None:
    send(page, "Yes, we do")
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")
    page.reload()
    expect(page.locator("#thread")).to_contain_text("Yes, we do")
    expect(page.locator("#body")).to_have_value("")


def test_two_texts_before_the_first_is_answered_are_two(page: Page, dan: Page) -> None:
    held: list[Route] = []
    page.route("**/write*", lambda route: held.append(route))  # it marks what it is given
    send(page, "Yes, we do")
    send(page, "Walls too")
    expect(page.locator(".said.wait")).to_have_count(2)
    [first] = once_held(
        page, held, 1
    )  # the second goes out after it, so that they arrive as they were written
    first.continue_()
    expect(page.locator(".said.wait")).to_have_count(1)
    page.unroute("**/write*")  # lets go what it holds
    expect(dan.locator(".theirs")).to_contain_text(["Yes, we do", "Walls too"])


def test_it_sends_where_there_is_no_tls(page: Page, served: Served, fine: Fine) -> None:
    """A browser has fewer functions then, as in a shop's own network."""
    page.context.add_init_script("Object.defineProperty(Crypto.prototype, 'randomUUID', {value: undefined})")
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    send(page, "Yes, we do")
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")
    expect(page.locator(".said.ours").last.locator(".under")).to_contain_text("Delivered")
    expect(page.locator(".said.failed")).to_have_count(0)


def test_without_a_net_a_text_waits_in_sight_and_goes_by_itself(page: Page, served: Served) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.context.set_offline(True)
    send(page, "Yes, we do")
    expect(page.locator(".said.failed")).to_contain_text("goes out when the connection is back")
    page.evaluate(REDRAWN)
    expect(page.locator(".said.failed")).to_have_count(1)
    page.context.set_offline(False)
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")
    expect(page.locator(".said.failed")).to_have_count(0)
    expect(page.locator(".said.ours")).to_have_count(1)
    expect(page.locator("#body")).to_have_value("")


REDRAWN = """() => {
  const thread = document.getElementById("thread");
  thread.querySelector(".said.failed").remove();
  thread.dispatchEvent(new CustomEvent("ringback:shown", { bubbles: true, detail: { atEnd: true } }));
}"""


def test_who_reads_further_up_stays_there_and_is_told(page: Page, dan: Page, fine: Fine) -> None:
    page.set_viewport_size({"width": 390, "height": 560})
    for number in range(9):
        send(page, f"A long text with several lines. {'It goes on and on. ' * 6}{number}")
    expect(page.locator(".said.ours .came")).to_contain_text(["Delivered"] * 9)
    page.evaluate("document.querySelector('#thread').scrollTop = 40")
    expect(page.locator("#below")).to_be_hidden()
    first = page.locator(".said").first.element_handle()
    write(dan, "And ceilings?")
    expect(page.locator("#below")).to_be_visible()
    assert page.evaluate("document.querySelector('#thread').scrollTop") == 40
    assert first is not None
    assert first.evaluate("(one) => one.isConnected"), "what looks as before is the same element"
    fine.is_now("with something new below")
    page.locator("#below").click()
    expect(page.locator("#below")).to_be_hidden()
    expect(page.locator(".said.theirs").last).to_be_in_viewport()


@pytest.fixture
def dana(page: Page, dan: Page) -> Page:
    """Dana has written, too: her phone, and on Ben's screen Dan's conversation with both in the list."""
    dan.locator("#next").click()
    expect(dan.locator(".caller .who")).to_contain_text("Dana")
    write(dan, "Do you tile?")
    expect(page.locator("a.talk")).to_have_count(2)
    return dan


def test_of_two_conversations_that_are_opened_fast_the_second_stays_open(page: Page, dana: Page) -> None:
    """As with the key j, pressed twice; also when both answers come."""
    page.goto(page.url.partition("/conversation_")[0])
    held: list[Route] = []
    page.route(OPENS, lambda route: held.append(route))  # it marks what it is given
    for number in ("0111", "0112"):
        with page.expect_request(OPENS):
            page.locator("a.talk", has_text=number).evaluate("(row) => row.click()")  # as the key does
    expect(page.locator("a.talk[aria-current]")).to_contain_text("0112")
    first, second = once_held(page, held, 2)
    first.continue_()
    second.continue_()
    expect(page.locator("#head")).to_contain_text("0112")
    expect(page.locator("#thread")).to_contain_text("Do you tile?")
    expect(page).to_have_title("(512) 555-0112 · Rosa's Plumbing")


def test_conversation_that_is_opened_while_another_is_put_away_is_opened(page: Page, dana: Page) -> None:
    held: list[Route] = []
    page.route(OPENS, lambda route: held.append(route))  # it marks what it is given
    page.route("**/done*", lambda route: held.append(route))
    with page.expect_request("**/done*"):
        page.locator(".talk-acts").get_by_role("button", name="Done").click()
    with page.expect_request(OPENS):
        page.locator("a.talk", has_text="0112").evaluate("(row) => row.click()")
    done, opens = once_held(page, held, 2)
    done.continue_()
    expect(page.locator("#toasts")).to_contain_text("Done.")
    opens.continue_()
    expect(page.locator("#head")).to_contain_text("0112")


def test_news_of_a_conversation_do_not_come_into_the_one_that_is_just_opened(
    page: Page, served: Served, dana: Page
) -> None:
    dans = urlsplit(page.url).path.rpartition("/")[2]
    page.evaluate("htmx.config.defaultSettleDelay = 1500")  # then the news of the other are followed
    page.locator("a.talk", has_text="0112").click()
    expect(page.locator("#thread")).to_contain_text("Do you tile?")
    page.evaluate(LOOKS)
    served.run(looked_after.write_note, served.account, dans, "nobody", "Dan has a dog")
    write(dana, "And floors?")
    expect(page.locator("#thread")).to_contain_text("And floors?")
    assert not page.evaluate("window.has_dog")


LOOKS = """() => new MutationObserver(() => {
  window.has_dog ||= document.querySelector("#thread").textContent.includes("dog");
}).observe(document.body, { childList: true, subtree: true })"""
OPENS = re.compile("/inbox/conversation_[^/]*$")


def test_how_much_is_unread_stands_in_the_title(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    page.goto(served.url("inbox"))
    expect(page).to_have_title("Inbox · Rosa's Plumbing")
    texts_in(served, page, "Do you paint?")
    expect(page).to_have_title("(1) Inbox · Rosa's Plumbing")
    page.locator("a.talk").click()
    expect(page).to_have_title("(512) 555-0111 · Rosa's Plumbing")


def test_what_is_new_since_the_last_look_has_a_line_above_it(page: Page, served: Served, dan: Page) -> None:
    expect(page.locator(".fresh")).to_have_count(0)
    page.goto(served.url("inbox"))
    write(dan, "And ceilings?")
    expect(page.locator("a.talk.unread")).to_be_visible()
    page.locator("a.talk").click()
    line = page.locator(".fresh")
    expect(line).to_have_text("New")
    expect(page.locator(".fresh + .said")).to_contain_text("And ceilings?")
    write(dan, "Or floors?")
    expect(page.locator("#thread")).to_contain_text("Or floors?")
    expect(line).to_have_count(1)


def test_it_comes_back_by_itself_after_a_proxys_answer(page: Page, served: Served) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    page.route("**/inbox/live*", lambda route: route.fulfill(status=502, body="Bad gateway"))
    page.goto(served.url("inbox"))
    expect(page.locator("#trouble")).to_contain_text("The connection is lost")
    page.unroute("**/inbox/live*")
    texts_in(served, page, "Do you paint?")
    expect(page.locator("a.talk")).to_be_visible()
    expect(page.locator("#trouble")).to_be_hidden()


def test_form_that_cannot_be_sent_says_so_and_keeps_what_was_typed(page: Page, served: Served) -> None:
    served.sign_in(page, Role.OWNER, "Rosa")
    page.goto(served.url("setup/business"))
    name = page.locator("main input[name=name]")
    name.fill("Rosa's Plumbing and Heating")
    page.get_by_label("Trade").select_option("plumbing")
    page.route("**/setup/business", lambda route: route.abort())
    page.locator("main form button.go").click()
    expect(page.locator("#trouble")).to_contain_text("that did not go out")
    expect(name).to_have_value("Rosa's Plumbing and Heating")
    page.unroute("**/setup/business")
    page.locator("main form button.go").click()
    expect(page.locator("#trouble")).to_be_hidden()
    page.goto(served.url("setup/business"))
    expect(name).to_have_value("Rosa's Plumbing and Heating")


def test_what_was_wrong_with_a_text_goes_away_while_it_is_put_right(page: Page, served: Served) -> None:
    served.sign_in(page, Role.OWNER, "Rosa")
    page.goto(served.url("texts/missed"))
    text, said = page.locator("#text"), page.locator("#text-said")
    right = text.input_value()
    text.fill("{business}: hello {frist_name}. {stop}")
    page.get_by_role("button", name="Save").click()
    expect(said).to_contain_text("did you mean {first_name}?")
    text.fill(right)
    expect(said).to_be_hidden()
    expect(text).not_to_have_attribute("aria-invalid", "true")


def test_who_was_signed_out_elsewhere_is_led_to_where_one_signs_in(page: Page, served: Served) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    page.goto(served.url("inbox"))
    expect(page.get_by_text("No conversations yet")).to_be_visible()
    served.run(_sign_out_all, served.account)
    page.wait_for_url(re.compile("/sign-in"))


def _sign_out_all(tx: Transaction, account_id: str) -> None:
    for member in members.of_account(tx, account_id):
        sessions.end_all(tx, member.user.id)


def test_whoever_leaves_in_the_middle_hears_no_complaint(page: Page, served: Served, fine: Fine) -> None:
    """What is on its way then is broken off: requests of the page's scripts, of htmx, and the stream."""
    served.sign_in(page, Role.OWNER, "Rosa")
    texts_in(served, page, "water is pouring through the kitchen ceiling please help")
    held: list[Route] = []
    for there, place, begin in (
        ("inbox", "a.talk", "(row) => row.click()"),
        ("texts/busy", "#text", "(text) => text.dispatchEvent(new Event('input', {bubbles: true}))"),
        ("today", ".todo form", "(form) => form.requestSubmit()"),
    ):
        page.goto(served.url(there))
        expect(page.locator(place).first).to_be_visible()
        page.route(BY_SCRIPT, lambda route: held.append(route))  # it marks what it is given
        with page.expect_request(BY_SCRIPT):
            page.evaluate(f"({begin})(document.querySelector('{place}'))")  # at once: the page is live
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
        while held:
            held.pop().abort("aborted")
        page.unroute(BY_SCRIPT)
        page.goto(served.url("calls"))
    fine.is_now("after leaving")


BY_SCRIPT = re.compile("/(inbox/conversation_[^/]*|tried|done|here)$")
