# ruff: noqa: RUF001, disguised letters are the subject

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.understand.folding import fold, words_of


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
@settings(max_examples=200, deadline=None)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
