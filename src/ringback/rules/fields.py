"""What a template's fields stand for, for one caller at one moment."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ringback.messages.compose import OPT_OUT, first_name
from ringback.messages.words import exact_length, moment
from ringback.rules.hours import opening_at
from ringback.rules.policy import Policy
from ringback.rules.promised import answer_by


def fields_for(
    policy: Policy, business: str, caller: str, now: datetime, language: str = "en"
) -> Mapping[str, str]:
    """`caller` is the contact's name, "" when unknown. `now` is when the text goes out.

    `next_open` is empty while the business is open, and when it does not open within a year; `reply_within`
    when the owner promises no time.
    """
    opening = opening_at(policy, now)
    opens = moment(opening.opens, opening.at, language) if opening.opens else ""
    return {
        "business": business,
        "first_name": first_name(caller),
        "next_open": opens,
        "reply_within": _reply_within(policy, now, opening.at, language),
        "stop": OPT_OUT[language],
    }


def _reply_within(policy: Policy, now: datetime, wall: datetime, language: str) -> str:
    """ "within 2 hours", or "by tomorrow at 9 AM" where the hours end before."""
    due = answer_by(policy, now)
    if due is None:
        return ""
    if due - now == policy.reply_within:
        said = exact_length(policy.reply_within, language)
        return f"en {said}" if language == "es" else f"within {said}"
    until = moment(due.astimezone(ZoneInfo(policy.time_zone)), wall, language)
    return f"para {until}" if language == "es" else f"by {until}"
