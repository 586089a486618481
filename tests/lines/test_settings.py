"""Secrets are sealed or only referred to; in the database there is nothing to read."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ringback.lib.secret import Secret
from ringback.lines.settings import KEY_FILE, MissingSecret, Vault, missing_settings, read_settings


@dataclass(frozen=True)
class CompanySettings:
    account: str
    token: Secret
    spare: Secret = field(default=Secret(""))


def test_typed_secret_is_sealed_and_opens_again(tmp_path: Path) -> None:
    stored = Vault(tmp_path).seal("top-secret")
    assert "top-secret" not in stored
    assert Vault(tmp_path).open(stored).reveal() == "top-secret"


def test_key_lies_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    Vault(tmp_path).seal("top-secret")
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_keys_for_other_purposes_are_the_same_on_every_node_and_tell_nothing_of_each_other(
    tmp_path: Path,
) -> None:
    key = Vault(tmp_path).key_for("one thing").reveal()
    written = (tmp_path / KEY_FILE).read_text()
    (tmp_path / "copy").write_text(f"{written}\n")
    nodes = [Vault(tmp_path), Vault(tmp_path, written), Vault(tmp_path, f"file:{tmp_path / 'copy'}")]
    assert {node.key_for("one thing").reveal() for node in nodes} == {key}
    assert len({key, Vault(tmp_path).key_for("another").reveal(), written}) == 3


def test_references_are_stored_as_they_are_and_read_when_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path)
    (tmp_path / "token").write_text("from-file\n")
    monkeypatch.setenv("SHOP_TOKEN", "from-environment")
    stored = {
        "account": "A",
        "token": vault.seal("env:SHOP_TOKEN"),
        "spare": vault.seal(f"file:{tmp_path}/token"),
    }
    assert stored == {"account": "A", "token": "env:SHOP_TOKEN", "spare": f"file:{tmp_path}/token"}
    settings = read_settings(CompanySettings, stored, vault)
    assert (settings.token.reveal(), settings.spare.reveal()) == ("from-environment", "from-file")


def test_secret_sealed_with_another_key_says_what_to_do(tmp_path: Path) -> None:
    stored = Vault(tmp_path).seal("top-secret")
    (tmp_path / KEY_FILE).unlink()
    vault = Vault(tmp_path)
    vault.seal("makes a new key")
    with pytest.raises(MissingSecret, match="put the old key back"):
        vault.open(stored)


def test_a_server_goes_on_with_its_key_when_somebody_removes_the_file(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    stored, purpose = vault.seal("top-secret"), vault.key_for("one thing")
    (tmp_path / KEY_FILE).unlink()
    assert (vault.open(stored).reveal(), vault.key_for("one thing")) == ("top-secret", purpose)
    assert vault.open(vault.seal("another")).reveal() == "another"
    assert not (tmp_path / KEY_FILE).exists()  # another one would be in the way of putting it back


def test_what_is_missing_is_said_in_words(tmp_path: Path) -> None:
    stored = {"token": "env:NOT_SET_ANYWHERE"}
    assert missing_settings(CompanySettings, stored, Vault(tmp_path)) == [
        "fill in account",
        "set the environment variable NOT_SET_ANYWHERE where the server runs",
    ]


def test_settings_show_no_secret(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    settings = read_settings(CompanySettings, {"account": "A", "token": vault.seal("top-secret")}, vault)
    assert "top-secret" not in f"{settings} {settings!r} {settings.token:>20}"


def test_sentence_about_a_missing_secret_keeps_the_letters_of_its_name() -> None:
    assert MissingSecret("set the environment variable TWILIO_AUTH_TOKEN").sentence == (
        "Set the environment variable TWILIO_AUTH_TOKEN."
    )
