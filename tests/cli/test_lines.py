import json
from pathlib import Path

import pytest

from ringback.cli.lines import show_lines
from ringback.cli.shopfile import apply_file
from ringback.settings import Settings, read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database

FILE = """
[account]
name = "{name}"
time_zone = "America/Chicago"
[[lines]]
number = "{number}"
provider = "twilio"
mode = "dial"
"""
PUBLIC = "https://ringback.example.com"


@pytest.fixture
def two_shops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Settings:
    empty_database(tmp_path)
    settings = read_settings({"RINGBACK_DATA": str(tmp_path), "RINGBACK_PUBLIC_URL": PUBLIC})
    for name, number in ((ROSAS_SHOP, ROSAS_LINE), (CAROLS_SHOP, CAROLS_LINE)):
        (tmp_path / "shop.toml").write_text(FILE.format(name=name, number=number))
        apply_file(settings, str(tmp_path / "shop.toml"), only_check=False, as_json=False)
    capsys.readouterr()
    return settings


def test_every_line_is_listed_with_its_addresses_and_what_is_missing(
    two_shops: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    show_lines(two_shops, None, as_json=True)
    carols, rosas = json.loads(capsys.readouterr().out)
    line_id = rosas["addresses"]["voice"].split("/")[-2]
    assert rosas == {
        "account": ROSAS_SHOP,
        "number": ROSAS_LINE,
        "provider": "twilio",
        "mode": "dial",
        "addresses": {
            kind: f"{PUBLIC}/in/{line_id}/{kind}" for kind in ("voice", "voice_status", "text", "text_status")
        },
        "ready": False,
        "missing": [
            "Fill in account_sid.",
            "Fill in auth_token.",
            'Name the phones that ring (ring = ["+1…"]), or nobody can ever answer.',
            'Say where callers learn that they may be texted (notice = "website").',
        ],
    }
    assert (carols["account"], carols["number"]) == (CAROLS_SHOP, CAROLS_LINE)


def test_the_lines_of_one_business(two_shops: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_lines(two_shops, CAROLS_SHOP, as_json=True)
    assert [line["number"] for line in json.loads(capsys.readouterr().out)] == [CAROLS_LINE]


def test_people_see_what_to_enter_where(two_shops: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_lines(two_shops, ROSAS_SHOP, as_json=False)
    said = capsys.readouterr().out
    assert f"{ROSAS_LINE}  {ROSAS_SHOP}  (twilio, dial)  not ready\n  - Fill in account_sid.\n" in said
    assert "A call comes in" in said
