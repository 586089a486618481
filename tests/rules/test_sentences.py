from dataclasses import replace
from datetime import timedelta

import pytest

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.rules.decide import decide
from ringback.rules.policy import Policy, When
from ringback.rules.written import policy_as_mapping, policy_from
from tests.rules.cases import FACTS, MISSED, POLICY

HOUR = timedelta(hours=1)
SATURDAY = MISSED + timedelta(days=5)


def policy(**rules: object) -> Policy:
    return policy_from({**policy_as_mapping(POLICY), **rules})


@pytest.mark.parametrize(
    ("facts", "rules", "sentence"),
    [
        ({}, {}, "Text back after 5 seconds: nobody took the call."),
        ({}, {"delay_seconds": 0}, "Text back after 1 second: nobody took the call."),
        ({"now": MISSED}, {"delay_seconds": 0}, "Text back at once: nobody took the call."),
        ({"outcome": Outcome.BUSY}, {}, "Text back after 5 seconds: you were on another call."),
        ({"outcome": Outcome.DECLINED}, {}, "Text back after 5 seconds: the call was declined."),
        (
            {"missed_at": SATURDAY, "now": SATURDAY},
            {},
            "Text back after 5 seconds: nobody took the call, and you were closed until Monday at 8 AM.",
        ),
        (
            {"missed_at": SATURDAY, "now": SATURDAY},
            {"closed": ["2026-05-08..2026-05-15"], "when": "open"},
            "Please call back: nobody took the call Saturday at 10 AM, you were closed (days off) until "
            "Monday, May 18 at 8 AM, and you text only while open.",
        ),
        (
            {"missed_at": MISSED + timedelta(days=21), "now": MISSED + timedelta(days=21)},
            {"holidays": "US", "when": "open"},
            "Please call back: nobody took the call Monday at 10 AM, you were closed (Memorial Day) until "
            "tomorrow at 8 AM, and you text only while open.",
        ),
        (
            {},
            {"when": "closed"},
            "Please call back: nobody took the call while you were open, and you text only while closed.",
        ),
        ({"accepted": True}, {}, "Not texted: someone took the call."),
        ({"own_number": True}, {}, "Not texted: the call came from one of your own numbers."),
        (
            {"caller_kind": NumberKind.ANONYMOUS},
            {},
            "Not texted: the caller hid the number, so there is nobody to text or call back.",
        ),
        (
            {"caller_kind": NumberKind.INVALID},
            {},
            "Not texted: the call came from a number that does not exist.",
        ),
        (
            {"caller_kind": NumberKind.FOREIGN, "caller_country": "001"},
            {},
            "Not texted: the call came from a satellite or other special number, which is costly to text or "
            "call.",
        ),
        (
            {"ring_seconds": 1.9, "caller_gave_up": True},
            {},
            "Not texted: the caller hung up after 1 second, and you text from 4 seconds of ringing on.",
        ),
        (
            {"ring_seconds": 0.4, "caller_gave_up": True},
            {},
            "Not texted: the caller hung up at once, and you text from 4 seconds of ringing on.",
        ),
        (
            {"listed": Listed.TELL_ME},
            {},
            "Please call back: nobody took the call, and the caller is on your tell-me list.",
        ),
        (
            {"listed": Listed.VIP},
            {},
            "Text back after 5 seconds: nobody took the call. Please call, too: this is a VIP of yours.",
        ),
        (
            {"listed": Listed.VIP, "calls_this_hour": 8},
            {},
            "Please call back: the caller has called 8 times within the hour, as a machine does. This is a "
            "VIP of yours.",
        ),
        (
            {"texts_exchanged": 30},
            {},
            "Not texted: 30 texts went to and fro with this number within the hour, as when two machines "
            "answer each other.",
        ),
        (
            {"attestation": "failed", "shared_digits": 7},
            {},
            "Held: this looks like a robocall: the network says that the number is not the caller's and its "
            "number begins like yours. Text anyway?",
        ),
        (
            {"attestation": "C", "other_businesses": 7, "hang_ups": 1},
            {},
            "Not texted: this is a robocall: the network does not know where the call comes from, it called "
            "7 other businesses within the hour and it hung up at once before.",
        ),
        (
            {"last_human_at": FACTS.now - timedelta(minutes=12)},
            {},
            "Please call back: nobody took the call, and you were in touch with the caller 12 minutes ago.",
        ),
        (
            {"texts_this_episode": 1, "last_first_text_at": FACTS.now - 3 * HOUR},
            {},
            "Please call back: the caller called again, 3 hours after our text.",
        ),
        (
            {"texts_this_episode": 1, "text_waiting": True},
            {},
            "Please call back: the caller called again before our text was out.",
        ),
        (
            {"first_texts_this_hour": 60, "first_texts_today": 90},
            {"most_per_hour": 60},
            "Held: callers were texted 60 times within the hour, and you allow 60. More calls are held, "
            "too. Please look through them, and call back or text who needs it.",
        ),
        (
            {"first_texts_today": 300},
            {"most_per_day": 300},
            "Held: callers were texted 300 times within the day, and you allow 300. More calls are held, "
            "too. Please look through them, and call back or text who needs it.",
        ),
        (
            {},
            {"shadow": True},
            "Not texted: you are only watching. Otherwise the caller would have been texted after 5 seconds.",
        ),
        ({"listed": Listed.NEVER_TEXT}, {}, "Not texted: the caller is on your never-text list."),
        (
            {"opted_out": True},
            {},
            "Please call back: nobody took the call, and the caller has asked for no texts.",
        ),
        (
            {"caller_kind": NumberKind.TOLL_FREE},
            {},
            "Please call back: nobody took the call, and it came from a toll-free number, which is seldom "
            "read.",
        ),
        (
            {"caller_kind": NumberKind.FOREIGN, "caller_country": "GB"},
            {},
            "Please call back: nobody took the call, and it came from a country that you do not text (GB). "
            "A call there may be costly, and to ring once from abroad is a known trick.",
        ),
        (
            {"cannot_receive_texts": True},
            {},
            "Please call back: nobody took the call, and texts to this number do not arrive. It is probably "
            "a landline.",
        ),
        (
            {"texts_this_episode": 1, "text_waiting": True, "last_first_text_at": FACTS.now - 30 * HOUR},
            {},
            "Please call back: the caller called again before our text was out.",
        ),
        (
            {"calls_this_hour": 6, "texts_exchanged": 21},
            {},
            "Not texted: 21 texts went to and fro with this number within the hour, as when two machines "
            "answer each other.",
        ),
        ({"text_waiting": True}, {}, "Not texted: a text to this caller is already on its way."),
        (
            {"last_first_text_at": FACTS.now - 3 * HOUR},
            {},
            "Please call back: the caller was texted 3 hours ago, and you allow one text in 24 hours.",
        ),
        (
            {"last_first_text_at": FACTS.now - HOUR},
            {"cooldown": "90m"},
            "Please call back: the caller was texted 1 hour ago, and you allow one text in 90 minutes.",
        ),
        (
            {"now": MISSED + timedelta(minutes=14, seconds=2)},
            {},
            "Please call back: nobody took the call, and 14 minutes 2 seconds had passed before a text could "
            "go out. After 10 minutes it no longer reads as an answer.",
        ),
    ],
)
def test_every_reason_in_the_owners_words(
    facts: dict[str, object], rules: dict[str, object], sentence: str
) -> None:
    assert decide(replace(FACTS, **facts), policy(**rules)).sentence == sentence  # type: ignore[arg-type]  # a table


def test_a_business_that_never_opens_names_no_opening() -> None:
    never = replace(POLICY, hours=((),) * 7, when=When.OPEN)
    assert decide(FACTS, never).sentence == (
        "Please call back: nobody took the call Monday at 10 AM, you were closed, and you text only "
        "while open."
    )
