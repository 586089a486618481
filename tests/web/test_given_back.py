"""A form of a browser without scripts, whose sender was signed out meanwhile: nothing is typed twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ringback.accounts.members import Role
from ringback.web import csrf
from tests.browser import Launched
from tests.web.pages import AS_FORM, FROM_HERE, ask, sign_in
from tests.web.server import Served
from tests.web.test_inbox_browser import texts_in
from tests.world import Shop, shop

AS_PAGE = {"accept": "text/html", "content-type": AS_FORM, **FROM_HERE}
REPLY = "title=Price&body=From+%2480+%3Cb%3E&csrf="


async def answers_to(
    rosas: Shop, body: str, cookie: dict[str, str], path: str, **headers: str
) -> tuple[int, str]:
    answered = await ask(rosas.ringback.asgi, "POST", path, {**AS_PAGE, **cookie, **headers}, body.encode())
    return answered.status, answered.body


@pytest.fixture
def where() -> str:
    return "inbox/replies"


async def test_form_of_who_is_signed_out_is_given_back_and_then_once_more_with_a_new_token(
    tmp_path: Path, where: str
) -> None:
    async with shop(tmp_path) as rosas:
        ben = await sign_in(rosas.ringback, rosas.line.account_id, Role.MEMBER, name="Ben")
        path = ben.whole(where)
        status, page = await answers_to(rosas, REPLY + "x", {}, path)
        assert (status, "From $80 &lt;b&gt;" in page, 'name="title" value="Price"' in page) == (
            401,
            True,
            True,
        )
        assert 'name="csrf" value=""' in page
        status, page = await answers_to(rosas, REPLY, ben.cookie, path)
        assert (status, 'name="title" value="Price"' in page) == (403, True)
        token = page.partition('name="csrf" value="')[2].partition('"')[0]
        assert csrf.fits(ben.token, token)
        assert (await answers_to(rosas, REPLY + token, ben.cookie, path))[0] == 303


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (REPLY, {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}),
        (REPLY, {"content-type": "text/plain"}),
        ("title=A&auth_token=hush&csrf=", {}),
        ("old=hush&password=hush&csrf=", {}),
        ("csrf=", {}),
    ],
    ids=["another site's", "no form", "a token", "a password", "a button"],
)
async def test_what_nobody_of_ours_typed_and_what_holds_a_secret_is_not_given_back(
    tmp_path: Path, where: str, body: str, headers: dict[str, str]
) -> None:
    async with shop(tmp_path) as rosas:
        ben = await sign_in(rosas.ringback, rosas.line.account_id, Role.MEMBER, name="Ben")
        for cookie in ({}, ben.cookie):
            status, page = await answers_to(rosas, body, cookie, ben.whole(where), **headers)
            assert status in (303, 400, 403)
            assert "hush" not in page
            assert "Price" not in page


@pytest.fixture
def without_scripts(browser: Launched) -> Iterator[Page]:
    with browser.in_use() as chromium:
        context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
        yield context.new_page()
        context.close()


WITH_FILE = (
    '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nLike this\r\n'
    '--x\r\nContent-Disposition: form-data; name="picture"; filename="<b>.png"\r\n\r\npixels\r\n--x--\r\n'
)


async def test_file_that_came_with_it_is_named_and_not_kept(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        ben = await sign_in(rosas.ringback, rosas.line.account_id, Role.MEMBER, name="Ben")
        kind = {"content-type": "multipart/form-data; boundary=x"}
        status, page = await answers_to(rosas, WITH_FILE, {}, ben.whole("inbox/conversation_1/write"), **kind)
        assert (status, "Like this" in page, "pixels" in page) == (401, True, False)
        assert "It goes without &lt;b&gt;.png: choose that file again afterwards." in page


def loaded_until(page: Page, there: str) -> Locator:
    """Without scripts a page shows nothing new by itself."""
    for _ in range(200):
        if page.locator(there).count():
            break
        page.reload()
    return page.locator(there)


@pytest.mark.slow
@pytest.mark.sqlite  # the database has no part in it
def test_text_to_a_caller_goes_out_once_after_signing_in_again_without_scripts(
    served: Served, without_scripts: Page
) -> None:
    page = without_scripts
    served.sign_in(page, Role.MEMBER, "Ben")
    dan = texts_in(served, page, "Do you paint?")
    page.goto(served.url("inbox"))
    loaded_until(page, "a.talk").click()
    page.locator("#body").fill("Yes, <we> do")
    page.context.clear_cookies()
    page.locator(".send").click()
    for _ in range(2):  # still signed out
        expect(page.get_by_role("heading")).to_have_text("You had been signed out")
        expect(page.get_by_text("Yes, <we> do")).to_be_visible()
        page.get_by_role("button", name="Send it").click()
    served.sign_in(page, Role.MEMBER, "Ben")  # in the page beside it
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("button", name="Send it").dblclick()
    expect(page.locator("#thread .said.ours")).to_contain_text("Yes, <we> do")
    loaded_until(dan, ".theirs")
    expect(dan.locator(".theirs")).to_contain_text(["Yes, <we> do"])


@pytest.mark.slow
@pytest.mark.sqlite  # the database has no part in it
def test_reply_is_saved_after_signing_in_again_without_scripts(served: Served, without_scripts: Page) -> None:
    page = without_scripts
    served.sign_in(page, Role.MEMBER, "Ben")
    page.goto(served.url("inbox/replies"))
    page.get_by_label("Name").fill("Price")
    page.get_by_label("Text").fill("From $80")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading")).to_have_text("You had been signed out")
    expect(page.get_by_text("From $80")).to_be_visible()
    served.sign_in(page, Role.MEMBER, "Ben")  # in the page beside it
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".rows")).to_contain_text("From $80")
