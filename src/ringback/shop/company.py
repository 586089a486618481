"""A line's settings at its phone company, read into what that company's own type asks for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Final, get_type_hints

from ringback.lib.secret import Secret
from ringback.phone.registry import provider
from ringback.shop.problems import nearest, shown
from ringback.shop.shop import Setting

REFERENCE: Final = re.compile(r"(env|file):(.*)", re.DOTALL)
_KINDS: Final[Mapping[type, str]] = {
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Secret: 'the secret, or "env:NAME" or "file:PATH" to have it read from there',
}


@cache
def shape(name: str) -> Mapping[str, type]:
    """The settings of that phone company: name and type, in its own order."""
    known = provider(name).Settings
    hints = get_type_hints(known)
    return {field.name: hints[field.name] for field in fields(known)}


def secrets(name: str) -> frozenset[str]:
    return frozenset(key for key, kind in shape(name).items() if kind is Secret)


def wrong_settings(name: str, written: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each wrong key with a sentence. What is missing is not wrong: `ringback lines` tells that."""
    for key, value in written.items():
        kind = shape(name).get(key)
        if kind is None:
            yield key, f"this key is not known to {name}; {nearest(key, shape(name))}"
        elif sentence := _wrong_secret(value) if kind is Secret else _wrong_plain(key, kind, value):
            yield key, sentence


def read_settings(name: str, written: Mapping[str, object]) -> dict[str, Setting]:
    """The settings after `wrong_settings` found nothing; secrets typed in full cannot be seen any more."""
    return {key: _settled(shape(name)[key], value) for key, value in written.items() if value != ""}


def _wrong_secret(value: object) -> str | None:
    """Never shows the value: it may be the secret."""
    if not isinstance(value, str):
        return f"write {_KINDS[Secret]}"
    reference = REFERENCE.fullmatch(value)
    if reference is None:
        return None
    if reference[1] == "env" and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", reference[2]):
        return "after env: write the name of one environment variable, without $ or blanks"
    if not reference[2].strip() or "\0" in reference[2]:
        return "after file: write the path of a file"
    return None


def _wrong_plain(key: str, kind: type, value: object) -> str | None:
    whole_for_float = kind is float and type(value) is int
    if type(value) is not kind and not whole_for_float:
        return f"{shown(value)} cannot stand here; write {_KINDS.get(kind, 'something else')}"
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return "only a secret may be read from elsewhere; write the value itself"
    if key == "api_base" and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", str(value)):
        return f'{shown(value)} is not an address; write it like "https://api.example.com"'
    return None


def _settled(kind: type, value: object) -> Setting:
    if kind is Secret and isinstance(value, str):
        return value if REFERENCE.fullmatch(value) else Secret(value)
    if not isinstance(value, str | int | float):
        raise TypeError(type(value))
    return (
        value.rstrip("/") if isinstance(value, str) and value.startswith(("http://", "https://")) else value
    )
