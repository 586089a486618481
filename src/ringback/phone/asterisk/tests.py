"""Asterisk: what each stored event says, for the battery in tests/contract. More in test_*.py."""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime

from tests.asterisk.archive import recordings
from tests.asterisk.pbx import pbx, says
from tests.contract.case import AT, ContractCase, Listening, Switch

from ringback.lib.secret import Secret
from ringback.phone.asterisk.provider import PROVIDER, AsteriskSettings
from ringback.phone.events import (
    CallEnded,
    CallStarted,
    Event,
    Ignored,
    LegAnswered,
    LegEnded,
    LegRang,
    Outcome,
    Proof,
    RingingEnded,
    VoicemailLeft,
)
from ringback.phone.fixtures import Fixture

PASSWORD = "test-password"
SCENE = "one_phone_not_answered"
SETTINGS = AsteriskSettings("ringback", Secret(PASSWORD))
ROTATED = AsteriskSettings("ringback", Secret("new password"), previous_secret=Secret(PASSWORD))
DAN = "+15125550161"
LINE, GROUP, CLOSED, BOX = "+15125550101", "+15125550102", "+15125550108", "+15125550105"
ANSWERED, MISSED, BUSY = "1795219774.0", "1795219778.4", "1795219797.24"
GAVE_UP, AFTER_HOURS, MESSAGE = "1795219788.10", "1795219891.115", "1795219841.94"
STARTED = CallStarted(ANSWERED, DAN, LINE, AT, caller_name="Dan")


def over(leg: int, outcome: Outcome, *, call: str = MISSED, phone: str = "101") -> list[Event]:
    return [LegEnded(call, f"{call.partition('.')[0]}.{leg}", phone, outcome, AT)]


def rare(number: int, outcome: Outcome) -> list[Event]:
    return [LegEnded(f"made.{number}", f"{MISSED.partition('.')[0]}.5", "101", outcome, AT)]


def nobody(call: str, dialled: str, outcome: Outcome, rang_until: datetime) -> list[Event]:
    return [
        RingingEnded(call, DAN, dialled, outcome, Proof.UNCLEAR, rang_until),
        CallEnded(call, DAN, dialled, outcome, Proof.NOBODY, AT),
    ]


def night(minute: int, second: int, micro: int) -> datetime:
    """When the recordings were made."""
    return datetime(2026, 11, 21, 0, minute, second, micro, tzinfo=UTC)


EVENTS: dict[str, list[Event]] = {
    "started": [STARTED],
    "started__hidden": [replace(STARTED, call="1795219782.6", caller="anonymous", caller_name="Anonymous")],
    "rang": [LegRang(ANSWERED, "1795219774.1", "101", AT)],
    "rang__mobile": [LegRang("1795219567.40", "1795219567.41", "+15125550177", AT)],
    "taken": [
        LegAnswered(ANSWERED, "1795219774.1", "101", AT),
        RingingEnded(ANSWERED, DAN, LINE, Outcome.COMPLETED, Proof.PERSON, AT),
    ],
    "leg_over__no_answer": over(5, Outcome.NO_ANSWER),
    "leg_over__busy": over(26, Outcome.BUSY, call=BUSY, phone="102"),
    "leg_over__cancel": over(11, Outcome.NO_ANSWER, call=GAVE_UP),
    "leg_over__congestion": over(30, Outcome.FAILED, call="1795219797.28", phone="102"),
    "leg_over__no_key": over(45, Outcome.DECLINED, call="1795219576.44", phone="+15125550177"),
    "leg_over__abort": rare(0, Outcome.NO_ANSWER),
    "leg_over__chanunavail": rare(1, Outcome.FAILED),
    "leg_over__dontcall": rare(2, Outcome.DECLINED),
    "leg_over__goto": rare(3, Outcome.DECLINED),
    "leg_over__invalidargs": rare(4, Outcome.FAILED),
    "leg_over__torture": rare(5, Outcome.DECLINED),
    "leg_over__answer": rare(6, Outcome.COMPLETED),
    "leg_over__perhaps": [Ignored("DialStatus says PERHAPS, which is new to us")],
    "ended__answered": [CallEnded(ANSWERED, DAN, LINE, Outcome.COMPLETED, Proof.PERSON, AT, 0)],
    "ended__no_answer": nobody(MISSED, LINE, Outcome.NO_ANSWER, night(9, 42, 2841)),
    "ended__busy": nobody(BUSY, GROUP, Outcome.BUSY, night(9, 57, 116420)),
    "ended__gave_up": [CallEnded(GAVE_UP, DAN, LINE, Outcome.HUNG_UP, Proof.NOBODY, AT)],
    "ended__closed": nobody(AFTER_HOURS, CLOSED, Outcome.NO_ANSWER, night(11, 32, 85644)),
    "ended__voicemail": [
        *nobody(MESSAGE, BOX, Outcome.NO_ANSWER, night(10, 43, 917738)),
        VoicemailLeft(MESSAGE, "100@default", None, "", AT),
    ],
    "ended__while_away": [CallEnded("made.up", DAN, LINE, Outcome.FAILED, Proof.UNCLEAR, night(9, 42, 2841))],
    "voicemail__after_the_end": [VoicemailLeft("1795219834.80", "104@default", None, "", AT)],
    "outbound": [Ignored("an outbound call")],
    "internal": [Ignored("an internal call")],
}


def statuses(fixture: Fixture) -> Iterable[str]:
    """The words of a fixture about phones that rang."""
    try:
        said = json.loads(fixture.body)
    except ValueError:
        return []
    return [str(said["status"]).partition(":")[0]] if isinstance(said, dict) else []


# --- Whole calls ---

TAKEN = [
    "started rang taken ended__answered",
]
NOBODY_TOOK = [
    "leg_over__no_answer ended__no_answer",
    "leg_over__busy ended__busy",
    "leg_over__cancel ended__gave_up",
    "ended__closed",
    "ended__voicemail",
]


# --- For the battery ---


def switch(
    *said: bytes, then: Sequence[bytes] = (), password: str = PASSWORD
) -> AbstractAsyncContextManager[Switch]:
    return pbx(says(*said), *(says(one) for one in then), password=password)


def missed_call(number: int) -> bytes:
    """A recorded one, up to the moment when the caller's line is gone, as if it came another time."""
    [recorded] = [one for one in recordings() if (one.scene, one.driver) == (SCENE, "PJSIP")]
    said = recorded.manager.partition(b"Event: FullyBooted")[2].partition(b"\r\n\r\n")[2]
    said = said[: said.index(b"\r\n\r\n", said.rindex(b"Event: Hangup\r")) + 4]
    moved = re.sub(rb"1795219778\.([45])\r", rb"17952%05d.\1\r" % number, said)
    return re.sub(rb"-0000000([45])", rb"-%07d\1" % number, moved)


def events_in(said: bytes) -> int:
    return said.count(b"\r\nEvent: ") + said.startswith(b"Event: ")


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=NOBODY_TOOK,
    events=EVENTS,
    new_words=["leg_over__perhaps"],
    unreadable={
        "broken__no_json": "body",
        "broken__a_list": "body",
        "broken__news": "news",
        "broken__call": "call",
        "broken__direction": "direction",
        "broken__person": "person",
        "broken__rang": "rang",
        "broken__statuses": "statuses",
        "broken__rang_until": "rang_until",
        "broken__no_time_zone": "rang_until",
        "broken__caller": "caller",
    },
    listens=Listening(switch, missed_call, events_in),
    signature_headers=["ringback-seal"],
    signs_url=False,
)
