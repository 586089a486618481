from datetime import UTC, datetime, timedelta

from ringback.permission.frequency import Sent, may_follow_up, may_text_unasked
from ringback.permission.verdict import Allowed, Refused

NOW = datetime(2026, 7, 15, 17, 0, tzinfo=UTC)


def ago(*hours: float) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(hours=h) for h in hours)


def test_the_third_text_in_a_day_is_the_last() -> None:
    assert may_text_unasked(Sent(ago(1, 2)), NOW) == Allowed()
    assert may_text_unasked(Sent(ago(1, 2, 24)), NOW) == Allowed()
    sentence = "This person has had 3 texts of yours in 24 hours without asking for them."
    in_an_hour = Refused("daily_ceiling", sentence, NOW + timedelta(hours=1))
    assert may_text_unasked(Sent(ago(1, 23, 2)), NOW) == in_an_hour


def test_after_four_texts_the_second_must_be_a_day_old() -> None:
    verdict = may_text_unasked(Sent(ago(1, 2, 3, 4)), NOW)
    assert isinstance(verdict, Refused)
    assert verdict.next_allowed == NOW + timedelta(hours=21)


def test_one_follow_up_a_day_and_two_in_all() -> None:
    assert may_follow_up(Sent(), NOW) == Allowed()
    assert may_follow_up(Sent(follow_ups=ago(24)), NOW) == Allowed()
    today = Refused(
        "followed_up_today", "They were asked within the last 24 hours.", NOW + timedelta(hours=4)
    )
    assert may_follow_up(Sent(follow_ups=ago(20)), NOW) == today
    enough = "They have been asked twice since the call and did not answer."
    assert may_follow_up(Sent(follow_ups=ago(80, 40)), NOW) == Refused("enough_follow_ups", enough, None)


def test_nobody_is_asked_again_who_said_no() -> None:
    assert may_follow_up(Sent(declined=True), NOW) == Refused(
        "declined", "They have said no, thank you.", None
    )


def test_a_follow_up_counts_for_the_ceiling_too() -> None:
    verdict = may_follow_up(Sent(unasked=ago(1, 2, 3)), NOW)
    assert isinstance(verdict, Refused)
    assert verdict.reason == "daily_ceiling"
