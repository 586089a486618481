import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.shop.places import Path, locate
from tests.quick import examples

FILE = '''\
# a comment with [brackets] and "quotes"
top.dotted = 1
[account]
name = "Rosa # no comment"
"quoted key" = 'literal "text"'
[hours]
mon = [
    "08:00-12:00", # a comment ]

    "13:00-17:30",
]
[[lines]]
number = """
on two lines"""
ring = ["a", ["b"]]
[lines.settings]
inline = {x = 1, y.z = [1,
    2]}
[[lines]]
since = 1979-05-27 07:32:00
pace = 1.5
'''


def test_every_key_and_element_has_its_line() -> None:
    assert locate(FILE) == {
        (): 1,
        ("top",): 2,
        ("top", "dotted"): 2,
        ("account",): 3,
        ("account", "name"): 4,
        ("account", "quoted key"): 5,
        ("hours",): 6,
        ("hours", "mon"): 7,
        ("hours", "mon", 0): 8,
        ("hours", "mon", 1): 10,
        ("lines",): 12,
        ("lines", 0): 12,
        ("lines", 0, "number"): 13,
        ("lines", 0, "ring"): 15,
        ("lines", 0, "ring", 0): 15,
        ("lines", 0, "ring", 1): 15,
        ("lines", 0, "ring", 1, 0): 15,
        ("lines", 0, "settings"): 16,
        ("lines", 0, "settings", "inline"): 17,
        ("lines", 0, "settings", "inline", "x"): 17,
        ("lines", 0, "settings", "inline", "y"): 17,
        ("lines", 0, "settings", "inline", "y", "z"): 17,
        ("lines", 0, "settings", "inline", "y", "z", 0): 17,
        ("lines", 0, "settings", "inline", "y", "z", 1): 18,
        ("lines", 1): 19,
        ("lines", 1, "since"): 20,
        ("lines", 1, "pace"): 21,
    }


@pytest.mark.parametrize(
    "text",
    [
        '"""',
        '""""quoted" inside"""',
        '"""two at the end"""""',
        "'''literal'''''",
        r'"an escaped \" quote"',
        r'"""an escaped \""" end"""',
    ],
)
def test_text_of_every_kind_ends_where_the_parser_says(text: str) -> None:
    text = text if text != '"""' else '""""""'
    written = f"first = {text}\nsecond = 2\n"
    assert tomllib.loads(written)["second"] == 2
    assert locate(written) == {(): 1, ("first",): 1, ("second",): 2}


def test_a_table_below_a_list_of_tables_belongs_to_its_last_one() -> None:
    written = "[[a]]\n[[a.b]]\nx = 1\n[[a]]\n[[a.b]]\n[[a.b]]\ny = 1\n"
    assert locate(written)["a", 1, "b", 1, "y"] == 7


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))


pieces = st.sampled_from(
    [
        "[a]",
        "[[b]]",
        "[a.c]",
        "[b.c]",
        "[[b.d]]",
        "x = 1",
        "y.z = [1, [2], # c\n {k = 'v'},\n]",
        '"q.r" = 1',
        "m = '''\nt\n'''",
        'n = """\\"""x"""',
        "# x = 1",
        "i = {a.b = [], c = {}}",
        "t = 12:30:00",
        "f = 1.0",
    ]
)


@given(st.lists(pieces, max_size=12))
@examples(200)
def test_it_finds_exactly_what_the_parser_finds(chosen: list[str]) -> None:
    written = "\n".join(chosen)
    try:
        tables = tomllib.loads(written)
    except tomllib.TOMLDecodeError:
        return
    assert set(locate(written)) == set(paths(tables))
