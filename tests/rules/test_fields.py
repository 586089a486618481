from datetime import timedelta

from ringback.messages.compose import BUILT_IN, compose
from ringback.rules.fields import fields_for
from tests.rules.cases import MISSED, POLICY


def test_while_open_there_is_no_next_opening() -> None:
    assert fields_for(POLICY, "Rosa's Plumbing", "Dan Miller", MISSED) == {
        "business": "Rosa's Plumbing",
        "first_name": "Dan",
        "next_open": "",
        "reply_within": "",
        "stop": "Reply STOP to opt out.",
    }


def test_while_closed_the_next_opening_is_said_in_the_shops_time() -> None:
    friday_evening = MISSED + timedelta(days=4, hours=9)
    fields = fields_for(POLICY, "Rosa's Plumbing", "", friday_evening)
    assert fields == {
        "business": "Rosa's Plumbing",
        "first_name": "",
        "next_open": "Monday at 8 AM",
        "reply_within": "",
        "stop": "Reply STOP to opt out.",
    }
    assert compose(BUILT_IN["after_hours"], fields) == (
        "Hi there, Rosa's Plumbing is closed now and opens Monday at 8 AM. How can we help? "
        "Reply STOP to opt out."
    )
