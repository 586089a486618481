import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from ringback.permission.notices import ConsentMode, Facts, notice_version, website_line
from ringback.permission.pages import Page, notice_page, pieces, privacy_page, says_no_sharing, terms_page
from tests.permission.test_notices import ROSA


def headings(regulated: bool) -> list[str]:
    return [section.heading for section in terms_page(replace(ROSA, regulated=regulated)).sections]


def plain_text(page: Page) -> str:
    parts = [page.title]
    for section in page.sections:
        parts += [section.heading, *section.paragraphs]
    return "\n\n".join(parts)


@pytest.mark.parametrize("mode", ConsentMode)
def test_the_privacy_page_promises_not_to_share(mode: ConsentMode) -> None:
    page = privacy_page(replace(ROSA, mode=mode))
    assert says_no_sharing(plain_text(page))
    assert page.version == notice_version(replace(ROSA, mode=mode))


def test_pages_name_the_business_and_how_to_reach_it() -> None:
    who = (
        "Rosa's Plumbing (Rosa Diaz Plumbing LLC), 12 Harbor Ln, Austin, TX 78701, US, (512) 555-0142, "
        "rosa@rosas.example, https://rosas.example"
    )
    assert privacy_page(ROSA).sections[0].paragraphs == (who,)
    assert terms_page(ROSA).sections[-1].paragraphs == (who,)


def test_the_terms_quote_the_notice_and_say_how_one_agrees() -> None:
    keypress = replace(ROSA, mode=ConsentMode.KEYPRESS)
    assert f'"{website_line(ROSA)}"' in plain_text(terms_page(ROSA))
    assert "pressing 1" not in plain_text(terms_page(ROSA))
    assert "pressing 1" in plain_text(terms_page(keypress))


@pytest.mark.parametrize(
    "words", ["STOP", "START", "HELP", "rates may apply", "frequency", "not liable", "911"]
)
def test_what_reviewers_look_for_in_the_terms(words: str) -> None:
    assert words in plain_text(terms_page(ROSA))


def test_doctors_and_lawyers_warn_of_texts() -> None:
    assert headings(regulated=True) == [
        "What you get",
        "How you agree",
        "Cost and delivery",
        "How to stop and how to get help",
        "Not for emergencies",
        "Nothing confidential",
        "Who we are",
    ]
    assert "Nothing confidential" not in headings(regulated=False)


def test_no_field_is_left_open() -> None:
    for page in (privacy_page(ROSA), terms_page(ROSA)):
        assert "{" not in plain_text(page)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mobile information will never be shared with third parties for marketing purposes.", True),
        ("We don't sell your phone number to partners for promotions.", True),
        ("No text messaging consent is passed to affiliates\nfor advertising.", True),
        ("We share your phone number with partners for marketing.", False),
        ("We do not share your e-mail. Partners use phone numbers for marketing.", False),
        ("We never share data.", False),
        ("", False),
    ],
)
def test_the_sentence_that_is_missing_most_often(text: str, found: bool) -> None:
    assert says_no_sharing(text) == found


@pytest.mark.parametrize("page", [privacy_page, terms_page, notice_page])
@pytest.mark.parametrize("mode", ConsentMode)
@pytest.mark.parametrize("regulated", [False, True])
def test_spanish_pages_say_the_same_in_as_many_sections(
    page: Callable[[Facts, str], Page], mode: ConsentMode, regulated: bool
) -> None:
    for facts in (
        replace(ROSA, mode=mode, regulated=regulated),
        replace(ROSA, phone="", email="", website=""),
    ):
        english, spanish = page(facts, "en"), page(facts, "es")
        assert spanish.version == english.version
        assert [len(each.paragraphs) for each in spanish.sections] == [
            len(each.paragraphs) for each in english.sections
        ]
        words = plain_text(spanish)
        assert re.findall(r"{|\b(?:us|of the business|in English)\b", words) == []
        for kept in ("STOP", "HELP", "START", "911", "Rosa's Plumbing", "(512) 555-0142"):
            assert (kept in words) == (kept in plain_text(english))


def test_what_callers_hear_in_another_language_is_told_apart() -> None:
    spanish = replace(ROSA, language="es")
    line = website_line(spanish)
    paragraph = f"Beside the number stands: {line} And no more."
    assert pieces(paragraph, spanish, "en") == [
        ("Beside the number stands: ", ""),
        (line, "es"),
        (" And no more.", ""),
    ]
    assert pieces(paragraph, spanish, "es") == [(paragraph, "")]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_of_a_page_is_lost_in_pieces(language: str) -> None:
    facts = replace(ROSA, language="es")
    for page in (notice_page, privacy_page, terms_page):
        for section in page(facts, language).sections:
            for paragraph in section.paragraphs:
                assert "".join(piece.words for piece in pieces(paragraph, facts, language)) == paragraph
    found = [
        piece.language
        for section in notice_page(facts, language).sections
        for paragraph in section.paragraphs
        for piece in pieces(paragraph, facts, language)
        if piece.language
    ]
    assert set(found) == {"es" if language == "en" else "en"}
