import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ringback.contacts.listed import Listed
from ringback.lib.secret import Secret
from ringback.lines.overrides import LINE as LINE_ITSELF
from ringback.lines.store import RingPlan
from ringback.messages.compose import BUILT_IN
from ringback.phone.provider import Mode
from ringback.rules.policy import Policy, When
from ringback.rules.situations import SITUATIONS
from ringback.rules.week import Range, parse_closed
from ringback.shop.changes import changes
from ringback.shop.check import read_shop
from ringback.shop.line_rules import ALWAYS_OPEN
from ringback.shop.shop import Shop, ShopLine
from ringback.shop.write import toml, write_shop
from tests.quick import examples

EXAMPLE = Path(__file__).parents[2] / "examples" / "shop.toml"


LINE = ShopLine(
    "+15125550142",
    "twilio",
    Mode.DIAL,
    RingPlan(ring=("+15125550143",), greeting='Say "hi"', voicemail=True, texts_per_second=0.5),
    {"account_sid": "AC1", "auth_token": Secret("t0psecret"), "previous_auth_token": "env:OLD"},
)
SHOP = Shop(
    name="Rosa's Plumbing",
    time_zone="America/Chicago",
    country="US",
    notice="website",
    policy=Policy(
        "America/Chicago",
        hours=((Range(480, 720),), (), (), (), (Range(1320, 1560),), (), ()),
        holidays="US-TX",
        closed=(parse_closed("2026-12-24"),),
        templates={"missed": "Hi{first_name| there}, this is {business}. Can we help? {stop}"},
    ),
    lists={Listed.NEVER_TEXT: frozenset({"+15125550188", "+15125550187"}), Listed.VIP: frozenset()},
    lines=(LINE,),
)
WRITTEN = """\
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
country = "US"
notice = "website"

[hours]
mon = ["08:00-12:00"]
tue = []
wed = []
thu = []
fri = ["22:00-02:00"]
sat = []
sun = []
holidays = "US-TX"
closed = ["2026-12-24"]

[text_back]
when = "always"
delay_seconds = 5
cooldown = "24h"
min_ring_seconds = 4
late_after = "10m"
in_touch = "30m"
repeat = "alert"
hold_robocalls = true
most_per_hour = 60
most_per_day = 300
shadow = false
countries = ["US", "CA"]

[lists]
never_text = [
    "+15125550187",
    "+15125550188",
]

[[templates]]
for = "missed"
text = "Hi{first_name| there}, this is {business}. Can we help? {stop}"

[[lines]]
number = "+15125550142"
provider = "twilio"
mode = "dial"
ring = ["+15125550143"]
ring_seconds = 14
in_turn = false
press_to_accept = true
greeting = "Say \\"hi\\""
voicemail = true
texts_per_second = 0.5
[lines.settings]
account_sid = "AC1"
auth_token = "env:RINGBACK_AUTH_TOKEN_15125550142"  # kept sealed here; elsewhere set this variable
previous_auth_token = "env:OLD"
"""


def test_a_shop_file_as_it_is_written() -> None:
    assert write_shop(SHOP) == WRITTEN


def test_what_is_written_reads_back_as_the_same_shop() -> None:
    shop = read_shop(EXAMPLE.read_bytes()).shop
    assert read_shop(write_shop(shop).encode()).shop == shop


def test_lengths_of_days_are_written_in_days() -> None:
    week = replace(SHOP, policy=replace(SHOP.policy, cooldown=timedelta(days=7)))
    assert 'cooldown = "7d"\n' in write_shop(week)
    assert changes(SHOP, week) == ["Changed cooldown from 24h to 7d.", *changes(SHOP, week)[1:]]


rules = st.fixed_dictionaries(
    {},
    optional={
        "hours": st.sampled_from([ALWAYS_OPEN, {}, {"mon": ["09:00-12:00"]}]),
        "holidays": st.sampled_from(["", "US-CA"]),
        "closed": st.sampled_from([[], ["2026-12-24..2026-12-26"]]),
        "time_zone": st.just("America/Denver"),
        "when": st.sampled_from(["always", "open"]),
        "cooldown": st.just("48h"),
        "shadow": st.booleans(),
        "countries": st.just(["US"]),
        "templates": st.just({"busy": "{business}: sorry. {stop}", "missed": "{business}. {stop}"}),
    },
).filter(bool)
ranges = st.sampled_from([(), (Range(480, 720), Range(780, 1050)), (Range(1320, 1560),), (Range(0, 1440),)])
templates = st.dictionaries(
    st.sampled_from(SITUATIONS),
    st.sampled_from(
        [
            "Hi, {business} here. {stop}",
            '{business}: a "quoted" \\ {stop}',
            "{business}: Ünïcode. {stop}",
        ]
    ),
)
shops = st.builds(
    Shop,
    name=st.sampled_from(["Rosa's Plumbing", 'The "Best" \\ Shop', "Café Ünïcode"]),
    time_zone=st.just("America/Chicago"),
    country=st.sampled_from(["US", "CA"]),
    notice=st.sampled_from(["", "website"]),
    policy=st.builds(
        Policy,
        time_zone=st.just("America/Chicago"),
        hours=st.none() | st.tuples(*[ranges] * 7),
        holidays=st.sampled_from(["", "US-TX"]),
        when=st.sampled_from([When.ALWAYS, When.OPEN]),
        delay_seconds=st.integers(0, 120),
        in_touch=st.sampled_from([timedelta(0), timedelta(minutes=90)]),
        shadow=st.booleans(),
        templates=templates.map(lambda own: {**BUILT_IN, **own}),
    ),
    lists=st.sampled_from(
        [{}, {Listed.VIP: frozenset({"+15125550187"}), Listed.TELL_ME: frozenset({"+15125550188"})}]
    ),
    lines=st.just(())
    | st.builds(
        ShopLine,
        number=st.just("+15125550142"),
        provider=st.just("twilio"),
        mode=st.just(Mode.FORWARDED),
        plan=st.builds(
            RingPlan,
            greeting=st.none() | st.text(st.characters(codec="utf-8"), max_size=20),
            voicemail=st.booleans(),
            texts_per_second=st.none() | st.floats(0.01, 100),
        ),
        settings=st.dictionaries(st.sampled_from(["account_sid", "api_base"]), st.just("http://a.example")),
        rules=st.dictionaries(st.sampled_from([LINE_ITSELF, "+15125550155", "+15125550156"]), rules),
    ).map(lambda line: (line,)),
)


@given(shops)
def test_any_shop_reads_back_as_it_was_written(shop: Shop) -> None:
    assert read_shop(write_shop(shop).encode()).shop == shop


@given(
    st.recursive(
        st.text(st.characters(codec="utf-8")) | st.booleans() | st.integers(), st.lists, max_leaves=5
    )
)
@examples(200)
def test_any_value_reads_back_as_it_was_written(value: Any) -> None:
    assert tomllib.loads(f"value = {toml(value)}") == {"value": value}
