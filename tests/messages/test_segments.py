import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ringback.messages.gsm7 import BASIC, EXTENSION, in_alphabet, in_plain_letters
from ringback.messages.segments import Encoding, Segments, measure, repair, smallest
from tests.quick import examples

VECTORS = Path(__file__).parents[1] / "vectors"
TEXTS = json.loads((VECTORS / "sms_segments.json").read_text("utf-8"))
PLAIN = json.loads((VECTORS / "sms_transliteration.json").read_text("utf-8"))
ALPHABET = json.loads((VECTORS / "gsm0338.json").read_text("utf-8"))

any_text = st.text(st.one_of(st.characters(), st.sampled_from(sorted(BASIC | EXTENSION))), max_size=400)


@pytest.mark.parametrize("row", TEXTS, ids=[row["id"] for row in TEXTS])
def test_parts_of_every_known_text(row: dict[str, str]) -> None:
    counted = measure(row["text"])
    assert (counted.encoding, counted.units, counted.segments) == (
        row["encoding"],
        row["units"],
        row["segments"],
    )


@pytest.mark.parametrize("row", PLAIN["tests"], ids=range(len(PLAIN["tests"])))
def test_the_form_that_is_sent(row: dict[str, dict[str, str]]) -> None:
    sent = repair(str(row["in"]))
    assert sent == row["send"]
    for text, counts in ((row["in"], row["before"]), (sent, row["after"])):
        counted = measure(str(text))
        assert {"encoding": counted.encoding, "units": counted.units, "segments": counted.segments} == counts


def test_the_alphabet_is_the_standards() -> None:
    assert {row["char"] for row in ALPHABET["basic"]} == BASIC
    assert {row["char"] for row in ALPHABET["extension"]} == EXTENSION


@pytest.mark.parametrize("row", PLAIN["map"], ids=lambda row: row["codepoint"])
def test_every_known_replacement(row: dict[str, str]) -> None:
    typographic = chr(int(row["codepoint"].removeprefix("U+"), 16))
    assert repair(f"a{typographic}b") == f"a{row['to']}b"


def test_nothing_but_the_known_replacements_is_replaced() -> None:
    known = {chr(int(row["codepoint"].removeprefix("U+"), 16)) for row in PLAIN["map"]}
    everything = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)
    assert {c for c in everything if in_plain_letters(c) != c} <= known


def test_what_still_fits() -> None:
    assert measure("") == Segments(Encoding.GSM7, 0, 0, 160)
    assert measure("a" * 160) == Segments(Encoding.GSM7, 160, 1, 0)
    assert measure("a" * 161) == Segments(Encoding.GSM7, 161, 2, 145)
    assert measure("€" * 77) == Segments(Encoding.GSM7, 154, 1, 6)
    assert measure("€" * 81) == Segments(Encoding.GSM7, 162, 2, 143)


def test_half_a_surrogate_pair_is_sent_as_the_replacement_character() -> None:
    assert repair("a\ud83d") == "a\ufffd"


def test_accents_go_only_when_that_saves_a_part() -> None:
    short, long = "Plomería Peña", "Plomería Peña " * 6
    assert smallest(short) == short
    assert smallest(long) == "Plomeria Peña " * 6
    assert smallest("\U0001f44d" * 40 + "é") == "\U0001f44d" * 40 + "é"


@given(any_text)
@examples(150)
@example("e\u200b\u0301")
@example("\u1fef")
@example("\r\u0301\n")
def test_the_sent_form_is_stable_and_never_larger_than_the_repaired_one(text: str) -> None:
    sent = repair(text)
    assert repair(sent) == sent
    if in_alphabet(text):
        assert measure(sent).segments <= measure(text).segments


@given(any_text, st.characters())
@examples(150)
def test_a_longer_text_never_takes_fewer_parts(text: str, more: str) -> None:
    assert measure(text).segments <= measure(text + more).segments


@given(st.text(max_size=700))
def test_parts_hold_what_they_are_said_to_hold(text: str) -> None:
    counted = measure(text)
    alone, joined = (160, 153) if counted.encoding is Encoding.GSM7 else (70, 67)
    if counted.segments <= 1:
        assert counted.units + counted.left == alone
    else:
        # At most one unit of each full part stays empty, before a character of two.
        assert 0 <= counted.segments * joined - counted.left - counted.units <= counted.segments - 1
