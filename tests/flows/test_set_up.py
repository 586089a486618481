"""What the owner says on the pages becomes account, rules and lines."""

import json
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.accounts.profile import Regulated
from ringback.accounts.store import NameTaken
from ringback.flows import set_up
from ringback.lines import going_live
from ringback.lines.store import NumberTaken
from ringback.messages.library.shelf import starter, trades
from ringback.phone.provider import Mode
from ringback.rules.written import policy_from
from tests.cast import BENS_LINE, BENS_PHONE, CAROLS_LINE, CAROLS_SHOP, ROSAS_LINE
from tests.world import Shop, open_line, shop

SAID = {
    "name": "Rosa's Dental",
    "trade": "dental",
    "time_zone": "America/Denver",
    "country": "US",
    "language": "es",
    "website": "https://rosa.example",
}


async def account(rosas: Shop) -> accounts.Account:
    return await rosas.ringback.db.read(accounts.get, rosas.line.account_id)


async def test_a_trade_brings_its_texts_once_and_its_duties_always(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(set_up.say_business, rosas.line.account_id, **SAID)
        first = await account(rosas)
        own = {"templates": {"missed": "{business}: back soon. {stop}"}}
        await rosas.ringback.db.run(set_up.change_rules, rosas.line.account_id, own)
        again = {**SAID, "trade": "law", "name": "Rosa's Law"}
        await rosas.ringback.db.run(set_up.say_business, rosas.line.account_id, **again)
        second = await account(rosas)
    assert (first.name, first.time_zone, first.profile.mode) == (
        "Rosa's Dental",
        "America/Denver",
        Regulated.HEALTH,
    )
    assert "No pudimos contestar" in policy_from(json.loads(first.policy)).templates["missed"]
    assert (second.name, second.profile.mode) == ("Rosa's Law", Regulated.LEGAL)
    assert policy_from(json.loads(second.policy)).templates["missed"] == "{business}: back soon. {stop}"


async def test_the_name_of_another_business_is_refused(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, "http://127.0.0.1", {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        with pytest.raises(NameTaken):
            await rosas.ringback.db.run(
                set_up.say_business, rosas.line.account_id, **{**SAID, "name": CAROLS_SHOP}
            )
        assert (await account(rosas)).name == "Rosa's Plumbing"


async def test_a_new_line_only_watches_and_its_secret_is_sealed(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        typed = {"account_sid": "AC1", "auth_token": "a secret of Rosa's"}
        line = await rosas.ringback.db.run(add, rosas, BENS_LINE, typed)
        again = await rosas.ringback.db.run(add, rosas, BENS_LINE, {"account_sid": "AC2", "auth_token": ""})
        live = await rosas.ringback.db.read(going_live.live, line.account_id, line.id)
        opened = rosas.ringback.vault.open(str(again.settings["auth_token"])).reveal()
    assert (line.id == again.id, live, again.settings["account_sid"]) == (True, False, "AC2")
    assert "a secret" not in str(dict(line.settings))
    assert opened == "a secret of Rosa's"


async def test_a_line_that_is_live_stays_live_when_its_settings_change(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(add, rosas, ROSAS_LINE, {"account_sid": "AC2", "auth_token": ""})
        assert await rosas.ringback.db.read(going_live.live, rosas.line.account_id, rosas.line.id)


async def test_the_number_of_another_business_is_refused(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, "http://127.0.0.1", {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        with pytest.raises(NumberTaken):
            await rosas.ringback.db.run(add, rosas, CAROLS_LINE, {})


def add(tx, rosas: Shop, number: str, typed: dict[str, str]):  # type: ignore[no-untyped-def]
    return set_up.save_line(
        tx,
        rosas.line.account_id,
        number=number,
        provider_name="twilio",
        mode=Mode.DIAL,
        ring=(BENS_PHONE,),
        typed=typed,
        vault=rosas.ringback.vault,
    )


async def test_another_language_takes_the_texts_along_that_nobody_has_changed(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for language in ("es", "en"):
            said = {**SAID, "language": language}
            await rosas.ringback.db.run(set_up.say_business, rosas.line.account_id, **said)
        texts = policy_from(json.loads((await account(rosas)).policy)).templates
    assert dict(texts) == starter(trades()["dental"], "en")
