"""Rosa tries other rules on the calls of her real server, and a prospect on a phone bill."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ringback.cli.call_log import replay_log, said_columns
from ringback.cli.shopfile import export_shop
from ringback.cli.timemachine import replay_stored, since_when
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.settings import Settings, read_settings
from tests.cast import BENS_PHONE, CAROLS_LINE, CAROLS_SHOP, DAN, DANA, ROSAS_LINE, ROSAS_SHOP
from tests.world import open_line, shop

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
PRICE = 0.01


class Desk:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.settings: Settings = read_settings({"RINGBACK_DATA": str(folder)})
        self._capsys = capsys

    async def exported(self, name: str | None = None) -> str:
        self._capsys.readouterr()  # what the server has logged so far
        await asyncio.to_thread(export_shop, self.settings, name)
        return self._capsys.readouterr().out

    async def replay(self, rules: str | None = None, account: str | None = None) -> Any:
        """What a program is told."""
        return json.loads(await self.said(rules, account, as_json=True))

    async def said(
        self, rules: str | None = None, account: str | None = None, *, as_json: bool = False
    ) -> str:
        file = self._file(rules)
        self._capsys.readouterr()
        await asyncio.to_thread(
            replay_stored, self.settings, "2026-11-01", file, account, PRICE, as_json=as_json
        )
        return self._capsys.readouterr().out

    def log(self, content: str, rules: str | None = None, mapped: str = "", *, as_json: bool = True) -> Any:
        (self.folder / "bill.csv").write_text(content)
        path, file = str(self.folder / "bill.csv"), self._file(rules)
        replay_log(self.settings, path, file, None, mapped, PRICE, NOW, as_json=as_json)
        said = self._capsys.readouterr().out
        return json.loads(said) if as_json else said

    def _file(self, rules: str | None) -> str | None:
        if rules is None:
            return None
        (self.folder / "changed.toml").write_text(rules)
        return str(self.folder / "changed.toml")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


async def three_calls(rosas: Any) -> None:
    """Dan is texted, Dana hangs up early, Dan calls again."""
    await rosas.misses("CA1", DAN)
    await rosas.after(60)
    await rosas.rings("CA2", DANA)
    await rosas.after(2)
    await rosas.call("voice_status", "CA2", caller=DANA, CallStatus="no-answer", CallDuration="2")
    await rosas.after(7200)
    await rosas.misses("CA3", DAN)
    await rosas.after(60)


async def test_the_rules_of_today_and_an_exported_file_make_no_difference(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path) as rosas:
        await three_calls(rosas)
        (today,) = await desk.replay()
        (exported,) = await desk.replay(await desk.exported())
        said = await desk.said()
    assert (
        today
        == exported
        == {
            "account": ROSAS_SHOP,
            "since": "2026-11-01T00:00:00+00:00",
            "calls": 3,
            "unreadable": 0,
            "texts": {"was": 1, "would": 1},
            "segments": {"was": 1, "would": 1},
            "cost": {"price": 0.01, "was": 0.01, "would": 0.01},
            "more": [],
            "fewer": [],
            "otherwise": [],
        }
    )
    assert said == (
        f"{ROSAS_SHOP}: 3 missed calls since 2026-11-01.\n"
        "No difference: every call would be decided as it was.\n"
    )


async def test_where_no_call_was_missed_no_verdict_is_claimed(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path):
        said = await desk.said(await desk.exported())
    first, second = said.splitlines()
    assert first.startswith(f"{ROSAS_SHOP}: 0 missed calls since ")
    assert (
        second == "So there is nothing to decide again; --calls FILE tries the rules on a call log instead."
    )


async def test_changed_rules_tell_who_would_be_texted_and_when(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path) as rosas:
        await three_calls(rosas)
        rules = await desk.exported()
        rules = rules.replace("min_ring_seconds = 4", "min_ring_seconds = 1")
        rules = rules.replace('repeat = "alert"', 'repeat = "text"').replace('"24h"', '"1h"')
        (found,) = await desk.replay(rules)
        said = await desk.said(rules)
        (call,) = [call for call in await rosas.calls() if call.caller == DANA]
    assert (found["texts"], found["fewer"], found["otherwise"]) == ({"was": 1, "would": 3}, [], [])
    dana, dan = found["more"]
    assert {key: dana[key] for key in ("call", "at", "number", "was", "would", "what")} == {
        "call": call.id,
        "at": "2026-11-20T12:01:16-06:00",
        "number": DANA,
        "was": "skip",
        "would": "text",
        "what": "text instead of nothing (hung up early)",
    }
    assert (dan["number"], dan["what"]) == (DAN, "text instead of a call back (repeat)")
    assert "3 texts instead of 1: 2 more, 0 fewer; 0 otherwise." in said
    assert "At $0.01 a part: $0.03 instead of $0.01. Nothing is changed or sent." in said
    assert "Fri Nov 20, 12:01 PM   (512) 555-0112" in said


async def test_lists_lines_and_words_of_the_file_count(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1", DAN)
        await rosas.after(60)
        rules = await desk.exported()
        never = f'[lists]\nnever_text = ["{DAN}"]\n\n[[templates]]'
        (listed,) = await desk.replay(rules.replace("[[templates]]", never, 1))
        (on_the_line,) = await desk.replay(rules + "[lines.text_back]\nshadow = true\n")
        (words,) = await desk.replay(rules.replace("Sorry we missed", "We are sorry we missed"))
        (later,) = await desk.replay(rules.replace("delay_seconds = 5", "delay_seconds = 50"))
    assert [one["what"] for one in listed["fewer"]] == ["nothing (never text) instead of text"]
    assert [one["what"] for one in on_the_line["fewer"]] == ["nothing (shadow) instead of text"]
    assert [one["what"] for one in words["otherwise"]] == ["other words"]
    assert [one["what"] for one in later["otherwise"]] == ["another time"]


async def test_each_business_is_replayed_by_itself(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await rosas.misses()
        await rosas.after(60)
        both = await desk.replay()
        (carols,) = await desk.replay(account=CAROLS_SHOP)
        with pytest.raises(Stop) as caught:
            await desk.replay((await desk.exported(ROSAS_SHOP)).replace(ROSAS_SHOP, "Nobody"))
    assert [(one["account"], one["calls"]) for one in both] == [(CAROLS_SHOP, 0), (ROSAS_SHOP, 1)]
    assert carols["calls"] == 0
    assert caught.value.code == WRONG_USE


async def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path):
        with pytest.raises(Stop) as caught:
            await desk.replay("[acount]\n")
    assert caught.value.code == FINDING
    assert "it cannot be used" in caught.value.sentence


def test_without_a_database_there_is_nothing_to_replay(desk: Desk) -> None:
    assert asyncio.run(desk.replay()) == []


@pytest.mark.parametrize(
    ("written", "since"),
    [("30d", datetime(2026, 10, 21, 18, tzinfo=UTC)), ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC))],
)
def test_since_is_a_length_of_time_or_a_day(written: str, since: datetime) -> None:
    assert since_when(written, NOW) == since


@pytest.mark.parametrize("written", ["", "a month", "2026-13-01", "999999999d"])
def test_since_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(Stop, match="says no time"):
        since_when(written, NOW)


LOG = f"""\
Date,From,To,Type,Duration
2026-11-16 10:00,{DAN},{ROSAS_LINE},Missed,0
2026-11-16 10:30,{DAN},{ROSAS_LINE},Missed,0
2026-11-16 20:00,{DANA},{ROSAS_LINE},Voicemail,12
2026-11-16 20:05,Private,{ROSAS_LINE},Missed,0
2026-11-17 09:00,{ROSAS_LINE},+15125550119,Outgoing,60
2026-11-17 09:10,+15125550119,{ROSAS_LINE},Missed,0
2026-11-17 09:20,{BENS_PHONE},{ROSAS_LINE},Missed,0
2026-11-17 10:00,+18005550100,{ROSAS_LINE},Missed,0
Total,,,,72
"""
RULES = f"""\
[account]
name = "{ROSAS_SHOP}"
time_zone = "America/Chicago"
[hours]
mon = ["08:00-17:30"]
tue = ["08:00-17:30"]
[[lines]]
number = "{ROSAS_LINE}"
provider = "twilio"
mode = "dial"
ring = ["{BENS_PHONE}"]
"""


def test_last_month_as_it_would_have_been(desk: Desk) -> None:
    found = desk.log(LOG, RULES)
    assert found["by_verdict"] == {
        "text": 2,
        "call_back:repeat": 1,
        "skip:hidden_number": 1,
        "call_back:in_touch": 1,
        "skip:own_number": 1,
        "call_back:not_textable": 1,
    }
    counted = {key: found[key] for key in ("calls", "outgoing", "missed", "texted", "after_hours", "callers")}
    assert counted == {
        "calls": 8,
        "outgoing": 1,
        "missed": 7,
        "texted": 2,
        "after_hours": 2,
        "callers": 4,
    }
    assert found["file"]["unknown"] == [{"reason": "a total, not a call", "rows": 1, "first_line": 10}]
    assert found["cost"] == {"price": 0.01, "would": 0.02}
    assert list(desk.folder.glob("*.db*")) == []


def test_people_are_told_what_was_understood(desk: Desk) -> None:
    said = desk.log(LOG, RULES, as_json=False)
    assert "  date from Date\n" in said
    assert "Left out: 1 row, a total, not a call (first on line 10).\n" in said
    assert (
        "Of 7 missed calls by 4 callers 2 would have been texted within seconds; 2 came after hours.\n"
        in said
    )
    assert "  1 hid their number\n" in said


def test_who_has_no_shop_file_is_told_what_is_assumed(desk: Desk) -> None:
    assert "takes the usual rules, hours from 8 AM to 5 PM" in desk.log(LOG, as_json=False)
    assert "No missed call is in this log." in desk.log("Date,From,Type\n", as_json=False)


async def test_the_rules_of_the_only_business_are_taken(tmp_path: Path, desk: Desk) -> None:
    async with shop(tmp_path, policy={"shadow": True}) as rosas:
        await rosas.after(0)
        found = await asyncio.to_thread(desk.log, LOG)
    assert (found["account"], found["texted"], found["by_verdict"]["skip:shadow"]) == (ROSAS_SHOP, 0, 2)


def test_columns_may_be_named(desk: Desk) -> None:
    strange = LOG.replace("Date,From", "Wann,Wer")
    with pytest.raises(Stop, match="No column says"):
        desk.log(strange, RULES)
    assert desk.log(strange, RULES, "date=Wann,from=2")["missed"] == 7
    assert said_columns("date=1, number = Phone No") == {"date": "1", "number": "Phone No"}
    with pytest.raises(Stop, match="says no column"):
        said_columns("date")


def test_a_file_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(Stop, match=r"Cannot read /nowhere\.csv"):
        replay_log(desk.settings, "/nowhere.csv", None, None, "", PRICE, NOW, as_json=True)
