import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.messages.compose import BUILT_IN, EXAMPLE, compose
from ringback.messages.lint import Problem, Sender, Severity, lint, refused
from ringback.messages.segments import measure
from tests.cast import ROSAS_SHOP
from tests.quick import examples

GOOD = BUILT_IN["missed"]
ROSA = Sender(ROSAS_SHOP, website="rosas.example")


def codes(template: str, situation: str = "missed", sender: Sender = ROSA) -> list[str]:
    return [problem.code for problem in lint(template, situation, sender)]


@pytest.mark.parametrize("situation", BUILT_IN)
def test_the_built_in_templates_are_clean(situation: str) -> None:
    assert lint(BUILT_IN[situation], situation) == []
    assert lint(BUILT_IN[situation], situation, ROSA) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("   ", ["empty"]),
        ("Hi {firstname}, {business} here. {stop}", ["unknown_field"]),
        ("Hi {first_name}, {business} here. {stop}", ["no_fallback"]),
        ("Hi {first_name| }, {business} here. {stop}", ["no_fallback"]),
        ("Hi {business}}. {stop}", ["lone_brace"]),
        ("Hi, sorry we missed you. {stop}", ["no_business"]),
        ("Hi, this is Rosa's Plumbing, sorry we missed you. {stop}", []),
        ("{business}: sorry we missed you.", ["no_opt_out"]),
        ("{business}: sorry we missed you. Text STOP to end.", []),
        ("{business}: see www.facebook.com/rosa. {stop}", ["link"]),
        ("{business}: see https://book.rosas.example/now. {stop}", []),
        ("{business}: see http://rosas.example. {stop}", ["odd_link"]),
        ("{business}: see bit.ly/rosa. {stop}", ["shortener"]),
        ("{business}: see rosas.example/a or rosas.example/b. {stop}", ["many_links"]),
        ("{business}: we're back at 9 AM. {stop}", ["bare_time"]),
        ("{business}: closed, back {next_open|tomorrow at 9}. {stop}", ["bare_time"]),
        ("{business}: a call back within the hour. {stop}", ["bare_time"]),
        ("{business} opens at 9 {stop}", ["bare_time"]),
        ("{business} abre a las 9 {stop}", ["bare_time"]),
        ("{business}: ask for your free estimate. {stop}", ["offer"]),
        ("{business}: payday cash advance? {stop}", ["forbidden"]),
        ("{business}: SORRY WE MISSED YOU. {stop}", ["capitals"]),
        ("{business}: sorry!! {stop}", ["punctuation"]),
        ("{business}: so sorry \N{CRYING FACE} {stop}", ["dear_character"]),
        ("{business}: sorry we missed you. " + "How can we help? " * 7 + "{stop}", ["too_long"]),
        ("{business}: sorry we missed your call \N{CRYING FACE} how can we help? {stop}", ["too_long"]),
    ],
)
def test_what_is_wrong_with_a_first_text(template: str, found: list[str]) -> None:
    assert codes(template) == found


@pytest.mark.parametrize("template", ["Hi {name}. {stop}", "{Business}: hi. {stop}", "{unsubscribe}"])
def test_a_wrong_field_is_told_alone_because_the_rest_cannot_be_judged(template: str) -> None:
    assert codes(template) == ["unknown_field"]


def test_everything_is_told_at_once() -> None:
    template = "HUGE SALE!! 50% off, call before 5 PM or see bit.ly/rosa"
    assert codes(template) == [
        "no_business",
        "no_opt_out",
        "shortener",
        "bare_time",
        "offer",
        "capitals",
        "punctuation",
    ]


def test_sentences_say_what_would_be_right() -> None:
    assert lint("Hi {busines}. {stop}", "missed") == [
        Problem("unknown_field", "{busines} is not a field: did you mean {business}?")
    ]
    (time,) = lint("{business}: we call back within 10 minutes. {stop}", "missed")
    assert time.sentence.startswith('"10 minutes" is a time that nobody keeps: use {next_open}')
    (long,) = lint("{business}" + " is sorry" * 20 + " {stop}", "missed")
    assert long.sentence == "It can grow to 246 characters and then costs 2 parts: shorten it by 86."


def test_the_name_of_the_shop_is_not_judged() -> None:
    shouting = Sender("BIG DEAL PLUMBING 24/7 - 9 TO 5!!")
    template = "BIG DEAL PLUMBING 24/7 - 9 TO 5!!: sorry we missed you. {stop}"
    assert lint(template, "missed", shouting) == []


def test_length_is_judged_with_the_real_name_or_a_long_one() -> None:
    template = "{business}: " + "sorry " * 18 + "{stop}"
    assert codes(template, sender=Sender()) == ["too_long"]
    assert codes(template, sender=Sender("Rosa's")) == []


def test_a_second_part_is_for_the_owner_to_pay_and_a_third_is_refused() -> None:
    two, three = ("{business}: " + "sorry " * often + "{stop}" for often in (25, 50))
    assert (codes(two), codes(three)) == (["too_long"], ["too_long"])
    assert (refused(lint(two, "missed", ROSA)), refused(lint(three, "missed", ROSA))) == (False, True)


def test_later_texts_are_judged_more_mildly() -> None:
    template = "Pick a time at https://elsewhere.example/rosa, 10% off. " + "Please. " * 20
    assert lint(template, "follow_up", ROSA) == [
        Problem(
            "offer",
            '"% off" reads as advertising, and a call is no consent to that: leave it out.',
            Severity.WARN,
        )
    ]
    assert codes("See bit.ly/rosa. " + "Please. " * 70, "follow_up") == ["shortener", "too_long"]


def test_only_what_looks_bad_may_be_saved_all_the_same() -> None:
    assert not refused(lint("{business}: SORRY, SO SORRY!! {stop}", "missed", ROSA))
    assert refused(lint("{business}: sorry.", "missed", ROSA))


pieces = st.sampled_from(
    [
        "{business}",
        "{stop}",
        "{first_name| there}",
        "{next_open|soon}",
        "Sorry",
        " ",
        "!",
        "9 AM",
        "{",
        "é",
        "🙏",
    ]
)


@examples(200)
@given(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map("".join))
def test_what_passes_can_be_sent_and_says_who_and_how_to_stop(template: str) -> None:
    if not refused(lint(template, "missed")):
        text = compose(template, EXAMPLE)
        assert EXAMPLE["business"] in text
        assert "STOP" in text
        assert measure(text).segments <= 2


def test_what_the_accents_of_the_name_cost_is_told_and_left_to_the_owner() -> None:
    """They cannot write the template in another way."""
    template = "Hola, somos {business}. No pudimos contestar su llamada. ¿En qué le ayudamos? {stop}"
    (problem,) = lint(template, "missed", Sender("Plomería Núñez", stop="Responda STOP para salir."))
    assert problem == Problem(
        "dear_name",
        'í in "Plomería Núñez" makes the text cost 2 parts instead of 1; "Plomeria Nuñez" would not.',
        Severity.WARN,
    )
    assert codes(template.replace("contestar", "oír"), sender=Sender("Plomería Núñez")) == ["too_long"]
    assert codes("{business}: sorry. {stop}", sender=Sender("Plomería Núñez")) == ["dear_character"]
