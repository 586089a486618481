# ruff: noqa: RUF001, disguised letters are the subject

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.understand.folding import fold, words_of
from tests.quick import examples


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("  No   MÁS\u00a0mensajes ", "no mas mensajes"),
        ("don’t “text”", 'don\'t "text"'),
        ("Arrêtez\r\nsvp", "arretez \nsvp"),
        ("ＳＴＯＰ", "stop"),
        ("ѕtор", "stop"),
        ("st\u200bop\u200d", "stop"),
        ("🆂🆃🅾🅿", "stop"),
        ("ok 🇺🇸 👍🏽", "ok 🇺🇸 👍🏽"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_words_are_letters_and_digits() -> None:
    assert words_of("gate code: 44-12, ok? 👍") == ["gate", "code", "44", "12", "ok"]


@given(st.text())
@examples(200)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
