"""What several companies share of words."""

import pytest
from tests.contract.case import plan

from ringback.phone.events import Ignored
from ringback.phone.words import is_toll_free, network_answers, new_word, whisper_words


@pytest.mark.parametrize(
    ("number", "toll_free"),
    [("+18005550142", True), ("18885550142", True), ("+15125550142", False), ("+8005550142", False)],
)
def test_a_toll_free_number_has_the_country_and_one_of_seven_codes(number: str, toll_free: bool) -> None:
    assert is_toll_free(number) is toll_free


@pytest.mark.parametrize(
    ("to", "body", "answered"),
    [
        ("+18005550142", " stop ", True),
        ("+18005550142", "HELP", False),
        ("+18005550142", "please stop", False),
        ("+15125550142", "STOP", False),
    ],
)
def test_the_network_answers_three_words_on_toll_free_numbers(to: str, body: str, answered: bool) -> None:
    assert network_answers(to, body) is answered


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("en-GB", ("Call for Rosa's Plumbing. Press 1 to take it.", "en-GB")),
        ("es-MX", ("Llamada para Rosa's Plumbing. Pulse 1 para contestar.", "es-MX")),
        ("de-DE", ("Call for Rosa's Plumbing. Press 1 to take it.", "en-US")),
    ],
)
def test_the_whisper_is_in_a_language_that_we_have_words_for(language: str, heard: tuple[str, str]) -> None:
    assert whisper_words(plan(language=language)) == heard


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("call.parked", "call.parked"),
        ("9999", "9999"),
        ("15125550178", "(unreadable)"),
        ("+15125550178", "(unreadable)"),
        ("", "(unreadable)"),
    ],
)
def test_a_new_word_is_shown_unless_it_could_be_anything(word: str, shown: str) -> None:
    assert new_word("state", word) == Ignored(f"state says {shown}, which is new to us")
