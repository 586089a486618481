from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.cli.database import opened
from ringback.cli.demo import add_demo
from ringback.cli.shopfile import apply_files, export_shop
from ringback.settings import Settings, read_settings
from tests.cast import CAROLS_SHOP, ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database

FILE = """
[account]
name = "{name}"
time_zone = "America/Denver"
[[lines]]
number = "{number}"
provider = "twilio"
mode = "forwarded"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    empty_database(settings.data)
    return settings


def test_a_shop_of_that_name_is_never_overwritten(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    _apply(settings, ROSAS_SHOP)
    add_demo(settings, week=False)
    capsys.readouterr()
    export_shop(settings, None)
    assert 'time_zone = "America/Denver"' in capsys.readouterr().out


def test_a_number_that_is_in_use_is_left_to_its_owner(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    _apply(settings, CAROLS_SHOP)
    capsys.readouterr()
    add_demo(settings, week=False)
    assert capsys.readouterr().out == (
        "The demo's number is in use by one of your businesses, so nothing was added.\n"
    )


def _apply(settings: Settings, name: str) -> None:
    path = settings.data / "shop.toml"
    path.write_text(FILE.format(name=name, number=ROSAS_LINE))
    apply_files(settings, [str(path)], only_check=False, as_json=False)


def test_the_pages_of_the_set_up_are_behind_it(settings: Settings) -> None:
    add_demo(settings, week=False)
    with opened(settings) as db:
        account = db.run_now(accounts.by_name, ROSAS_SHOP)
    assert account is not None
    assert (account.profile.trade, account.profile.gone_through) == ("plumbing", "hours message notice")
