from dataclasses import replace
from datetime import timedelta

from ringback.contacts.listed import Listed
from ringback.lib.secret import Secret
from ringback.lines.store import RingPlan
from ringback.messages.compose import BUILT_IN
from ringback.phone.provider import Mode
from ringback.rules.policy import Policy
from ringback.rules.week import Range, parse_closed
from ringback.shop.changes import changes, with_what_is_kept
from ringback.shop.shop import Shop, ShopLine

LINE = ShopLine(
    "+15125550142",
    "twilio",
    Mode.DIAL,
    RingPlan(ring=("+15125550143",)),
    {"account_sid": "AC1", "auth_token": Secret("t0psecret")},
)
ROSAS = Shop(
    name="Rosa's Plumbing",
    time_zone="America/Chicago",
    country="US",
    notice="website",
    policy=Policy("America/Chicago", hours=((Range(480, 720),), (), (), (), (), (), ())),
    lists={Listed.NEVER_TEXT: frozenset({"+15125550187", "+15125550188"})},
    lines=(LINE,),
)


def test_the_same_shop_changes_nothing() -> None:
    assert changes(ROSAS, replace(ROSAS)) == []


def test_a_new_business_is_told_with_its_lines() -> None:
    assert changes(None, ROSAS) == [
        'Added the business "Rosa\'s Plumbing".',
        "Added the line +15125550142 (twilio, dial).",
        "Put 2 numbers on the list never_text.",
    ]


def test_each_change_is_told_with_what_was_and_what_is() -> None:
    policy = replace(
        ROSAS.policy,
        hours=((Range(480, 780),), (Range(540, 600),), (), (), (), (), ()),
        closed=(parse_closed("2026-12-24..2026-12-26"),),
        cooldown=timedelta(hours=48),
        templates={
            **{key: BUILT_IN[key] for key in BUILT_IN if key != "busy"},
            "missed": "Hi",
            "repeat": "Again",
        },
    )
    new = replace(
        ROSAS,
        notice="greeting",
        country="CA",
        policy=policy,
        lists={Listed.NEVER_TEXT: frozenset({"+15125550187"})},
    )
    assert changes(ROSAS, new) == [
        "Changed country from US to CA.",
        "Changed notice from website to greeting.",
        "Changed hours.mon from 08:00-12:00 to 08:00-13:00.",
        "Changed hours.tue from closed to 09:00-10:00.",
        "Changed closed from none to 2026-12-24..2026-12-26.",
        "Changed cooldown from 24h to 48h.",
        'Removed the text for "busy".',
        'Changed the text for "missed".',
        'Added a text for "repeat".',
        "Took 1 number off the list never_text.",
    ]


def test_opening_hours_come_and_go_as_a_whole() -> None:
    always = replace(ROSAS, policy=replace(ROSAS.policy, hours=None))
    assert changes(always, ROSAS) == ["Added opening hours."]
    assert changes(ROSAS, always) == ["Removed the opening hours: always open."]


def test_a_time_zone_is_told_once() -> None:
    zone = "America/Denver"
    moved = replace(ROSAS, time_zone=zone, policy=replace(ROSAS.policy, time_zone=zone))
    assert changes(ROSAS, moved) == ["Changed time_zone from America/Chicago to America/Denver."]


def test_a_changed_line_is_told_without_its_secrets() -> None:
    line = replace(
        LINE,
        plan=replace(LINE.plan, ring=(), press_to_accept=False, greeting="Hello"),
        settings={"auth_token": Secret("an0ther"), "previous_auth_token": "env:OLD"},
    )
    (said,) = changes(ROSAS, replace(ROSAS, lines=(line,)))
    assert said == (
        "Changed the line +15125550142: ring from +15125550143 to none; press_to_accept from on to off; "
        "greeting from none to Hello; account_sid from AC1 to none; auth_token changed; "
        "previous_auth_token added."
    )


def test_a_line_that_the_file_does_not_name_any_more_is_taken_out_of_use() -> None:
    other = replace(LINE, number="+15125550182")
    assert changes(ROSAS, replace(ROSAS, lines=(other,))) == [
        "Added the line +15125550182 (twilio, dial).",
        "Took the line +15125550142 out of use: the file does not name it. Its calls and texts stay.",
    ]


def test_a_list_that_the_file_does_not_name_stays_as_it_is() -> None:
    assert changes(ROSAS, replace(ROSAS, lists={})) == []
    assert changes(ROSAS, replace(ROSAS, lists={Listed.NEVER_TEXT: frozenset()})) == [
        "Took 2 numbers off the list never_text."
    ]


def test_the_placeholder_of_an_export_stands_for_the_secret_that_is_stored() -> None:
    exported = replace(
        LINE, settings={"account_sid": "AC1", "auth_token": "env:RINGBACK_AUTH_TOKEN_15125550142"}
    )
    assert with_what_is_kept(ROSAS, replace(ROSAS, lines=(exported,))) == ROSAS


def test_a_placeholder_is_an_ordinary_reference_where_no_secret_is_stored() -> None:
    exported = replace(LINE, settings={"auth_token": "env:RINGBACK_AUTH_TOKEN_15125550142"})
    elsewhere = replace(ROSAS, lines=(exported,))
    assert with_what_is_kept(None, elsewhere) == elsewhere
    assert with_what_is_kept(replace(ROSAS, lines=()), elsewhere) == elsewhere
