"""What somebody in danger reads: in their language, and with a number that is answered where they are."""

import pytest

from ringback.messages.alarm import alarm_text
from ringback.messages.compose import confirmation
from ringback.messages.segments import Encoding, measure
from ringback.understand.keywords import Keyword
from tests.cast import ROSAS_LINE, ROSAS_SHOP

LONG_NAME = "Thompson & Sons Heating, Cooling & Plumbing"
TOLD = "Rosa's Plumbing: automatic reply. We marked your message as urgent and asked our team to call you."


@pytest.mark.parametrize(
    ("labels", "country", "said"),
    [
        (("emergency_property",), "US", TOLD),
        (("emergency_life",), "US", f"{TOLD} If anyone is in danger, leave and call 911 now."),
        (("emergency_life",), "GB", f"{TOLD} If anyone is in danger, leave and call 999 now."),
        (("emergency_life",), "DE", f"{TOLD} If anyone is in danger, leave and call 112 now."),
        (("crisis",), "CA", f"{TOLD} If you might hurt yourself, call or text 988 now, any time."),
        (("crisis",), "AU", f"{TOLD} If you might hurt yourself, call 000 now, any time."),
    ],
)
def test_number_is_one_of_the_country(labels: tuple[str, ...], country: str, said: str) -> None:
    assert alarm_text(ROSAS_SHOP, labels, country) == said


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("label", ["emergency_property", "emergency_life", "crisis"])
def test_fixed_words_are_cheap_in_every_language(language: str, label: str) -> None:
    size = measure(alarm_text(LONG_NAME, (label, f"language_{language}")))
    assert size.encoding is Encoding.GSM7
    assert size.segments <= 2


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("word", Keyword)
def test_answer_to_a_keyword_is_one_part(language: str, word: Keyword) -> None:
    size = measure(confirmation(word, LONG_NAME, ROSAS_LINE, language))
    assert (size.encoding, size.segments) == (Encoding.GSM7, 1)
