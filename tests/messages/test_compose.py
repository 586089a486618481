import pytest

from ringback.messages.compose import (
    BUILT_IN,
    BUILT_IN_SPANISH,
    EXAMPLE,
    OPT_OUT,
    SITUATIONS,
    compose,
    confirmation,
    first_name,
)
from ringback.messages.lint import Sender, lint
from ringback.messages.segments import Encoding, measure
from ringback.understand.keywords import Keyword

ROSA = {"business": "Rosa's Plumbing"}


@pytest.mark.parametrize(
    ("template", "fields", "text"),
    [
        ("Hi{first_name| there}!", {"first_name": "Dan"}, "Hi Dan!"),
        ("Hi{first_name| there}!", {"first_name": ""}, "Hi there!"),
        ("Hi{first_name| there}!", {}, "Hi there!"),
        ("Hi {first_name|there}!", {"first_name": "Dan"}, "Hi Dan!"),
        ("{first_name|Hello }this is us", {"first_name": "Dan"}, "Dan this is us"),
        ("Opens {next_open|}.", {"next_open": "tomorrow at 8 AM"}, "Opens tomorrow at 8 AM."),
        ("Hi {first_name} from { business }", ROSA, "Hi from Rosa's Plumbing"),
        ("{business}. {stop}", ROSA, "Rosa's Plumbing. Reply STOP to opt out."),
        ("{business}", {"business": "{stop}"}, "{stop}"),
        ("{business} \u2013 we\u2019re out", {"business": "Rosa\u2019s"}, "Rosa's - we're out"),
        ("one\ntwo {business}", ROSA, "one\ntwo Rosa's Plumbing"),
    ],
)
def test_fields_are_filled_in(template: str, fields: dict[str, str], text: str) -> None:
    assert compose(template, fields) == text


def test_an_unknown_field_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(ValueError, match=r"^\{busness\} is not a field: did you mean \{business\}\?$"):
        compose("{busness}", ROSA)
    with pytest.raises(
        ValueError, match=r"^\{price\} is not a field: there are \{first_name\}, \{business\}, "
    ):
        compose("{price}", ROSA)


def test_the_built_in_texts() -> None:
    dan = {**ROSA, "first_name": "Dan", "next_open": "tomorrow at 8 AM"}
    assert {situation: compose(template, dan) for situation, template in BUILT_IN.items()} == {
        "missed": "Hi Dan, this is Rosa's Plumbing. Sorry we missed your call. What can we help you with? "
        "Reply STOP to opt out.",
        "busy": "Hi Dan, this is Rosa's Plumbing. We couldn't get to the phone just now. How can we help? "
        "Reply STOP to opt out.",
        "after_hours": "Hi Dan, Rosa's Plumbing is closed now and opens tomorrow at 8 AM. How can we help? "
        "Reply STOP to opt out.",
        "voicemail": "Hi Dan, this is Rosa's Plumbing. Thanks, we got your message. Anything to add? Just "
        "reply here. Reply STOP to opt out.",
    }
    assert set(BUILT_IN) <= set(SITUATIONS)


@pytest.mark.parametrize("situation", BUILT_IN)
def test_built_in_texts_are_one_cheap_part(situation: str) -> None:
    longest = measure(compose(BUILT_IN[situation], EXAMPLE))
    assert (longest.encoding, longest.segments) == (Encoding.GSM7, 1)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        (
            Keyword.STOP,
            "Rosa's Plumbing: you're opted out and will get no more texts from us. Reply START to resume.",
        ),
        (Keyword.START, "Rosa's Plumbing: you're opted back in. Reply STOP to opt out, HELP for help."),
        (
            Keyword.HELP,
            "Rosa's Plumbing: for help call (512) 555-0142 or reply here. Msg & data rates may apply. "
            "Reply STOP to opt out.",
        ),
    ],
)
def test_each_keyword_has_one_confirmation_of_one_part(keyword: Keyword, text: str) -> None:
    assert confirmation(keyword, "Rosa's Plumbing", "+15125550142") == text
    longest = measure(confirmation(keyword, EXAMPLE["business"], "+15125550142"))
    assert (longest.encoding, longest.segments) == (Encoding.GSM7, 1)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Dan Miller", "Dan"),
        ("dan", "dan"),
        ("Mr. Dan Miller", "Dan"),
        ("MILLER, DAN", "Dan"),
        ("Mary-Ann O'Neil", "Mary-Ann"),
        ("Jos\u00e9 Pe\u00f1a", "Jos\u00e9"),
        ("MILLER DAN", ""),
        ("WIRELESS CALLER", ""),
        ("AUSTIN TX", ""),
        ("Acme Tools LLC", ""),
        ("24hr Towing", ""),
        ("J Smith", ""),
        ("Mr.", ""),
        ("", ""),
        (",", ""),
    ],
)
def test_people_are_greeted_by_name_only_when_it_is_surely_one(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize("keyword", [Keyword.STOP, Keyword.START, Keyword.HELP])
def test_confirmations_in_spanish_are_one_part(keyword: Keyword) -> None:
    longest = measure(confirmation(keyword, EXAMPLE["business"], "+15125550142", "es"))
    assert (longest.encoding, longest.segments) == (Encoding.GSM7, 1)


@pytest.mark.parametrize("situation", BUILT_IN_SPANISH)
def test_spanish_texts_of_ours_are_cheap_and_right(situation: str) -> None:
    template = BUILT_IN_SPANISH[situation]
    opens = "el miércoles, 30 de diciembre a las 10:30 AM"
    size = measure(compose(template, {**EXAMPLE, "next_open": opens, "stop": OPT_OUT["es"]}))
    assert (size.encoding, size.segments) == (Encoding.GSM7, 1)
    assert lint(template, situation, Sender(stop=OPT_OUT["es"])) == []
