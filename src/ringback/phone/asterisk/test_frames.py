"""The bytes of the manager interface, however they come."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.asterisk.archive import recordings
from tests.quick import examples

from ringback.phone.asterisk import ami
from ringback.phone.asterisk.frames import LONGEST, Frames
from ringback.phone.asterisk.recording import calls, read

BANNER = b"Asterisk Call Manager/9.0.0\r\n"
HANGUP = b"Event: Hangup\r\nUniqueid: 1.1\r\nCause-txt: Normal: Clearing\r\nEmpty: \r\n\r\n"
SAID = {"Event": "Hangup", "Uniqueid": "1.1", "Cause-txt": "Normal: Clearing", "Empty": ""}
SMALL = min((one.manager for one in recordings()), key=len)


def test_a_frame_is_its_fields() -> None:
    assert Frames().feed(HANGUP) == [SAID]


def test_the_banner_has_no_empty_line_behind_it_and_is_passed_over() -> None:
    assert Frames().feed(BANNER + HANGUP) == [SAID]


def test_line_feeds_alone_end_lines() -> None:
    assert Frames().feed(HANGUP.replace(b"\r", b"")) == [SAID]


def test_half_a_frame_waits_for_the_rest() -> None:
    frames = Frames()
    assert frames.feed(HANGUP[:20]) == []
    assert frames.feed(HANGUP[20:]) == [SAID]


def test_a_name_that_comes_twice_keeps_all_its_values() -> None:
    [frame] = Frames().feed(b"Variable: a=1\r\nVariable: b=2\r\n\r\n")
    assert frame == {"Variable": "a=1\nb=2"}


def test_what_is_no_frame_is_dropped_and_what_follows_is_read() -> None:
    long = b"X: " + b"x" * (LONGEST + 1)
    for rubbish in (b"\x00\xff\xfe\r\n\r\n", b"no colon\r\n\r\n", long + b"\r\n\r\n", b"\r\n" * 50):
        frames = [frame for frame in Frames().feed(rubbish + HANGUP) if "Event" in frame]
        assert frames == [SAID]


def test_a_line_without_end_is_not_kept() -> None:
    frames = Frames()
    for _ in range(40):
        assert frames.feed(b"x" * 65536) == []
    assert len(frames._rest) <= LONGEST


@given(cuts=st.lists(st.integers(0, len(SMALL)), max_size=20))
def test_any_pieces_give_the_same_frames(cuts: list[int]) -> None:
    frames, found, edges = Frames(), [], [0, *sorted(cuts), len(SMALL)]
    for begin, end in pairwise(edges):
        found += frames.feed(SMALL[begin:end])
    assert found == Frames().feed(SMALL)


@given(content=st.binary(max_size=400), name=st.sampled_from(sorted(ami.ON)))
@examples(200)
def test_no_rubbish_breaks_the_reading(content: bytes, name: str) -> None:
    calls(content, [])
    calls(b"Event: " + name.encode() + b"\r\n" + content + b"\r\n\r\n", [])
    calls(b'{"type": "Dial", ' + content, [])


@given(
    said=st.dictionaries(
        st.sampled_from(["type", "channel", "peer", "caller", "bridge", "dialstatus", "value", "timestamp"]),
        st.recursive(
            st.text(max_size=5) | st.integers() | st.none(),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.sampled_from(["id", "name", "dialplan"]), inner)
            ),
        ),
    )
)
@examples(200)
def test_no_odd_json_breaks_the_reading(said: dict[str, object]) -> None:
    for kind in ("ChannelCreated", "Dial", "ChannelEnteredBridge", "ChannelVarset", "ChannelDestroyed"):
        list(read(json.dumps({**said, "type": kind}).encode()))
        calls(json.dumps({**said, "type": kind}).encode(), [])
