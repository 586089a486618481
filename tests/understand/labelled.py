"""The labelled texts, for the tests that judge by them."""

import json
from pathlib import Path

HERE = Path(__file__).parent
GIVEN = HERE.parent / "vectors" / "inbound_sms_labels.json"

Case = tuple[str, str]  # the text, and what is expected


def given() -> list[Case]:
    return [(row["text"], row["expect"]) for row in json.loads(GIVEN.read_text(encoding="utf-8"))]


def given_labels() -> list[tuple[str, set[str]]]:
    return [(row["text"], set(row["labels"])) for row in json.loads(GIVEN.read_text(encoding="utf-8"))]


def cases() -> list[Case]:
    return [case for file in sorted((HERE / "cases").glob("*.tsv")) for case in _read(file)]


def _read(file: Path) -> list[Case]:
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:])
    return [(text.replace("\\n", "\n"), expect) for expect, _, text in rows]
