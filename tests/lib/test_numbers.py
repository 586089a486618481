import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ringback.lib.numbers import Number, NumberKind, pretty, read_number, textable
from tests.quick import examples

ROWS = json.loads((Path(__file__).parents[1] / "vectors" / "phone_numbers.json").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[repr(row["raw"]) for row in ROWS])
def test_every_known_way_of_writing_a_caller(row: dict[str, str]) -> None:
    number = read_number(row["raw"], row["default_region"])
    expected = Number(row["e164"], NumberKind(row["class"]), row["region"] or "", row["ext"])
    assert number == expected
    assert textable(number, ("US", "CA")) is row["textable_default_us_ca"]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ('"Dan" <sip:+15125550142@192.0.2.1>', Number("+15125550142", NumberKind.GEOGRAPHIC, "US")),
        ("<sip:%2B15125550142@192.0.2.1:5060>", Number("+15125550142", NumberKind.GEOGRAPHIC, "US")),
        ("+15125550142@example.com", Number("+15125550142", NumberKind.GEOGRAPHIC, "US")),
        ("<unknown>", Number(None, NumberKind.ANONYMOUS)),
        ("0000000000", Number(None, NumberKind.ANONYMOUS)),
        ("NO CALLER-ID", Number(None, NumberKind.ANONYMOUS)),
        ("sip:restricted@anonymous.invalid", Number(None, NumberKind.ANONYMOUS)),
        ("sip:266696687@192.0.2.1", Number(None, NumberKind.ANONYMOUS)),
        ("(737) 874-2833 x5", Number(None, NumberKind.ANONYMOUS)),
        ("\u202a+1 512 555 0142\u202c", Number("+15125550142", NumberKind.GEOGRAPHIC, "US")),
        ("+44 800 1111", Number("+448001111", NumberKind.TOLL_FREE, "GB")),
        ("+979 123456789", Number("+979123456789", NumberKind.PREMIUM, "001")),
        ("112", Number(None, NumberKind.N11)),
        ("12", Number(None, NumberKind.INVALID)),
        ("5" * 300, Number(None, NumberKind.INVALID)),
    ],
)
def test_what_else_companies_send(raw: str, number: Number) -> None:
    assert read_number(raw) == number


def test_countries_widen_who_is_texted_but_never_to_satellites_or_paid_numbers() -> None:
    everywhere = ("US", "CA", "GB", "JM", "001")
    assert textable(read_number("+442079460018"), everywhere)
    assert textable(read_number("+18765550123"), everywhere)
    assert not textable(read_number("+870773112345"), everywhere)
    assert not textable(read_number("+18005550123"), everywhere)
    assert not textable(read_number("+16045550123"), ("US",))
    assert textable(read_number("+17875550123"), ("US",))
    assert textable(read_number("+17875550123"), ("PR",))


@given(st.text(max_size=300), st.sampled_from(["US", "us", "CA", "GB", "", "XX"]))
@examples(200)
@example("\uff11\uff12", "US")
@example("+1 737 RES-TRIC", "US")
@example("<<sip:@;ext=9>", "US")
def test_no_string_is_too_odd_to_read(raw: str, home: str) -> None:
    number = read_number(raw, home)
    assert (number.e164 is None) == (number.country == "")


@given(
    st.one_of(
        st.from_regex(r"\+?[0-9() .x-]{7,18}", fullmatch=True),
        st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True),
    )
)
@examples(200)
@example("7378742833;ext=5")
def test_reading_its_own_result_again_changes_nothing(raw: str) -> None:
    number = read_number(raw)
    if number.e164 is not None:
        assert read_number(number.e164, "GB") == Number(number.e164, number.kind, number.country)


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True), st.sampled_from(["US", "CA", "BS", "GB"]))
@examples(200)
def test_what_needs_no_parser_reads_like_what_does(digits: str, home: str) -> None:
    spelled = f"+1 ({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    assert read_number(f"+1{digits}", home) == read_number(spelled, home)


def test_people_read_numbers_as_they_write_them() -> None:
    assert pretty("+15125550142") == "(512) 555-0142"
    assert pretty("+15125550142", "CA") == "(512) 555-0142"
    assert pretty("+15125550142", "GB") == "+1 512-555-0142"
    assert pretty("+442079460018") == "+44 20 7946 0018"
    assert pretty("anonymous") == "anonymous"
