"""The simulator: what each fixture says, for the battery in tests/contract, and what only it has."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.contract.case import AT, ContractCase, address
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Placed, Sent
from ringback.phone.events import (
    CallEnded,
    CallerPressed,
    CallStarted,
    Event,
    Ignored,
    LegAccepted,
    LegAnswered,
    LegEnded,
    LegRang,
    Media,
    Outcome,
    PlacedCall,
    Problem,
    Proof,
    RingingEnded,
    SendProblem,
    Step,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.provider import CallPlan, CannotAsk, Mode, SendFailed
from ringback.phone.simulator import rest
from ringback.phone.simulator.provider import OUTCOME, PROVIDER, SimulatorSettings

KEY = "test-signing-key"
SETTINGS = SimulatorSettings(Secret(KEY))
ROTATED = SimulatorSettings(Secret("new key"), previous_signing_key=Secret(KEY))
CALL, LEG, RECORDING = "call_1", "leg_1", "recording_1"
SOUND = "https://ringback.example.com/simulator/carrier/recordings/recording_1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"

STARTED = CallStarted(CALL, DAN, LINE, AT)
RECEIVED = TextReceived("text_1", DAN, LINE, "My sink is leaking", AT)
SENT = TextReport("text_1", "text_ours", TextState.SENT, AT)
NOBODY, CONNECTED = Proof.NOBODY, Proof.CONNECTED


def ringing(outcome: Outcome, proof: Proof = NOBODY) -> RingingEnded:
    return RingingEnded(CALL, DAN, LINE, outcome, proof, AT)


def over(outcome: Outcome, proof: Proof = NOBODY, seconds: int | None = None) -> CallEnded:
    return CallEnded(CALL, DAN, LINE, outcome, proof, AT, seconds)


def new(field: str, word: str) -> Ignored:
    return Ignored(f"{field} says {word}, which is new to us")


LANDLINE = SendProblem(Problem.BAD_NUMBER, "landline", "This number is a landline and cannot receive texts.")
NOT_IN_SERVICE = SendProblem(Problem.BAD_NUMBER, "no_such_number", "This number is not in service.")
STOPPED = SendProblem(Problem.OPTED_OUT, "opted_out", "This person has told the carrier STOP.")
FILTERED = SendProblem(Problem.FILTERED, "filtered", "The carrier took the text for spam.")
NO_REASON = SendProblem(Problem.REFUSED, "", "The text did not arrive, and the carrier does not say why.")

EVENTS: dict[str, list[Event]] = {
    "call_arrived": [STARTED],
    "call_arrived__anonymous": [replace(STARTED, caller="anonymous")],
    "call_arrived__forwarded": [replace(STARTED, forwarded_from=ROSA)],
    "leg_rang": [LegRang(CALL, LEG, ROSA, AT)],
    "leg_answered": [LegAnswered(CALL, LEG, ROSA, AT)],
    "leg_accepted": [LegAccepted(CALL, LEG, ROSA, AT)],
    "leg_ended__new_word": [new("outcome", "beamed_up")],
    "ringing_ended__connected": [ringing(Outcome.COMPLETED, CONNECTED)],
    "ringing_ended__new_proof": [new("proof", "perhaps")],
    "call_ended__connected": [over(Outcome.COMPLETED, CONNECTED, 61)],
    "caller_pressed": [CallerPressed(CALL, DAN, LINE, AT)],
    "voicemail_left": [VoicemailLeft(CALL, SOUND, 7, "My sink is leaking.", AT)],
    "voicemail_left__no_words": [VoicemailLeft(CALL, RECORDING, 7, "", AT)],
    "text_received": [RECEIVED],
    "text_received__stop": [replace(RECEIVED, body="STOP")],
    "text_received__picture": [
        replace(RECEIVED, body="", media=(Media("https://example.com/leak.jpg", "image/jpeg"),))
    ],
    "text_status__accepted": [replace(SENT, state=TextState.ACCEPTED)],
    "text_status__sent": [SENT],
    "text_status__delivered": [replace(SENT, state=TextState.DELIVERED)],
    "text_status__new_word": [new("status", "pondered")],
    **{
        f"text_status__{problem.code or 'new_code'}": [
            replace(SENT, state=TextState.UNDELIVERED, error=problem)
        ]
        for problem in (LANDLINE, NOT_IN_SERVICE, STOPPED, FILTERED, NO_REASON)
    },
    **{f"leg_ended__{outcome}": [LegEnded(CALL, LEG, ROSA, outcome, AT)] for outcome in OUTCOME.values()},
    **{f"ringing_ended__{outcome}": [ringing(outcome)] for outcome in OUTCOME.values()},
    **{f"call_ended__{outcome}": [over(outcome)] for outcome in OUTCOME.values()},
    "new_event": [new("event", "call.dreamt")],
    "wrong_address": [Ignored("this kind of event is not expected at this address")],
}


# --- Whole calls ---

TAKEN = [
    "call_arrived leg_rang leg_answered leg_accepted ringing_ended__connected",
    "call_arrived leg_accepted call_ended__connected",
]
MISSED = [
    "call_arrived leg_rang leg_ended__no_answer ringing_ended__no_answer call_ended__completed",
    "call_arrived leg_rang call_ended__hung_up",
    # A voicemail picked up.
    "call_arrived leg_answered ringing_ended__no_answer",
]
TAKEN_WITHOUT_KEY = [
    "call_arrived leg_rang leg_answered ringing_ended__connected call_ended__connected",
]

PLACED: dict[str, list[Event]] = {
    **{f"placed__{step}": [PlacedCall("placed_1", step, AT)] for step in Step},
    "placed__beamed_up": [new("step", "beamed_up")],
}


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    taken_without_key=TAKEN_WITHOUT_KEY,
    places={
        "place__started": Placed(CALL),
        "place__refused": SendProblem(
            Problem.MISCONFIGURED, "not_your_number", "This number is not connected to the carrier."
        ),
    },
    recorded="voicemail_left",
    recordings={"": f"{{base}}/recordings/{RECORDING}"},
    events=EVENTS | PLACED,
    new_words=[
        "placed__beamed_up",
        "leg_ended__new_word",
        "ringing_ended__new_proof",
        "text_status__new_word",
        "new_event",
    ],
    unreadable={
        "broken__no_json": "body",
        "broken__a_list": "body",
        "broken__no_call": "call",
        "broken__no_time_zone": "at",
        "broken__number_for_text": "from",
        "broken__media": "media",
        "broken__seconds": "seconds",
    },
    signature_headers=["simulator-time", "simulator-signature"],
    signs_url=False,
    window_seconds=300,
    sends={
        "send__taken": Sent("text_1"),
        "send__bad_key": SendProblem(
            Problem.MISCONFIGURED, "bad_key", "The carrier does not know this signing key."
        ),
        "send__not_your_number": SendProblem(
            Problem.MISCONFIGURED, "not_your_number", "This number is not connected to the carrier."
        ),
        "send__bad_request": SendProblem(
            Problem.REFUSED, "bad_request", "The carrier could not read the request."
        ),
        "send__no_such_number": NOT_IN_SERVICE,
        "send__opted_out": STOPPED,
        "send__slow_down": SendProblem(Problem.BUSY, "slow_down", "The carrier asks us to wait."),
        "send__unavailable": SendProblem(
            Problem.DOWN, "unavailable", "The carrier has a disturbance and has not taken the text."
        ),
    },
    finds={"find__known": Sent("text_1"), "find__another": None, "find__nothing": None},
    calls={
        "calls__two": [
            FoundCall(CALL, DAN, LINE, AT, ended=True),
            FoundCall("call_2", "anonymous", LINE, AT, ended=False),
        ],
        "calls__none": [],
    },
    checks={"check__good": None, "check__bad_key": Problem.MISCONFIGURED},
)


# --- What only the simulator has ---


def plan(**changes: Any) -> CallPlan:
    usual = CallPlan(
        mode=Mode.DIAL,
        number=LINE,
        business="Rosa's Plumbing",
        address=address,
        ring=(ROSA,),
        greeting="Sorry.",
    )
    return replace(usual, **changes)


def answered(name: str, line: CallPlan) -> Any:
    return json.loads(PROVIDER.answer(CASE.webhook(name), line).body)


def test_the_line_says_whom_to_ring_and_what_comes_after() -> None:
    assert answered("call_arrived", plan(voicemail=True)) == {
        "ring": {
            "phones": [ROSA],
            "seconds": 14,
            "in_turn": False,
            "press": "1",
            "say": "Call for Rosa's Plumbing. Press 1 to take it.",
        },
        "then": {"say": "Sorry.", "record_seconds": 120},
    }


def test_without_the_key_whoever_picks_up_is_connected() -> None:
    ring = {"phones": [ROSA], "seconds": 14, "in_turn": False}
    assert answered("call_arrived", plan(press_to_accept=False))["ring"] == ring


def test_a_call_that_her_own_phone_forwarded_does_not_ring_it_again() -> None:
    assert answered("call_arrived__forwarded", plan())["ring"] is None


def test_only_an_arriving_call_is_told_what_to_do() -> None:
    assert answered("call_ended__no_answer", plan()) == {}


@pytest.mark.parametrize("late", [timedelta(seconds=-300), timedelta(seconds=300)])
def test_a_signature_is_good_for_five_minutes_either_way(late: timedelta) -> None:
    PROVIDER.verify(replace(CASE.webhook("call_arrived"), at=AT + late), SETTINGS)


def test_without_an_address_the_carrier_is_inside_this_server() -> None:
    assert rest.base("", "http://127.0.0.1:8099") == "http://127.0.0.1:8099/simulator/carrier"


def test_an_address_that_was_set_is_used() -> None:
    assert rest.base("http://127.0.0.1:9000/carrier/", "https://x.example") == "http://127.0.0.1:9000/carrier"


async def test_a_page_that_says_503_is_not_the_carriers_word() -> None:
    client = Http(total_seconds=5)
    async with standin(
        http("503 Service Unavailable", '{"error": "gateway"}', "application/json")
    ) as carrier:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.send_text(CASE.text, CASE.at(carrier.base), client)
    await client.close()
    assert failed.value.problem.problem is Problem.UNSURE


async def test_a_call_log_that_makes_no_sense_is_no_call_log() -> None:
    client = Http(total_seconds=5)
    async with standin(http("200 OK", '{"calls": [{"id": "call_1"}]}', "application/json")) as carrier:
        with pytest.raises(CannotAsk):
            await PROVIDER.list_calls(LINE, AT, CASE.at(carrier.base), client)
    await client.close()
