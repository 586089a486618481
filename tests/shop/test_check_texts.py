"""The texts in a shop's file: what they may say, and which a shop gets that writes none."""

import pytest

from ringback.messages.compose import BUILT_IN, BUILT_IN_FOLLOW_UP, BUILT_IN_SPANISH
from ringback.messages.library.shelf import starter, trades
from ringback.shop.check import read_shop
from tests.shop.written import LINE, SMALLEST, problems, shop


def template(text: str) -> str:
    return f'{SMALLEST}[[templates]]\nfor = "declined"\ntext = "{text}"\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "{business}: back at 9 AM. {stop}",
            '"9 am" is a time that nobody keeps: use {next_open} or {reply_within}, which is worked out and '
            "kept in mind",
        ),
        (
            "{business}: 10% off today! {stop}",
            '"% off" reads as advertising, and a call is no consent to that: leave it out',
        ),
        ("{business}: sorry!", "The text does not say how to opt out: add {stop}"),
        (
            "{business}: see rosas.com {stop}",
            "There is a link in it: carriers hold first texts with links back. Send it later",
        ),
    ],
)
def test_a_text_that_breaks_a_promise_or_a_law_is_refused_in_every_situation(
    text: str, sentence: str
) -> None:
    assert problems(template(text)) == [f"line 6: templates[0].text: {sentence}"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "{business}: SORRY WE MISSED YOU. {stop}",
            "SORRY WE MISSED YOU is shouting, and filters take it for spam: write it in small letters",
        ),
        (
            "{business}: " + "sorry " * 25 + "{stop}",
            "It can grow to 189 characters and then costs 2 parts: shorten it by 29",
        ),
    ],
    ids=["shouting", "two parts"],
)
def test_a_text_that_could_be_better_is_noted_and_not_refused(text: str, sentence: str) -> None:
    checked = read_shop(template(text).encode())
    assert checked.shop.policy.templates["declined"] == text
    assert [str(note) for note in checked.notes] == [f"line 6: templates[0].text: {sentence}"]


def test_a_text_of_three_parts_is_refused() -> None:
    (problem,) = problems(template("{business}: " + "sorry " * 50 + "{stop}"))
    assert "costs 3 parts" in problem


def test_a_trade_brings_its_texts_in_the_language_of_the_shop() -> None:
    salon = shop(SMALLEST.replace("[account]", '[business]\ntrade = "salon"\nlanguage = "es"\n[account]'))
    assert salon.policy.templates["missed"] == trades()["salon"].templates["es"]["missed"][0]
    assert salon.policy.templates["follow_up"].startswith("{business}: ¿sigue necesitando")


def test_a_law_firms_text_without_the_lawyers_notice_is_refused() -> None:
    words = '\n[[templates]]\nfor = "missed"\ntext = "{business}: sorry we missed you. {stop}"\n'
    written = SMALLEST.replace("[account]", '[business]\ntrade = "law"\n[account]') + words
    (said,) = problems(written)
    assert "must say that it is automated and not a lawyer" in said


def test_line_of_another_language_gets_texts_in_it_for_every_situation() -> None:
    business = '[business]\ntrade = "plumbing"\nlanguage = "es"\n'
    own = '[[templates]]\nfor = "gave_up"\ntext = "{business}: hola. {stop}"\n'
    (line,) = shop(f'{SMALLEST}{business}{own}{LINE}language = "en"\n').lines
    texts = line.rules[""]["templates"]
    assert isinstance(texts, dict)
    english = {**BUILT_IN, **starter(trades()["plumbing"], "en")}
    assert texts == {**english, "gave_up": english["missed"], "follow_up": BUILT_IN_FOLLOW_UP}
    assert shop(f"{SMALLEST}{business}{LINE}").lines[0].rules == {}


def test_own_words_on_a_line_of_another_language_go_before_ours() -> None:
    own = '[[lines.templates]]\nfor = "missed"\ntext = "{business}: hola. {stop}"\n'
    (line,) = shop(f'{SMALLEST}{LINE}language = "es"\n{own}').lines
    texts = line.rules[""]["templates"]
    assert isinstance(texts, dict)
    assert {texts[situation] for situation in BUILT_IN} == {"{business}: hola. {stop}"}
    assert texts["follow_up"] == BUILT_IN_SPANISH["follow_up"]
