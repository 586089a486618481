"""What Telnyx is told to do with a call."""

import base64
import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from tests.contract.case import BEN, ROSA, plan
from tests.contract.standin import Seen, http, standin

from ringback.lib.http import Http
from ringback.phone.events import Problem
from ringback.phone.provider import Mode, SendFailed
from ringback.phone.telnyx.provider import PROVIDER
from ringback.phone.telnyx.tables import RANG_OUT
from ringback.phone.telnyx.tests import API_KEY, CALL, CASE, DAN, LEG, LINE

IN = "https://ringback.example.com/in/ln_test"
CALLER, PHONE = "v3:made-up-caller", "v3:made-up-phone"
CONNECTION = "1111111111111111111"
OK = http("200 OK", '{"data": {"result": "ok"}}', "application/json")
OVER = http("422 Unprocessable Entity", '{"errors": [{"code": "90018"}]}', "application/json")
Orders = list[tuple[str, dict[str, Any]]]


async def orders(client: Http, fixture: str, *answers: bytes, **line: Any) -> Orders:
    """What was asked, without /v2: "POST /calls" with what was in it."""
    async with standin(*(answers or (OK,))) as company:
        await PROVIDER.react(CASE.webhook(fixture), plan(**line), CASE.at(company.base), client)
    assert {request.headers["authorization"] for request in company.seen} <= {f"Bearer {API_KEY}"}
    return [(f"{one.method} {unquote(one.target).removeprefix('/v2')}", _body(one)) for one in company.seen]


def _body(request: Seen) -> dict[str, Any]:
    asked: dict[str, Any] = json.loads(request.body) if request.body else {}
    if "client_state" in asked:
        asked["client_state"] = json.loads(base64.b64decode(asked["client_state"]))
    return asked


def note(role: str = "phone", **more: object) -> dict[str, object]:
    said = {"ringback": role, "call": CALL, "caller": CALLER, "shown": True, "alone": True, "rest": []}
    return said | more


def listed(*sides: tuple[str, str, str | None]) -> bytes:
    rows = [
        {
            "call_control_id": side,
            "call_session_id": call,
            "client_state": base64.b64encode(json.dumps(note(role)).encode()).decode() if role else None,
        }
        for side, call, role in sides
    ]
    return http("200 OK", json.dumps({"data": rows}), "application/json")


def dialled(phone: str, **more: object) -> tuple[str, dict[str, Any]]:
    asked = {
        "connection_id": CONNECTION,
        "to": phone,
        "from": LINE,
        "link_to": CALLER,
        "timeout_secs": 14,
        "webhook_url": f"{IN}/leg",
        "client_state": note(),
        "command_id": f"ring-{CALL}-{phone}",
        "bridge_intent": True,
    }
    return "POST /calls", asked | more


def command(side: str, action: str, **asked: object) -> tuple[str, dict[str, object]]:
    return f"POST /calls/{side}/actions/{action}", asked


def hung_up(side: str) -> tuple[str, dict[str, object]]:
    return command(side, "hangup", command_id="hang-up")


ACTIVE: tuple[str, dict[str, Any]] = (f"GET /connections/{CONNECTION}/active_calls?page[limit]=250", {})
ANSWERED = command(CALLER, "answer", client_state=note("unanswered"), command_id=f"greet-{CALL}")


# --- A call arrives ---


async def test_all_phones_are_dialled_at_once_and_the_caller_is_not_answered(client: Http) -> None:
    together = {"client_state": note(alone=False)}
    assert await orders(client, "call_started__plain") == [
        dialled(ROSA, **together),
        dialled(BEN, **together),
    ]


async def test_one_phone_rings_alone(client: Http) -> None:
    assert await orders(client, "call_started__plain", ring=(ROSA,)) == [dialled(ROSA)]


async def test_in_turn_the_first_phone_is_dialled_and_keeps_the_others(client: Http) -> None:
    said = await orders(client, "call_started__plain", in_turn=True)
    assert said == [dialled(ROSA, client_state=note(rest=[BEN]))]


async def test_a_phone_that_cannot_be_dialled_is_passed_over(client: Http) -> None:
    said = await orders(client, "call_started__plain", OVER, OK, in_turn=True)
    assert said == [dialled(ROSA, client_state=note(rest=[BEN])), dialled(BEN)]


async def test_where_no_phone_can_be_dialled_the_caller_is_greeted(client: Http) -> None:
    assert await orders(client, "call_started__plain", OVER, OK, ring=(ROSA,)) == [dialled(ROSA), ANSWERED]


@pytest.mark.parametrize("hidden", ["call_started__anonymous", "call_started__empty_caller"])
async def test_a_hidden_number_is_not_shown(client: Http, hidden: str) -> None:
    expected = dialled(ROSA, client_state=note(shown=False))
    del expected[1]["bridge_intent"]
    assert await orders(client, hidden, ring=(ROSA,)) == [expected]


async def test_a_phone_that_forwarded_the_call_or_that_is_calling_is_not_rung(client: Http) -> None:
    assert await orders(client, "call_started__forwarded") == [dialled(BEN)]
    assert await orders(client, "call_started__plain", ring=(DAN, BEN)) == [dialled(BEN)]


@pytest.mark.parametrize(("seconds", "asked"), [(3, 5), (20, 20), (9999, 600)])
async def test_phones_ring_as_long_as_the_line_says(client: Http, seconds: int, asked: int) -> None:
    said = await orders(client, "call_started__plain", ring=(ROSA,), ring_seconds=seconds)
    assert said == [dialled(ROSA, timeout_secs=asked)]


async def test_no_more_than_ten_phones_ring(client: Http) -> None:
    phones = tuple(f"+151255501{n}" for n in range(10, 22))
    assert len(await orders(client, "call_started__plain", ring=phones)) == 10


@pytest.mark.parametrize("line", [{"mode": Mode.FORWARDED}, {"ring": ()}, {"ring": (DAN,)}])
async def test_where_nobody_is_to_be_rung_the_caller_is_answered(client: Http, line: dict[str, Any]) -> None:
    answered = command(CALLER, "answer", client_state=note("arrived"), command_id=f"greet-{CALL}")
    assert await orders(client, "call_started__plain", **line) == [answered]


async def test_without_greeting_and_voicemail_a_forwarded_call_is_hung_up(client: Http) -> None:
    line = {"mode": Mode.FORWARDED, "greeting": "", "voicemail": False}
    assert await orders(client, "call_started__plain", **line) == [hung_up(CALLER)]


@pytest.mark.parametrize(
    "fixture",
    [
        "call_started__placed_by_us",
        "call_started__new_direction",
        "call_ended__of_another_program",
        "call_answered__taken",
        "call_answered__without_note",
        "call_bridged__caller",
        "call_ended__after_talk",
        "speak_ended__call_hangup",
        "silent__cost",
        "new_event",
        "leg__initiated",
        "leg__ringing",
        "leg__bridged",
        "leg_ended__after_talk",
        "key__hung_up",
        "transcript__completed",
        "text_received__plain",
        "delivery__sent",
    ],
)
async def test_these_need_no_order(client: Http, fixture: str) -> None:
    assert await orders(client, fixture) == []


# --- A phone is picked up ---


async def test_whoever_picks_up_is_asked_to_press_a_key(client: Http) -> None:
    asked = {
        "payload": "Call for Rosa's Plumbing. Press 1 to take it.",
        "payload_type": "text",
        "voice": "female",
        "language": "en-US",
        "minimum_digits": 1,
        "maximum_digits": 1,
        "maximum_tries": 1,
        "timeout_millis": 5000,
        "command_id": f"whisper-{LEG}",
    }
    assert await orders(client, "leg__answered") == [command(PHONE, "gather_using_speak", **asked)]


def taken(alone: bool = True) -> Orders:
    state = note("taken", alone=alone)
    asked = {"prevent_double_bridge": True, "client_state": state, "command_id": f"bridge-{LEG}"}
    return [
        command(CALLER, "answer", client_state=state, command_id=f"take-{LEG}"),
        command(PHONE, "bridge", call_control_id=CALLER, **asked),
    ]


async def test_who_presses_1_is_connected(client: Http) -> None:
    assert await orders(client, "key__pressed_1") == taken()


async def test_without_a_key_whoever_picks_up_is_connected(client: Http) -> None:
    assert await orders(client, "leg__answered", press_to_accept=False) == taken()


async def test_the_other_phones_stop_when_one_takes_the_call(client: Http) -> None:
    others = listed(
        (CALLER, CALL, "taken"),
        (PHONE, CALL, "taken"),
        ("v3:ben", CALL, "phone"),
        ("v3:other", "another call", "phone"),
        ("v3:not-ours", CALL, None),
    )
    said = await orders(client, "key__pressed_1_among_others", OK, OK, others, OK)
    assert said == [*taken(alone=False), ACTIVE, hung_up("v3:ben")]


async def test_who_presses_1_too_late_is_hung_up_on(client: Http) -> None:
    said = await orders(client, "key__pressed_1_among_others", OVER)
    assert said == [*taken(alone=False), hung_up(PHONE)]


@pytest.mark.parametrize(
    "key", ["pressed_2", "timeout", "invalid", "cancelled", "cancelled_amd", "new_status"]
)
async def test_who_presses_no_key_or_another_is_hung_up_on(client: Http, key: str) -> None:
    assert await orders(client, f"key__{key}") == [hung_up(PHONE)]


# --- A phone has ended ---


@pytest.mark.parametrize("cause", ["timeout", "user_busy", "call_rejected", "normal_clearing", "new_cause"])
async def test_after_the_only_phone_the_caller_is_greeted(client: Http, cause: str) -> None:
    assert await orders(client, f"leg_ended__{cause}") == [ANSWERED]


async def test_after_the_last_of_several_phones_the_caller_is_greeted(client: Http) -> None:
    alone = listed((CALLER, CALL, None), (PHONE, CALL, "phone"))
    said = await orders(client, "leg_ended__rang_out_among_others", alone, OK)
    assert said == [ACTIVE, ANSWERED]


async def test_while_another_phone_rings_the_caller_hears_ringing(client: Http) -> None:
    others = listed((CALLER, CALL, None), ("v3:ben", CALL, "phone"))
    assert await orders(client, "leg_ended__declined_among_others", others) == [ACTIVE]


async def test_while_another_has_taken_the_call_nobody_is_greeted(client: Http) -> None:
    others = listed((CALLER, CALL, "taken"), ("v3:ben", CALL, "taken"))
    assert await orders(client, "leg_ended__rang_out_among_others", others) == [ACTIVE]


@pytest.mark.parametrize("cause", sorted(RANG_OUT))
async def test_phones_that_ring_out_together_are_looked_at_again(client: Http, cause: str) -> None:
    ended = CASE.webhook("leg_ended__rang_out_among_others")
    ended = replace(ended, body=ended.body.replace(b'"timeout"', f'"{cause}"'.encode()))
    async with standin(listed(("v3:ben", CALL, "phone"))) as company:
        with pytest.raises(SendFailed) as failed:
            await PROVIDER.react(ended, plan(), CASE.at(company.base), client)
    assert (failed.value.problem.problem, failed.value.after) == (Problem.BUSY, 2.0)


async def test_where_telnyx_cannot_say_who_still_rings_the_caller_is_greeted(client: Http) -> None:
    assert await orders(client, "leg_ended__declined_among_others", OK) == [ACTIVE, ANSWERED]
    assert await orders(client, "leg_ended__declined_among_others", OVER, OK) == [ACTIVE, ANSWERED]


STILL_THERE: tuple[str, dict[str, Any]] = (f"GET /calls/{CALLER}", {})


async def test_in_turn_the_next_phone_rings(client: Http) -> None:
    alive = http("200 OK", '{"data": {"is_alive": true}}', "application/json")
    said = await orders(client, "leg_ended__rang_out_first_in_turn", alive, OK, in_turn=True)
    assert said == [STILL_THERE, dialled(BEN)]


@pytest.mark.parametrize(
    "gone", [http("200 OK", '{"data": {"is_alive": false}}', "application/json"), http("404 Not Found")]
)
async def test_in_turn_no_phone_rings_for_a_caller_who_hung_up(client: Http, gone: bytes) -> None:
    assert await orders(client, "leg_ended__rang_out_first_in_turn", gone, in_turn=True) == [STILL_THERE]


async def test_in_turn_the_caller_is_greeted_when_the_last_phone_cannot_be_dialled(client: Http) -> None:
    said = await orders(client, "leg_ended__rang_out_first_in_turn", OK, OVER, OK, in_turn=True)
    assert said == [STILL_THERE, dialled(BEN), ANSWERED]


async def test_when_the_caller_hangs_up_the_phones_stop(client: Http) -> None:
    ringing = listed((PHONE, CALL, "phone"), ("v3:ben", CALL, "phone"), ("v3:talk", CALL, "taken"))
    said = await orders(client, "call_ended__originator_cancel", ringing, OK)
    assert said == [ACTIVE, hung_up(PHONE), hung_up("v3:ben")]


async def test_where_nobody_is_rung_nobody_is_stopped(client: Http) -> None:
    assert await orders(client, "call_ended__originator_cancel", mode=Mode.FORWARDED) == []
