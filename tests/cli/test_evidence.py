"""`ringback evidence` and `ringback verify`, asked beside the running server."""

import asyncio
import hashlib
import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringback.calls.receipts import receipts, seal
from ringback.cli.evidence import verify, write_evidence
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.settings import Settings, read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, DANA, ROSAS_LINE
from tests.world import Shop, open_line, shop


def _settings(folder: Path) -> Settings:
    return read_settings({"RINGBACK_DATA": str(folder)})


async def _a_story(rosas: Shop) -> None:
    await rosas.misses("CA1")
    await rosas.after(10)
    await rosas.texts_in("Can you come today?", "SM1")
    await rosas.after(5)
    await rosas.texts_in("STOP", "SM2")
    await rosas.misses("CA2", caller=DANA)
    await rosas.after(10)


async def _evidence(folder: Path, number: str, account: str | None = None) -> dict[str, bytes]:
    file = folder / "evidence.zip"
    await asyncio.to_thread(write_evidence, _settings(folder), number, account, file, as_json=False)
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


async def test_calls_are_found_however_the_company_wrote_the_number(tmp_path: Path) -> None:
    """As a telephone exchange does, and some companies: without the country, and with signs between."""
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1", caller="(512) 555-0111")
        await rosas.misses("CA2", caller="5125550111")
        await rosas.after(10)
        files = await _evidence(tmp_path, DAN)
        assert len(json.loads(files["calls.json"])) == len(await rosas.calls()) == 2
        assert len(json.loads(files["receipts.json"])) == 2


async def test_bundle_has_everything_about_one_person_and_nothing_about_others(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _a_story(rosas)
        files = await _evidence(tmp_path, DAN)
        call = next(call for call in await rosas.calls() if call.caller == DAN)
    read = {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}
    assert [(row["basis"], row["evidence"], row["called"]) for row in read["consents.json"]][:1] == [
        ("called", call.id, ROSAS_LINE)
    ]
    named = {row["notice"] for row in read["consents.json"]}
    assert named == {row["version"] for row in read["notices.json"]}
    assert read["opt-outs.json"][-1]["change"] == "stop"
    assert [row["id"] for row in read["calls.json"]] == [call.id]
    assert [(row["call_id"], row["same_again"]) for row in read["receipts.json"]] == [(call.id, True)]
    assert [row["purpose"] for row in read["texts.json"]] == ["missed_call", "inbound", "inbound"]
    about = read["about.json"]
    assert (about["standing"], about["chain_of_receipts"]["whole"]) == ("stop", True)
    assert "In short: they have opted out and get no texts." in files["READ ME.txt"].decode()
    assert DANA not in "".join(content.decode() for content in files.values())


async def test_bundle_can_be_checked_without_us(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _a_story(rosas)
        files = await _evidence(tmp_path, DAN)
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert {name: said for said, name in (line.split("  ", 1) for line in lines)} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    (receipt,) = json.loads(files["receipts.json"])
    again = seal(receipt["previous"], receipt["sequence"], receipt["call_id"], receipt["body"])
    assert again == receipt["seal"]


async def test_carol_finds_nothing_of_rosas(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await _a_story(rosas)
        with pytest.raises(Stop) as stop:
            await _evidence(tmp_path, DAN, CAROLS_SHOP)
    assert stop.value.code == FINDING


async def test_what_is_no_number_is_said(tmp_path: Path) -> None:
    async with shop(tmp_path):
        with pytest.raises(Stop) as stop:
            await _evidence(tmp_path, "Dan")
    assert (stop.value.code, stop.value.sentence) == (
        WRONG_USE,
        "Dan is not a phone number; write it like +15125550142.",
    )


async def test_nothing_changed_is_said_and_a_change_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with shop(tmp_path) as rosas:
        await _a_story(rosas)
        capsys.readouterr()
        await asyncio.to_thread(verify, _settings(tmp_path), None, as_json=False)
        assert capsys.readouterr().out == (
            "Rosa's Plumbing: 2 receipts, none changed, each made again the same.\n"
        )
        await rosas.ringback.db.run(
            lambda tx: (
                tx.execute(
                    sa.update(receipts)
                    .where(receipts.c.sequence == 2)
                    .values(body=sa.func.replace(receipts.c.body, '"hang_ups":0', '"hang_ups":1'))
                )
                and None
            )
        )
        with pytest.raises(Stop) as stop:
            await asyncio.to_thread(verify, _settings(tmp_path), None, as_json=True)
        (found,) = json.loads(capsys.readouterr().out)
    assert (stop.value.code, found["holds"], found["changed"], found["not_the_same"]) == (
        FINDING,
        False,
        [2],
        [2],
    )
