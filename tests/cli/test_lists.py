"""`ringback lists` and `ringback stop`."""

import json
from pathlib import Path

import pytest

from tests.cli.run import Ran, ringback

# Whole processes, which are slow; the other database is none of their business.
pytestmark = pytest.mark.sqlite

DAN, DANA, ED = "+15125550111", "+15125550112", "+15125550113"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert ringback(tmp_path, "demo", "--no-week").code == 0
    return tmp_path


def _lists(folder: Path) -> list[tuple[str, str, str]]:
    rows = json.loads(ringback(folder, "lists", "--json").out)
    return [(row["list"], row["number"], row["name"]) for row in rows]


def _said(done: Ran) -> tuple[int, str]:
    return done.code, done.out.strip().splitlines()[-1] if done.out else done.err.strip()


def test_an_address_book_comes_onto_a_list(folder: Path) -> None:
    book = "Name;Telefono\r\nJosé;(512) 555-0111\r\nDana;512-555-0112\r\nnobody;-\r\n"
    (folder / "book.csv").write_bytes(book.encode("cp1252"))
    done = ringback(folder, "lists", "import", "vip", "book.csv")
    assert _said(done) == (0, "2 of 2 numbers are new on the list vip.")
    assert _lists(folder) == [("vip", DAN, "José"), ("vip", DANA, "Dana")]


def test_the_last_list_counts_and_none_takes_off(folder: Path) -> None:
    ringback(folder, "lists", "put", "vip", DAN, ED)
    assert _said(ringback(folder, "lists", "put", "never_text", "512-555-0111")) == (
        0,
        "1 number new on the list never_text.",
    )
    assert _lists(folder) == [("never_text", DAN, ""), ("vip", ED, "")]
    assert _said(ringback(folder, "lists", "put", "none", DAN, ED)) == (0, "2 numbers taken off the lists.")
    assert _lists(folder) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lists", "put", "friends", DAN), '"friends" is no list; there are never_text, tell_me, vip.'),
        (("lists", "put", "vip", "Dan"), "Dan is not a phone number; write it like +15125550142."),
        (("lists", "import", "vip", "gone.csv"), "Cannot read gone.csv: No such file or directory."),
    ],
)
def test_what_cannot_be_is_said(folder: Path, words: tuple[str, ...], said: str) -> None:
    done = ringback(folder, *words)
    assert (done.code, done.err.strip()) == (2, said)


def test_a_stop_that_staff_enters_and_takes_back(folder: Path) -> None:
    done = ringback(folder, "stop", DAN, "--by", "Ben", "--said", "at the counter")
    assert _said(done) == (0, "(512) 555-0111 gets no more texts from this business.")
    told = json.loads(ringback(folder, "evidence", DAN, "--json").out)["opt-outs.json"]
    assert [(row["change"], row["source"], row["evidence"]) for row in told] == [
        ("stop", "staff", "Ben: at the counter")
    ]
    assert ringback(folder, "stop", DAN, "--by", "Ben", "--lift").code == 0
    told = json.loads(ringback(folder, "evidence", DAN, "--json").out)["opt-outs.json"]
    assert [row["change"] for row in told] == ["stop", "start"]
