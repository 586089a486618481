from datetime import UTC, datetime, timedelta

from ringback.permission.frequency import Sent, may_text_unasked
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
