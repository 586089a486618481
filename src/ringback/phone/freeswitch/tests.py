"""FreeSWITCH: what each stored event says, for the battery in tests/contract. More in test_*.py."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime

from tests.contract.case import AT, ContractCase, Listening, Switch
from tests.freeswitch.switch import A, B, created, hangs_up, says
from tests.freeswitch.switch import switch as stand_in

from ringback.lib.secret import Secret
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
from ringback.phone.freeswitch import tables
from ringback.phone.freeswitch.provider import PROVIDER, FreeswitchSettings

PASSWORD = "test-password"
SETTINGS = FreeswitchSettings(Secret(PASSWORD))
ROTATED = FreeswitchSettings(Secret("new password"), previous_password=Secret(PASSWORD))
DAN, LINE, ROSA = "+15125550178", "+15125550142", "+15125550143"
RANG_UNTIL = datetime(2026, 11, 20, 17, 3, 1, tzinfo=UTC)
STARTED = CallStarted("call-1", DAN, LINE, AT, caller_name="Dan", attestation="A")


def nobody(call: str, outcome: Outcome) -> list[Event]:
    return [
        RingingEnded(call, DAN, LINE, outcome, Proof.UNCLEAR, RANG_UNTIL),
        CallEnded(call, DAN, LINE, outcome, Proof.NOBODY, AT),
    ]


EVENTS: dict[str, list[Event]] = {
    "started": [STARTED],
    "started__forwarded": [
        replace(STARTED, call="call-2", forwarded_from=f"<sip:{ROSA}@pbx.example.com>", attestation="failed")
    ],
    "started__hidden": [replace(STARTED, call="call-3", caller="anonymous", caller_name="", attestation="")],
    "rang": [LegRang("call-1", "leg-1", "1002", AT)],
    "taken": [
        LegAnswered("call-1", "leg-1", "1002", AT),
        RingingEnded("call-1", DAN, LINE, Outcome.COMPLETED, Proof.PERSON, AT),
    ],
    "ended__answered": [CallEnded("call-1", DAN, LINE, Outcome.COMPLETED, Proof.PERSON, AT, 61)],
    "ended__no_answer": nobody("call-4", Outcome.NO_ANSWER),
    "ended__busy": nobody("call-5", Outcome.BUSY),
    "ended__gave_up": [CallEnded("call-6", DAN, LINE, Outcome.HUNG_UP, Proof.NOBODY, AT)],
    "ended__menu": nobody("call-7", Outcome.NO_ANSWER),
    "ended__while_away": [CallEnded("call-8", DAN, LINE, Outcome.FAILED, Proof.UNCLEAR, RANG_UNTIL)],
    "voicemail": [VoicemailLeft("call-1", "message-1", 9, "", AT)],
    "leg_over__new_word": [Ignored("Hangup-Cause says BORED, which is new to us")],
    **{
        f"leg_over__{word.lower()}": [LegEnded("call-1", f"leg-{word}", "1002", outcome, AT)]
        for word, outcome in tables.ENDED.items()
    },
}


# --- Whole calls ---

TAKEN = [
    "started rang taken ended__answered",
]
MISSED = [
    "ended__no_answer",
    "ended__busy",
    "ended__gave_up",
    "ended__menu",
    "ended__while_away",
]


# --- For the battery ---


def switch(
    *said: bytes, then: Sequence[bytes] = (), password: str = PASSWORD
) -> AbstractAsyncContextManager[Switch]:
    return stand_in(says(*said, password=password), *(says(one, password=password) for one in then))


def missed_call(number: int) -> bytes:
    """Nobody picks up the telephone that rings."""
    said = created(A, B) + hangs_up(B, "NO_ANSWER") + hangs_up(A, "NO_ANSWER")
    return said.replace(b'"a-leg"', b'"a%04d"' % number).replace(b'"b-leg"', b'"b%04d"' % number)


def events_in(said: bytes) -> int:
    return said.count(b"text/event-json")


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    events=EVENTS,
    new_words=["leg_over__new_word"],
    unreadable={
        "broken__no_json": "body",
        "broken__a_list": "body",
        "broken__news": "news",
        "broken__call": "call",
        "broken__person": "person",
        "broken__seconds": "seconds",
        "broken__rang_until": "rang_until",
        "broken__no_time_zone": "rang_until",
        "broken__caller": "caller",
    },
    listens=Listening(switch, missed_call, events_in),
    signature_headers=["ringback-seal"],
    signs_url=False,
)
