"""`ringback preview`."""

import asyncio
import json
from pathlib import Path

import pytest

from ringback.cli.preview import show_previews
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.settings import read_settings
from tests.world import shop

SHOP = """
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
[hours]
mon = ["08:00-17:00"]
[[templates]]
for = "missed"
text = "{business} here, sorry we missed you. {stop}"
"""


def test_a_file_is_shown_before_it_is_applied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop.toml").write_text(SHOP)
    settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data")})
    show_previews(settings, str(tmp_path / "shop.toml"), None, 0.01, as_json=True)
    texts = {one["situation"]: one for one in json.loads(capsys.readouterr().out)["Rosa's Plumbing"]}
    assert texts["missed"]["text"] == "Rosa's Plumbing here, sorry we missed you. Reply STOP to opt out."
    assert (texts["busy"]["template"], texts["busy"]["cost"]) == ("missed", 0.01)
    assert not (tmp_path / "data").exists()


async def test_what_is_stored_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with shop(tmp_path) as rosas:
        await asyncio.to_thread(show_previews, rosas.ringback.settings, None, None, 0.012, as_json=False)
    out = capsys.readouterr().out
    assert "  Nobody took the call (missed)\n" in out
    assert "GSM-7, " in out


async def test_text_that_may_not_be_sent_ends_with_a_finding(tmp_path: Path) -> None:
    own = {"missed": "{business}: we call you at 9 AM. {stop}"}
    async with shop(tmp_path, policy={"templates": own}) as rosas:
        with pytest.raises(Stop) as stop:
            await asyncio.to_thread(show_previews, rosas.ringback.settings, None, None, 0.012, as_json=True)
    assert stop.value.code == FINDING


@pytest.mark.sqlite
def test_without_anything_there_is_nothing_to_show(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        show_previews(read_settings({"RINGBACK_DATA": str(tmp_path)}), None, None, 0.012, as_json=False)
    assert stop.value.code == WRONG_USE


def test_what_a_line_or_a_source_says_otherwise_is_shown_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "shop.toml").write_text(SHOP + OF_LINES)
    settings = read_settings({"RINGBACK_DATA": str(tmp_path / "data")})
    show_previews(settings, str(tmp_path / "shop.toml"), None, 0.01, as_json=False)
    business, line, source = capsys.readouterr().out.split("\nCalls to ")
    assert "Rosa's Plumbing here, sorry we missed you. Reply STOP to opt out." in business
    assert line.startswith("(512) 555-0142:\n")
    assert "Rosa's Plumbing: le respondemos en 2 horas. Responda STOP para salir." in line
    assert source.startswith("(512) 555-0142 through (512) 555-0155:\n")
    assert source.count("GSM-7") == source.count("Rosa's Plumbing: lo de su cupo.") == 2, (
        "what reads otherwise"
    )


OF_LINES = """
[[lines]]
number = "+15125550142"
provider = "simulator"
mode = "forwarded"
language = "es"
[lines.text_back]
reply_within = "2h"
[[lines.templates]]
for = "missed"
text = "{business}: le respondemos {reply_within|pronto}. {stop}"
[[lines.sources]]
number = "+15125550155"
[[lines.sources.templates]]
for = "busy"
text = "{business}: lo de su cupo. {stop}"
"""
