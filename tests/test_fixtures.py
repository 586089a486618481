"""What each recorded webhook must have: a source, nobody's number, nobody's key."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.quick import wanted

ROOT = Path(__file__).parent.parent
FIXTURES = sorted((ROOT / "src" / "ringback").rglob("fixtures/*.http"))

DATE = r"20\d\d-[01]\d-[0-3]\d"
SOURCES = [
    rf"# recorded {DATE}\b.*",  # `on a trial account`, or what it was recorded from
    rf"# from .+, read {DATE}\b.*",  # the title of the company's page
    r"# made up, because .+",  # only what no page shows
]

# Set aside for stories: 555-01xx in North America, the regulators' lists in Britain and Australia.
FICTIONAL = r"1[2-9]\d\d55501\d\d|44(7700900|2079460)\d{3}|6149157\d{4}"
# What companies write where a number should be, and their numbers for trials. Each is on a page of theirs.
DOCUMENTED = r"1500555\d{4}|1266696687|266696687|86282452253|7378742883|2562533|8656696"
NUMBER = re.compile(
    r"(?:\+|%2B|tel:|sip:\+?)(\d{7,15})(?!\d)|(?<![\w.%+/-])(1[2-9]\d{2}[2-9]\d{6})(?![\w.])", re.I
)

LIVE_KEYS = [
    r"\b(sk|rk|pk)_live_\w+",
    r"\bSK[0-9a-f]{32}\b",
    r"\bKEY[0-9A-F]{16,}_\w+",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bxox[abp]-\w+",
    r"-----BEGIN [A-Z ]*PRIVATE KEY",
]
TOKEN = re.compile(r"\beyJ[\w-]{10,}\.(eyJ[\w-]{10,})\.[\w-]{20,}")
TESTS_KEY = b'"api_key":"abcd1234"'  # the documentation's own


def text_of(path: Path) -> str:
    return path.read_bytes().decode(errors="replace")


def numbers_in(text: str) -> set[str]:
    return {number for found in NUMBER.finditer(text) for number in found.groups() if number}


def is_nobodys(number: str) -> bool:
    return re.fullmatch(f"{FICTIONAL}|{DOCUMENTED}", number) is not None


def id_of(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", [path for path in FIXTURES if wanted(path.parts[-3])], ids=id_of)
def test_fixture(path: Path) -> None:
    first, _, rest = text_of(path).partition("\n")
    assert any(re.fullmatch(source, first.rstrip("\r")) for source in SOURCES), first
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*(__[a-z0-9_]+)?", path.stem), "<event>__<case>.http"
    assert {number for number in numbers_in(rest) if not is_nobodys(number)} == set()
    assert [found[0] for pattern in LIVE_KEYS if (found := re.search(pattern, unquote(rest)))] == []
    for user in re.findall(r"^authorization: basic (\S+)", rest, re.I | re.M):
        assert b"test" in base64.b64decode(user), "a user and password for tests say so"
    for said in TOKEN.findall(unquote(rest)):
        assert TESTS_KEY in base64.urlsafe_b64decode(said + "=="), "a token for tests says so"
