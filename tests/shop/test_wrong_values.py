"""What is said about mistakes in a shop file: each in its line, with what would be right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.shop.check import read_shop
from ringback.shop.problems import Broken
from ringback.shop.write import toml
from tests.quick import examples
from tests.shop.written import LINE, SMALLEST, problems

MANY_MISTAKES = """\
[acount]
[account]
name = 3
holidays = "US-TX"
time_zone = "America/Chcago"
country = "Texas"
notice = "sign"
[hours]
mon = ["08:00",
    "13:00-14:00"]
tue = ["08:00-12:00", "09:00-13:00"]
wed = "08:00-12:00"
holidays = "US-XX"
closed = ["christmas"]
[text_back]
delay_seconds = 500
when = "closd"
cooldown = "1m"
min_ring_seconds = true
late_after = 10
countries = ["US", "XX"]
[lists]
never_text = ["+15125550188", "the neighbour"]
[[templates]]
for = "missed"
text = "Hi {frist_name}"
[[templates]]
for = "missed"
text = "{business} {stop"
[[templates]]
for = "mised"
[[lines]]
number = "5125550142"
provider = "twilo"
mode = "dial"
[[lines]]
number = "(512) 555-0142"
provider = "twilio"
mode = "observe"
ring = ["5125550142", "12", "+15125550149"]
ring_seconds = 3
voice_mail = true
auth_token = "t0psecret"
texts_per_second = nan
[lines.settings]
acount_sid = 3
auth_token = 4
account_sid = "env:X"
api_base = "api.twilio.com"
[[lines]]
number = "+15125550149"
provider = "twilio"
mode = "forwarded"
ring = ["5125550150"]
settings = "t0psecret"
"""


def test_every_mistake_is_told_at_once_with_its_line_and_what_would_be_right() -> None:
    assert problems(MANY_MISTAKES) == [
        "line 1: acount: this key is not known; did you mean account?",
        "line 3: account.name: 3 cannot stand here; write the business's name in quotes",
        "line 4: account.holidays: this key belongs into [hours]",
        "line 5: account.time_zone: 'America/Chcago' is not a time zone: did you mean America/Chicago?",
        'line 6: account.country: "Texas" is not a country; write two letters, such as "US" or "CA"',
        'line 7: account.notice: "sign" is not known: there are greeting, website, keypress',
        "line 9: hours.mon[0]: '08:00' is not a range of hours: write one such as 08:00-17:30",
        "line 11: hours.tue: 08:00-12:00 and 09:00-13:00 overlap: write one range, or let one end before "
        "the other",
        'line 12: hours.wed: "08:00-12:00" cannot stand here; write a list of ranges, such as '
        '["08:00-12:00", "13:00-17:30"]',
        "line 13: hours.holidays: 'XX' is not a part of US: there are "
        + problems(MANY_MISTAKES)[9].partition("there are ")[2],
        "line 14: hours.closed[0]: 'christmas' is not a day: write one such as 2026-12-24, or "
        "2026-12-24..2026-12-26",
        "line 16: text_back.delay_seconds: 500 is outside of what works; write 0 to 120",
        'line 17: text_back.when: "closd" is not known: did you mean closed?',
        'line 18: text_back.cooldown: "1m" is outside of what works; write "1h" to "7d"',
        "line 19: text_back.min_ring_seconds: true cannot stand here; write a whole number from 0 to 60",
        'line 20: text_back.late_after: 10 cannot stand here; write a length of time from "1m" to "60m"',
        'line 21: text_back.countries[1]: "XX" is not a country; write two letters, such as "US" or "CA"',
        'line 23: lists.never_text[1]: "the neighbour" is not a phone number; write it like +15125550142',
        "line 26: templates[0].text: {frist_name} is not a field: did you mean {first_name}?",
        'line 28: templates[1].for: "missed" is there twice; keep one of the two',
        "line 29: templates[1].text: A brace stands alone: a field is written {business}, with both braces",
        "line 30: templates[2].text: this is missing; write the words of the text in quotes",
        'line 31: templates[2].for: "mised" is not known: did you mean missed?',
        'line 34: lines[0].provider: "twilo" is not known: did you mean twilio?',
        'line 37: lines[1].number: "(512) 555-0142" is there twice; keep one of the two',
        'line 39: lines[1].mode: twilio cannot do "observe"; write dial or forwarded',
        "line 40: lines[1].ring[0]: this number cannot ring itself; write your own phone",
        'line 40: lines[1].ring[1]: "12" is not a phone number; write it like +15125550142',
        "line 40: lines[1].ring[2]: this is one of your lines; write the phone behind it",
        "line 41: lines[1].ring_seconds: 3 is outside of what works; write 5 to 60",
        "line 42: lines[1].voice_mail: this key is not known; did you mean voicemail?",
        "line 43: lines[1].auth_token: this key belongs into [lines.settings]",
        "line 44: lines[1].texts_per_second: nan is outside of what works; write 0.01 to 100",
        "line 46: lines[1].settings.acount_sid: this key is not known to twilio; did you mean account_sid?",
        'line 47: lines[1].settings.auth_token: write the secret, or "env:NAME" or "file:PATH" to have it '
        "read from there",
        "line 48: lines[1].settings.account_sid: only a secret may be read from elsewhere; write the value "
        "itself",
        'line 49: lines[1].settings.api_base: "api.twilio.com" is not an address; write it like '
        '"https://api.example.com"',
        "line 54: lines[2].ring: your phones forward their missed calls to this number, so ringing them "
        'would send the call round in a circle; delete ring, or write mode = "dial"',
        "line 55: lines[2].settings: this cannot stand here; write a table [lines.settings]",
    ]


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        (
            "[lines]\n",
            "line 4: lines: a table cannot stand here; write [[lines]], with two brackets, once for each",
        ),
        (
            '[text_back]\nwhen = "closed"\n',
            "line 5: text_back.when: without [hours] the business never closes; write them, or always",
        ),
        (
            '[text_back]\ndelay_seconds = 90\nlate_after = "1m"\n',
            "line 4: text_back: late_after is shorter than delay_seconds; write it longer",
        ),
        (
            "[text_back]\ncountries = []\n",
            "line 5: text_back.countries: no country is left to text; write the "
            'countries, such as ["US", "CA"]',
        ),
        (LINE + 'when = "open"\n', "line 8: lines[0].when: this key belongs into [lines.text_back]"),
        (
            LINE + '[lines.text_back]\nwhen = "closed"\n',
            "line 8: lines[0].text_back: when is closed: the business never closes, so write its hours first",
        ),
        (
            LINE + '[[lines.sources]]\nnumber = "512-555-0142"\n',
            "line 9: lines[0].sources[0].number: this is the line itself; write the number that passes calls "
            "on",
        ),
        (
            LINE + '[[lines.sources]]\nnumber = "+15125550155"\n[lines.sources.text_back]\ncooldwn = "2h"\n',
            "line 11: lines[0].sources[0].text_back.cooldwn: this key is not known; did you mean cooldown?",
        ),
        (
            LINE + 'ring = ["+15125550143", "512-555-0143"]\n',
            "line 8: lines[0].ring: a phone is in the list twice; write each once",
        ),
        (
            LINE + f"ring = {[f'+1512555{n:04}' for n in range(110, 121)]}\n",
            "line 8: lines[0].ring: these are 11 phones; write at most 10",
        ),
        (
            LINE.replace("0142", "0142 ext. 7"),
            'line 5: lines[0].number: "+15125550142 ext. 7" has an extension; write the number alone',
        ),
        (
            LINE + 'greeting = "' + "x" * 1001 + '"\n',
            "line 8: lines[0].greeting: this takes over a minute to say; write at most 1000 letters",
        ),
        (
            LINE + '[lines.settings]\nauth_token = "env:MY TOKEN"\n',
            "line 9: lines[0].settings.auth_token: after env: "
            "write the name of one environment variable, without $ or blanks",
        ),
        (
            LINE + '[lines.settings]\nauth_token = "file:"\n',
            "line 9: lines[0].settings.auth_token: after file: write the path of a file",
        ),
        (
            "[lists]\nnever_text = [" + '"+15125550188",' * 20001 + "]\n",
            "line 5: lists.never_text: the list is too long; write at most 20,000",
        ),
    ],
    ids=lambda value: value[:30],
)
def test_one_mistake(added: str, sentence: str) -> None:
    assert problems(SMALLEST + added) == [sentence]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Rosa\\u0007", "Rosa\\u202e"])
def test_a_name_can_be_said_and_texted(name: str) -> None:
    written = f'[account]\nname = "{name}"\ntime_zone = "America/Chicago"\n'
    assert problems(written) == ["line 2: account.name: write the business's name in 1 to 80 letters"]


values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.sampled_from(
            ["", "dial", "twilio", "+15125550142", "08:00-12:00", "24h", "env:X", "{business}", "\0"]
        ),
        st.text(max_size=8),
        st.integers(),
        st.floats(),
        st.booleans(),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
KEYS = {
    "account": ["name", "time_zone", "country", "notice", "hours"],
    "hours": ["mon", "sun", "holidays", "closed"],
    "text_back": ["when", "delay_seconds", "cooldown", "min_ring_seconds", "late_after", "countries"],
    "lists": ["never_text"],
    "[templates]": ["for", "text"],
    "[lines]": [
        "number",
        "provider",
        "mode",
        "ring",
        "ring_seconds",
        "in_turn",
        "greeting",
        "texts_per_second",
    ],
    "[lines]\n[lines.settings]": ["account_sid", "auth_token", "api_base", "x"],
}


@given(st.data())
@examples(200)
def test_wrong_types_and_values_everywhere_are_told_or_taken(data: st.DataObject) -> None:
    written = []
    for table, keys in KEYS.items():
        if data.draw(st.booleans()):
            header, _, rest = table.partition("\n")
            written += [f"[{header}]", rest]
            written += [f"{key} = {toml(data.draw(values))}" for key in keys if data.draw(st.booleans())]
    content = "\n".join(written).encode("utf-8", "surrogatepass")
    try:
        read_shop(content)
    except Broken as broken:
        lines = content.count(b"\n") + 1
        assert all(1 <= problem.line <= lines for problem in broken.problems)  # noqa: PT017  either way is right
