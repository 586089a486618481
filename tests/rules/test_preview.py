"""What an owner sees of every text, before a caller does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ringback.messages.segments import Encoding
from ringback.permission.content_guard import Mode
from ringback.rules.preview import MEANS, Shown, preview_of, previews
from ringback.rules.written import policy_from
from tests.cast import ROSAS_SHOP

SHOWN = Shown(ROSAS_SHOP)
FRIDAY_NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # in Austin
POLICY = policy_from(
    {
        "time_zone": "America/Chicago",
        "hours": {day: ["08:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
        "templates": {
            "missed": "Hi{first_name| there}, {business} here. Sorry we missed you. {stop}",
            "after_hours": "{business} is closed until {next_open|soon}. How can we help? {stop}",
            "busy": "{business}: all lines busy. We answer {reply_within|soon}. {stop}",
        },
        "reply_within": "2h",
    }
)


def test_every_situation_is_there_with_its_text() -> None:
    shown = {one.situation: one for one in previews(POLICY, SHOWN, FRIDAY_NOON)}
    assert shown.keys() == MEANS.keys()
    assert shown["missed"].text == "Hi Dan, Rosa's Plumbing here. Sorry we missed you. Reply STOP to opt out."
    assert shown["declined"].text == (
        "Rosa's Plumbing: all lines busy. We answer within 2 hours. Reply STOP to opt out."
    )
    assert (shown["declined"].template, shown["voicemail"].template) == ("busy", "missed")
    assert [name for name, one in shown.items() if not one.own] == ["follow_up"]  # they wrote none


def test_after_hours_is_shown_as_it_reads_when_closed() -> None:
    closed = next(one for one in previews(POLICY, SHOWN, FRIDAY_NOON) if one.situation == "after_hours")
    assert closed.text == (
        "Rosa's Plumbing is closed until Monday at 8 AM. How can we help? Reply STOP to opt out."
    )
    assert closed.promises == {"next_open": datetime(2026, 11, 23, 14, 0, tzinfo=UTC)}
    assert closed.at == datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "the moment from which it is told"


def test_who_never_closes_sees_the_text_for_it_all_the_same() -> None:
    always = replace(POLICY, hours=None)
    closed = preview_of(
        "{business}: back {next_open|soon}. {stop}", "after_hours", always, SHOWN, FRIDAY_NOON
    )
    assert (closed.text, closed.at) == ("Rosa's Plumbing: back soon. Reply STOP to opt out.", FRIDAY_NOON)


def test_promise_of_an_answer_is_shown_with_its_deadline() -> None:
    busy = next(one for one in previews(POLICY, SHOWN, FRIDAY_NOON) if one.situation == "busy")
    assert busy.promises == {"reply_within": FRIDAY_NOON + timedelta(hours=2)}


def test_cost_and_encoding_come_with_it() -> None:
    shown = preview_of("{business}: ☎ us. {stop}", "missed", POLICY, replace(SHOWN, price=0.01), FRIDAY_NOON)
    assert (shown.size.encoding, shown.size.segments, shown.cost) == (Encoding.UCS2, 1, 0.01)


def test_words_that_are_written_are_shown_although_their_situation_cannot_arise() -> None:
    """Who never closes may still write what would be said then."""
    shown = preview_of(
        "{business} is closed. {stop}", "after_hours", policy_from({"time_zone": "UTC"}), SHOWN, FRIDAY_NOON
    )
    assert shown.text == "Rosa's Plumbing is closed. Reply STOP to opt out."


def test_wrong_words_stand_as_they_are_with_what_is_wrong() -> None:
    shown = preview_of("Call us {busines} at 9 AM", "missed", POLICY, SHOWN, FRIDAY_NOON)
    assert (shown.text, [problem.code for problem in shown.problems]) == (
        "Call us {busines} at 9 AM",
        ["unknown_field"],
    )


def test_bare_time_is_refused() -> None:
    shown = preview_of("{business}: we call you at 9 AM. {stop}", "missed", POLICY, SHOWN, FRIDAY_NOON)
    assert [problem.code for problem in shown.problems] == ["bare_time"]


def test_spanish_shop_says_its_times_in_spanish() -> None:
    template = "{business} abre {next_open|pronto}. {stop}"
    shown = Shown("Plomeria Rosa", language="es")
    assert preview_of(template, "after_hours", POLICY, shown, FRIDAY_NOON).text == (
        "Plomeria Rosa abre el lunes a las 8 AM. Responda STOP para salir."
    )


def test_law_firm_is_told_what_its_text_lacks() -> None:
    shown = replace(SHOWN, mode=Mode.LEGAL)
    found = preview_of("{business}: sorry we missed you. {stop}", "missed", POLICY, shown, FRIDAY_NOON)
    assert [problem.code for problem in found.problems] == ["legal.notice"]
