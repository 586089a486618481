from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

from ringback.accounts.profile import Profile
from ringback.contacts.listed import Listed
from ringback.lib.secret import Secret
from ringback.lines.store import RingPlan
from ringback.messages.compose import BUILT_IN
from ringback.phone.provider import Mode
from ringback.rules.policy import Policy, When
from ringback.rules.week import Closed, Range, parse_closed
from ringback.shop.check import read_shop
from ringback.shop.shop import Shop, ShopLine
from ringback.shop.text_back import TextBackTable
from tests.shop.written import LINE, SMALLEST, problems, shop

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop.toml"


def test_the_smallest_file_gets_everything_else_as_usual() -> None:
    assert shop(SMALLEST) == Shop(
        name="Rosa's Plumbing",
        time_zone="America/Chicago",
        country="US",
        notice="",
        policy=Policy("America/Chicago"),
        lists={},
        lines=(),
    )


def test_the_example_says_what_the_design_says() -> None:
    day = (Range(8 * 60, 12 * 60), Range(13 * 60, 17 * 60 + 30))
    checked = read_shop(EXAMPLE.read_bytes())
    assert checked.notes == ()
    example = checked.shop
    assert example == Shop(
        name="Rosa's Plumbing",
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy=Policy(
            time_zone="America/Chicago",
            hours=(day, day, day, day, day, (Range(9 * 60, 13 * 60),), ()),
            holidays="US-TX",
            closed=(parse_closed("2026-12-24..2026-12-26"),),
            when=When.ALWAYS,
            delay_seconds=5,
            cooldown=timedelta(hours=24),
            min_ring_seconds=4,
            late_after=timedelta(minutes=10),
            countries=("US", "CA"),
            templates=MappingProxyType({key: BUILT_IN[key] for key in ("missed", "after_hours")}),
        ),
        lists={Listed.NEVER_TEXT: frozenset({"+15125550188"})},
        lines=(
            ShopLine(
                "+15125550142",
                "twilio",
                Mode.DIAL,
                RingPlan(ring=("+15125550143",)),
                {
                    "account_sid": "AC00000000000000000000000000000000",
                    "auth_token": "env:TWILIO_AUTH_TOKEN",
                    "api_base": "https://api.twilio.com",
                },
            ),
        ),
        profile=Profile(
            trade="plumbing",
            legal_name="Rosa's Plumbing LLC",
            website="https://rosas.example",
            email="office@rosas.example",
        ),
    )
    assert isinstance(example.policy.closed[0], Closed)


def test_numbers_may_be_written_as_people_write_them() -> None:
    line = LINE.replace("+15125550142", "(512) 555-0142") + 'ring = ["512.555.0143", "tel:+1-512-555-0144"]\n'
    (read,) = shop(f'{SMALLEST}[lists]\nnever_text = ["1 512 555 0188"]\n{line}').lines
    assert (read.number, read.plan.ring) == ("+15125550142", ("+15125550143", "+15125550144"))
    (british,) = shop(SMALLEST + 'country = "gb"\n' + LINE.replace("+15125550142", "020 7946 0018")).lines
    assert british.number == "+442079460018"


def test_lines_are_sorted_and_may_be_written_in_one_row() -> None:
    rows = '{number = "+15125550182", provider = "twilio", mode = "forwarded"}'
    rows += ', {number = "+15125550142", provider = "simulator", mode = "dial"}'
    assert [line.number for line in shop(f"lines = [{rows}]\n{SMALLEST}").lines] == [
        "+15125550142",
        "+15125550182",
    ]


def test_a_secret_typed_in_full_cannot_be_seen_any_more() -> None:
    (line,) = shop(SMALLEST + LINE + '[lines.settings]\nauth_token = "t0psecret"\n').lines
    assert line.settings == {"auth_token": Secret("t0psecret")}
    assert "t0psecret" not in repr(line)


def test_an_empty_setting_is_one_that_is_still_to_be_filled_in() -> None:
    (line,) = shop(SMALLEST + LINE + '[lines.settings]\nauth_token = ""\naccount_sid = ""\n').lines
    assert line.settings == {}


def test_a_line_that_cannot_ask_for_a_key_is_noted() -> None:
    asking = SMALLEST + 'notice = "keypress"\n'
    assert read_shop((asking + LINE).encode()).notes == ()
    observing = LINE.replace("twilio", "openphone").replace("dial", "observe")
    [note] = read_shop((asking + observing).encode()).notes
    sentence = "callers of this line cannot press a key, so none of them is texted after a call"
    assert str(note) == f"line 8: lines[0].mode: {sentence}"


def test_a_list_that_is_named_empty_is_stated_and_one_that_is_not_named_is_not() -> None:
    assert shop(SMALLEST + "[lists]\nvip = []\n").lists == {Listed.VIP: frozenset()}


def test_a_number_is_on_one_list_only() -> None:
    lists = '[lists]\nnever_text = ["+15125550187"]\nvip = ["512-555-0188", "(512) 555-0187"]\n'
    assert problems(SMALLEST + lists) == [
        "line 6: lists.vip[1]: this number is on never_text too; keep it on one list"
    ]


def test_a_line_and_a_source_have_rules_of_their_own_in_settled_form() -> None:
    written = LINE + (
        '[lines.text_back]\ncooldown = "2d"\ncountries = ["us", "gb"]\n'
        '[lines.hours]\nmon = ["13:00-17:00", "08:00-12:00"]\nclosed = ["2026-12-26", "2026-12-24"]\n'
        '[[lines.sources]]\nnumber = "512 555 0155"\n[[lines.sources.templates]]\nfor = "busy"\n'
        'text = "{business}: sorry. {stop}"\n'
    )
    (line,) = shop(SMALLEST + written).lines
    assert line.rules == {
        "": {
            "cooldown": "48h",
            "countries": ["US", "GB"],
            "closed": ["2026-12-24", "2026-12-26"],
            "hours": {"mon": ["08:00-12:00", "13:00-17:00"]},
        },
        "+15125550155": {"templates": {"busy": "{business}: sorry. {stop}"}},
    }


def test_every_rule_has_its_key() -> None:
    rules = {field.name for field in fields(Policy)}
    elsewhere = {"time_zone", "hours", "holidays", "closed", "templates"}
    assert set(TextBackTable.model_fields) == rules - elsewhere
