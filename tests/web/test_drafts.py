"""What somebody was writing when something came between is theirs, comes back, and is never sent unasked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from ringback.accounts import members, sessions, users
from ringback.accounts import store as accounts
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from tests.web.fine import Fine
from tests.web.server import Served, serving

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # the database has no part in it
WORDS = "{business}: we are at another job. Where does it drip? {stop}"
TO_SIGN_IN = re.compile(r"/sign-in\?to=")
BACK = "You had been signed out, and nothing was saved."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "ringback", ring_seconds=1, delay_seconds=0) as found:
        yield found


def test_what_was_typed_is_there_again_after_signing_in_again(page: Page, served: Served, fine: Fine) -> None:
    write_a_text(page, served)
    served.run(end_all_sessions, served.account)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(TO_SIGN_IN)
    come_back(page, served, "Rosa")
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label("The text")).to_have_value(WORDS)
    assert WORDS not in served.run(accounts.get, served.account).policy
    fine.is_now("what was typed is back")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/texts")
    assert WORDS in served.run(accounts.get, served.account).policy
    page.goto(served.url("texts/busy"))
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_who_signs_in_instead_sees_nothing_of_it(page: Page, served: Served) -> None:
    write_a_text(page, served)
    served.run(end_all_sessions, served.account)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(TO_SIGN_IN)
    come_back(page, served, "Olu")
    expect(page.get_by_label("The text")).not_to_have_value(WORDS)
    assert WORDS not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_by_what_comes_back(
    page: Page, served: Served
) -> None:
    write_a_text(page, served)
    served.run(end_all_sessions, served.account)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(TO_SIGN_IN)
    served.run(rewrite, served.account, "{business}: hold on. {stop}")
    come_back(page, served, "Rosa")
    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_text("Meanwhile somebody changed this to “{business}: hold on. {stop}”")
    ).to_be_visible()


def test_who_was_signed_in_anew_elsewhere_only_presses_again(page: Page, served: Served) -> None:
    write_a_text(page, served)
    served.run(end_all_sessions, served.account)
    served.sign_in(page)  # in another tab
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label("The text")).to_have_value(WORDS)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/texts")


def test_who_may_no_longer_do_it_is_told_and_loses_nothing(page: Page, served: Served, fine: Fine) -> None:
    write_a_text(page, served)
    served.run(make_reader, served.account)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#trouble")).to_contain_text("You may look, but not do this")
    expect(page.get_by_label("The text")).to_have_value(WORDS)
    fine.is_now("not allowed any more")


def test_no_secret_is_kept(page: Page, served: Served) -> None:
    served.sign_in(page)
    page.goto(served.url("setup/line/twilio"))
    page.get_by_label("Number at Twilio").fill("+1 512 555 0144")
    page.get_by_label("Auth token").first.fill("a-secret-of-hers")
    page.locator("textarea[name=ring]").fill("+1 512 555 0143")
    served.run(end_all_sessions, served.account)
    page.eval_on_selector("form.form", "form => { form.noValidate = true; form.requestSubmit() }")
    page.wait_for_url(TO_SIGN_IN)
    kept = page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    assert "512 555 0144" in kept
    assert "a-secret-of-hers" not in kept


def test_a_form_with_a_mistake_can_be_loaded_again(page: Page, served: Served) -> None:
    served.sign_in(page)
    page.goto(served.url("team"))
    page.get_by_label("E-mail").fill("ben@example")
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("Write an e-mail address")).to_be_visible()
    loaded = page.reload()
    assert loaded is not None
    assert (loaded.status, urlsplit(page.url).path) == (200, urlsplit(served.url("team")).path)


def test_a_note_that_was_begun_stays_a_note(page: Page, served: Served) -> None:
    talk_with_dan(page, served)
    page.locator(".mode[data-mode=note]").click()
    page.locator("#body").fill("He never pays")
    page.reload()
    expect(page.locator("#body")).to_have_value("He never pays")
    expect(page.locator(".mode[data-mode=note]")).to_have_attribute("aria-pressed", "true")


def test_a_text_of_somebody_who_was_signed_out_is_there_again_unsent(page: Page, served: Served) -> None:
    talk_with_dan(page, served)
    page.locator("#body").fill("On our way")
    page.route("**/live*", lambda route: route.abort())  # so that the page does not find out by itself before
    served.run(end_all_sessions, served.account)
    page.locator(".send").click()
    page.wait_for_url(TO_SIGN_IN)
    come_back(page, served, "Rosa")
    expect(page.locator("#body")).to_have_value("On our way")
    expect(page.locator(".said.ours:not(.automatic)")).to_have_count(0)


def test_who_signs_out_leaves_nothing(page: Page, served: Served) -> None:
    talk_with_dan(page, served)
    page.route("**/write*", lambda route: route.abort())
    page.locator("#body").fill("We come at ten")
    page.locator(".send").click()
    expect(page.locator(".said.failed")).to_be_visible()
    page.locator("#body").fill("On our way")
    assert "We come at ten" in page.evaluate(KEPT)
    page.goto(served.url("/you"))
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    assert "On our way" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    assert page.evaluate(KEPT) == "[]"


KEPT = "drafts.letters().then((all) => JSON.stringify(all))"


def write_a_text(page: Page, served: Served) -> None:
    served.sign_in(page)
    page.goto(served.url("texts/busy"))
    page.get_by_label("The text").fill(WORDS)


def talk_with_dan(page: Page, served: Served) -> None:
    served.sign_in(page)
    page.goto(served.url("simulator"))
    page.get_by_label("Text to Rosa's Plumbing").fill("Do you paint?")
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_be_visible()
    page.goto(served.url("inbox"))
    page.locator("a.talk").click()
    expect(page.locator("#thread")).to_contain_text("Do you paint?")


def come_back(page: Page, served: Served, name: str) -> None:
    """As after the right password: to where the page of signing in leads."""
    to = parse_qs(urlsplit(page.url).query)["to"][0]
    served.sign_in(page, name=name)
    page.goto(served.url(to))


def end_all_sessions(tx: Transaction, account_id: str) -> None:
    for member in members.of_account(tx, account_id):
        sessions.end_all(tx, member.user.id)


def make_reader(tx: Transaction, account_id: str) -> None:
    rosa = users.by_email(tx, f"rosa@{account_id}.example")
    assert rosa is not None
    members.put(
        tx, account_id, users.add(tx, email="olu@example.com", name="Olu", password="").id, Role.OWNER
    )
    members.put(tx, account_id, rosa.id, Role.READER)


def rewrite(tx: Transaction, account_id: str, words: str) -> None:
    policy = json.loads(accounts.get(tx, account_id).policy)
    set_up.change_rules(tx, account_id, {"templates": {**policy.get("templates", {}), "busy": words}})
