from datetime import UTC, datetime, timedelta

import pytest

from ringback.lines.forwarding_watch import TEST, Forwarding, ForwardingState, forwarding_state

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_before_the_test_call() -> None:
    assert forwarding_state(None, NOW) == ForwardingState(
        Forwarding.UNPROVEN, None, "No forwarded call has arrived yet.", TEST
    )


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(days=6), "6 days ago"),
    ],
)
def test_a_call_turns_the_line_green(ago: timedelta, said: str) -> None:
    state = forwarding_state(NOW - ago, NOW)
    assert state == ForwardingState(Forwarding.WORKS, NOW - ago, f"The last forwarded call came {said}.")
    assert state.works


def test_a_week_without_a_call_is_silence() -> None:
    last = NOW - timedelta(days=9)
    state = forwarding_state(last, NOW)
    assert (state.state, state.todo, state.works) == (Forwarding.SILENT, TEST, False)
    assert state.says == (
        "No call has been forwarded since 9 days ago; a new SIM card or plan may have switched it off."
    )
    assert forwarding_state(last, NOW, quiet=timedelta(days=10)).works


def test_an_earlier_call_does_not_pass_a_test() -> None:
    began = NOW - timedelta(minutes=2)
    assert not forwarding_state(NOW - timedelta(minutes=3), NOW, tested_since=began).works
    assert forwarding_state(NOW - timedelta(minutes=1), NOW, tested_since=began).works
