"""Printing: tables for people, JSON for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 200  # columns when nobody's terminal sets a width


def show_json(value: object) -> None:
    """ASCII only: what a stranger has texted must not reach a terminal as a command to it."""
    print(json.dumps(value, indent=2))


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(str(cell))) for cell in row))
    console().print(table)


def console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)


def plain(text: str) -> str:
    """Without control and direction characters: callers write these texts, and terminals obey them."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)
