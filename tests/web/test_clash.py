"""Two people change the same settings."""

import base64
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.cli.scenarios.stage import stage
from ringback.conversations import canned
from ringback.web.clash import FIELD, Clash, marks, settled
from ringback.web.cookies import SAID
from ringback.web.forms import Form, filled
from ringback.web.words import Words
from tests.web.pages import Answered, sign_in
from tests.web.things import things

pytestmark = pytest.mark.sqlite  # the database has no part in it

DRAWN = {"name": "Rosa's", "hours": "8-17"}


def sent(drawn: dict[str, str], **typed: str) -> Form:
    return filled({**drawn, **typed, FIELD: marks(drawn)})


@pytest.mark.parametrize(
    ("typed", "now", "saved"),
    [
        ({"name": "Rosa's Plumbing"}, DRAWN, {"name": "Rosa's Plumbing", "hours": "8-17"}),
        ({}, {**DRAWN, "hours": "9-17"}, {**DRAWN, "hours": "9-17"}),
        ({"name": "New"}, {**DRAWN, "hours": "9-17"}, {"name": "New", "hours": "9-17"}),
        ({"hours": "9-17"}, {**DRAWN, "hours": "9-17"}, {**DRAWN, "hours": "9-17"}),
        ({}, DRAWN, DRAWN),
    ],
)
def test_what_only_one_of_them_changed_is_kept(
    typed: dict[str, str], now: dict[str, str], saved: dict[str, str]
) -> None:
    assert settled(sent(DRAWN, **typed), now) == saved


def test_what_both_changed_is_shown_to_the_second_and_saved_when_they_insist() -> None:
    now = {**DRAWN, "hours": "9-17"}
    form = sent(DRAWN, hours="7-17", name="New")
    with pytest.raises(Clash) as both:
        settled(form, now)
    shown = both.value.shown_in(form, Words("en"))
    assert (dict(shown.problems), shown.get("hours"), shown.get("name")) == (
        {"hours": "Meanwhile somebody changed this to “9-17”. Save again to put yours there."}, "7-17", "New"
    )  # fmt: skip
    again = filled({"hours": "7-17", "name": "New", FIELD: marks(now)})
    assert settled(again, now) == {"hours": "7-17", "name": "New"}


VALUES = st.sampled_from(["", "a", "b", "=", "a b"])
SETTINGS = st.fixed_dictionaries({"x": VALUES, "y": VALUES})


@given(drawn=SETTINGS, typed=SETTINGS, now=SETTINGS)
def test_nobodys_change_is_ever_lost_silently(
    drawn: dict[str, str], typed: dict[str, str], now: dict[str, str]
) -> None:
    """Whatever three states there are: each field ends as somebody wanted it, or it is said."""
    try:
        saved = settled(sent(drawn, **typed), now)
    except Clash as clash:
        for name in clash.theirs:
            assert (
                len({drawn[name], now[name], typed[name].strip()}) == 3 or drawn[name].strip() != drawn[name]
            )
        return
    for name in drawn:
        if now[name] != drawn[name]:
            assert saved[name] == now[name]
        else:
            assert saved[name] == typed[name].strip()


async def test_ones_name_changed_in_two_tabs(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id)
        drawn = marks({"name": "Rosa", "language": "", "theme": "auto"})
        first = await rosa.post("/you", name="Rosa D.", language="", theme="dark", seen=drawn)
        second = await rosa.post(
            "/you", name="R. Diaz", language="", theme="auto", seen=drawn, accept="text/html"
        )
        assert (first.status, second.status) == (303, 409)
        assert ("changed this to “Rosa D.”" in second.body, 'value="R. Diaz"' in second.body) == (True, True)
        assert (
            'value="dark" checked' not in second.body
        )  # the form is as it was typed; what is stored stays dark
        assert 'data-theme="dark"' in (await rosa.get("/you")).body


BUSINESS = {
    "name": "Rosa's Plumbing", "trade": "plumbing", "time_zone": "America/Chicago", "country": "US",
    "language": "en", "website": "",
}  # fmt: skip
WEEK = {"mon": "08:00-17:00", "holidays": "", "closed": "2026-12-24\r\n2026-12-25", "when": "always"}
LINE = {"number": "+15125550188", "mode": "forwarded", "ring": "", "account_sid": "AC" + "0" * 32}
SORRY = "Hi, this is {business}. Sorry we missed your call. {stop}"
FORMS = [
    ("business", "", BUSINESS, "website", "https://one.example.com", "https://two.example.com"),
    ("hours", "", WEEK, "mon", "09:00-17:00", "10:00-17:00"),
    ("notice", "", {"notice": "website"}, "city", "Austin", "Dallas"),
    ("message", "", {"text": SORRY}, "text", f"{SORRY} One.", f"{SORRY} Two."),
    ("line", "/twilio", LINE, "messaging_service_sid", "MG" + "1" * 32, "MG" + "2" * 32),
    ("line", "/twilio", LINE, "auth_token", "one token", "another token"),
]


async def test_two_who_change_the_same_canned_reply(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id)
        reply = await world.ringback.db.run(canned.save, rosa.account, "Address", "Where are you?")
        there = f"inbox/replies?change={reply}"
        seen = re.findall(r'name="seen" value="([^"]*)"', (await rosa.get(there)).body)[0]
        drawn = {FIELD: seen, "title": "Address"}
        assert (await rosa.post(there, **drawn, body="Where is it?")).status == 303
        both = await rosa.post(there, accept="text/html", **drawn, body="Which street?")
        assert (both.status, "Meanwhile somebody changed this" in both.body) == (409, True)
        (kept,) = await world.ringback.db.read(canned.every, rosa.account)
        assert kept.body == "Where is it?"


@pytest.mark.parametrize(("step", "more", "usual", "field", "first", "second"), FORMS)
async def test_two_owners_at_the_same_step_of_the_set_up(
    tmp_path: Path, step: str, more: str, usual: dict[str, str], field: str, first: str, second: str
) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id)
        stored = {"auth_token": "a token"} if step == "line" else {}
        there = f"setup/{step}{more}"
        assert (await rosa.post(there, **{**usual, **stored})).status == 303
        page = (await rosa.get(f"setup/{step}")).body
        seen = {FIELD: re.findall(r'name="seen" value="([^"]*)"', page)[0], "stored": "yes"}
        drawn = {**usual, **seen}
        assert (await rosa.post(there, **{**drawn, field: first})).status == 303
        both = await rosa.post(there, accept="text/html", **{**drawn, field: second})
        assert (both.status, "Meanwhile somebody changed this" in both.body) == (409, True)
        assert (await rosa.post(there, **drawn)).status == 303, "who changed nothing overwrites nothing"
        again = {**drawn, FIELD: re.findall(r'name="seen" value="([^"]*)"', both.body)[0]}
        assert (await rosa.post(there, **{**again, field: second})).status == 303, "and may insist"


# What is changed by one choice or one button: where, the field, how it stood when both looked, what two
# people make of it, and how what the first one made is called. The second is told that, and it stays.
CHOICES = [
    ("team/members/{user}/role", "role", "member", "read-only", "owner", "Read only"),
    ("inbox/{conversation}/assign", "to", "", "{user}", "", "Ben"),
    ("inbox/{conversation}/list", "list", "", "vip", "never_text", "VIP: tell me of every missed call"),
    ("inbox/{conversation}/name", "name", "", "Dan", "Daniel", "Dan"),
]


@pytest.mark.parametrize(("there", "field", "stood", "first", "second", "now"), CHOICES)
async def test_two_who_choose_at_once(
    tmp_path: Path, there: str, field: str, stood: str, first: str, second: str, now: str
) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id)
        named = await world.ringback.db.run(things, rosa.account)
        there, seen = there.format_map(named), {FIELD: marks({field: stood})}
        done = await rosa.post(there, **seen, **{field: first.format_map(named)})
        too_late = await rosa.post(there, **seen, **{field: second or rosa.user})
        assert (
            said(done)
            != said(too_late)
            == f"Meanwhile somebody else changed this to “{now}”. Nothing was changed."
        )
        again = await rosa.post(there, **{FIELD: marks({field: first.format_map(named)}), field: second})
        assert "Meanwhile" not in said(again), "who has seen it may change it"


async def test_who_takes_away_what_somebody_has_just_written_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id)
        reply = await world.ringback.db.run(canned.save, rosa.account, "Address", "Where are you?")
        assert (await rosa.post("texts/busy", text=f"{SORRY} Old.")).status == 303
        drawn = {path: marks_of((await rosa.get(page)).body, form) for page, form, path in TAKEN_AWAY}
        await rosa.post(f"inbox/replies?change={reply}", title="Address", body="Which street?")
        await rosa.post("texts/busy", text=f"{SORRY} New.")
        for path, seen in drawn.items():
            there = path.format(reply=reply)
            assert said(await rosa.post(there, seen=seen)).startswith(
                "Meanwhile somebody else changed this to"
            )
        assert len(await world.ringback.db.read(canned.every, rosa.account)) == 1
        assert "New." in (await rosa.get("texts/busy")).body


TAKEN_AWAY = [
    ("inbox/replies", "/remove", "inbox/replies/{reply}/remove"),
    ("texts/busy", "/usual", "texts/busy/usual"),
]


def marks_of(page: str, action: str) -> str:
    """Of the form whose address ends so."""
    (found,) = re.findall(rf'action="[^"]*{action}".*?name="seen" value="([^"]*)"', page, re.DOTALL)
    return str(found)


def said(answered: Answered) -> str:
    """What the next page will say at its edge."""
    (cookie,) = (value for name, value in answered.cookies.items() if name.endswith(SAID))
    return str(json.loads(base64.urlsafe_b64decode(cookie.partition(";")[0].strip('"')))[0])
