"""A line's settings at its phone company: as the owner wrote them, and as the provider's own type.

A secret may be `env:NAME` or `file:PATH`: then only the reference is stored and the secret is read when
needed. A secret typed in full is sealed with the key that lies beside the database, not in it.
"""

import contextlib
import hashlib
import hmac
import os
import tempfile
from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken

from ringback.lib.folders import private_folder
from ringback.lib.secret import Secret
from ringback.lines.store import Line
from ringback.phone.registry import provider
from ringback.settings import Settings

SEALED = "sealed:"
KEY_FILE = "secret.key"


class MissingSecret(Exception):
    """A secret cannot be had now; the message says which and what to do."""

    @property
    def sentence(self) -> str:
        return in_a_sentence(str(self))


class Vault:
    """Encrypts ("seals") and decrypts ("opens") secrets, with `key` or else with the key in the data folder,
    which is made when it is first needed.

    `key` is the key itself or `file:PATH`: nodes that share a database must share it. The key of the folder
    is read once: a server goes on with it when somebody removes the file. Its methods raise MissingSecret
    when the key is not valid.
    """

    def __init__(self, folder: Path, key: str = "") -> None:
        self.folder = folder
        self._path = folder / KEY_FILE
        self._key = key
        self._read = b""  # the key of the folder

    @classmethod
    def of(cls, settings: Settings) -> Self:
        return cls(settings.data, settings.key)

    @property
    def is_there(self) -> bool:
        """Is there a key already, so that none would be made?"""
        return bool(self._key or self._read) or self._path.exists()

    @property
    def named(self) -> str:
        """Where its key is."""
        return "RINGBACK_KEY" if self._key else self._path.name

    @property
    def _no_key(self) -> str:
        if self._key:
            return "RINGBACK_KEY is no key: write what is in a secret.key"
        return (
            f"the key in {self.named} is damaged: put the one of a backup back; "
            "without one move it away, and run ringback new-key"
        )

    def seal(self, typed: str) -> str:
        """What to store for a secret as the owner typed it: a reference as it is, anything else sealed."""
        if typed.startswith(("env:", "file:")) or not typed:
            return typed
        return SEALED + self._fernet().encrypt(typed.encode()).decode()

    def open(self, stored: str) -> Secret:
        """The secret behind what was stored. Raises MissingSecret."""
        if stored.startswith("env:"):
            return _from_environment(stored[4:])
        if stored.startswith("file:"):
            return _from_file(stored[5:])
        if not stored.startswith(SEALED):
            return Secret(stored)
        if not self.is_there:
            raise MissingSecret(f"{self.named} is gone: put it back from a backup")
        try:
            return _unsealed(self._fernet(), stored)
        except InvalidToken:
            raise MissingSecret(
                f"a stored secret does not open with {self.named}: "
                "put the old key back, or apply the settings again"
            ) from None

    def key_for(self, purpose: str) -> Secret:
        """A key for this purpose alone, the same on every node. No other key can be computed from it."""
        return Secret(hmac.new(self._written(), purpose.encode(), hashlib.sha256).hexdigest())

    def check(self) -> None:
        """Raises MissingSecret when there is a key that cannot be read or is not valid."""
        if self.is_there:
            self._fernet()

    def _fernet(self) -> Fernet:
        try:
            return _fernet_of(self._written())
        except ValueError:
            raise MissingSecret(self._no_key) from None

    def _written(self) -> bytes:
        """The key as it is written."""
        if self._key:
            file = self._key.startswith("file:")
            return (_from_file(self._key[5:]).reveal() if file else self._key.strip()).encode()
        if not self._read:
            if not self._path.exists():
                self._make_key()
            try:
                self._read = self._path.read_bytes().strip()
            except OSError as error:
                why = f"{self.named} cannot be read: {error.strerror}"
                raise MissingSecret(f"{why}. Let the user who runs Ringback read it") from None
        return self._read

    def _make_key(self) -> None:
        """Of two processes that start at once, one makes the key; it appears whole or not at all."""
        private_folder(self._path.parent)
        with tempfile.NamedTemporaryFile(dir=self._path.parent, prefix=".key-") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, self._path)


@lru_cache(maxsize=8)
def _fernet_of(key: bytes) -> Fernet:
    return Fernet(key)


@lru_cache(maxsize=1024)  # the same few for each call and each text
def _unsealed(fernet: Fernet, stored: str) -> Secret:
    return Secret(fernet.decrypt(stored[len(SEALED) :].encode()).decode())


def settings_of(line: Line, vault: Vault) -> Any:
    """The settings that are in use on this line, as its provider's own type. Raises MissingSecret."""
    return read_settings(provider(line.provider).Settings, line.in_use, vault)


def read_settings(shape: type[Any], stored: Mapping[str, Any], vault: Vault) -> Any:
    """The stored settings as the provider's own type. Raises MissingSecret."""
    values = {
        name: vault.open(stored[name]) if is_secret else stored[name]
        for name, is_secret in _named(shape)  # type: ignore[arg-type]  # a class is hashable
        if name in stored
    }
    return shape(**values)


@cache
def _named(shape: type[Any]) -> tuple[tuple[str, bool], ...]:
    """Its fields, and which of them are secrets."""
    return tuple((field.name, field.type in (Secret, "Secret")) for field in fields(shape))


def missing_settings(shape: type[Any], stored: Mapping[str, Any], vault: Vault) -> list[str]:
    """In words: what must be filled in before the line can work."""
    missing = [
        f"fill in {field.name}"
        for field in fields(shape)
        if field.default is MISSING and field.default_factory is MISSING and not stored.get(field.name)
    ]
    for field in fields(shape):
        if field.type in (Secret, "Secret") and stored.get(field.name):
            try:
                vault.open(stored[field.name])
            except MissingSecret as why:
                missing.append(str(why))
    return missing


def in_a_sentence(words: str) -> str:
    """With a capital letter and a full stop. Names inside, such as that of a variable, stay as they are."""
    return words[:1].upper() + words[1:].rstrip(".") + "."


def _from_environment(name: str) -> Secret:
    value = os.environ.get(name, "")
    if not value:
        raise MissingSecret(f"set the environment variable {name} where the server runs")
    return Secret(value)


def _from_file(path: str) -> Secret:
    try:
        value = Path(path).read_text().strip()
    except OSError as error:
        raise MissingSecret(f"cannot read the file {path}: {error.strerror}") from None
    if not value:
        raise MissingSecret(f"the file {path} is empty")
    return Secret(value)
