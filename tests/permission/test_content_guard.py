import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.messages.compose import OPT_OUT, compose
from ringback.messages.library.shelf import LANGUAGES, Trade, trades
from ringback.permission.content_guard import Allow, Hold, Mode, Reason, check
from tests.quick import examples

VECTORS = Path(__file__).parents[1] / "vectors"
KNOWN = json.loads((VECTORS / "regulated_features.json").read_text("utf-8"))["outbound_tests"]
OURS = tomllib.loads((Path(__file__).parent / "outbound_texts.toml").read_text("utf-8"))
SEND = [(mode, text) for mode, texts in OURS.items() for text in texts["send"]]
HOLD = [(mode, text) for mode, texts in OURS.items() for text in texts["hold"]]


def codes(text: str, mode: Mode, *, first: bool = False, generated: bool = False) -> list[str]:
    verdict = check(text, mode, first=first, generated=generated)
    return [reason.code for reason in verdict.reasons] if isinstance(verdict, Hold) else []


@pytest.mark.parametrize("row", KNOWN, ids=[row["text"] for row in KNOWN])
def test_every_outbound_text_of_the_table(row: dict[str, str]) -> None:
    verdict = check(row["text"], Mode(row["mode"]))
    assert isinstance(verdict, Allow) == row["allowed"]


def test_texts_that_may_go() -> None:
    held = {text: verdict for mode, text in SEND if isinstance(verdict := check(text, Mode(mode)), Hold)}
    assert held == {}


def test_texts_that_a_person_must_release() -> None:
    assert [text for mode, text in HOLD if isinstance(check(text, Mode(mode)), Allow)] == []


def test_an_ordinary_shop_may_say_what_a_doctor_may_not() -> None:
    ordinary = [text for mode, text in HOLD if mode != "standard"]
    assert [text for text in ordinary if isinstance(check(text, Mode.STANDARD), Hold)] == []


def test_the_reason_is_a_sentence_for_whoever_may_release_it() -> None:
    assert check("Your biopsy came back clear.", Mode.HEALTH) == Hold(
        (Reason("health.result", 'It has a result in it: "biopsy".', "biopsy"),)
    )
    assert check("Card 4111 1111-1111 1111 declined", Mode.STANDARD) == Hold(
        (Reason("private.card", "It has a card number in it.", "4111 1111-1111 1111"),)
    )


def test_a_long_number_that_is_no_card() -> None:
    assert codes("Tracking 4111 1111 1111 1112", Mode.STANDARD) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Harbor Family Practice", []),
        ("Dr. Lee's office", []),
        ("Bright Smile Dental", []),
        ("Bayside Fertility", ["health.specialty"]),
        ("Northside Oncology", ["health.specialty"]),
        ("Hope Recovery Center", ["health.specialty"]),
        ("Elm Street Technology and Geology", []),
    ],
)
def test_names_that_tell_what_care_somebody_seeks(name: str, found: list[str]) -> None:
    assert codes(name, Mode.HEALTH) == found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("trade", trades().values(), ids=trades())
def test_every_text_of_the_library_passes_the_guard_of_its_trade(trade: Trade, language: str) -> None:
    for variants in trade.templates[language].values():
        fields = {"business": "Carver & Daughters", "stop": OPT_OUT[language]}
        texts = [compose(template, fields) for template in variants]
        assert [text for text in texts if codes(text, Mode(trade.mode), first=True)] == []


NOTICE = "Carver Law: automated assistant, not a lawyer. Texting does not make us your lawyers."


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (NOTICE, []),
        (NOTICE.replace("automated ", ""), ["legal.notice"]),
        (NOTICE.replace("not a lawyer", "hello"), ["legal.notice"]),
        (NOTICE.replace("does not make", "makes"), ["legal.notice"]),
        ("Soy un asistente automatizado, no un abogado. Escribirnos no nos hace sus abogados.", []),
        ("I'm an AI, not an attorney. No attorney-client relationship yet.", []),
    ],
)
def test_the_notice_in_a_law_firms_first_text(text: str, missing: list[str]) -> None:
    assert codes(text, Mode.LEGAL, first=True) == missing
    assert codes(text, Mode.LEGAL) == []
    assert codes(text, Mode.STANDARD, first=True) == []


def test_a_machine_must_not_pass_for_a_person() -> None:
    for text in ("I'm a real person!", "I am human.", "Soy una persona."):
        assert codes(text, Mode.STANDARD, generated=True) == ["generated.human"]
        assert codes(text, Mode.STANDARD) == []
    assert codes("No, I'm not a bot.", Mode.STANDARD, generated=True) == ["generated.no_machine"]
    for text in ("I'm not a real person.", "I'm an AI assistant.", "A real person will call you."):
        assert codes(text, Mode.STANDARD, generated=True) == []


def test_an_ai_in_a_regulated_business_says_so_and_keeps_to_routine_words() -> None:
    assert codes("AI assistant here. May we call you back?", Mode.LEGAL, generated=True) == []
    assert codes("May we call you back?", Mode.HEALTH, generated=True) == ["generated.disclosure"]
    assert codes("AI assistant: the harbor is lovely.", Mode.LEGAL, generated=True) == ["generated.unusual"]
    assert codes("The harbor is lovely.", Mode.STANDARD, generated=True) == []


def test_names_are_no_unusual_words() -> None:
    text = "Carver Law: AI assistant here. Ms. Ortiz will call you."
    assert check(text, Mode.LEGAL, generated=True, names=["Carver Law"]) == Allow()


@examples(200)
@given(
    st.sampled_from([text for _, text in HOLD]), st.sampled_from([text for _, text in SEND]), st.booleans()
)
def test_nothing_added_makes_a_held_text_harmless(held: str, added: str, before: bool) -> None:
    for mode in Mode:
        if isinstance(check(held, mode), Hold):
            joined = f"{added}\n{held}" if before else f"{held}\n{added}"
            assert isinstance(check(joined, mode), Hold)


@given(st.text(max_size=300), st.sampled_from(Mode), st.booleans(), st.booleans())
def test_any_text_gets_an_answer(text: str, mode: Mode, first: bool, generated: bool) -> None:
    verdict = check(text, mode, first=first, generated=generated)
    assert isinstance(verdict, Allow) or verdict.reasons


def test_capitals_and_accents_hide_nothing() -> None:
    assert codes("YOUR BIÓPSY RESÜLTS", Mode.HEALTH) == codes("your biopsy results", Mode.HEALTH)
