"""The times that a text states, worked out so that a person can keep them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from ringback.messages.compose import fields_in
from ringback.rules.hours import is_open, next_change, opening_at
from ringback.rules.policy import Policy

FIVE_MINUTES = timedelta(minutes=5)
MOST_CHANGES = 1000  # of open and closed, until the time for an answer is used up


def promised_in(template: str, policy: Policy, now: datetime) -> Mapping[str, datetime]:
    """By the field that says so: until when somebody must have answered, if the text goes out `now`."""
    stated = ((field, _STATED[field](policy, now)) for field in sorted(fields_in(template) & _STATED.keys()))
    return {field: due for field, due in stated if due is not None}


def answer_by(policy: Policy, now: datetime) -> datetime | None:
    """When `reply_within` of opening time has passed since `now`; None when no time is promised.

    Outside of what is left of this opening, rounded up to what a person would say: 9:10, not 9:07.
    """
    left, at = policy.reply_within, now
    for _ in range(MOST_CHANGES if left else 0):
        change = next_change(policy, at)
        if is_open(policy, at):
            if change is None or at + left <= change:
                return at + left if at == now else _rounded_up(at + left)
            left -= change - at
        if change is None:
            return None
        at = change
    return None


def _opens(policy: Policy, now: datetime) -> datetime | None:
    opens = opening_at(policy, now).opens
    return opens.astimezone(now.tzinfo) if opens else None


_STATED: Mapping[str, Callable[[Policy, datetime], datetime | None]] = {
    "next_open": _opens,
    "reply_within": answer_by,
}


def _rounded_up(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at + (FIVE_MINUTES - over) if over else at
