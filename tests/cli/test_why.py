"""`ringback why`, asked beside the running server."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ringback.calls.receipts import receipts
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.cli.why import why
from ringback.flows.missed_call import text_anyway
from ringback.settings import read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA, ROSAS_LINE, ROSAS_SHOP
from tests.flows.test_rules_robocalls import held
from tests.world import Shop, open_line, shop


class Why:
    """What the command prints, asked in a thread of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._settings = read_settings({"RINGBACK_DATA": str(folder)})
        self._capsys = capsys

    async def __call__(self, call: str, account: str | None = None, *, as_json: bool = False) -> str:
        await asyncio.to_thread(why, self._settings, call, account, as_json=as_json)
        return self.printed()

    async def as_json(self, call: str) -> Any:
        self._capsys.readouterr()  # what the server has logged so far
        return json.loads(await self(call, as_json=True))

    def printed(self) -> str:
        return self._capsys.readouterr().out


@pytest.fixture
def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Why:
    return Why(tmp_path, capsys)


async def missed(rosas: Shop, call: str = "CA1", caller: str = DAN) -> str:
    await rosas.misses(call, caller)
    await rosas.after(10)
    return (await rosas.calls())[0].id


async def test_the_receipt_is_told_to_people(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path, policy={"when": "open", "hours": {}}) as rosas:
        call = await missed(rosas)
        said = await asked(call)
        version = json.loads((await rosas.receipt()).body)["policy_version"]
    rows = [row.rstrip() for row in said.splitlines()]
    assert rows[:3] == [
        "Friday, November 20 at noon: (512) 555-0111 called (512) 555-0142.",
        "Please call back: nobody took the call Friday at noon, you were closed, and you text only while "
        "open.",
        "The caller would have been texted if you texted at all times.",
    ]
    assert [row.split() for row in rows if row.strip().startswith(("answered", "hours", "fuse  "))] == [
        ["answered", "no", "no"],
        ["hours", "closed", "(hours)", "open", "this", "decided"],
        [
            "fuse",
            "0",
            "within",
            "the",
            "hour,",
            "0",
            "within",
            "the",
            "day",
            "under",
            "60",
            "and",
            "300",
        ],
    ]
    assert rows[-2:] == [
        f"Rules {version}. Decided again from the same facts: the same, to the letter.",
        "The chain of 1 receipt is whole.",
    ]


async def test_the_receipt_is_whole_for_programs(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        call = await missed(rosas)
        said = await asked.as_json(call)
        kept = await rosas.receipt()
    assert said == {
        "call": call,
        "at": "2026-11-20T18:00:00+00:00",
        "number": DAN,
        "line": ROSAS_LINE,
        "account": ROSAS_SHOP,
        "verdict": "text",
        "reason": "",
        "sentence": "Text back after 5 seconds: nobody took the call.",
        "otherwise": "The caller would not have been texted if someone had taken the call.",
        "receipt": json.loads(kept.body),
        "sequence": 1,
        "decided_at": kept.at.isoformat(),
        "seal": kept.seal,
        "same_again": True,
        "chain": {"whole": True, "receipts": 1, "broken": [], "gone": 0},
    }


async def test_a_call_is_named_by_its_id_its_beginning_or_its_number(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        first = await missed(rosas, "CA1", DANA)
        second = await missed(rosas, "CA2", DAN)
        third = await missed(rosas, "CA3", DAN)
        for words, call in (
            (first, first),
            (second[:-2], second),
            (third.removeprefix("call_"), third),
            (DANA, first),
            ("(512) 555-0111", third),
        ):
            assert (await asked.as_json(words))["call"] == call


@pytest.mark.parametrize("words", ["call_nothing", "+15125550199", "%", "_", ""])
async def test_what_fits_no_call_or_several_is_refused(tmp_path: Path, asked: Why, words: str) -> None:
    async with shop(tmp_path) as rosas:
        await missed(rosas, "CA1", DANA)
        await missed(rosas, "CA2", DAN)
        with pytest.raises(Stop) as stop:
            await asked(words)
        assert stop.value.code == WRONG_USE


async def test_a_call_of_another_business_is_not_found_under_rosas_name(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        call = await missed(rosas)
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        with pytest.raises(Stop, match="No call fits"):
            await asked(call, CAROLS_SHOP)
        assert DAN[-4:] in await asked(call, ROSAS_SHOP)


async def test_what_is_not_decided_yet_or_was_answered_says_so(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.rings()
        await rosas.after(3)
        assert "Nothing is decided about this call yet." in await asked(DAN)
        await rosas.leg("screen_key", CallStatus="in-progress", Digits="1")
        await rosas.call("dial_done", DialCallStatus="completed", DialBridged="true")
        await rosas.after(3)
        assert "Somebody took this call, so there was nothing to decide." in await asked(DAN)


async def test_a_record_that_was_changed_is_a_finding(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        call = await missed(rosas)
        changed = sa.update(receipts).values(
            body=sa.func.replace(receipts.c.body, '"opted_out":false', '"opted_out":true')
        )
        await rosas.ringback.db.run(lambda tx: tx.execute(changed).rowcount)
        with pytest.raises(Stop) as stop:
            await asked(call)
        assert stop.value.code == FINDING
        assert [row.split(". ")[-1] for row in asked.printed().splitlines()[-2:]] == [
            "Decided again from the same facts, it is NOT the same.",
            "The chain of 1 receipt is BROKEN at 1.",
        ]


@pytest.mark.sqlite
async def test_before_the_first_shop_there_is_nothing_to_ask(tmp_path: Path, asked: Why) -> None:
    with pytest.raises(Stop, match="There is no database yet"):
        await asked(DAN)


async def test_a_held_call_that_somebody_let_go_is_told_so(tmp_path: Path, asked: Why) -> None:
    async with shop(tmp_path) as rosas:
        call = await held(rosas)
        await rosas.ringback.db.run(text_anyway, rosas.line.account_id, call)
        await rosas.after(10)
        said = await asked(call)
    assert "Somebody had them texted all the same." in said
    assert "Text anyway?" not in said
    assert "the same, to the letter" in said
    assert "1 receipt is whole" in said
