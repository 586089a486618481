from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.shop.problems import Broken
from ringback.shop.reading import LARGEST, read_tables
from tests.quick import examples


def said(content: bytes) -> list[str]:
    with pytest.raises(Broken) as caught:
        read_tables(content)
    return [str(problem) for problem in caught.value.problems]


def test_a_file_is_read_with_its_lines() -> None:
    assert read_tables(b"[account]\nname = 'Rosa'\n") == (
        {"account": {"name": "Rosa"}},
        {(): 1, ("account",): 1, ("account", "name"): 2},
    )


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = "[account]\nname = 'Rosa'\n[hours]\n"
    assert read_tables(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()) == read_tables(plain.encode())


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ('a = 1\na = 2\nb = ""', 'line 2: "a" is written twice in the same table; keep one of the two'),
        ("a = {x = 1, x = 2}", 'line 1: "a" is written twice in the same table; keep one of the two'),
        ("[a]\n[b]\n[a]\n", "line 3: this table is written twice; put its keys together under one header"),
        ("[a]\nb = 1\n[a.b]\n", "line 3: this name is written twice in the same table; keep one of the two"),
        ("a = []\n[[a]]\n", "line 2: this adds to a table or list that is already complete"),
        (
            "[account]\nname\n",
            'line 2: write key = value, with the value in quotes when it is text: name = "Rosa\'s"',
        ),
        ("mode = dial\n", 'line 1: write text in quotes, such as "dial"; numbers, true and false without'),
        ("= 1\n", "line 1: write key = value, a [table], or a comment after #"),
        ("[]\n", "line 1: write key = value; a key is made of letters, digits, _ and -"),
        ('name = "Rosa\nx = 1\n', 'line 1: the quotes are not closed; write a " at the end of the text'),
        ('name = """Rosa\nx = 1\n', 'line 2: the quotes are not closed; write a " at the end of the text'),
        ('ring = ["1" "2"]\n', "line 1: the list is not closed, or a comma is missing; write a ] at its end"),
        ("a = {x = 1 y = 2}", "line 1: the table is not closed, or a comma is missing; write a } at its end"),
        (
            "mon = 08:00\n",
            "line 1: there is more after the value; write text in quotes, and each key on its own line",
        ),
        ("[account\n", "line 1: the table's name is not closed; write it as [name]"),
        ("[[lines]\n", "line 1: the name is not closed; write it as [[name]]"),
        ('path = "C:\\q"\n', "line 1: write \\\\ for a backslash, or the text in single quotes"),
        ("a = 2026-02-30\n", 'line 1: this date does not exist; write it in quotes, such as "2026-12-24"'),
        ("# bell \x07\n", "line 1: there is a character that no text file should have; delete it"),
        ("a = " + "9" * 5000, "line 1: there is a number with far too many digits"),
        ("a = " + "[" * 5000, "line 1: this is nested too deeply; a shop file needs three levels"),
        (
            "x = '...........'\na = " + "[" * 5000 + "]" * 5000,
            "line 2: this is nested too deeply; a shop file needs three levels",
        ),
        ("a." * 50_000 + "a = 1", "line 1: this is nested too deeply; a shop file needs three levels"),
    ],
    ids=lambda value: value[:20],
)
def test_what_cannot_be_read_is_named_with_its_line_and_what_would_be_right(
    written: str, sentence: str
) -> None:
    assert said(written.encode()) == [sentence]


def test_a_file_in_another_encoding_is_named_with_the_line() -> None:
    assert said(b"[account]\nname = 'Caf\xe9'\n") == ["line 2: the file is not UTF-8 text; save it as UTF-8"]
    assert said("a = 1".encode("utf-16")) == ["line 1: the file is saved as UTF-16; save it as UTF-8"]


def test_a_huge_file_is_refused_unread() -> None:
    assert said(b"#" * (LARGEST + 1)) == [
        "line 1: the file is larger than 1 MB; a shop file has a few hundred lines"
    ]


@given(st.binary(max_size=200))
@examples(200)
def test_rubbish_never_does_worse_than_being_refused(content: bytes) -> None:
    with suppress(Broken):
        read_tables(content)


words = ["[", "]", "[[", "]]", "{", "}", "=", ",", ".", "#", '"', "'", '"""', "'''", "\\", "\\u12"]
words += ["a", "b.c", "1", "1.5", "true", "2026-01-01", "é"]
tokens = st.sampled_from([*words, " ", "\n", "\r\n", "\x00"])


@given(st.lists(tokens, max_size=40).map("".join))
@examples(200)
def test_almost_toml_never_does_worse_than_being_refused(written: str) -> None:
    with suppress(Broken):
        read_tables(written.encode())
