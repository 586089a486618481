import pytest

from ringback.rules.voicemail import Voicemail, about, sentence


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", Voicemail.LEFT),
        ("Hi, it's Dan, call me back please", Voicemail.LEFT),
        ("This is an EMERGENCY, water is coming through the ceiling", Voicemail.URGENT),
        ("Please come right away, a pipe burst", Voicemail.URGENT),
        ("I smell gas in the kitchen", Voicemail.URGENT),
        ("It's not an emergency, just a dripping tap", Voicemail.LEFT),
        ("No es urgente, gracias", Voicemail.LEFT),
        ("Es una emergencia, huele a gas", Voicemail.URGENT),
        ("C'est une fuite de gaz", Voicemail.URGENT),
        ("I'd like a quote for a water heater", Voicemail.QUOTE),
        ("How much do you charge for a drain?", Voicemail.QUOTE),
        ("¿Cuánto cuesta cambiar un grifo?", Voicemail.QUOTE),
        ("No quote needed, it is flooding!", Voicemail.URGENT),
        ("We have no water at all", Voicemail.URGENT),
        ("How much is it to come out today? It is an emergency", Voicemail.URGENT),
    ],
)
def test_what_a_voicemail_is_about(words: str, kind: Voicemail) -> None:
    assert about(words) is kind


def test_a_person_is_told_what_it_sounds_like() -> None:
    assert [sentence(words) for words in ("it's urgent", "a quote please", "hello", "")] == [
        "The caller left a voicemail that sounds urgent.",
        "The caller left a voicemail and asks for a price.",
        "The caller left a voicemail.",
        "The caller left a voicemail.",
    ]
