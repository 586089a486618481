"""From the bytes of a call log to rows of cells: encodings, separators, and what spreadsheets do to files."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ringback.lib.decoding import decoded

LARGEST: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 500_000
SEPARATORS: Final = ",;\t|"
LOOK_AT: Final = 40  # lines: what stands above the header is the business's address at most

Row = list[str]


class Unreadable(Exception):
    """The file is no call log; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class LogFile:
    rows: Sequence[tuple[int, Row]]  # with the line on which each begins, from 1; no empty ones
    encoding: str
    separator: str


def read_log(content: bytes, likeness: Callable[[Row], int]) -> LogFile:
    """`likeness` says how much a row looks like a header: the separator that gives the best one is right."""
    if len(content) > LARGEST:
        raise Unreadable("The file is larger than 100 MB: a call log of a year has a few.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable("This is a workbook or a PDF, not a CSV file: open it and save it as CSV.")
    text, encoding = decoded(content)
    stated, text = _stated_separator(text.replace("\0", ""))
    separator = stated or _separator(text, likeness)
    rows = _rows(text, separator, bool(stated))
    if not rows:
        raise Unreadable("The file is empty.")
    return LogFile(rows, encoding, separator)


def _stated_separator(text: str) -> tuple[str, str]:
    """Excel writes "sep=;" as the first line, and hides it."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').lower()
    if said.startswith("sep=") and len(said) == 5:
        return said[4], rest
    return "", text


def _separator(text: str, likeness: Callable[[Row], int]) -> str:
    beginning = "\n".join(text.splitlines()[:LOOK_AT])

    def fits(separator: str) -> tuple[int, int]:
        rows = [row for _, row in _rows(beginning, separator)]
        return max(map(likeness, rows), default=0), max(map(len, rows), default=0)

    return max(SEPARATORS, key=fits)


def _rows(text: str, separator: str, after_first: bool = False) -> list[tuple[int, Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    rows: list[tuple[int, Row]] = []
    begins = 1 + after_first
    try:
        for row in reader:
            cells = [_plain(cell) for cell in row]
            if any(cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1 + after_first
            if len(rows) > MOST_ROWS:
                raise Unreadable(f"The file has over {MOST_ROWS:,} rows: cut it by month.")
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} cannot be read: {error}.") from None
    return rows


def _plain(cell: str) -> str:
    """Without the ="…" and the ' that keep a spreadsheet from counting with a phone number."""
    cell = cell.replace("\u00a0", " ").replace("\u202f", " ").strip().lstrip("\ufeff")
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1]
    return cell[1:] if cell.startswith("'") else cell
