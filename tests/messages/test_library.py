from collections.abc import Iterator

import pytest

from ringback.messages.compose import EXAMPLE, SITUATIONS, compose
from ringback.messages.gsm7 import EXTENSION, in_alphabet
from ringback.messages.library.shelf import LANGUAGES, OPT_OUT, Trade, starter, trades
from ringback.messages.lint import Sender, lint
from ringback.messages.segments import Encoding, measure
from ringback.messages.wording import offers_in, times_in
from ringback.rules.policy import Policy

SITUATIONS_IN_THE_LIBRARY = ["missed", "busy", "after_hours", "voicemail", "repeat"]
LONGEST_OPENING = {"en": EXAMPLE["next_open"], "es": "el miércoles, 30 de diciembre a las 10:30 AM"}


def shelf() -> Iterator[tuple[Trade, str, str, str]]:
    for trade in trades().values():
        for language, situations in trade.templates.items():
            for situation, variants in situations.items():
                yield from ((trade, language, situation, variant) for variant in variants)


TEMPLATES = list(shelf())
every_template = pytest.mark.parametrize(
    ("trade", "language", "situation", "template"),
    TEMPLATES,
    ids=[f"{row[0].key}-{row[1]}-{row[2]}-{n}" for n, row in enumerate(TEMPLATES)],
)


def test_the_trades() -> None:
    assert [(trade.key, trade.mode) for trade in trades().values()] == [
        ("auto_repair", "standard"),
        ("contractor", "standard"),
        ("dental", "health"),
        ("hvac", "standard"),
        ("law", "legal"),
        ("medical", "health"),
        ("plumbing", "standard"),
        ("real_estate", "standard"),
        ("restaurant", "standard"),
        ("salon", "standard"),
        ("retail", "standard"),
    ]


@pytest.mark.parametrize("trade", trades().values(), ids=trades())
def test_several_variants_in_both_languages(trade: Trade) -> None:
    assert tuple(trade.templates) == LANGUAGES
    for situations in trade.templates.values():
        assert list(situations) == SITUATIONS_IN_THE_LIBRARY
        assert [len(situations[situation]) for situation in situations] == [3, 2, 2, 2, 2]


def test_no_text_stands_twice_in_a_trade() -> None:
    texts = [(trade.key, template) for trade, _, _, template in TEMPLATES]
    assert len(texts) == len(set(texts))


@every_template
def test_nothing_is_wrong_with_a_template(trade: Trade, language: str, situation: str, template: str) -> None:
    """Also with a name as long as EXAMPLE's."""
    assert lint(template, situation, Sender(stop=OPT_OUT[language], first_text_parts=trade.parts)) == []


@every_template
def test_cheap_with_everything_filled_in(trade: Trade, language: str, situation: str, template: str) -> None:
    fields = {**EXAMPLE, "stop": OPT_OUT[language], "next_open": LONGEST_OPENING[language]}
    counted = measure(compose(template, fields))
    assert counted.encoding is Encoding.GSM7
    assert counted.segments <= trade.parts


@every_template
def test_the_words_cost_no_more_than_they_look(
    trade: Trade, language: str, situation: str, template: str
) -> None:
    empty = compose(template, {"business": "Rosa's Plumbing", "stop": OPT_OUT[language]})
    assert in_alphabet(empty)
    assert not EXTENSION & set(empty)


@every_template
def test_the_closed_shop_says_when_it_opens(
    trade: Trade, language: str, situation: str, template: str
) -> None:
    assert ("{next_open" in template) == (situation == "after_hours")


@every_template
def test_no_offer_and_no_time_once_filled_in(
    trade: Trade, language: str, situation: str, template: str
) -> None:
    text = compose(template, {"business": "Rosa's Plumbing", "stop": OPT_OUT[language]})
    assert (offers_in(text), times_in(text)) == ([], [])


def test_the_default_of_a_law_firm_is_one_part_with_an_ordinary_name() -> None:
    for language in LANGUAGES:
        fields = {"business": "Carver & Daughters Law PC", "stop": OPT_OUT[language], "next_open": "soon"}
        texts = [compose(template, fields) for template in starter(trades()["law"], language).values()]
        assert [measure(text).segments for text in texts] == [1] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starter_is_a_complete_set_for_the_rules(language: str) -> None:
    for trade in trades().values():
        own = starter(trade, language)
        assert set(own) <= set(SITUATIONS)
        assert Policy("America/Chicago", templates=own).templates == own
