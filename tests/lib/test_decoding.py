"""Files as people save them. The words are a Spanish phone bill's and an English address book's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.lib.decoding import decoded

SPANISH = "Fecha;Dirección;Duración;Año\n5/10;Buzón de voz;0:12;Señora Núñez, ¿qué pasó?\n"
QUOTE, DASH = "\N{RIGHT SINGLE QUOTATION MARK}", "\N{EN DASH}"
ENGLISH = (
    f"Name,Notes\nJosé O{QUOTE}Neill,“said he{QUOTE}d call” {DASH} twice\n"
    "Smith,the 5\N{NO-BREAK SPACE}pm one — late\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("text", [SPANISH, ENGLISH])
def test_encodings_of_spreadsheets(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == (text, encoding)


def test_encodings_of_old_machines() -> None:
    assert decoded(SPANISH.encode("mac-roman")) == (SPANISH, "mac-roman")
    assert decoded(SPANISH.encode("cp850")) == (SPANISH, "cp850")
    assert decoded(ENGLISH.encode("mac-roman")) == (ENGLISH, "mac-roman")


def test_what_was_saved_in_the_wrong_encoding_is_put_right() -> None:
    twice = SPANISH.encode().decode("cp1252").encode()
    assert decoded(twice) == (SPANISH, "utf-8")
    assert decoded("São Paulo, Â".encode()) == ("São Paulo, Â", "utf-8"), "which only looks like it"


def test_one_broken_byte_spoils_no_other() -> None:
    text, encoding = decoded(SPANISH.encode() + b"\xff\n")
    assert (text, encoding) == (SPANISH + "\N{REPLACEMENT CHARACTER}\n", "utf-8")


@given(st.binary(max_size=200))
def test_anything_is_some_text(content: bytes) -> None:
    text, encoding = decoded(content)
    assert content.decode(encoding, errors="replace") == text or encoding == "utf-8"
