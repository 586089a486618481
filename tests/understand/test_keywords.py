# ruff: noqa: RUF001, disguised letters are the subject

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.understand.keywords import Keyword, keyword
from tests.quick import examples

STOP_WORDS = [
    "STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "UNSUB", "CANCEL", "END", "QUIT", "REVOKE",
    "OPTOUT", "OPT OUT", "OPT-OUT", "REMOVE", "ARRET", "ARRÊT", "ALTO", "PARAR", "PARE", "BAJA",
    "SALIR", "DETENER", "NO MAS", "NO MÁS", "CANCELAR",
]  # fmt: skip
HELP_WORDS = ["HELP", "INFO", "AIDE", "AYUDA"]
START_WORDS = ["START", "UNSTOP"]
START_IF_OPTED_OUT = ["YES", "RESUME", "GO", "CONTINUE", "INICIO"]
EVERY_WORD = STOP_WORDS + HELP_WORDS + START_WORDS

BLANKS = st.text(" \t\n\u00a0\u200b", max_size=3)
MARKS = st.text(" .!?…,-*_\"'()🛑👋🏽❤️\u200d\ufe0f", max_size=5)
GREETING = st.sampled_from(["Hi", "hey guys", "Good morning", "Hola", "Bonjour", "ok"])
POLITE = st.sampled_from(["please", "pls", "Thank you", "thx", "por favor", "gracias", "svp", "merci"])


@pytest.mark.parametrize("word", STOP_WORDS)
def test_every_listed_opt_out_word_stops(word: str) -> None:
    assert keyword(word) is Keyword.STOP


@pytest.mark.parametrize("word", HELP_WORDS)
def test_every_listed_help_word_helps(word: str) -> None:
    assert keyword(word) is Keyword.HELP


@pytest.mark.parametrize("word", START_WORDS)
def test_start_words_start_in_every_state(word: str) -> None:
    assert (keyword(word), keyword(word, opted_out=True)) == (Keyword.START, Keyword.START)


@pytest.mark.parametrize("word", START_IF_OPTED_OUT)
def test_some_words_start_only_if_opted_out(word: str) -> None:
    assert (keyword(word), keyword(word, opted_out=True)) == (None, Keyword.START)


@pytest.mark.parametrize(
    "disguised",
    [
        "S T O P",
        "s.t.o.p.",
        "ｓｔｏｐ",
        "𝐒𝐓𝐎𝐏",
        "st\u200bop",
        "ЅТОР",
        "🆂🆃🅾🅿",
        "🇸 🇹 🇴 🇵",
        "🅢🅣🅞🅟",
        "s\u0336t\u0336o\u0336p\u0336",
    ],
)
def test_a_disguised_stop_is_a_stop(disguised: str) -> None:
    assert keyword(disguised) is Keyword.STOP


@pytest.mark.parametrize("repeated", ["STOP STOP STOP", "stop. end. quit.", "Cancel, unsubscribe!"])
def test_several_opt_out_words_are_one(repeated: str) -> None:
    assert keyword(repeated) is Keyword.STOP


@pytest.mark.parametrize(
    "text",
    ["", "   ", "👍", "?", "please", "thank you", "no", "N", "off", "bye", "TD", "stop by at 3",
     "cancel my visit", "start at 7", "help me move", "yes please", "muy alto", "end of the day",
     "stop help"],
)  # fmt: skip
def test_these_are_no_keywords(text: str) -> None:
    assert keyword(text) is None


@given(word=st.sampled_from(EVERY_WORD), before=MARKS, after=MARKS, blanks=BLANKS, how=st.sampled_from(
    [str.upper, str.lower, str.title, str.swapcase]))  # fmt: skip
@examples(150)
def test_capitals_blanks_and_marks_do_not_matter(
    word: str, before: str, after: str, blanks: str, how: Callable[[str], str]
) -> None:
    assert keyword(blanks + before + how(word) + after + blanks) is keyword(word)


@given(word=st.sampled_from(EVERY_WORD), polite=POLITE, mark=MARKS)
def test_polite_words_do_not_matter(word: str, polite: str, mark: str) -> None:
    expected = keyword(word)
    assert (keyword(f"{word}{mark} {polite}"), keyword(f"{polite} {mark}{word}")) == (expected, expected)


@given(word=st.sampled_from(EVERY_WORD), greeting=GREETING, mark=MARKS)
def test_greetings_do_not_matter(word: str, greeting: str, mark: str) -> None:
    assert keyword(f"{greeting} {mark}{word}") is keyword(word)


@pytest.mark.parametrize("text", ["Hi yes", "ok go", "Good morning, continue"])
def test_a_word_that_lifts_an_opt_out_only_sometimes_must_stand_alone(text: str) -> None:
    assert keyword(text, opted_out=True) is None


@given(text=st.text(), opted_out=st.booleans())
@examples(200)
def test_any_text_has_an_answer(text: str, opted_out: bool) -> None:
    assert keyword(text, opted_out=opted_out) in {None, *Keyword}
