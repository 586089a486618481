"""From the bytes of a shop file to plain tables, with the line of everything in it."""

import re
import tomllib
from collections.abc import Mapping
from typing import Final

from ringback.shop.places import Path, locate, too_deep
from ringback.shop.problems import Broken, Problem

LARGEST: Final = 1024 * 1024

Places = Mapping[Path, int]


def read_tables(content: bytes) -> tuple[dict[str, object], Places]:
    """The tables of a TOML file, and where they stand. Raises Broken with the one place it cannot read."""
    if len(content) > LARGEST:
        raise Broken([Problem(1, "", "the file is larger than 1 MB; a shop file has a few hundred lines")])
    text = _decoded(content).replace("\r\n", "\n")
    if line := too_deep(text):
        raise Broken([Problem(line, "", "this is nested too deeply; a shop file needs three levels")])
    try:
        return tomllib.loads(text), locate(text)
    except tomllib.TOMLDecodeError as error:
        raise Broken([_syntax(str(error), text)]) from None
    except ValueError:
        # Python refuses to read whole numbers of thousands of digits, and the parser passes that on.
        raise Broken([Problem(1, "", "there is a number with far too many digits")]) from None


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Broken([Problem(1, "", "the file is saved as UTF-16; save it as UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Broken([Problem(line, "", "the file is not UTF-8 text; save it as UTF-8")]) from None


# What the parser says, as it begins, and what an owner can do about it.
_SENTENCES: Final = (
    ("Cannot overwrite a value", "{key} is written twice in the same table; keep one of the two"),
    ("Duplicate inline table key", "{key} is written twice in the same table; keep one of the two"),
    ("Cannot declare", "this table is written twice; put its keys together under one header"),
    ("Cannot redefine namespace", "this table is written twice; put its keys together under one header"),
    ("Cannot mutate immutable namespace", "this adds to a table or list that is already complete"),
    (
        "Expected '=' after a key",
        'write key = value, with the value in quotes when it is text: name = "Rosa\'s"',
    ),
    ("Invalid value", 'write text in quotes, such as "dial"; numbers, true and false without'),
    ("Invalid statement", "write key = value, a [table], or a comment after #"),
    ("Invalid initial character for a key", "write key = value; a key is made of letters, digits, _ and -"),
    ("Unterminated string", 'the quotes are not closed; write a " at the end of the text'),
    ("Illegal character '\\n'", 'the quotes are not closed; write a " at the end of the text'),
    ("Unclosed array", "the list is not closed, or a comma is missing; write a ] at its end"),
    ("Unclosed inline table", "the table is not closed, or a comma is missing; write a } at its end"),
    (
        "Expected newline or end of document",
        "there is more after the value; write text in quotes, and each key on its own line",
    ),
    ("Expected ']' at the end of a table", "the table's name is not closed; write it as [name]"),
    ("Expected ']]'", "the name is not closed; write it as [[name]]"),
    ('Expected "]]"', "the name is not closed; write it as [[name]]"),
    ("Unescaped '\\' in a string", "write \\\\ for a backslash, or the text in single quotes"),
    ("Invalid date or datetime", 'this date does not exist; write it in quotes, such as "2026-12-24"'),
    ("Found invalid character", "there is a character that no text file should have; delete it"),
)


def _syntax(said: str, text: str) -> Problem:
    message, _, place = said.rpartition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
    lines = text.split("\n")
    key = re.match(r"\s*([^=\s]+)\s*=", lines[line - 1] if line <= len(lines) else "")
    named = f'"{key[1][:40]}"' if key else "this name"
    for beginning, sentence in _SENTENCES:
        if message.startswith(beginning):
            return Problem(line, "", sentence.replace("{key}", named))
    return Problem(line, "", f"this cannot be read: {message[:100]}")
