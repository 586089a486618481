"""The key that secrets are sealed with is lost: nothing starts with another one before somebody says so."""

import asyncio
import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ringback.accounts import factors, push, users
from ringback.app import Ringback
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lines.shared_key import OtherKey, key_proofs
from ringback.settings import Settings, read_settings
from tests.cli.run import Here, Ran

pytestmark = pytest.mark.sqlite  # of a server's nodes see tests/nodes/test_one_key.py

LINE = "+15125550142"
SHOP = f"""
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
country = "US"
[[lines]]
number = "{LINE}"
provider = "twilio"
mode = "forwarded"
[lines.settings]
account_sid = "AC00000000000000000000000000000000"
auth_token = "0123456789abcdef0123456789abcdef"
"""


@pytest.fixture
def olu(here: Here) -> Here:
    (here.folder / "shop.toml").write_text(SHOP)
    assert here.ringback("apply", "shop.toml").code == 0
    return here


def settings_of(olu: Here, **variables: str) -> Settings:
    return read_settings({"RINGBACK_DATA": str(olu.folder / "data"), **variables})


async def starts(settings: Settings) -> str:
    """Why it does not, or ""."""
    try:
        async with Ringback.open(settings):
            return ""
    except OtherKey as why:
        return str(why)


def lose_key(olu: Here) -> Path:
    key = olu.folder / "data" / "secret.key"
    key.unlink()
    return key


async def test_without_its_key_nothing_starts_and_no_other_is_made(olu: Here) -> None:
    assert await starts(settings_of(olu)) == ""
    key = lose_key(olu)
    assert (await starts(settings_of(olu))).startswith("secret.key is gone, and secrets in the database are")
    refused = olu.ringback("apply", "shop.toml")
    assert (refused.code, refused.out, key.exists()) == (1, "", False)
    assert refused.err.startswith("Nothing was applied: secret.key is gone, ")


async def test_with_another_key_nothing_starts(olu: Here) -> None:
    key = lose_key(olu)
    key.write_bytes(Fernet.generate_key())
    assert (await starts(settings_of(olu))).startswith("secret.key is not the key that the secrets in")
    another = settings_of(olu, RINGBACK_KEY=Fernet.generate_key().decode())
    assert (await starts(another)).startswith("RINGBACK_KEY is not the key that")


async def test_a_database_from_before_the_word_was_left_is_told_by_its_secrets(olu: Here) -> None:
    db = open_database(settings_of(olu))
    db.run_now(lambda tx: tx.execute(key_proofs.delete()))
    db.close()
    key = lose_key(olu)
    assert (await starts(settings_of(olu))).startswith("secret.key is gone, ")
    key.write_bytes(Fernet.generate_key())
    assert (await starts(settings_of(olu))).startswith("secret.key is not the key")


def test_new_key_says_what_is_to_be_entered_again(olu: Here) -> None:
    lose_key(olu)
    db = open_database(settings_of(olu))
    db.run_now(_second_step_and_browser)
    db.close()
    said = olu.ringback("new-key")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "From now on secret.key is the key. Nodes that share the database need the same.",
        f"Enter the secrets of {LINE} again, on the page Set-up or with ringback apply.",
        "Until they set it up anew, these sign in without a code: rosa@example.com.",
        "Browsers are told nothing any more until their people switch that on again.",
    ]
    assert asyncio.run(starts(settings_of(olu))) == ""
    assert any("does not open with secret.key" in why for why in _missing(olu))
    assert olu.ringback("apply", "shop.toml").code == 0
    assert not any("secret.key" in why for why in _missing(olu))


def test_while_the_key_is_right_there_is_no_other(olu: Here) -> None:
    before = (olu.folder / "data" / "secret.key").read_bytes()
    said = "secret.key opens the secrets in the database: no new key is needed.\n"
    assert olu.ringback("new-key") == Ran(1, "", said)
    assert (olu.folder / "data" / "secret.key").read_bytes() == before


def test_without_a_database_there_is_nothing_to_do(here: Here) -> None:
    assert here.ringback("new-key").code == 2
    assert list(here.folder.iterdir()) == []


async def test_beside_a_running_server_it_is_refused(olu: Here) -> None:
    async with Ringback.open(settings_of(olu)):
        lose_key(olu)
        refused = olu.ringback("new-key")
    assert refused == Ran(1, "", "Stop ringback serve first: it works with the key that it has.\n")


def test_doctor_says_what_is_lost(olu: Here) -> None:
    key = lose_key(olu)
    found = {each["check"]: each for each in json.loads(olu.ringback("doctor", "--json").out)}
    assert found["key"]["ok"] is False
    assert found["key"]["said"].startswith("secret.key is gone")
    assert found["key"]["todo"].startswith("Put that key back, from a backup")
    assert not key.exists()


def _missing(olu: Here) -> list[str]:
    (line,) = json.loads(olu.ringback("lines", "--json").out)
    return list(line["missing"])


def _second_step_and_browser(tx: Transaction) -> None:
    rosa = users.add(tx, email="rosa@example.com", name="Rosa", password="").id
    factors.propose(tx, rosa, "sealed:lost")
    push.subscribe(tx, rosa, endpoint="https://push.example.com/1", p256dh="x", auth="y")


def test_a_folder_in_which_nothing_can_be_written_is_named(olu: Here) -> None:
    (olu.folder / "data" / "serve.lock").unlink(missing_ok=True)
    (olu.folder / "data" / "serve.lock").mkdir()
    lose_key(olu)
    ran = olu.ringback("new-key")
    assert (ran.code, ran.err) == (1, f"Cannot use {olu.folder}/data/serve.lock: Is a directory.\n")
