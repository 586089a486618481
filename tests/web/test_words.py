"""Every sentence of the pages is there in every language, and says the same."""

import re

import pytest
from scripts.words import LANGUAGES as CATALOGUES
from scripts.words import Said, catalogue, everything_said, in_python, in_template, translations

from ringback.accounts.users import LANGUAGES
from ringback.web import words
from ringback.web.words import Words, asked_for, mark

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [("en", 9, "9"), ("en", 100_000, "100,000"), ("es", 1_234, "1234"), ("es", 100_000, "100\u00a0000")],
)
def test_numbers_are_written_as_the_language_does(language: str, n: int, said: str) -> None:
    assert Words(language).count(n) == said


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_untranslated(language: str) -> None:
    """`make words` adds what is missing to the catalogues; fill it in."""
    known = catalogue(CATALOGUES / language)
    missing = {said for _, said in everything_said() if not all(known.get(said, ("",)))}
    assert sorted(missing, key=str) == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    said = {said for _, said in everything_said()}
    assert sorted(set(catalogue(CATALOGUES / language)) - said, key=str) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_is_translated_in_one_way(language: str) -> None:
    """All pages of a language share what is known; of two translations the last one read would win."""
    ways: dict[Said, set[tuple[str, ...]]] = {}
    for said, translated in translations(CATALOGUES / language):
        ways.setdefault(said, set()).add(translated)
    assert {said: found for said, found in ways.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_the_same_things(language: str) -> None:
    wrong = [
        said
        for said, translated in catalogue(CATALOGUES / language).items()
        if any(_names(form) not in _names_in(said) for form in translated)
    ]
    assert wrong == []


def _names_in(said: Said) -> list[set[str]]:
    """Of a sentence for one and for several, either may be followed: "One call" names no number."""
    return [_names(form) for form in ([said] if isinstance(said, str) else said)]


def _names(words: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", words))


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr-FR,en;q=0.5", "en"),
        ("de", "en"),
        ("en;q=0.1,es;q=0.2", "es"),
        ("", "en"),
        (";q=x,,\x00", "en"),
    ],
)
def test_a_browser_is_answered_in_a_language_it_asks_for(wishes: str, language: str) -> None:
    assert asked_for(wishes) == language


def test_values_are_put_in_after_the_translation() -> None:
    assert Words("es")("Join {shop}", shop="{0} & <b>") == "Únete a {0} & <b>"
    assert Words("en")("A {brace} that stays") == "A {brace} that stays"


def test_one_word_is_said_in_several_ways_where_it_is_about_several_things() -> None:
    spanish = Words("es")
    assert [spanish(mark("Missed")), spanish(mark("Missed", "calls"))] == ["Perdida", "Perdidas"]
    assert Words("en")(mark("Missed", "calls")) == "Missed"


def test_what_is_said_is_found() -> None:
    python = """
t("One"), visit.t("Two {n}", n=1), mark("Thr" "ee"), t.many("{n} a", "{n} b", 2), t(x), visit.noted(tx, "f")
mark("All", "calls")
"""
    said = {"One", "Two {n}", "Three", ("{n} a", "{n} b"), "f", mark("All", "calls")}
    assert set(in_python(python)) == said
    template = """
{{ t("One") }}{% if t("Two") %}{{ f(t("Three"), x=t("Four")) }}{{ t.many("a", "b", n) }}{% endif %}
"""
    assert sorted(map(str, in_template(template))) == ["('a', 'b')", "Four", "One", "Three", "Two"]


def test_english_needs_no_catalogue() -> None:
    assert not (words.FOLDER / "en").exists()
