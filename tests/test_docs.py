"""The documentation names every setting, every key of the shop file, every command and every option.

The tables in docs/ are made of the same words as the program's own help. When one of these tests fails, its
message is what the page must say.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
import typer
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from scripts.docs import pages
from scripts.tried import KINDS, said

from ringback.cli.commands import app
from ringback.phone.registry import PROVIDERS
from ringback.settings import SETTINGS
from ringback.shop.check import read_shop
from ringback.shop.key import Key
from ringback.shop.tables import ShopTable
from ringback.shop.write import toml

pytestmark = pytest.mark.sqlite  # the database has no part in it

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
IN_EVERY_COMMAND = {"help"}


def setting_rows() -> Iterator[str]:
    for setting in SETTINGS:
        name = f"`{setting.variable}`" if setting.secret else f"`{setting.variable}` `{setting.option}`"
        yield f"| {name} | {setting.kind} | {setting.default} | {setting.help} |"


def test_every_setting_has_its_row() -> None:
    assert rows_of((DOCS / "settings.md").read_text()) == list(setting_rows())


def rows_of(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| `")]


def tables() -> Iterator[tuple[str, type[BaseModel]]]:
    """Each table of the shop file with its header."""
    for name, field in ShopTable.model_fields.items():
        inner = field.annotation
        if get_origin(inner) is list:
            yield f"[[{name}]]", get_args(inner)[0]
        else:
            assert isinstance(inner, type)
            yield f"[{name}]", inner


def key_rows(table: type[BaseModel]) -> Iterator[str]:
    for name, field in table.model_fields.items():
        key = key_of(field)
        yield f"| `{field.alias or name}` | {key.right} | {usual(field)} | {key.meaning} |"


def key_of(field: FieldInfo) -> Key:
    return next(found for found in (*field.metadata, *inside(field.annotation)) if isinstance(found, Key))


def inside(annotation: Any) -> Iterator[object]:
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from getattr(part, "__metadata__", ())


def usual(field: FieldInfo) -> str:
    if field.is_required():
        return "must be there"
    return f"`{toml(field.default)}`" if field.default not in (None, "", {}) else ""


@pytest.mark.parametrize(("header", "table"), list(tables()), ids=lambda value: str(value))
def test_every_key_of_the_shop_file_has_its_row(header: str, table: type[BaseModel]) -> None:
    page = (DOCS / "shop-file.md").read_text()
    _, found, section = page.partition(f"## `{header}`\n")
    assert found, f"no section for {header}"
    assert rows_of(section.partition("\n## ")[0]) == list(key_rows(table))


def test_the_example_shop_file_is_right_and_shows_every_table() -> None:
    example = (ROOT / "examples" / "shop.toml").read_bytes()
    assert read_shop(example).notes == ()
    assert [
        header for header, _ in tables() if f"\n{header} ".encode() not in example.replace(b"\n", b" \n")
    ] == []


def test_the_pages_of_the_phone_companies_are_what_make_docs_writes() -> None:
    written = pages()
    compared = {DOCS / "providers.md", DOCS / "tried.md"}
    assert set((DOCS / "providers").iterdir()) == set(written) - compared
    for path, text in written.items():
        assert path.read_text() == text, "run make docs"


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_a_company_was_tried_against_is_said_in_sentences(name: str) -> None:
    told = said(name)
    assert set(told) <= set(KINDS)
    assert all(sentence.endswith(".") for sentences in told.values() for sentence in sentences)
    assert told["unverified"] or name == "simulator"


def commands(app: typer.Typer, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command by its full name, groups included."""
    command = typer.main.get_command(app)
    for name, inner in command.commands.items():  # type: ignore[attr-defined]  # a Typer of several commands is a group
        yield name, inner
        for deeper, innermost in getattr(inner, "commands", {}).items():
            yield f"{name} {deeper}", innermost


def option_rows(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.name in IN_EVERY_COMMAND or parameter.name in {setting.name for setting in SETTINGS}:
            continue
        name = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
        yield f"| `{name}` | {parameter.help} |"


@pytest.mark.parametrize(
    ("name", "command"), list(commands(app)), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_its_options_are_documented(name: str, command: Any) -> None:
    page = (DOCS / "command-line.md").read_text()
    _, found, section = page.partition(f"## `ringback {name}`\n")
    assert found, f"no section for {name}"
    section = section.partition("\n## ")[0]
    assert [row for row in (command.help, *option_rows(command)) if row not in section] == []
    settings = [setting.option for setting in SETTINGS if setting.name in {p.name for p in command.params}]
    assert f"Settings: {', '.join(f'`{option}`' for option in settings)}." in section or not settings
