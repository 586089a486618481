"""What a template's fields stand for, for one caller at one moment."""

from collections.abc import Mapping
from datetime import datetime

from ringback.messages.compose import first_name
from ringback.messages.words import moment
from ringback.rules.hours import opening_at
from ringback.rules.policy import Policy


def fields_for(policy: Policy, business: str, caller: str, now: datetime) -> Mapping[str, str]:
    """`caller` is the contact's name, "" when unknown. `now` is when the text goes out.

    `next_open` is empty while the business is open, and when it does not open within a year.
    """
    opening = opening_at(policy, now)
    opens = moment(opening.opens, opening.at) if opening.opens else ""
    return {"business": business, "first_name": first_name(caller), "next_open": opens}
