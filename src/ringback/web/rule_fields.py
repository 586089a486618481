"""The rules as fields of a form, each with what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ringback.web.words import mark


@dataclass(frozen=True, slots=True)
class Field:
    name: str  # of the rule, as a policy is written
    label: str
    hint: str
    options: tuple[tuple[str, str], ...] = ()  # none: it is typed
    whole: bool = False  # a whole number


# By the name of a check in a receipt, the rule that settles it. Others are no matter of a rule.
_SETTLES: Final[Mapping[str, str]] = {
    "hours": "when",
    "ringing": "min_ring_seconds",
    "last spoke or wrote": "in_touch",
    "last text": "cooldown",
    "texts this episode": "repeat",
    "time since the call": "late_after",
    "like a robocall": "hold_robocalls",
    "fuse": "most_per_hour",
    "only watching": "shadow",
}


def rule_of(check: str) -> str:
    """The name of the field that decides this check; "" where none does."""
    return _SETTLES.get(check, "")


YES_NO: Final = (("yes", mark("Yes")), ("no", mark("No")))
FIELDS: Final = (
    Field(
        "when",
        mark("When are callers texted?"),
        mark("At other times a missed call becomes a call-back task."),
        (
            ("always", mark("Always")),
            ("open", mark("While we are open")),
            ("closed", mark("While we are closed")),
        ),
    ),
    Field(
        "delay_seconds",
        mark("Seconds until the text"),
        mark("0 to 120. Whoever calls again meanwhile and is answered gets none."),
        whole=True,
    ),
    Field(
        "cooldown",
        mark("At most one text per caller in"),
        mark("1h to 7d."),
    ),
    Field(
        "repeat",
        mark("A caller who was texted calls again"),
        mark("Who calls twice wants a person."),
        (("alert", mark("Tell me")), ("text", mark("Text again after that time"))),
    ),
    Field(
        "min_ring_seconds",
        mark("Ignore calls shorter than, in seconds"),
        mark("0 to 60. Who hangs up so soon has misdialled."),
        whole=True,
    ),
    Field(
        "in_touch",
        mark("No automatic text after we spoke, for"),
        mark("0m to 24h."),
    ),
    Field(
        "late_after",
        mark("A text later than this becomes a task"),
        mark("1m to 60m after the call."),
    ),
    Field(
        "reply_within",
        mark("We answer within, in opening time"),
        mark("0m promises nothing. What a text promises, you are reminded of."),
    ),
    Field(
        "follow_up_after",
        mark("Ask once more, if nobody answered the text, after"),
        mark("0m: never; else 1h to 7d, and never at night."),
    ),
    Field(
        "at_night",
        mark("A call between 9 PM and 8 AM"),
        mark("By the clock where the number may be. A reply at night is allowed; some find it rude."),
        (
            ("send", mark("Text at once")),
            ("hold", mark("Text in the morning")),
            ("drop", mark("Do not text; I call back")),
        ),
    ),
    Field(
        "hold_robocalls",
        mark("Hold the text when a call looks like a robocall"),
        mark("It then waits for your word."),
        YES_NO,
    ),
    Field(
        "most_per_hour",
        mark("Most automatic texts in an hour"),
        mark("A fuse: more than that is held back, and you are told."),
        whole=True,
    ),
    Field(
        "most_per_day",
        mark("Most automatic texts in a day"),
        mark("The same for 24 hours."),
        whole=True,
    ),
    Field(
        "shadow",
        mark("Only watch"),
        mark("Decide and record as usual, and text nobody."),
        YES_NO,
    ),
)
