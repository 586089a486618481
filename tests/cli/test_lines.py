import json
from pathlib import Path

import pytest

from ringback.accounts import audit
from ringback.cli.database import accounts_named, ask
from ringback.cli.lines import show_lines
from ringback.cli.live import only_watch_line, put_line_in_service
from ringback.cli.shopfile import apply_files
from ringback.cli.trouble import FINDING, Stop
from ringback.db.transaction import Transaction
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
        apply_files(settings, [str(tmp_path / "shop.toml")], only_check=False, as_json=False)
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
        "live": True,
        "register": rosas["register"],
        "ready": False,
        "missing": [
            "Fill in account_sid.",
            "Fill in auth_token.",
            'Name the phones that ring (ring = ["+1…"]), or nobody can ever answer.',
            'Say where callers learn that they may be texted (notice = "website").',
        ],
    }
    assert rosas["register"][:2] == [
        "Write the name of the business exactly as on its tax record, Inc. or LLC included.",
        "Choose what kind of business it is.",
    ]
    assert (carols["account"], carols["number"]) == (CAROLS_SHOP, CAROLS_LINE)


def test_the_lines_of_one_business(two_shops: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_lines(two_shops, CAROLS_SHOP, as_json=True)
    assert [line["number"] for line in json.loads(capsys.readouterr().out)] == [CAROLS_LINE]


def test_people_see_what_to_enter_where(two_shops: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    show_lines(two_shops, ROSAS_SHOP, as_json=False)
    said = capsys.readouterr().out
    assert f"{ROSAS_LINE}  {ROSAS_SHOP}  (twilio, dial)  not ready\n  - Fill in account_sid.\n" in said
    assert "A call comes in" in said
    assert "  - The carriers' register still wants 8 things: see ringback registration.\n" in said
    only_watch_line(two_shops, ROSAS_LINE)
    show_lines(two_shops, ROSAS_SHOP, as_json=False)
    assert "(twilio, dial)  not ready, only watches\n" in capsys.readouterr().out


def deeds(settings: Settings) -> list[tuple[str, str, str]]:
    def of_rosa(tx: Transaction) -> list[tuple[str, str, str]]:
        (account,) = accounts_named(tx, ROSAS_SHOP)
        return [(deed.who, deed.what, deed.about) for deed in audit.of_account(tx, account.id)]

    return ask(settings, of_rosa) or []


def test_a_line_is_taken_out_of_service_and_put_back_with_a_reason(
    two_shops: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    apply_notice(two_shops)
    capsys.readouterr()
    put_line_in_service(two_shops, "512 555 0142", "")
    only_watch_line(two_shops, ROSAS_LINE)
    only_watch_line(two_shops, ROSAS_LINE)
    with pytest.raises(Stop) as refused:
        put_line_in_service(two_shops, ROSAS_LINE, "")
    put_line_in_service(two_shops, ROSAS_LINE, "Twilio has registered it.")
    put_line_in_service(two_shops, ROSAS_LINE, "Twilio has registered it.")
    said = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "512 555 0142 was live already.",
        f"{ROSAS_LINE} only watches now",
        f"{ROSAS_LINE} only watches now",
        f"{ROSAS_LINE} is live",
        f"{ROSAS_LINE} was live already.",
    ]
    assert refused.value.code == FINDING
    assert "\n  - The test call has not passed.\n  - Write the name of the business" in str(refused.value)
    assert "--without WHY" in str(refused.value)
    assert deeds(two_shops) == [
        ("command line", "put a line in service", "Twilio has registered it."),
        ("command line", "took a line out of service", ""),
    ]


def test_where_callers_are_told_nothing_a_line_is_not_put_in_service(two_shops: Settings) -> None:
    only_watch_line(two_shops, ROSAS_LINE)
    with pytest.raises(Stop, match="Say first where callers learn") as refused:
        put_line_in_service(two_shops, ROSAS_LINE, "Twilio has registered it.")
    assert "--without" not in str(refused.value)


@pytest.mark.parametrize("number", ["+15125550199", "no number"])
def test_a_line_that_nobody_has_is_not_put_in_service(two_shops: Settings, number: str) -> None:
    with pytest.raises(Stop, match="There is no line"):
        put_line_in_service(two_shops, number, "")
    with pytest.raises(Stop, match="There is no line"):
        only_watch_line(two_shops, number)


def apply_notice(settings: Settings) -> None:
    file = settings.data / "told.toml"
    written = FILE.format(name=ROSAS_SHOP, number=ROSAS_LINE)
    file.write_text(written.replace("time_zone", 'notice = "website"\ntime_zone', 1))
    apply_files(settings, [str(file)], only_check=False, as_json=False)
