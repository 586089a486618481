from collections.abc import Iterator

import pytest

from ringback.messages.compose import EXAMPLE, OPT_OUT, SITUATIONS, compose
from ringback.messages.gsm7 import EXTENSION, in_alphabet
from ringback.messages.library.shelf import LANGUAGES, Trade, starter, trades
from ringback.messages.lint import Sender, lint, refused
from ringback.messages.segments import Encoding, measure
from ringback.messages.wording import offers_in, times_in
from ringback.rules.policy import Policy

SITUATIONS_IN_THE_LIBRARY = [
    "missed",
    "busy",
    "after_hours",
    "voicemail",
    "repeat",
    "known_customer",
    "voicemail_quote",
    "voicemail_urgent",
    "declined",
    "failed",
]
LONGEST_OPENING = {"en": EXAMPLE["next_open"], "es": "el miércoles, 30 de diciembre a las 10:30 AM"}


every_trade = pytest.mark.parametrize("trade", trades().values(), ids=trades())


def shelf(trade: Trade) -> Iterator[tuple[str, str, str]]:
    """Language, situation, template."""
    for language, situations in trade.templates.items():
        for situation, variants in situations.items():
            yield from ((language, situation, template) for template in variants)


def empty(language: str, template: str) -> str:
    """With nothing known but the name of the shop."""
    return compose(template, {"business": "Rosa's Plumbing", "stop": OPT_OUT[language]})


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
        ("other", "standard"),
    ]


@every_trade
def test_several_variants_in_both_languages(trade: Trade) -> None:
    assert tuple(trade.templates) == LANGUAGES
    for situations in trade.templates.values():
        assert list(situations) == SITUATIONS_IN_THE_LIBRARY
        assert [len(situations[situation]) for situation in situations] == [3, *[2] * 9]


@every_trade
def test_no_text_stands_twice_in_a_trade(trade: Trade) -> None:
    templates = [template for _, _, template in shelf(trade)]
    assert len(templates) == len(set(templates))


@every_trade
def test_nothing_is_wrong_with_a_template_even_for_a_long_name(trade: Trade) -> None:
    """Who has a duty to inform pays for a second part, and is only told so."""
    for language, situation, template in shelf(trade):
        problems = lint(template, situation, Sender(stop=OPT_OUT[language]))
        known = {"too_long"} if trade.parts > 1 and not refused(problems) else set()
        assert {problem.code for problem in problems} <= known, template


@every_trade
def test_cheap_with_everything_filled_in(trade: Trade) -> None:
    for language, _, template in shelf(trade):
        fields = {**EXAMPLE, "stop": OPT_OUT[language], "next_open": LONGEST_OPENING[language]}
        counted = measure(compose(template, fields))
        assert (template, counted.encoding) == (template, Encoding.GSM7)
        assert (template, counted.segments) <= (template, trade.parts)


@every_trade
def test_no_letter_costs_more_than_one(trade: Trade) -> None:
    texts = [empty(language, template) for language, _, template in shelf(trade)]
    assert [text for text in texts if not in_alphabet(text) or EXTENSION & set(text)] == []


@every_trade
def test_the_closed_shop_says_when_it_opens_and_the_others_do_not(trade: Trade) -> None:
    telling = {situation for _, situation, template in shelf(trade) if "{next_open|" in template}
    silent = {situation for _, situation, template in shelf(trade) if "{next_open|" not in template}
    assert (telling, silent) == ({"after_hours"}, set(SITUATIONS_IN_THE_LIBRARY) - {"after_hours"})


@every_trade
def test_no_offer_and_no_time_once_filled_in(trade: Trade) -> None:
    texts = [empty(language, template) for language, _, template in shelf(trade)]
    assert [text for text in texts if offers_in(text) or times_in(text)] == []


def test_the_default_of_a_law_firm_is_one_part_with_an_ordinary_name() -> None:
    for language in LANGUAGES:
        fields = {"business": "Carver & Daughters Law PC", "stop": OPT_OUT[language], "next_open": "soon"}
        texts = [compose(template, fields) for template in starter(trades()["law"], language).values()]
        assert [measure(text).segments for text in texts] == [1] * 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starter_is_a_complete_set_for_the_rules(language: str) -> None:
    for trade in trades().values():
        own = starter(trade, language)
        assert set(own) <= set(SITUATIONS)
        assert Policy("America/Chicago", templates=own).templates == own
