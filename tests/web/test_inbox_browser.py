"""The story in a real browser: Dan calls, is texted, writes back; Ben answers; and Dan has had enough."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from ringback.accounts.members import Role
from ringback.contacts import store as contacts
from tests.web.fine import Fine
from tests.web.pages import sign_in
from tests.web.server import Served, serving

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it
SIZES = [(390, 844), (1440, 900)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=0) as found:
        yield found


@pytest.mark.parametrize(("width", "height"), SIZES, ids=["phone", "desk"])
def test_missed_call_becomes_a_conversation_that_ben_takes_over(
    page: Page, served: Served, fine: Fine, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = page.context.new_page()
    dan.goto(served.url("simulator"))
    page.goto(served.url("inbox"))
    expect(page.get_by_text("No conversations yet")).to_be_visible()

    # Nobody answers; the conversation is there by itself, and the text on Dan's phone.
    dan.locator("#call").click()
    row = page.locator("a.talk")
    expect(row).to_contain_text("Sorry we missed your call.")
    expect(dan.locator(".theirs").first).to_contain_text("Sorry we missed your call.")
    row.click()
    thread = page.locator("#thread")
    expect(thread).to_contain_text("Texted back")
    expect(thread.locator(".said.automatic .under")).to_contain_text("Delivered")

    # Dan writes, and it appears.
    dan.get_by_label("Text to Rosa's Plumbing").fill("My sink leaks")
    dan.keyboard.press("Enter")
    expect(thread.locator(".said.theirs")).to_contain_text("My sink leaks")

    # Ben answers: it stands in the thread at once, and soon on Dan's phone.
    page.locator("#body").fill("On our way! <b>10 min</b>")
    page.locator(".send").click()
    expect(thread.locator(".said.ours").last).to_contain_text("On our way! <b>10 min</b>")
    expect(page.locator("#body")).to_have_value("")
    expect(dan.locator(".theirs").last).to_contain_text("On our way! <b>10 min</b>")
    expect(thread.locator(".said.ours").last.locator(".under")).to_contain_text("Ben")
    expect(thread.locator(".said.ours").last.locator(".under")).to_contain_text("Delivered")
    expect(page.locator("#state")).to_contain_text("You answer here; Ringback keeps quiet.")

    # Why was he texted?
    thread.get_by_text("Why was this person texted?").click()
    thread.get_by_text("checks").click()
    expect(thread.locator(".checks li").first).to_contain_text("Did someone take the call?")

    # He has had enough, and nothing more can be sent.
    dan.get_by_label("Text to Rosa's Plumbing").fill("stop texting me")
    dan.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("They asked for no more texts.")
    expect(thread).to_contain_text("They asked for no more texts. None will be sent.")
    page.locator("#body").fill("But wait")
    page.locator(".send").click()
    expect(page.locator("#refused")).to_contain_text("This person has asked for no more texts.")
    expect(page.locator("#body")).to_have_value("But wait")
    expect(dan.locator(".theirs", has_text="But wait")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_what_is_wrong_about_a_person_is_said_where_it_was_typed(page: Page, served: Served) -> None:
    """On a phone the panel lies over the conversation, and used to be gone with its form."""
    page.set_viewport_size({"width": 390, "height": 844})
    served.sign_in(page, Role.MEMBER, "Ben")
    texts_in(served, page, "Hello?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.locator("#menu summary").click()
    page.get_by_role("button", name="About (512) 555-0111").click()
    page.get_by_text("They have another number").click()
    page.get_by_label("The number that they also use").fill("512 555 0199")
    page.get_by_role("button", name="It is theirs").click()
    expect(page.locator("#number-said")).to_have_text("Nobody has called or texted from this number yet.")
    expect(page.get_by_label("The number that they also use")).to_be_visible()
    expect(page.get_by_label("The number that they also use")).to_have_value("512 555 0199")
    page.get_by_label("Whose it is").select_option("Ben")
    expect(page.locator("#toasts")).to_contain_text("Ben")
    expect(page.get_by_label("Whose it is")).to_be_visible()
    page.locator(".panel-close").click()
    expect(page.get_by_label("Whose it is")).to_be_hidden()


def texts_in(served: Served, page: Page, *bodies: str) -> Page:
    """Dan's phone, from which these texts have come."""
    dan = page.context.new_page()
    dan.goto(served.url("simulator"))
    for body in bodies:
        dan.get_by_label("Text to Rosa's Plumbing").fill(body)
        dan.keyboard.press("Enter")
        expect(dan.locator(".mine").last).to_contain_text(body)
    return dan


def test_all_of_it_with_keys(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    expect(page.locator("a.talk")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#thread")).to_contain_text("Do you paint?")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("Yes, we do")
    page.keyboard.press("Enter")
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("He means walls")
    page.keyboard.press("Enter")
    expect(page.locator(".said.note .under")).to_have_count(1)  # also by news of itself, for a moment
    expect(page.locator(".said.note .under")).to_contain_text("Note by Ben")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("#toasts")).to_contain_text("Done.")
    expect(page.locator("a.talk")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("a.talk")).to_have_count(1)


def test_somebody_of_the_address_book_is_written_to(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    served.run(contacts.name_people, served.account, {"+15125550177": "Pipes Inc."})
    page.goto(served.url("people"))
    page.get_by_text("Pipes Inc.").click()
    expect(page.get_by_text("You have not been in touch yet.")).to_be_visible()
    fine.is_now("a person of the address book")
    page.get_by_role("button", name="Write to them").click()
    expect(page.get_by_role("textbox", name="Text Pipes Inc.")).to_be_visible()
    expect(page.locator("#composer")).to_have_css("border-top-left-radius", "18px")
    fine.is_now("nothing said yet")


def test_what_was_begun_is_still_there(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.locator("#body").fill("Yes, but only")
    page.goto(served.url("inbox"))
    expect(page.locator("a.talk .draft-mark")).to_be_visible()
    page.locator("a.talk").click()
    expect(page.locator("#body")).to_have_value("Yes, but only")


def test_ben_sees_that_somebody_else_is_typing(page: Page, served: Served, fine: Fine) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#thread")).to_contain_text("Do you paint?")
    expect(page.locator("#there")).to_have_text("")
    here = f"inbox/{page.locator('[data-talk-open]').get_attribute('data-talk-open')}/here"

    async def olga_types() -> None:
        olga = await sign_in(served.ringback, served.account, Role.MEMBER, name="Olga")
        assert (await olga.post(here, typing="yes")).status == 204

    asyncio.run_coroutine_threadsafe(olga_types(), served.loop).result(10)
    expect(page.locator("#there")).to_contain_text("Olga is typing…")


def test_without_scripts_one_reads_and_answers(page: Page, served: Served) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    expect(page.locator("a.talk")).to_be_visible()  # without scripts it would not appear by itself
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.locator("#body").fill("Yes, we do")
    page.locator(".send").click()
    expect(page.locator("#thread")).to_contain_text("Yes, we do")
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")


def test_connection_that_is_lost_keeps_the_text(page: Page, served: Served) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.route("**/write*", lambda route: route.abort())
    page.locator("#body").fill("Yes, we do")
    page.locator(".send").click()
    failed = page.locator(".said.failed")
    expect(failed).to_contain_text("goes out when the connection is back")
    page.set_viewport_size({"width": 390, "height": 844})
    under = failed.locator(".under").bounding_box()
    assert under is not None
    assert under["x"] >= 0, "all of it is read, also on a phone"
    page.unroute("**/write*")
    failed.get_by_role("button", name="Try again").click()
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")


def test_text_written_while_the_server_was_away_goes_out_by_itself_and_once(
    page: Page, served: Served
) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.route("**/write*", lambda route: route.abort())
    page.locator("#body").fill("Yes, we do")
    page.locator(".send").click()
    expect(page.locator(".said.failed")).to_be_in_viewport()
    page.unroute("**/write*")
    page.evaluate("document.dispatchEvent(new Event('ringback:connected'))")  # as when the live page is back
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do")
    expect(page.locator("#thread .said.ours")).to_have_count(1)
    expect(page.locator("#body")).to_have_value("")
    page.evaluate("document.dispatchEvent(new Event('ringback:connected'))")
    expect(page.locator("#thread .said.ours .under")).to_contain_text("Delivered")
    expect(dan.locator(".theirs")).to_have_count(1)


def test_text_whose_answer_was_that_the_database_is_away_goes_out_by_itself_and_once(
    page: Page, served: Served
) -> None:
    """Although it was written: the answer to a commit may be lost. It stands in the thread once, as it is."""
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.clock.install()
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()

    def written_and_not_said(route: Route) -> None:
        route.fetch()
        route.fulfill(status=503, content_type="text/plain", body="The database is away.")

    ours = page.locator("#thread .said.ours")
    page.route("**/write*", written_and_not_said, times=1)
    page.locator("#body").fill("Yes, we do")
    with page.expect_response("**/write*"):
        page.locator(".send").click()
    expect(ours.and_(page.locator("[id]"))).to_have_count(1)  # the news of it
    expect(ours).to_have_count(1)
    page.clock.fast_forward(16000)
    expect(ours.locator(".under")).to_contain_text("Delivered")
    expect(ours).to_have_count(1)
    expect(page.locator("#body")).to_have_value("")
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft '))")
    expect(dan.locator(".theirs")).to_have_count(1)


def test_text_whose_answer_was_lost_and_that_no_news_came_of_is_tried_again_and_sent_once(
    page: Page, served: Served
) -> None:
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#body")).to_be_visible()
    page.route("**/inbox/live*", lambda route: route.abort())
    page.reload()

    def written_and_lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/write*", written_and_lost, times=1)
    page.locator("#body").fill("Yes, we do")
    page.locator(".send").click()
    page.locator(".said.failed").get_by_role("button", name="Try again").click()
    expect(page.locator("#thread .said.ours[id]")).to_have_count(1)
    expect(page.locator("#thread .said.ours")).to_have_count(1)
    expect(dan.locator(".theirs")).to_have_count(1)


def test_text_and_picture_that_were_not_taken_go_out_by_themselves_after_a_restart_and_once(
    page: Page, served: Served
) -> None:
    broken: list[object] = []
    page.on("pageerror", lambda error: broken.append(error))
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    held: list[Route] = []
    page.route("**/write*", lambda route: held.append(route))
    expect(page.locator("#body")).to_be_visible()
    page.evaluate(CHOSEN)
    expect(page.locator("#chosen canvas")).to_be_visible()
    page.reload()
    expect(page.locator("#chosen canvas")).to_be_visible()
    with page.expect_request("**/write*"):
        page.locator("#body").fill("Yes, we do")
        page.locator(".send").click()
    page.locator(".talk-acts").get_by_role("button", name="Done").click()
    expect(page.locator("#thread")).to_have_count(0)
    with page.expect_response("**/write*"):
        held[0].fulfill(status=503, content_type="text/plain", body="The database is away.")
    page.route("**/write*", lambda route: route.abort())
    page.goto(served.url("inbox?box=done"))
    page.locator("a.talk").click()
    expect(page.locator(".said.failed")).to_contain_text("Yes, we do")
    expect(page.locator(".said.failed canvas")).to_be_visible()
    page.unroute_all()
    page.goto(served.url("today"))
    expect(dan.locator(".theirs")).to_contain_text("Yes, we do")
    expect(dan.locator(".theirs img")).to_be_visible()
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#thread .said.ours .under")).to_contain_text("Delivered")
    expect(page.locator("#thread .said.ours")).to_have_count(1)
    expect(page.locator("#body")).to_have_value("")
    expect(page.locator("#chosen")).to_be_hidden()
    expect(dan.locator(".theirs")).to_have_count(1)
    assert broken == []


CHOSEN = """async () => {
  const canvas = new OffscreenCanvas(40, 30);
  canvas.getContext("2d").fillRect(0, 0, 20, 20);
  const files = new DataTransfer();
  files.items.add(new File([await canvas.convertToBlob()], "pipe.png", { type: "image/png" }));
  const field = document.querySelector("[name=picture]");
  field.files = files.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""


def colleague(page: Page, served: Served, name: str) -> Page:
    """Somebody else of the team, in a browser of their own that has the same conversation open."""
    browser = page.context.browser
    assert browser is not None
    other = browser.new_context(viewport=page.viewport_size or {"width": 1280, "height": 800}).new_page()
    other.set_default_timeout(10_000)
    served.sign_in(other, Role.MEMBER, name)
    other.goto(page.url)
    return other


def test_who_began_to_write_before_a_colleague_answered_is_told(
    page: Page, served: Served, fine: Fine
) -> None:
    """Also when the colleague's answer has come up in the thread meanwhile: who types looks at their keys."""
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    body = page.locator("#body")
    body.press_sequentially("Yes, we do")
    rosa = colleague(page, served, "Rosa")
    rosa.locator("#body").fill("Sure!")
    rosa.keyboard.press("Enter")
    expect(page.locator("#thread .said.ours .words")).to_contain_text("Sure!")

    body.press("Enter")
    expect(page.locator("#refused")).to_contain_text("Rosa has just answered: “Sure!")
    expect(body).to_have_value("Yes, we do")
    expect(dan.locator(".theirs")).to_have_count(1)

    # Who has read it and goes on writing is not asked again, also after having been elsewhere.
    page.get_by_role("button", name="Change it").click()
    body.press_sequentially(", and walls too")
    page.reload()
    expect(body).to_have_value("Yes, we do, and walls too")
    body.press("Enter")
    expect(dan.locator(".theirs").last).to_contain_text("Yes, we do, and walls too")
    rosa.context.close()


# A picture that no compression makes small, and wider than any phone, as a camera's is.
NOISE = """async () => {
  const canvas = new OffscreenCanvas(1700, 400), pen = canvas.getContext("2d");
  const pixels = pen.createImageData(1700, 400);
  for (let at = 0; at < pixels.data.length; at += 65536)
    crypto.getRandomValues(pixels.data.subarray(at, Math.min(at + 65536, pixels.data.length)));
  pen.putImageData(pixels, 0, 0);
  const png = { type: "image/png" }, file = new File([await canvas.convertToBlob(png)], "IMG_1.png", png);
  const carried = new DataTransfer();
  carried.items.add(file);
  document.querySelector("#body").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
  return file.size;
}"""


@pytest.mark.parametrize(("width", "height"), SIZES, ids=["phone", "desk"])
def test_photo_of_any_size_is_made_to_fit_shown_and_sent_without_words(
    page: Page, served: Served, fine: Fine, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Which pipe?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#body")).to_be_visible()
    assert page.evaluate(NOISE) > 2_000_000
    expect(page.locator("#chosen")).to_contain_text("IMG_1.jpg")
    expect(page.locator("#chosen canvas")).to_be_visible()
    fine.is_now("a picture is chosen")
    page.locator(".send").click()
    expect(page.locator("#chosen")).to_be_hidden()
    expect(page.locator("#thread .said.ours img")).to_be_visible()
    expect(dan.locator(".theirs img")).to_be_visible()
    assert dan.locator(".theirs img").evaluate("each => each.naturalWidth") == 1600

    # What is no picture is told before anything is sent, and the words stay.
    page.locator("#body").fill("Like this")
    no_picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<script>"}
    page.locator("[name=picture]").set_input_files(no_picture)  # type: ignore[arg-type]
    expect(page.locator("#refused")).to_contain_text("This is no picture that can be sent.")
    expect(page.locator("#body")).to_have_value("Like this")


def test_conversation_is_put_off_to_a_day_and_time_of_ones_choice(
    page: Page, served: Served, fine: Fine
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    served.sign_in(page, Role.MEMBER, "Ben")
    texts_in(served, page, "Next month?")
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    page.locator("#menu summary").click()
    page.get_by_role("button", name="Choose a day and a time…").click()
    fine.is_now("the day is asked for")
    page.locator("#until").fill("2020-01-01T09:00")
    page.locator("#put-off .go").click()
    expect(page.locator("#toasts")).to_contain_text("Choose a time that is still to come")
    page.locator("#menu summary").click()
    page.get_by_role("button", name="Choose a day and a time…").click()
    page.locator("#put-off .go").click()  # tomorrow morning, as was proposed
    expect(page.locator("#toasts")).to_contain_text("Put off until Tomorrow, 8:00")
    expect(page.locator("a.talk")).to_have_count(0)
    page.get_by_role("link", name="Later").click()
    expect(page.locator("a.talk .pill")).to_contain_text("Until: Tomorrow, 8:00")
    page.locator("a.talk").click()
    expect(page.locator("#head")).to_contain_text("Until: Tomorrow, 8:00")
