"""Real calls through real switches, two versions and two drivers: each has its verdict, either way told."""

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ringback.cli.recording import judged
from ringback.phone.asterisk import ami, ari, recording
from ringback.phone.asterisk.ami import CALLED
from ringback.phone.asterisk.calls import Direction, Heard, News
from ringback.phone.asterisk.legs import MACHINES
from ringback.phone.asterisk.sightings import Appeared, Channel, DialOver, Joined
from ringback.phone.asterisk.switchboard import Switchboard
from tests.asterisk.archive import Recording, recordings
from tests.asterisk.scenes import SCENES
from tests.asterisk.stage import Expected

pytestmark = pytest.mark.sqlite  # the database has no part in it

RECORDINGS = recordings()
TRUNK = ["from-trunk", "from-pstn"]
# From the middle on: who was in a conference before is never told, nor that a phone now stands for a caller,
# nor where a call comes from that a phone of the shop has made to the shop's own number.
NOT_TO_BE_KNOWN = {
    "conference_with_a_person",
    "handed_over_while_it_still_rings",
    "a_phone_of_the_shop_dials_the_shops_own_number",
}
# The switch connects them for an instant all the same; one event alone tells that the phone was hung up.
BY_HANGUPS = {"queue_whose_agent_hangs_up_during_the_step"}
BY_STEPS = {scene.name for scene in SCENES if scene.told_by_steps}
ENDS_BEFORE = "The recording ends before the call does."


def verdicts(content: bytes, inbound: list[str] = TRUNK) -> list[Expected]:
    """As `ringback simulate` says it, in the order in which the calls began."""
    found = []
    for call in recording.calls(content, inbound):
        accepted, missed = judged("asterisk", call)
        one = Expected(call.caller, call.dialled, call.direction, accepted, call.voicemail_left)
        assert missed == one.missed
        found.append(one)
    return found


def in_order(expected: object) -> list[Expected]:
    assert isinstance(expected, list | tuple)
    return sorted(expected, key=str)


@pytest.mark.parametrize("played", RECORDINGS, ids=repr)
def test_manager_interface_tells_what_was_played(played: Recording) -> None:
    assert in_order(verdicts(played.manager)) == in_order(played.expected)


@pytest.mark.parametrize("played", RECORDINGS, ids=repr)
def test_rest_interface_tells_the_same(played: Recording) -> None:
    assert in_order(verdicts(played.rest)) == in_order(played.expected)


@pytest.mark.parametrize("played", [one for one in RECORDINGS if one.program], ids=repr)
def test_a_program_that_hears_only_of_its_own_calls_tells_the_same(played: Recording) -> None:
    """What becomes of a call that it has sent back into the dialplan, it cannot know."""
    [call] = recording.calls(played.program, TRUNK)
    if played.scene == "a_program_sends_the_caller_to_voicemail":
        assert (judged("asterisk", call), call.why) == ((False, False), ENDS_BEFORE)
    else:
        assert verdicts(played.program) == list(played.expected)


def test_all_recordings_in_one_session_are_told_apart() -> None:
    """Numbers of channels repeat, and voicemail boxes fill, as in a real day."""
    for driver in ("PJSIP", "SIP"):
        played = [one for one in RECORDINGS if one.driver == driver]
        together = verdicts(b"".join(one.manager for one in played))
        assert in_order(together) == in_order([each for one in played for each in one.expected])


def test_a_recording_with_rubbish_in_it_tells_the_same() -> None:
    chance = random.Random(5)
    for played in RECORDINGS[::9]:
        frames = played.manager.split(b"\r\n\r\n")
        for _ in range(20):
            frames.insert(chance.randrange(len(frames)), chance.randbytes(60).replace(b"\n", b" ") + b"\r\n")
        assert in_order(verdicts(b"\r\n\r\n".join(frames))) == in_order(played.expected)


def test_with_line_feeds_only_it_is_the_same_recording() -> None:
    for played in RECORDINGS[::9]:
        assert in_order(verdicts(played.manager.replace(b"\r", b""))) == in_order(played.expected)


def test_events_in_any_order_and_any_number_break_nothing() -> None:
    """Two sessions into one file, a log that lost lines: then nobody knows, and nothing may fall over."""
    chance = random.Random(8)
    for played in RECORDINGS[::5]:
        for said, end in ((played.manager, b"\r\n\r\n"), (played.rest, b"\n")):
            events = said.split(end)
            for jumbled in (chance.sample(events, len(events)), chance.choices(events, k=len(events))):
                recording.calls(end.join(jumbled), TRUNK)


def test_a_session_whose_last_empty_line_was_not_kept_is_whole() -> None:
    for played in RECORDINGS[::9]:
        assert in_order(verdicts(played.manager.rstrip())) == in_order(played.expected)


def test_events_of_the_rest_interface_may_be_kept_as_one_list() -> None:
    for played in RECORDINGS[::9]:
        said = b"[" + b",".join(played.rest.splitlines()) + b"]"
        assert in_order(verdicts(said)) == in_order(played.expected)


@pytest.mark.parametrize("time", ["2026-11-20T17:03:00", "9999-12-31T23:59:59+00:00", "soon", "", None, 5])
def test_a_time_that_is_none_keeps_no_call_from_being_read(time: object) -> None:
    [played] = [one for one in RECORDINGS if (one.scene, one.driver) == ("group_answered", "PJSIP")]
    events = [json.loads(line) | {"timestamp": time} for line in played.rest.splitlines()]
    said = "\n".join(json.dumps(event) for event in events).encode()
    assert in_order(verdicts(said)) == in_order(played.expected)


@pytest.mark.parametrize("time", [b"nan", b"inf", b"1e400", b"253402300799", b"-1e12", b"soon", b""])
def test_seconds_that_are_none_keep_no_call_from_being_read(time: bytes) -> None:
    [played] = [one for one in RECORDINGS if (one.scene, one.driver) == ("group_answered", "PJSIP")]
    said = re.sub(rb"\nTimestamp: [^\r]*", b"\nTimestamp: " + time, played.manager)
    assert in_order(verdicts(said)) == in_order(played.expected)


def test_without_its_bridges_a_telephone_that_was_answered_counts() -> None:
    """A manager may be told to keep some events to itself (eventfilter)."""
    for played in RECORDINGS:
        if played.scene in ("group_answered", "group_not_answered", "queue_answered", "queue_abandoned"):
            frames = played.manager.split(b"\r\n\r\n")
            rest = b"\r\n\r\n".join(frame for frame in frames if not frame.startswith(b"Event: Bridge"))
            assert in_order(verdicts(rest)) == in_order(played.expected)


@pytest.mark.parametrize(
    "lost", ["Newexten", "VarSet", "HangupRequest", "NewCallerid", "BridgeLeave", "DialBegin"]
)
def test_what_came_of_a_call_does_not_hang_on_one_kind_of_event(lost: str) -> None:
    """Nor on the rights that the manager's user has: the dialplan's steps are in a class of their own."""
    for played in RECORDINGS:
        frames = played.manager.split(b"\r\n\r\n")
        rest = [frame for frame in frames if not frame.startswith(f"Event: {lost}\r\n".encode())]
        found = [one for one in verdicts(b"\r\n\r\n".join(rest)) if one.direction == "inbound"]
        expected = [one for one in played.expected if one.direction == "inbound"]
        if lost == "Newexten" and played.scene in BY_STEPS:
            # That somebody has called is told all the same; that a person answered is not.
            assert [one.caller for one in found] == [one.caller for one in expected]
            assert not any(one.accepted for one in found)
        elif lost != "HangupRequest" or played.scene not in BY_HANGUPS:
            assert in_order(found) == in_order(expected)


def test_the_rights_of_the_setup_page_are_enough() -> None:
    """A manager that may read the class "call" alone hears no step of the dialplan and no variable."""
    for played in RECORDINGS:
        if played.scene in BY_STEPS:
            continue
        frames = played.manager.split(b"\r\n\r\n")
        found = verdicts(b"\r\n\r\n".join(frame for frame in frames if b"\r\nPrivilege: call,all" in frame))
        expected = list(played.expected)
        if played.scene == "voicemail_sent_as_mail_and_deleted":  # the count of a box that stays empty
            expected = [replace(one, voicemail_left=False) for one in expected]
        inbound = [one for one in found if one.direction == "inbound"]
        assert in_order(inbound) == in_order([one for one in expected if one.direction == "inbound"])


def test_a_session_that_begins_during_a_call_says_nothing_false_of_it() -> None:
    """Nobody knows what was before: it may be silent about the call, but must not call a taken one missed."""
    for played in RECORDINGS[::4]:
        if played.scene in NOT_TO_BE_KNOWN:
            continue
        whole = {call.call: call for call in recording.calls(played.manager, TRUNK)}
        frames = played.manager.split(b"\r\n\r\n")
        for begins in range(1, len(frames), 7):
            for call in recording.calls(b"\r\n\r\n".join(frames[begins:]), TRUNK):
                before = whole[call.call]
                accepted, missed = judged("asterisk", call)
                assert call.direction != "inbound" or before.direction == "inbound"
                assert not (accepted and not before.connected)
                assert not (missed and before.connected)


def test_a_trunk_that_was_seen_once_is_known_again_in_any_context() -> None:
    """A session begins while a caller is in a menu, as when the connection was away."""
    played = {(one.scene, one.driver): one for one in RECORDINGS}
    before = played["one_phone_not_answered", "SIP"].manager
    menu = played["closed_voicemail_left", "SIP"].manager.split(b"\r\n\r\n")
    ringing = next(at for at, frame in enumerate(menu) if b"Context: timeconditions" in frame)
    [_, late] = verdicts(before + b"\r\n\r\n".join(menu[ringing:]))
    assert late == Expected("+15125550161", "", "inbound", accepted=False, voicemail_left=True)


def test_a_recording_that_ends_during_the_call_says_neither_accepted_nor_missed() -> None:
    [played] = [one for one in RECORDINGS if (one.scene, one.driver) == ("one_phone_not_answered", "PJSIP")]
    cut = played.manager[: played.manager.index(b"Event: DialEnd")]
    [call] = recording.calls(cut, TRUNK)
    assert judged("asterisk", call) == (False, False)
    assert call.why == ENDS_BEFORE


@pytest.mark.parametrize(
    ("statuses", "why"),
    [
        ((), "3 phones rang, and nobody was connected with the caller."),
        (("NOANSWER",), "3 phones rang, and nobody was connected with the caller: nobody picked up."),
        (
            ("BUSY", "CANCEL", "NOANSWER", "GOTO:sub^s^1"),
            "3 phones rang, and nobody was connected with the caller: busy, nobody picked up, picked up and "
            "not accepted.",
        ),
        (("SOMEDAY",), "3 phones rang, and nobody was connected with the caller: the switch says SOMEDAY."),
    ],
)
def test_why_nobody_was_connected_is_told_in_plain_words(statuses: tuple[str, ...], why: str) -> None:
    ended = Heard(News.ENDED, "1.1", Direction.INBOUND, "", "", rang=3, statuses=statuses)
    assert recording.why(ended) == why


def test_every_reason_is_a_sentence_without_a_word_of_the_switch() -> None:
    for played in RECORDINGS:
        for said in (played.manager, played.rest):
            reasons = [call.why for call in recording.calls(said, TRUNK)]
            assert [why for why in reasons if not re.fullmatch(r"[^()]+ [^()]+\.", why)] == []
            assert [why for why in reasons if re.search(r"\b[A-Z]{3,}\b|NOANSWER", why)] == []


def test_the_recordings_hold_every_event_that_is_read() -> None:
    said = b"".join(one.manager for one in RECORDINGS)
    rest = b"".join(one.rest + one.program for one in RECORDINGS)
    assert [name for name in ami.ON if f"Event: {name}\r\n".encode() not in said] == []
    assert [name for name in ari.ON if f'"type":"{name}"'.encode() not in rest.replace(b" ", b"")] == []


@pytest.mark.parametrize("state", sorted(ari.NOT_OVER))
def test_while_a_phone_rings_its_ringing_is_not_over(state: str) -> None:
    peer = {"id": "1.2", "name": "PJSIP/101-2", "state": "Ringing"}
    assert not isinstance(ari.sighting({"type": "Dial", "peer": peer, "dialstatus": state}), DialOver)


@pytest.mark.parametrize(
    ("state", "directions"), [*((state, []) for state in sorted(CALLED)), ("Ring", ["inbound"])]
)
def test_a_line_that_the_switch_calls_is_no_call_from_outside(state: str, directions: list[str]) -> None:
    """It stands in the context of calls from outside; of a telephone card it is not even born down."""
    line = "Channel: DAHDI/1-1\nContext: from-pstn\nExten: \nUniqueid: 1.1\nLinkedid: 1.1\n"
    said = "\n".join(
        f"Event: {event}\nChannelStateDesc: {state}\n{line}"
        for event, state in (("Newchannel", state), ("Newstate", "Dialing"), ("Hangup", "Up"))
    )
    assert [call.direction for call in recording.calls(said.encode(), TRUNK)] == directions


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_a_caller_who_is_alone_with_a_machine_was_not_answered(machine: str) -> None:
    """Whoever records, announces or listens in is a channel in the bridge, and no person."""
    board = Switchboard(TRUNK)
    at = datetime(2026, 11, 20, 17, 3, tzinfo=UTC)
    caller = Channel("1.1", "PJSIP/trunk-1", "1.1", incoming=True, context="from-trunk", exten="+15125550101")
    other = Channel("1.2", f"{machine}/1-2", "1.1", up=True)
    desk = Channel("1.3", "PJSIP/101-3", "1.1", up=True)
    board.hear(Appeared(caller), at)
    heard = [one for each in (caller, other) for one in board.hear(Joined(each, "b", False), at)]
    assert heard == []
    assert [one.news for one in board.hear(Joined(desk, "b", False), at)] == [News.TAKEN]


def test_other_inbound_contexts_make_other_calls_inbound() -> None:
    [played] = [one for one in RECORDINGS if (one.scene, one.driver) == ("internal_given_up", "SIP")]
    assert verdicts(played.manager, ["from-internal"]) == [Expected("101", "102", "inbound")]
    assert verdicts(played.manager, ["from-*"]) == [Expected("101", "102", "inbound")]


def test_no_recording_knows_a_path_of_the_machine_it_was_made_on() -> None:
    for played in RECORDINGS:
        said = played.manager + played.rest
        assert [word for word in (b"/home/", b"/tmp/", b"/usr/local/") if word in said] == []


def test_the_archives_are_small() -> None:
    folder = Path(__file__).parent / "recordings"
    assert sum(file.stat().st_size for file in folder.iterdir()) < 1_250_000
