"""A line goes live when its callers are told, its test call has passed and the carriers' register wants
nothing more; or, but for the first, when somebody says why it goes live all the same."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.accounts.profile import Profile
from ringback.db.transaction import Transaction
from ringback.flows.line_tested import begin_test
from ringback.flows.went_live import NotYet, in_the_way, put_in_service
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.going_live import SetUp
from ringback.phone.provider import Mode
from tests.cast import DAN
from tests.world import PUBLIC, Shop, shop

REGISTERED: Mapping[str, str] = {
    "legal_name": "Rosa's Plumbing LLC",
    "entity_type": "PRIVATE_PROFIT",
    "ein": "84-1234567",
    "street": "1 Congress Ave",
    "city": "Austin",
    "state": "TX",
    "postal": "78701",
    "website": "https://rosas.example",
    "email": "office@rosas.example",
    "phone": "+15124634630",
    "campaign": "C123",
    "campaign_status": "ACTIVE",
}
SENTENCE = "The number does not belong to an approved campaign yet: carriers block its texts until it does."
WEEK = "My carrier needs a week."


def register(tx: Transaction, account_id: str, papers: Mapping[str, str]) -> None:
    accounts.change(tx, replace(accounts.get(tx, account_id), profile=Profile(**papers)))  # type: ignore[arg-type]


async def set_up(rosas: Shop) -> SetUp:
    found = await rosas.ringback.db.read(going_live.set_up, rosas.line.account_id, rosas.line.id)
    assert found is not None
    return found


async def refused(rosas: Shop, reason: str = "") -> list[str]:
    """What is in the way; the line stays as it was."""
    with pytest.raises(NotYet) as not_yet:
        await rosas.ringback.db.run(put_in_service, rosas.line, "user_rosa", PUBLIC, reason)
    assert (await set_up(rosas)).live_at is None
    return not_yet.value.why.sentences


async def call_for_test(rosas: Shop) -> None:
    await rosas.ringback.db.run(begin_test, rosas.line, DAN)
    await rosas.misses()
    await rosas.after(6)
    await rosas.texts_in("It works!")
    await rosas.after(1)


async def test_when_all_checks_pass_no_reason_is_asked_and_none_is_kept(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(going_live.begin, rosas.line)
        await rosas.ringback.db.run(register, rosas.line.account_id, REGISTERED)
        await call_for_test(rosas)
        await rosas.ringback.db.run(put_in_service, rosas.line, "user_rosa", PUBLIC, "None is needed.")
        live = await set_up(rosas)
    assert (live.live_by, live.live_without, live.live_at is not None) == ("user_rosa", "", True)


async def test_what_the_register_wants_stops_a_line_although_its_test_has_passed(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(going_live.begin, rosas.line)
        await rosas.ringback.db.run(register, rosas.line.account_id, {**REGISTERED, "campaign_status": ""})
        await call_for_test(rosas)
        assert await refused(rosas) == [SENTENCE]
        assert await refused(rosas, "  ") == [SENTENCE]
        await rosas.ringback.db.run(put_in_service, rosas.line, "user_rosa", PUBLIC, WEEK)
        assert (await set_up(rosas)).live_without == WEEK


async def test_a_test_that_has_not_passed_stops_a_registered_line(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(going_live.begin, rosas.line)
        await rosas.ringback.db.run(register, rosas.line.account_id, REGISTERED)
        assert await refused(rosas) == ["The test call has not passed."]
        await rosas.ringback.db.run(begin_test, rosas.line, DAN)
        assert await refused(rosas) == ["The test call has not passed."]


async def test_where_callers_are_told_nothing_no_reason_is_good_enough(tmp_path: Path) -> None:
    async with shop(tmp_path, notice="") as rosas:
        await rosas.ringback.db.run(going_live.begin, rosas.line)
        sentences = await refused(rosas, WEEK)
    assert sentences[0] == "Say first where callers learn that they may be texted."


@pytest.mark.parametrize("number", ["+14165550142", "+442079460018"])
async def test_no_register_is_asked_where_there_is_none(tmp_path: Path, number: str) -> None:
    async with shop(tmp_path) as rosas:
        assert (await rosas.ringback.db.read(in_the_way, rosas.line, PUBLIC)).register
        line = await rosas.ringback.db.run(add_line, rosas.line.account_id, number)
        assert (await rosas.ringback.db.read(in_the_way, line, PUBLIC)).register == ()


async def test_a_toll_free_number_has_a_register_of_its_own(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        line = await rosas.ringback.db.run(add_line, rosas.line.account_id, "+18335550142")
        await rosas.ringback.db.run(register, rosas.line.account_id, REGISTERED)
        wanted = {
            of.number: (await rosas.ringback.db.read(in_the_way, of, PUBLIC)).register
            for of in (rosas.line, line)
        }
    assert wanted == {
        rosas.line.number: (),
        line.number: (
            "The toll-free number is not verified yet: carriers block its texts until it is.",
            "Write the registration number of the business, who gave it and in which country.",
        ),
    }


async def test_the_number_that_sends_is_the_one_that_must_be_registered(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        line = await rosas.ringback.db.run(add_line, rosas.line.account_id, "+14165550142")
        plan = replace(line.plan, texts_via=rosas.line.number)
        assert (await rosas.ringback.db.read(in_the_way, replace(line, plan=plan), PUBLIC)).register


def add_line(tx: Transaction, account_id: str, number: str) -> lines.Line:
    return lines.save(
        tx,
        account_id=account_id,
        number=number,
        provider="twilio",
        mode=Mode.FORWARDED,
        plan=lines.RingPlan(),
        settings={},
    )
