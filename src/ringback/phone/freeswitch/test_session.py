"""The connection to a switch, and what its events come to: by a stand-in, for want of a real one."""

import asyncio
import contextlib
import json
from dataclasses import replace

import pytest
from tests.freeswitch.switch import (
    DAN,
    LINE,
    LOOP_A,
    LOOP_B,
    PASSWORD,
    A,
    B,
    C,
    Switch,
    answers,
    bridge,
    created,
    early_bridge,
    event,
    frame,
    hangs_up,
    says,
    switch,
)

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.events import CallEnded, CallStarted, Event, Outcome, Problem, Proof, VoicemailLeft
from ringback.phone.freeswitch.frames import Frames, NotAnEventSocket, command
from ringback.phone.freeswitch.provider import PROVIDER, FreeswitchSettings
from ringback.phone.freeswitch.session import logged_in, where
from ringback.phone.provider import CannotAsk, Request, SendFailed


def settings(the_switch: Switch, **changes: object) -> FreeswitchSettings:
    usual = FreeswitchSettings(Secret(PASSWORD), address=the_switch.base)
    return replace(usual, **changes)  # type: ignore[arg-type]  # fields of the settings


async def heard(the_switch: Switch, **changes: object) -> list[Request]:
    found: list[Request] = []
    with contextlib.suppress(ConnectionError):
        async for request in PROVIDER.listen(settings(the_switch, **changes)):
            if request.body != stored.SIGN_OF_LIFE:
                PROVIDER.verify(request, settings(the_switch, **changes))
                found.append(request)
    return found


async def told(*said: bytes) -> list[Event]:
    """What a whole session comes to."""
    async with switch(says(*said)) as the_switch:
        return [each for one in await heard(the_switch) for each in PROVIDER.parse(one, settings(the_switch))]


def end(events: list[Event]) -> tuple[Outcome, Proof]:
    [over] = [each for each in events if isinstance(each, CallEnded)]
    return over.outcome, over.proof


async def test_bridged_with_a_telephone_is_taken() -> None:
    said = await told(
        created(A, B), bridge(A, B), hangs_up(B, "NORMAL_CLEARING"), hangs_up(A, "NORMAL_CLEARING")
    )
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)
    started = said[0]
    assert started == CallStarted(A, DAN, LINE, started.at, caller_name="Dan")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("legs", "last", "expected"),
    [
        ([hangs_up(B, "NO_ANSWER")], "NO_ANSWER", Outcome.NO_ANSWER),
        ([hangs_up(B, "USER_BUSY")], "USER_BUSY", Outcome.BUSY),
        ([hangs_up(B, "CALL_REJECTED")], "CALL_REJECTED", Outcome.DECLINED),
        ([hangs_up(B, "USER_NOT_REGISTERED")], "USER_NOT_REGISTERED", Outcome.FAILED),
        ([hangs_up(B, "ORIGINATOR_CANCEL")], "ORIGINATOR_CANCEL", Outcome.HUNG_UP),
        ([hangs_up(B, "NO_ANSWER")], "NORMAL_CLEARING", Outcome.NO_ANSWER),  # then a menu, or voicemail
    ],
)
async def test_a_call_that_was_never_bridged_is_missed(
    legs: list[bytes], last: str, expected: Outcome
) -> None:
    said = await told(created(A, B), *legs, hangs_up(A, last))
    assert end(said) == (expected, Proof.NOBODY)


async def test_the_faster_phone_takes_the_call_of_the_group() -> None:
    said = await told(
        created(A, B, C),
        hangs_up(B, "LOSE_RACE"),
        bridge(A, C),
        hangs_up(C, "NORMAL_CLEARING"),
        hangs_up(A, ""),
    )
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)


async def test_a_mobile_that_never_confirms_is_answered_and_not_bridged() -> None:
    said = await told(created(A, B), answers(B), hangs_up(B, "NO_ANSWER"), hangs_up(A, "NO_ANSWER"))
    assert end(said) == (Outcome.NO_ANSWER, Proof.NOBODY)


async def test_what_a_ringing_phone_lets_the_caller_hear_is_nobody() -> None:
    """Without ignore_early_media, a mobile is bridged as soon as its network plays the ringing."""
    said = await told(
        created(A, B), early_bridge(A, B), hangs_up(B, "ORIGINATOR_CANCEL"), hangs_up(A, "ORIGINATOR_CANCEL")
    )
    assert end(said) == (Outcome.HUNG_UP, Proof.NOBODY)


async def test_a_phone_that_is_answered_after_it_was_heard_is_a_person() -> None:
    said = await told(created(A, B), early_bridge(A, B), answers(B), hangs_up(A, "NORMAL_CLEARING"))
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)


async def test_the_end_of_a_phone_tells_that_it_was_answered() -> None:
    over = hangs_up(B, "NORMAL_CLEARING", Caller_Channel_Answered_Time="1468572966127390")
    said = await told(created(A, B), early_bridge(A, B), over, hangs_up(A, "NORMAL_CLEARING"))
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)


async def test_a_phone_that_was_there_before_us_may_have_been_answered_before_us() -> None:
    said = await told(created(A), early_bridge(A, B), hangs_up(A, "NORMAL_CLEARING"))
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)


async def test_voicemail_answers_the_caller_and_is_nobody() -> None:
    left = event("CUSTOM", A, VM_Action="leave-message", VM_Message_Len="9", VM_UUID="m-1", VM_User="1000")
    bridged = {"Answer_State": "answered", "Caller_Channel_Answered_Time": "1468572966127390"}
    said = await told(
        created(A, B), hangs_up(B, "NO_ANSWER"), left, hangs_up(A, "NORMAL_CLEARING", **bridged)
    )
    assert end(said) == (Outcome.NO_ANSWER, Proof.NOBODY)
    [message] = [each for each in said if isinstance(each, VoicemailLeft)]
    assert message == VoicemailLeft(A, "m-1", 9, "", message.at)


async def test_voicemail_that_names_only_the_caller_belongs_to_his_latest_call() -> None:
    left = event("CUSTOM", "", VM_Action="leave-message", VM_Caller_ID_Number=DAN, VM_Message_Len="x")
    said = await told(created(A), hangs_up(A, "NORMAL_CLEARING"), left)
    assert [each.call for each in said if isinstance(each, VoicemailLeft)] == [A]


async def test_a_loopback_is_no_telephone() -> None:
    pair = event("CHANNEL_CREATE", LOOP_A, variable_other_loopback_leg_uuid=LOOP_B)
    said = await told(created(A), pair, bridge(A, LOOP_A), hangs_up(A, "NORMAL_CLEARING"))
    assert end(said) == (Outcome.NO_ANSWER, Proof.NOBODY)


async def test_a_telephone_behind_a_loopback_is_one() -> None:
    pair = event("CHANNEL_CREATE", LOOP_A, variable_other_loopback_leg_uuid=LOOP_B)
    said = await told(
        created(A), pair, bridge(A, LOOP_A), created(C), bridge(LOOP_B, C), hangs_up(A, "NORMAL_CLEARING")
    )
    assert end(said) == (Outcome.COMPLETED, Proof.PERSON)


async def test_taken_at_another_phone_is_taken() -> None:
    assert end(await told(created(A, B), hangs_up(A, "PICKED_OFF"))) == (Outcome.COMPLETED, Proof.PERSON)


async def test_a_hidden_number_is_hidden_and_a_forwarded_call_says_from_where() -> None:
    said = await told(
        event(
            "CHANNEL_CREATE",
            Caller_Privacy_Hide_Number="true",
            variable_sip_h_Diversion="<sip:+15125550143@pbx.example.com>;reason=no-answer",
            variable_sip_verstat_detailed="TN-Validation-Passed-B",
        )
    )
    [started] = said
    assert isinstance(started, CallStarted)
    assert (started.caller, started.caller_name) == ("anonymous", "")
    assert (started.forwarded_from, started.attestation) == ("<sip:+15125550143@pbx.example.com>", "B")


async def test_calls_from_inside_are_never_looked_at() -> None:
    inside = event("CHANNEL_CREATE", A, Caller_Context="default")
    assert await told(inside, bridge(A, B), hangs_up(A, "NORMAL_CLEARING", Caller_Context="default")) == []


async def test_only_what_says_something_about_the_call_is_stored() -> None:
    async with switch(says(created(A))) as the_switch:
        [request] = await heard(the_switch)
    assert "variable_switch_r_sdp" not in json.loads(request.body)["event"]


@pytest.mark.parametrize("size", [1, 7, 1460])
async def test_frames_may_come_in_any_pieces(size: int) -> None:
    said = created(A, B) + hangs_up(B, "NO_ANSWER") + hangs_up(A, "NO_ANSWER")
    pieces = [said[at : at + size] for at in range(0, len(said), size)]
    assert end(await told(*pieces)) == (Outcome.NO_ANSWER, Proof.NOBODY)


async def test_half_a_frame_before_the_connection_is_cut_says_nothing() -> None:
    said = await told(created(A), hangs_up(A, "NO_ANSWER")[:-10])
    assert [type(each) for each in said] == [CallStarted]


async def test_a_call_that_ended_while_the_connection_was_away_ended_nobody_knows_how() -> None:
    async with switch(says(created(A)), says()) as the_switch:
        before = await heard(the_switch)
        [after] = await heard(the_switch)
        [over] = PROVIDER.parse(after, settings(the_switch))
    assert isinstance(over, CallEnded)
    assert (over.call, over.proof) == (A, Proof.UNCLEAR)
    assert before[-1].at <= over.at < after.at


async def test_a_call_that_was_answered_while_the_connection_was_away_was_answered() -> None:
    assert await proof_after_a_gap({}) is Proof.PERSON


async def test_a_call_that_only_heard_the_ringing_while_the_connection_was_away_was_not() -> None:
    assert await proof_after_a_gap({"Caller_Channel_Answered_Time": "0"}) is Proof.NOBODY


async def proof_after_a_gap(fields: dict[str, str]) -> Proof:
    """Of a call that is bridged while nobody listens, and ends when somebody does again."""
    last = hangs_up(A, "NORMAL_CLEARING", variable_last_bridge_to=B, **fields)
    async with switch(says(created(A, B)), says(last, channels=[A, B])) as the_switch:
        await heard(the_switch)
        [after] = await heard(the_switch)
        return end(PROVIDER.parse(after, settings(the_switch)))[1]


async def test_a_refused_password_is_our_configuration() -> None:
    async with switch(says(password="another")) as the_switch:
        with pytest.raises(SendFailed) as refused:
            await heard(the_switch)
    assert refused.value.problem.problem is Problem.MISCONFIGURED
    assert PASSWORD not in repr(refused.value)


@pytest.mark.parametrize("written", ["http://pbx:80", "tcp://", "tcp://pbx:ninety", "//", ""])
async def test_an_address_that_is_none_is_our_configuration(written: str) -> None:
    with pytest.raises(SendFailed) as refused:
        async for _ in PROVIDER.listen(FreeswitchSettings(Secret(PASSWORD), address=written)):
            pass
    assert "tcp://192.168.1.10:8021" in refused.value.problem.said


def test_a_host_alone_is_an_address() -> None:
    assert (where("192.168.1.10"), where("[::1]:99")) == (("192.168.1.10", 8021), ("::1", 99))


async def test_while_the_password_is_changed_the_old_one_still_opens() -> None:
    plays = [says(password="old"), says(created(A), password="old")]
    async with switch(*plays) as the_switch:
        assert len(await heard(the_switch, previous_password=Secret("old"))) == 1


async def test_an_address_that_is_not_on_the_list_is_our_configuration() -> None:
    async def rude(_: Switch, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(frame("text/rude-rejection", b"Access Denied, go away.\n"))

    async with switch(rude) as the_switch:
        with pytest.raises(SendFailed) as refused:
            await heard(the_switch)
    assert "apply-inbound-acl" in refused.value.problem.said


async def test_silence_is_a_lost_connection() -> None:
    async def silent(_: Switch, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(frame("auth/request"))
        await reader.readuntil(b"\n\n")
        writer.write(frame("command/reply", Reply_Text="+OK accepted"))
        await reader.read()

    async with (
        switch(silent) as the_switch,
        logged_in(the_switch.base, [Secret(PASSWORD)], quiet_seconds=0.02) as connection,
    ):
        with pytest.raises(ConnectionError):
            await connection.next()


async def test_a_busy_minute_is_heard_and_nothing_of_it_remains() -> None:
    """Ten thousand events in one go; afterwards as little is remembered as before."""
    one = created(A, B) + bridge(A, B) + hangs_up(B, "NORMAL_CLEARING") + hangs_up(A, "NORMAL_CLEARING")
    many = [one.replace(b'"a-leg"', b'"a%04d"' % n).replace(b'"b-leg"', b'"b%04d"' % n) for n in range(2000)]
    async with switch(says(*many)) as the_switch:
        requests = await heard(the_switch)
        used = settings(the_switch)
        [memory] = PROVIDER._memories[used.address, used.inbound]
    assert sum(b'"news": "ended"' in request.body for request in requests) == 2000
    kept = (memory.board.calls(), memory.board._names, memory.board._bridged, memory.board._ringing)
    assert kept == (frozenset(), {}, {}, set())


@pytest.mark.parametrize(
    "said", [b"Content-Length: many\n\n", b"Content-Length: 99999999\n\n", b"x" * 5_000_000]
)
def test_what_is_no_event_socket_is_left(said: bytes) -> None:
    with pytest.raises(NotAnEventSocket):
        Frames().feed(said)


def test_a_line_break_in_a_setting_is_no_command_of_its_own() -> None:
    assert command("auth a\n\napi shutdown") == b"auth aapi shutdown\n\n"


async def test_the_password_can_be_tried() -> None:
    http = Http()
    async with switch(says(), says()) as the_switch:
        await PROVIDER.check(settings(the_switch), http)
        with pytest.raises(SendFailed):
            await PROVIDER.check(settings(the_switch, password=Secret("wrong")), http)
    with pytest.raises(CannotAsk):
        await PROVIDER.check(settings(the_switch), http)
    await http.close()
