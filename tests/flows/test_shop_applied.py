from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ringback.accounts import store as accounts
from ringback.contacts.listed import Listed
from ringback.contacts.lists import list_of
from ringback.contacts.permission import on_never_text_list
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.flows import set_up
from ringback.flows.shop_applied import LinesNotReady, NumbersTaken, OnlyTried, apply_shop, try_shop
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.settings import KEY_FILE, Vault
from ringback.lines.store import Line
from ringback.settings import read_settings
from ringback.shop.check import read_shop
from ringback.shop.shop import Shop
from ringback.shop.stored import stored_shop
from ringback.shop.write import write_shop
from ringback.tasks import store as tasks
from ringback.tasks.store import Task, TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database

ROSAS = f"""
[account]
name = "{ROSAS_SHOP}"
time_zone = "America/Chicago"
notice = "website"
[lists]
never_text = ["+15125550188"]
[[lines]]
number = "{ROSAS_LINE}"
provider = "twilio"
mode = "forwarded"
[lines.settings]
account_sid = "AC1"
auth_token = "t0psecret"
"""
ADDRESS = "https://ringback.example.com"
CAROLS = ROSAS.replace(ROSAS_SHOP, CAROLS_SHOP).replace(ROSAS_LINE, CAROLS_LINE)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    empty_database(tmp_path)
    db = open_database(read_settings({"RINGBACK_DATA": str(tmp_path)}))
    yield db
    db.close()


def shop(written: str) -> Shop:
    return read_shop(written.encode()).shop


def rosas_line(tx: Transaction) -> Line:
    line = lines.by_number(tx, ROSAS_LINE)
    assert line is not None
    return line


def rosas_tasks(tx: Transaction) -> list[Task]:
    return tasks.open_tasks(tx, rosas_line(tx).account_id)


def stop_line(tx: Transaction) -> None:
    line = rosas_line(tx)
    lines.park(tx, line, "the key is wrong")
    tasks.add(tx, line.account_id, TaskKind.FIX_LINE, line.id, "The key is wrong.")


def as_file(tx: Transaction, name: str, vault: Vault) -> str:
    account = accounts.by_name(tx, name)
    assert account is not None
    return write_shop(stored_shop(tx, account, vault))


def test_a_file_makes_the_business_and_the_second_time_nothing(db: Database, vault: Vault) -> None:
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == [
        'Added the business "Rosa\'s Plumbing".',
        "Added the line +15125550142 (twilio, forwarded).",
        "Put 1 number on the list never_text.",
    ]
    stored = db.run_now(rosas_line)
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == []
    assert db.run_now(rosas_line) == stored
    assert db.run_now(on_never_text_list, stored.account_id, "+15125550188")


def test_a_secret_is_stored_sealed_and_opens_again(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    stored = db.run_now(rosas_line).settings["auth_token"]
    assert "t0psecret" not in stored
    assert vault.open(stored).reveal() == "t0psecret"


def test_a_reference_is_stored_as_it_is(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS.replace("t0psecret", "env:TOKEN")), vault, ADDRESS)
    assert db.run_now(rosas_line).settings["auth_token"] == "env:TOKEN"


def test_a_change_keeps_the_address_of_the_line_and_the_seals_that_did_not_change(
    db: Database, vault: Vault
) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    before = db.run_now(rosas_line)
    said = db.run_now(apply_shop, shop(ROSAS.replace("AC1", "AC2")), vault, ADDRESS)
    after = db.run_now(rosas_line)
    assert said == ["Changed the line +15125550142: account_sid from AC1 to AC2."]
    assert after == replace(before, settings={**before.settings, "account_sid": "AC2"})


def test_what_was_exported_changes_nothing_when_it_is_applied(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    exported = db.run_now(as_file, ROSAS_SHOP, vault)
    assert "t0psecret" not in exported
    assert db.run_now(apply_shop, shop(exported), vault, ADDRESS) == []
    assert vault.open(db.run_now(rosas_line).settings["auth_token"]).reveal() == "t0psecret"


def test_after_a_set_up_on_the_pages_an_export_is_applied_and_the_steps_stay(
    db: Database, vault: Vault
) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)

    def walk_through(tx: Transaction) -> str:
        account = accounts.every(tx)[0]
        set_up.gone_through(tx, account.id, "hours")
        return write_shop(stored_shop(tx, account, vault))

    exported = db.run_now(walk_through)
    assert "gone_through" not in exported
    elsewhere = exported.replace("America/Chicago", "America/Denver")
    assert db.run_now(apply_shop, shop(elsewhere), vault, ADDRESS) != []
    (account,) = db.run_now(accounts.every)
    assert account.profile.gone_through == "hours"


def test_an_export_is_applied_also_when_the_key_of_the_vault_is_lost(
    db: Database, vault: Vault, tmp_path: Path
) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    (tmp_path / KEY_FILE).unlink()
    vault = Vault(tmp_path)
    exported = db.run_now(as_file, ROSAS_SHOP, vault)
    assert db.run_now(apply_shop, shop(exported), vault, ADDRESS) == []
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == [
        "Changed the line +15125550142: auth_token changed."
    ]
    assert vault.open(db.run_now(rosas_line).settings["auth_token"]).reveal() == "t0psecret"


def test_only_the_business_that_the_file_names_is_touched(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(CAROLS), vault, ADDRESS)
    before = db.run_now(as_file, CAROLS_SHOP, vault)
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    db.run_now(apply_shop, shop(ROSAS.partition("[lists]")[0]), vault, ADDRESS)
    assert db.run_now(as_file, CAROLS_SHOP, vault) == before


def test_a_line_that_is_not_named_any_more_is_taken_out_of_use_and_can_come_back(
    db: Database, vault: Vault
) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    line = db.run_now(rosas_line)
    assert db.run_now(apply_shop, shop(ROSAS.partition("[[lines]]")[0]), vault, ADDRESS) == [
        "Took the line +15125550142 out of use: the file does not name it. Its calls and texts stay."
    ]
    assert db.run_now(lines.by_number, ROSAS_LINE) is None
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    assert db.run_now(rosas_line).id == line.id


def test_a_number_of_another_business_is_refused_and_nothing_is_applied(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(CAROLS), vault, ADDRESS)
    greedy = ROSAS + f'[[lines]]\nnumber = "{CAROLS_LINE}"\nprovider = "twilio"\nmode = "forwarded"\n'
    with pytest.raises(NumbersTaken) as caught:
        db.run_now(apply_shop, shop(greedy), vault, ADDRESS)
    assert caught.value.numbers == [CAROLS_LINE]
    assert db.run_now(accounts.by_name, ROSAS_SHOP) is None


def test_a_list_is_what_the_file_says_and_one_that_it_does_not_name_stays(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    account = db.run_now(rosas_line).account_id
    moved = ROSAS.replace('never_text = ["+15125550188"]', 'vip = ["+15125550188", "+15125550187"]')
    assert db.run_now(apply_shop, shop(moved), vault, ADDRESS) == ["Put 2 numbers on the list vip."]
    assert db.run_now(list_of, account, "+15125550188") is Listed.VIP
    assert db.run_now(apply_shop, shop(moved), vault, ADDRESS) == []
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    assert db.run_now(list_of, account, "+15125550188") is Listed.NEVER_TEXT
    assert db.run_now(list_of, account, "+15125550187") is Listed.VIP


def test_a_line_that_was_stopped_is_tried_again_and_its_task_is_done(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    db.run_now(stop_line)
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == ["Will try the line +15125550142 again."]
    assert db.run_now(rosas_line).parked_reason is None
    assert db.run_now(rosas_tasks) == []
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == []


def test_asking_what_would_change_changes_nothing(db: Database, vault: Vault) -> None:
    with pytest.raises(OnlyTried) as tried:
        db.run_now(try_shop, shop(ROSAS), vault, ADDRESS)
    assert tried.value.said == db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    with pytest.raises(OnlyTried) as tried:
        db.run_now(try_shop, shop(ROSAS.replace("AC1", "AC2")), vault, ADDRESS)
    assert tried.value.said == ["Changed the line +15125550142: account_sid from AC1 to AC2."]
    assert db.run_now(rosas_line).settings["account_sid"] == "AC1"


def live(tx: Transaction) -> tuple[bool, str]:
    line = rosas_line(tx)
    found = going_live.set_up(tx, line.account_id, line.id)
    return going_live.live(tx, line.account_id, line.id), found.live_without if found else ""


WATCHES = ROSAS.replace("[lines.settings]", "live = false\n[lines.settings]")
GOES_LIVE = ROSAS.replace("[lines.settings]", "live = true\n[lines.settings]")
WITH_A_REASON = GOES_LIVE.replace("live = true", 'live = true\nlive_without = "Twilio has registered it."')


def test_line_only_watches_where_the_file_says_so_and_goes_live_with_a_reason(
    db: Database, vault: Vault
) -> None:
    db.run_now(apply_shop, shop(WATCHES), vault, ADDRESS)
    assert db.run_now(live) == (False, "")
    assert db.run_now(apply_shop, shop(WATCHES), vault, ADDRESS) == []
    assert db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS) == []  # the file does not say
    assert db.run_now(live) == (False, "")
    said = db.run_now(apply_shop, shop(WITH_A_REASON), vault, ADDRESS)
    why = "live from off to on; live_without from none to Twilio has registered it."
    assert said == [f"Changed the line {ROSAS_LINE}: {why}."]
    assert db.run_now(live) == (True, "Twilio has registered it.")
    assert db.run_now(apply_shop, shop(WITH_A_REASON), vault, ADDRESS) == []
    assert db.run_now(apply_shop, shop(WATCHES), vault, ADDRESS) == [
        f"Changed the line {ROSAS_LINE}: live from on to off."
    ]
    assert db.run_now(live) == (False, "")


@pytest.mark.parametrize("before", [None, WATCHES])
def test_line_that_is_not_ready_does_not_go_live_by_a_file_and_nothing_is_applied(
    db: Database, vault: Vault, before: str | None
) -> None:
    if before:
        db.run_now(apply_shop, shop(before), vault, ADDRESS)
    with pytest.raises(LinesNotReady) as refused:
        db.run_now(apply_shop, shop(GOES_LIVE), vault, ADDRESS)
    assert refused.value.why[ROSAS_LINE].test == "The test call has not passed."
    assert db.run_now(lambda tx: lines.by_number(tx, ROSAS_LINE) is None) is (before is None)
    assert before is None or db.run_now(live) == (False, "")


def test_new_line_is_live_where_the_file_does_not_say(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(ROSAS), vault, ADDRESS)
    assert db.run_now(live) == (True, "")
    assert db.run_now(apply_shop, shop(GOES_LIVE), vault, ADDRESS) == []


def test_line_that_only_watches_is_exported_so_and_only_watches_elsewhere(db: Database, vault: Vault) -> None:
    db.run_now(apply_shop, shop(WATCHES), vault, ADDRESS)
    exported = db.run_now(as_file, ROSAS_SHOP, vault)
    assert exported.count("live = false\n") == 1
    assert shop(exported).lines[0].live is False
    db.run_now(apply_shop, shop(WITH_A_REASON), vault, ADDRESS)
    assert "live" not in db.run_now(as_file, ROSAS_SHOP, vault)
