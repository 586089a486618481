"""`ringback lists` and `ringback stop`."""

import json

import pytest

from tests.cli.run import Here, Ran

pytestmark = pytest.mark.sqlite  # the other database is none of the command line's business

DAN, DANA, ED = "+15125550111", "+15125550112", "+15125550113"


@pytest.fixture
def olu(here: Here) -> Here:
    assert here.ringback("demo", "--no-week").code == 0
    return here


def _lists(olu: Here) -> list[tuple[str, str, str]]:
    rows = json.loads(olu.ringback("lists", "--json").out)
    return [(row["list"], row["number"], row["name"]) for row in rows]


def _said(done: Ran) -> tuple[int, str]:
    return done.code, done.out.strip().splitlines()[-1] if done.out else done.err.strip()


def test_an_address_book_comes_onto_a_list(olu: Here) -> None:
    book = "Name;Telefono\r\nJosé;(512) 555-0111\r\nDana;512-555-0112\r\nnobody;-\r\n"
    (olu.folder / "book.csv").write_bytes(book.encode("cp1252"))
    done = olu.ringback("lists", "import", "vip", "book.csv")
    assert _said(done) == (0, "2 of 2 numbers are new on the list vip.")
    assert _lists(olu) == [("vip", DAN, "José"), ("vip", DANA, "Dana")]


def test_the_last_list_counts_and_none_takes_off(olu: Here) -> None:
    olu.ringback("lists", "put", "vip", DAN, ED)
    assert _said(olu.ringback("lists", "put", "never_text", "512-555-0111")) == (
        0,
        "1 number new on the list never_text.",
    )
    assert _lists(olu) == [("never_text", DAN, ""), ("vip", ED, "")]
    assert _said(olu.ringback("lists", "put", "none", DAN, ED)) == (0, "2 numbers taken off the lists.")
    assert _lists(olu) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lists", "put", "friends", DAN), '"friends" is no list; there are never_text, tell_me, vip.'),
        (("stop", DAN, "--by", " "), "Say in --by who enters it, in at most 200 letters."),
        (("lists", "put", "vip", "Dan"), "Dan is not a phone number; write it like +15125550142."),
        (("lists", "import", "vip", "gone.csv"), "Cannot read gone.csv: No such file or directory."),
    ],
)
def test_what_cannot_be_is_said(olu: Here, words: tuple[str, ...], said: str) -> None:
    done = olu.ringback(*words)
    assert (done.code, done.err.strip()) == (2, said)


def test_a_stop_that_staff_enters_and_takes_back(olu: Here) -> None:
    done = olu.ringback("stop", DAN, "--by", "Ben", "--said", "at the counter")
    assert _said(done) == (0, "(512) 555-0111 gets no more texts from this business.")
    told = json.loads(olu.ringback("evidence", DAN, "--json").out)["opt-outs.json"]
    assert [(row["change"], row["source"], row["evidence"]) for row in told] == [
        ("stop", "staff", "Ben: at the counter")
    ]
    assert olu.ringback("stop", DAN, "--by", "Ben", "--lift").code == 0
    told = json.loads(olu.ringback("evidence", DAN, "--json").out)["opt-outs.json"]
    assert [row["change"] for row in told] == ["stop", "start"]
