"""Rules are tried on the calls of the last month before they are saved, and two who change them meet."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ringback.accounts import store as accounts
from ringback.web.rules import _kept, _policy
from tests.cast import DANA
from tests.web.pages import Visitor, plain_site, sign_in
from tests.web.server import Served
from tests.world import Shop, shop


@pytest.fixture
async def rosas(tmp_path: Path) -> AsyncIterator[tuple[Shop, Visitor]]:
    async with shop(tmp_path) as there:
        there.ringback.closing.set()
        await there.misses("CA1")
        await there.after(3600)
        await there.misses("CA2", DANA)
        await there.after(3600)
        site = plain_site(there.ringback)
        yield there, await sign_in(there.ringback, there.line.account_id, app=site)


async def kept(there: Shop) -> dict[str, str]:
    return _kept(await there.ringback.db.read(_policy, there.line.account_id))


async def test_what_would_change_is_shown_and_nothing_is_saved(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    before = await kept(there)
    shown = await rosa.post("rules", **{**before, "shadow": "yes", "try": "yes"})
    same = await rosa.post("rules", **{**before, "try": "yes"})
    assert (shown.status, same.status, await kept(there)) == (200, 200, before)
    assert "0 texts instead of 2" in shown.body
    assert "Not texted any more" in shown.body
    assert "No difference: every call would have been decided as it was." in same.body


async def test_without_calls_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    async with shop(tmp_path) as there:
        there.ringback.closing.set()
        app = plain_site(there.ringback)
        rosa = await sign_in(there.ringback, there.line.account_id, app=app)
        page = (await rosa.post("rules", **{**await kept(there), "try": "yes"})).body
        assert "there is nothing to compare with" in page
        assert "No difference" not in page


async def test_rules_are_saved_and_the_log_says_which(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    saved = await rosa.post("rules", **{**await kept(there), "cooldown": "48h", "delay_seconds": "10"})
    log = await rosa.get("audit")
    assert (saved.status, (await kept(there))["cooldown"]) == (303, "48h")
    assert "At most one text per caller in · Seconds until the text" in log.body


@pytest.mark.slow
@pytest.mark.sqlite  # the database has no part in it
def test_on_a_phone_the_log_has_all_that_was_done_beside_its_head(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    served.sign_in(page)
    page.goto(served.url("rules"))
    page.get_by_label("Seconds until the text").fill("9")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    page.goto(served.url("audit"))
    done, about = page.get_by_text("changed the rules"), page.get_by_text("Seconds until the text")
    assert [place["x"] if (place := one.bounding_box()) else 0 for one in (done, about)] == [151, 151]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("cooldown", "soon", "is not a length of time"),
        ("cooldown", "5m", "Write 1h to 7d"),
        ("delay_seconds", "<b>", "Write a whole number"),
        ("most_per_hour", "0", "Write 1 to"),
    ],
)
async def test_a_wrong_rule_is_named(rosas: tuple[Shop, Visitor], field: str, typed: str, says: str) -> None:
    there, rosa = rosas
    answered = await rosa.post("rules", **{**await kept(there), field: typed})
    assert (answered.status, says in answered.body, "<b>" in answered.body) == (422, True, False)


async def test_two_who_change_the_same_rule_meet(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    page = (await rosa.get("rules")).body
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    typed = await kept(there)
    await rosa.post("rules", **{**typed, "cooldown": "48h", "seen": seen})
    second = await rosa.post("rules", **{**typed, "cooldown": "72h", "seen": seen})
    assert (second.status, (await kept(there))["cooldown"]) == (409, "48h")
    assert "Meanwhile somebody changed this to" in second.body


async def test_own_words_for_a_situation_and_back(rosas: tuple[Shop, Visitor]) -> None:
    there, rosa = rosas
    saved = await rosa.post("texts/busy", text="{business}: all our lines are busy. {stop}")
    refused = await rosa.post("texts/busy", text="Call us at 9 AM")
    listed = await rosa.get("texts")
    account = await there.ringback.db.read(accounts.get, there.line.account_id)
    assert (saved.status, refused.status) == (303, 422)
    assert "all our lines are busy" in account.policy
    assert "all our lines are busy" in listed.body
    await rosa.post("texts/busy/usual")
    account = await there.ringback.db.read(accounts.get, there.line.account_id)
    assert "all our lines are busy" not in account.policy


async def test_what_most_callers_get_stands_first(rosas: tuple[Shop, Visitor]) -> None:
    _, rosa = rosas
    listed = re.findall(r"<b>(.+?)</b>", (await rosa.get("texts")).body)
    assert listed[0] == "Nobody took the call"


async def test_situations_that_borrow_the_same_words_stand_together(rosas: tuple[Shop, Visitor]) -> None:
    _, rosa = rosas
    shown = re.search(r'<ul class="situations">.*?</ul>', (await rosa.get("setup/message")).body, re.DOTALL)
    assert shown is not None
    bubbles = re.findall(r"<p>(.+?)</p>", shown[0])
    assert len(bubbles) == len(set(bubbles)) < shown[0].count("<b>")


async def test_a_length_of_time_is_chosen_and_an_unusual_one_stays_what_it_is(
    rosas: tuple[Shop, Visitor],
) -> None:
    there, rosa = rosas
    chosen = re.search(r'id="cooldown".*?</select>', (await rosa.get("rules")).body, re.DOTALL)
    assert chosen is not None
    assert re.findall(r'value="(\w+)"', chosen[0]) == ["1h", "4h", "12h", "24h", "48h", "72h", "168h"]
    await rosa.post("rules", **{**await kept(there), "cooldown": "90m"})
    assert '<option value="90m" selected>90m</option>' in (await rosa.get("rules")).body
