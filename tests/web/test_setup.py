"""The set-up, step by step: each keeps what was typed, says what would be right, and leads to the next."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.cli.scenarios.stage import Stage, stage
from ringback.db.transaction import Transaction
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.phone.provider import Mode
from ringback.phone.registry import PROVIDERS, provider
from ringback.simulator.people import NEW_LINES
from tests.cast import ROSAS_PHONE
from tests.web.pages import Answered, Visitor, sign_in, site

RANGES = {"mon": "8-12; 13:00-17:30", "fri": "22:00-02:00"}
BUSINESS = {
    "name": "Rosa's Plumbing",
    "trade": "plumbing",
    "time_zone": "America/Chicago",
    "country": "us",
    "language": "en",
    "website": "rosas.example",
}
LINE = {
    "number": "+1 512 555 0145",
    "mode": "forwarded",
    "account_sid": "AC00000000000000000000000000000000",
    "auth_token": "a secret of Rosa's",
}


@dataclass
class World:
    stage: Stage
    rosa: Visitor

    async def account(self) -> Account:
        return await self.stage.ringback.db.read(accounts.get, self.rosa.account)

    async def says(self, path: str) -> str:
        answered = await self.rosa.get(path)
        assert answered.status == 200, answered
        return answered.body


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with stage(tmp_path) as there:
        there.carrier.closing.set()
        rosa = await sign_in(there.ringback, there.line.account_id, app=site(there))
        yield World(there, rosa)


async def test_steps_lead_from_one_to_the_next(world: World) -> None:
    first = await world.rosa.post("setup/business", **BUSINESS)
    second = await world.rosa.post("setup/hours", **RANGES, when="always")
    account = await world.account()
    assert [first.to, second.to] == [world.rosa.whole(path) for path in ("setup/hours", "setup/line")]
    assert (account.profile.trade, account.profile.website) == ("plumbing", "https://rosas.example")
    assert '"hours":{"fri":["22:00-02:00"],"mon":["08:00-12:00","13:00-17:30"]}' in account.policy


@pytest.mark.parametrize(
    ("step", "fields", "says"),
    [
        ("business", {**BUSINESS, "name": ""}, "Write the name as your customers know it."),
        (
            "business",
            {**BUSINESS, "name": "<script>x</script>" * 9},
            "Write the name as your customers know it.",
        ),
        ("business", {**BUSINESS, "time_zone": "Mars"}, "Choose the zone of your town from the list."),
        ("business", {**BUSINESS, "website": "no website"}, "Write the address of your website"),
        ("hours", {"mon": "all day long"}, "all day long"),
        ("hours", {}, "Write the hours of at least one day"),
        ("hours", {"mon": "08:00-17:00", "holidays": "XX-YY"}, "is not a region with known holidays"),
        ("hours", {"mon": "08:00-17:00", "closed": "tomorrow"}, "tomorrow"),
        (
            "hours",
            {"round_the_clock": "yes", "when": "closed"},
            "You never close, so nobody would be texted.",
        ),
        ("business", {**BUSINESS, "trade": ""}, "Choose what comes nearest."),
        ("message", {"text": ""}, "The text is empty."),
        ("message", {"text": "{business}: we are back at 9 AM. {stop}"}, "9 AM"),
        ("message", {"text": "Hi! {stop}"}, "business"),
        ("notice", {"notice": "in a dream"}, "Choose one of these."),
    ],
)
async def test_what_is_wrong_is_named_and_what_was_typed_is_kept(
    world: World, step: str, fields: dict[str, str], says: str
) -> None:
    before = await world.account()
    answered = await world.rosa.post(f"setup/{step}", **fields)
    assert (answered.status, says in answered.body, await world.account()) == (422, True, before)
    assert "<script>x" not in answered.body


async def test_a_line_is_added_with_its_addresses_and_only_watches(world: World) -> None:
    added = await world.rosa.post("setup/line/twilio", **LINE)
    line = await line_of(world)
    page = await world.says("setup/line")
    assert (added.status, line.number, line.mode.value) == (303, "+15125550145", "forwarded")
    assert not await world.stage.ringback.db.read(going_live.live, line.account_id, line.id)
    assert f"/in/{line.id}/voice" in page
    assert "Where everything is at Twilio" in page
    assert "a secret of" not in page


@pytest.mark.parametrize("company", sorted(PROVIDERS))
async def test_every_company_has_a_form_for_its_lines(world: World, company: str) -> None:
    assert provider(company).title in await world.says(f"setup/line/{company}")


async def test_line_for_texts_alone_is_asked_for_no_calls(world: World) -> None:
    keys = {"user": "rosa", "password": "hush", "signing_key": "hush"}
    added = await world.rosa.post("setup/line/android", number="+1 512 555 0145", **keys)
    line = await line_of(world)
    assert (added.status, line.number, line.mode) == (303, "+15125550145", Mode.FORWARDED)
    assert "How do calls come?" not in await world.says("setup/line")
    assert "Call forwarding" not in await world.says("setup")
    assert "No forwarded call" not in await world.says("lines")


async def test_a_stored_secret_may_be_left_empty(world: World) -> None:
    await world.rosa.post("setup/line/twilio", **LINE)
    before = (await line_of(world)).settings["auth_token"]
    again = await world.rosa.post("setup/line/twilio", **{**LINE, "auth_token": "", "stored": "yes"})
    assert (again.status, (await line_of(world)).settings["auth_token"]) == (303, before)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({**LINE, "number": "12"}, "Write the whole number"),
        ({**LINE, "auth_token": ""}, "This is needed."),
        ({**LINE, "mode": "dial", "ring": ""}, "Name the phones that ring"),
        ({**LINE, "mode": "dial", "ring": "+15125550145"}, "it would ring itself"),
        ({**LINE, "mode": "dial", "ring": "my wife"}, "One of these is not a whole number"),
    ],
)
async def test_a_line_that_cannot_work_is_not_added(world: World, fields: dict[str, str], says: str) -> None:
    answered = await world.rosa.post("setup/line/twilio", **fields)
    assert (answered.status, says in answered.body, "a secret of" in answered.body) == (422, True, False)
    assert len(await world.stage.ringback.db.read(lines.of_account, world.rosa.account)) == 1


async def test_codes_are_shown_for_the_phone_company_of_the_owner(world: World) -> None:
    await world.rosa.post("setup/line/twilio", **LINE)
    page = await world.says("setup/forwarding")
    assert "tel:" in page
    assert "<svg" in page
    assert "No forwarded call has arrived yet." in page


async def test_each_code_has_its_place_on_the_page_also_where_one_stands_for_all(world: World) -> None:
    """Whoever is refused the one code can dial three, and has looked before what they replace."""
    await world.rosa.post("setup/line/twilio", **LINE)
    page = await world.says("setup/forwarding?carrier=att")
    number = LINE["number"].replace(" ", "")
    codes = re.findall(r"<code>([^<]*[*#][^<]*)</code>", page)
    every = ["*#61#", "*#67#", "*#62#"]
    assert codes == [
        *every,
        f"**004*{number}**20#",
        *(f"**61*{number}**20#", f"**67*{number}#", f"**62*{number}#"),
        *every,
        *("##61#", "##67#", "##62#"),
    ]


async def test_a_line_that_rings_the_phones_itself_is_told_that_it_needs_no_codes(world: World) -> None:
    page = await world.says("setup/forwarding")
    assert "<h1>Call forwarding</h1>" in page
    assert "it needs no forwarding" in page


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("(512) 555-0145", "A number cannot be forwarded to itself"),
        (ROSAS_PHONE, f"Ringback also rings {ROSAS_PHONE} for calls to"),
        ("+15125550146", "Calls from there do not go round."),
        ("12", "Write the whole number"),
    ],
)
async def test_calls_that_would_go_round_are_found_where_the_codes_are_shown(
    world: World, own: str, says: str
) -> None:
    await world.rosa.post("setup/line/twilio", **LINE)
    assert says in await world.says(f"setup/forwarding?own={quote(own)}")
    assert says not in await world.says("setup/forwarding")


async def test_words_are_tried_while_they_are_typed(world: World) -> None:
    answered = await world.rosa.post("setup/message/tried", text="{business} here. Text us! {stop}")
    assert (answered.status, "Reply STOP to opt out." in answered.body, "1 part" in answered.body) == (
        200,
        True,
        True,
    )


async def test_a_test_call_is_watched_and_then_the_line_goes_live(world: World) -> None:
    db, line = world.stage.ringback.db, world.stage.line
    await db.run(going_live.only_watch, line)
    early = await world.rosa.post("setup/live")
    begun = await world.rosa.post("setup/test", phone="512 555 0111")
    page = await world.says("setup/test")
    without = await world.rosa.post("setup/live", reason="The carrier needs a week.")
    live = await db.read(going_live.set_up, line.account_id, line.id)
    assert (early.status, begun.status, without.status) == (422, 303, 303)
    assert "Call (512) 555-0142 from (512) 555-0111 now, and let it ring." in page
    assert live is not None
    assert live.live_without == "The carrier needs a week."


async def test_before_callers_are_told_a_line_does_not_go_live(world: World) -> None:
    db, line = world.stage.ringback.db, world.stage.line
    await db.run(going_live.only_watch, line)
    account = await db.read(accounts.get, line.account_id)
    await db.run(accounts.change, replace(account, notice=""))
    refused = await world.rosa.post("setup/live", reason="The carrier needs a week.")
    assert (refused.status, "Callers must be told first" in refused.body) == (422, True)
    assert not await db.read(going_live.live, line.account_id, line.id)


PAPERS = {
    "notice": "website", "legal_name": "Rosa's Plumbing LLC", "entity_type": "PRIVATE_PROFIT",
    "ein": "84-1234567", "street": "1 Congress Ave", "city": "Austin", "state": "TX", "postal": "78701",
    "website": "rosas.example", "email": "office@rosas.example", "phone": "(512) 463-4630",
    "owner_mobile": "", "campaign": "C123", "campaign_status": "PENDING", "stay": "yes",
}  # fmt: skip


async def test_what_the_register_wants_stops_going_live_until_it_is_there_or_a_reason_is_given(
    world: World,
) -> None:
    db, line = world.stage.ringback.db, world.stage.line
    await world.rosa.post("setup/line/twilio", **LINE)
    added = await line_of(world)
    await world.rosa.post("setup/notice", **PAPERS)
    page, refused = await world.says("setup/live"), await world.rosa.post("setup/live")
    assert "does not belong to an approved campaign yet" in page
    assert "Go live all the same" in page
    assert "3 things missing" in await world.says("lines")
    assert (refused.status, "Say in a few words why" in refused.body) == (422, True)
    saved = await world.rosa.post("setup/notice", **{**PAPERS, "campaign_status": "ACTIVE"})
    account = await db.read(accounts.get, line.account_id)
    assert (saved.status, account.profile.phone, account.profile.campaign) == (303, "+15124634630", "C123")
    assert "does not belong to an approved campaign yet" not in await world.says("setup/live")
    assert "2 things missing" in await world.says("lines")  # pages that nobody can open, on this machine
    await world.rosa.post("setup/live", reason="The test waits for my new phone.")
    assert await db.read(going_live.live, added.account_id, added.id)
    assert "because: The test waits for my new phone." in await world.says(f"setup/live?line={added.id}")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("phone", "12", "This is no whole phone number"),
        ("website", "rosas", "Write the address of your website"),
    ],
)
async def test_what_is_no_number_or_no_website_is_named(
    world: World, field: str, typed: str, says: str
) -> None:
    wrong = await world.rosa.post("setup/notice", **{**PAPERS, field: typed})
    assert (wrong.status, says in wrong.body) == (422, True)


async def test_each_of_several_lines_can_be_changed_and_taken_out_of_service(world: World) -> None:
    await world.rosa.post("setup/line/twilio", **LINE)
    db, first, second = world.stage.ringback.db, world.stage.line, await line_of(world)
    assert "Write the EIN, nine digits" in await world.says(f"setup/live?line={second.id}")
    await db.run(going_live.go_live, second, "rosa", "The carrier needs a week.")
    every = await world.says("lines")
    assert f"setup/line?line={first.id}" in every
    page = await world.says(f"setup/live?line={first.id}")
    assert "(512) 555-0142 is live" in page
    assert f"setup/test?line={first.id}" in page
    stopped = await world.rosa.post(f"setup/live/only-watch?line={first.id}")
    assert stopped.to == world.rosa.whole(f"setup/live?line={first.id}")
    lives = [await db.read(going_live.live, each.account_id, each.id) for each in (first, second)]
    assert lives == [False, True]


async def test_today_says_that_the_set_up_is_not_done(world: World) -> None:
    assert "Go on with the set-up" not in await world.says("today")
    await world.stage.ringback.db.run(going_live.only_watch, world.stage.line)
    assert "Go on with the set-up" in await world.says("today")


async def test_overview_says_what_is_next(world: World) -> None:
    page = await world.says("setup")
    assert "Go on: Your business" in page


async def line_of(world: World) -> lines.Line:
    """The one that was added."""
    found = await world.stage.ringback.db.read(lines.by_number, "+15125550145")
    assert found is not None
    return found


def answered(answer: Answered) -> int:
    return answer.status


async def test_a_key_is_offered_where_one_can_be_pressed(world: World) -> None:
    assert 'value="keypress" disabled' not in await world.says("setup/notice")
    chosen = await world.rosa.post("setup/notice", notice="keypress")
    assert (chosen.status, (await world.account()).notice) == (303, "keypress")
    assert "Press 1 to get text messages about your call" in await world.says("setup/notice")


async def test_no_key_is_offered_where_another_system_takes_the_calls(world: World) -> None:
    await world.stage.ringback.db.run(_another_system_takes_the_calls, world.stage.line)
    before = (await world.account()).notice
    assert "Not possible here: another phone system takes your calls" in await world.says("setup/notice")
    refused = await world.rosa.post("setup/notice", notice="keypress")
    assert (refused.status, (await world.account()).notice) == (422, before)


def _another_system_takes_the_calls(tx: Transaction, line: lines.Line) -> None:
    lines.save(
        tx,
        account_id=line.account_id,
        number=line.number,
        provider=line.provider,
        mode=Mode.OBSERVE,
        plan=line.plan,
        settings=line.settings,
    )


async def test_the_set_up_can_be_tried_afresh_beside_a_shop_that_has_the_simulated_number(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as world:
        rosa = await sign_in(world.ringback, world.line.account_id, app=site(world))
        begun = await rosa.post("/new", name="Rosa's Pipes", time_zone="America/Chicago", accept="text/html")
        assert begun.to.endswith("/setup")
        afresh = replace(rosa, account=begun.to.split("/")[2])
        assert (await afresh.post("setup/line/simulate")).status == 303
        (line,) = await world.ringback.db.read(lines.of_account, afresh.account)
        assert line.number == NEW_LINES[0]
        page = (await afresh.get("setup/line")).body
        assert "there is nothing to enter anywhere" in page
        assert not [words for words in ("Paste these", "Signing key", "Check the keys") if words in page]
        assert 'value="(512) 555-0111"' in (await afresh.get("setup/test")).body  # the phone on the page
        assert '<details class="section" id="register">' in (await afresh.get("setup/notice")).body
        again = await afresh.post("setup/line/simulate")
        assert (again.status, len(await world.ringback.db.read(lines.of_account, afresh.account))) == (303, 1)
