"""The connection to a switch: logging in, half a frame, silence, coming back, and a busy minute."""

from dataclasses import replace

import pytest
from tests.asterisk.archive import Recording, recordings
from tests.asterisk.pbx import Line, Pbx, pbx, says

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.asterisk.calls import Heard, News
from ringback.phone.asterisk.frames import write
from ringback.phone.asterisk.provider import PROVIDER, AsteriskSettings
from ringback.phone.asterisk.session import HOLDING_APPLICATIONS, key, logged_in, where
from ringback.phone.events import CallEnded, Event, Outcome, Problem, Proof
from ringback.phone.provider import CannotAsk, Request, SendFailed

SECRET = Secret("test-password")
MISSED = "one_phone_not_answered"


def settings(switch: Pbx, **changes: object) -> AsteriskSettings:
    usual = AsteriskSettings("ringback", SECRET, address=switch.base, inbound="from-trunk from-pstn")
    return replace(usual, **changes)  # type: ignore[arg-type]  # fields of the settings


def played(scene: str) -> Recording:
    return next(one for one in recordings() if (one.scene, one.driver) == (scene, "PJSIP"))


def frames_of(scene: str) -> bytes:
    """The events of a recording, without the login before them."""
    return played(scene).manager.partition(b"Event: FullyBooted")[2].partition(b"\r\n\r\n")[2]


async def heard(switch: Pbx, **changes: object) -> tuple[list[Request], type[Exception] | None]:
    """What is yielded until the connection is lost, and how it was lost."""
    found: list[Request] = []
    try:
        async for request in PROVIDER.listen(settings(switch, **changes)):
            if request.body != stored.SIGN_OF_LIFE:
                found.append(request)
    except OSError as error:
        return found, type(error)
    return found, None


def news(requests: list[Request]) -> list[str]:
    return [stored.read(request, Heard).news.value for request in requests]


def events(requests: list[Request], switch: Pbx) -> list[Event]:
    return [event for request in requests for event in PROVIDER.parse(request, settings(switch))]


def test_key_answers_the_challenge() -> None:
    assert key("123456789", Secret("s3cret")) == "d32b5714dd0e3ae70d4a845d5e524f3f"


async def test_a_call_is_heard_from_its_beginning_to_its_end() -> None:
    async with pbx(says(frames_of(MISSED))) as switch:
        requests, lost = await heard(switch)
    assert (news(requests), lost) == (["started", "rang", "leg_over", "ended"], ConnectionError)
    for request in requests:
        PROVIDER.verify(request, settings(switch))
    assert "test-password" not in switch.heard


async def test_a_refused_login_is_our_configuration() -> None:
    async with pbx(says(), password="another") as switch:
        with pytest.raises(SendFailed) as refused:
            await heard(switch)
    assert refused.value.problem.problem is Problem.MISCONFIGURED
    assert "test-password" not in repr(refused.value) + switch.heard


@pytest.mark.parametrize("written", ["http://pbx:80", "tcp://", "tcp://pbx:ninety", "pbx:0x5", "//", ""])
async def test_an_address_that_is_none_is_our_configuration(written: str) -> None:
    with pytest.raises(SendFailed) as refused:
        async for _ in PROVIDER.listen(AsteriskSettings("ringback", SECRET, address=written)):
            pass
    assert "tcp://192.168.1.10:5038" in refused.value.problem.said


def test_a_host_alone_is_an_address() -> None:
    assert where("192.168.1.10") == ("tcp", "192.168.1.10", 5038)
    assert where("tls://pbx.example.com") == ("tls", "pbx.example.com", 5039)
    assert where("[::1]:99") == ("tcp", "::1", 99)


async def test_while_the_password_is_changed_the_old_one_still_opens() -> None:
    async with pbx(says(), says(frames_of(MISSED)), password="old") as switch:
        requests, _ = await heard(switch, previous_secret=Secret("old"))
    assert len(requests) == 4


@pytest.mark.parametrize("size", [1, 7, 1460])
async def test_frames_may_come_in_any_pieces(size: int) -> None:
    said = frames_of("caller_gives_up_at_once")
    async with pbx(says(*(said[at : at + size] for at in range(0, len(said), size)))) as switch:
        requests, _ = await heard(switch)
    assert news(requests) == ["started", "rang", "leg_over", "ended"]


async def test_half_a_frame_before_the_connection_is_cut_says_nothing() -> None:
    said = frames_of(MISSED)
    cut = said[: said.index(b"Event: Hangup") + 120]
    async with pbx(says(cut)) as switch:
        requests, lost = await heard(switch)
    assert (news(requests), lost) == (["started", "rang", "leg_over"], ConnectionError)


async def test_a_call_that_ended_while_the_connection_was_away_ended_nobody_knows_how() -> None:
    said = frames_of(MISSED)
    cut = said[: said.index(b"Event: DialEnd")]
    async with pbx(says(cut), says()) as switch:
        before, _ = await heard(switch)
        after, _ = await heard(switch)
    [end] = events(after, switch)
    call = stored.read(before[0], Heard)
    assert isinstance(end, CallEnded)
    assert end == CallEnded(call.call, call.caller, call.dialled, Outcome.FAILED, Proof.UNCLEAR, end.at)
    assert before[-1].at <= end.at < after[0].at  # when it was last known to ring, not when we came back


async def test_a_call_that_was_answered_while_the_connection_was_away_was_answered() -> None:
    said = frames_of("one_phone_answered")
    cut, rest = said[: said.index(b"Event: DialEnd")], said[said.index(b"Event: BridgeLeave") :]
    caller, phone = _channels(said)

    async def comes_back(line: Line) -> None:
        await line.welcome()
        await line.lists(caller | {"BridgeId": "b1"}, phone | {"BridgeId": "b1"})
        await line.say(rest)

    async with pbx(says(cut), comes_back) as switch:
        await heard(switch)
        requests, _ = await heard(switch)
    assert news(requests) == ["taken", "ended"]
    assert stored.read(requests[-1], Heard).person


@pytest.mark.parametrize("application", sorted(HOLDING_APPLICATIONS))
async def test_a_caller_who_waits_in_a_bridge_that_only_holds_was_not_answered(application: str) -> None:
    said = frames_of("one_phone_answered")
    cut, rest = said[: said.index(b"Event: DialEnd")], said[said.index(b"Event: BridgeLeave") :]
    caller, phone = (each | {"BridgeId": "b1", "Application": application} for each in _channels(said))

    async def comes_back(line: Line) -> None:
        await line.welcome()
        await line.lists(caller, phone)
        await line.say(rest)

    async with pbx(says(cut), comes_back) as switch:
        await heard(switch)
        requests, _ = await heard(switch)
    assert "taken" not in news(requests)


async def test_a_call_that_still_rings_is_taken_up_again() -> None:
    said = frames_of(MISSED)
    at = said.index(b"Event: DialEnd")
    caller, phone = _channels(said)

    async def comes_back(line: Line) -> None:
        await line.welcome()
        await line.lists(caller | {"BridgeId": ""}, phone | {"BridgeId": ""})
        await line.say(said[at:])

    async with pbx(says(said[:at]), comes_back) as switch:
        await heard(switch)
        requests, _ = await heard(switch)
    assert news(requests) == ["leg_over", "ended"]
    assert stored.read(requests[-1], Heard).known


async def test_a_switch_that_lists_nothing_is_heard_all_the_same() -> None:
    async def play(line: Line) -> None:
        await line.welcome()
        asked = await line.asks()
        await line.says(Response="Error", Message="Permission denied", ActionID=asked["ActionID"])
        await line.say(frames_of(MISSED))

    async with pbx(play) as switch:
        requests, _ = await heard(switch)
    assert len(requests) == 4


async def test_silence_is_asked_about_and_then_taken_for_a_lost_connection() -> None:
    async def falls_silent(line: Line) -> None:
        await line.welcome()
        assert await line.asks() == {"Action": "Ping"}
        await line.says(Response="Success", Ping="Pong")
        assert await line.asks() == {"Action": "Ping"}
        await line.asks()

    async with (
        pbx(falls_silent) as switch,
        logged_in(switch.base, "ringback", [SECRET], "", quiet_seconds=0.02) as connection,
    ):
        assert [frame.get("Event") for frame in await connection.next()] == ["FullyBooted"]
        assert [frame.get("Ping") for frame in await connection.next()] == ["Pong"]
        with pytest.raises(ConnectionError):
            await connection.next()


async def test_only_the_calls_to_the_lines_own_numbers_are_kept() -> None:
    said = frames_of("three_at_once")
    async with pbx(says(said), says(said)) as switch:
        requests, _ = await heard(switch, numbers="(512) 555-0101, 5125550142")
        assert {stored.read(request, Heard).dialled for request in requests} == {"+15125550101"}
        none, _ = await heard(switch, numbers="5125550199")
    assert none == []


async def test_a_busy_minute_is_heard_and_nothing_of_it_remains() -> None:
    """More than ten thousand events in one go; afterwards as little is remembered as before."""
    said = b"".join(one.manager for one in recordings())
    expected = [each for one in recordings() for each in one.expected if each.direction == "inbound"]
    async with pbx(says(said)) as switch:
        requests, _ = await heard(switch)
        used = settings(switch)
        [memory] = PROVIDER._memories[used.address, used.username, used.inbound]
    events_said = said.count(b"\r\n\r\n")
    assert events_said > 10_000
    said_of_calls = [stored.read(request, Heard) for request in requests]
    ended = [one for one in said_of_calls if one.news is News.ENDED]
    assert sum(each.person for each in ended) == sum(each.accepted for each in expected)
    assert len(ended) == len(expected)
    assert (memory.board.channels(), list(memory.board.calls())) == (frozenset(), [])


async def test_the_login_can_be_tried() -> None:
    async def lets_in(line: Line) -> None:
        await line.welcome()

    http = Http()
    async with pbx(lets_in, lets_in) as switch:
        await PROVIDER.check(settings(switch), http)
        with pytest.raises(SendFailed):
            await PROVIDER.check(settings(switch, secret=Secret("wrong")), http)
    with pytest.raises(CannotAsk):
        await PROVIDER.check(settings(switch), http)
    await http.close()


def test_a_line_break_in_a_setting_begins_no_field_of_its_own() -> None:
    assert write(Username="a\r\nSecret: b") == b"Username: aSecret: b\r\n\r\n"


def _channels(said: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The caller and the phone as the list of channels shows them."""
    caller, phone = [
        dict(line.split(": ", 1) for line in frame.decode().splitlines() if ": " in line)
        for frame in said.split(b"\r\n\r\n")
        if frame.startswith(b"Event: Newchannel")
    ]
    return (
        {name: value for name, value in caller.items() if name != "Event"},
        {name: value for name, value in phone.items() if name != "Event"},
    )
