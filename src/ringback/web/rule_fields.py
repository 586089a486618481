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
    options: tuple[tuple[str, str], ...] = ()  # none: it is typed, or a length of time
    lengths: tuple[str, ...] = ()  # of time, to choose from, as a policy writes them
    none: str = ""  # what no time at all means
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
    "fuse of a minute": "most_per_minute",
    "fuse": "most_per_hour",
    "cost": "spend_per_day",
    "texts paused": "pause_unheard",
    "only watching": "shadow",
}


def rule_of(check: str) -> str:
    """The name of the field that decides this check; "" where none does."""
    return _SETTLES.get(check, "")


YES_NO: Final = (("yes", mark("Yes")), ("no", mark("No")))
GROUPS: Final[tuple[tuple[str, tuple[Field, ...]], ...]] = (
    (
        mark("When a text goes"),
        (
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
                "late_after",
                mark("A text later than this becomes a task"),
                mark("Counted from the call. Later it no longer reads as an answer."),
                lengths=("5m", "10m", "20m", "30m", "1h"),
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
        ),
    ),
    (
        mark("Who gets one"),
        (
            Field(
                "cooldown",
                mark("At most one text per caller in"),
                mark("Whoever calls sooner is not texted again; you are asked to call them back."),
                lengths=("1h", "4h", "12h", "24h", "48h", "72h", "168h"),
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
                mark("Who has just had you on the phone needs no text."),
                lengths=("0h", "10m", "30m", "1h", "2h", "4h", "24h"),
                none=mark("No time at all"),
            ),
            Field(
                "hold_robocalls",
                mark("Hold the text when a call looks like a robocall"),
                mark("It then waits for your word."),
                YES_NO,
            ),
        ),
    ),
    (
        mark("What comes after"),
        (
            Field(
                "reply_within",
                mark("We answer within, in opening time"),
                mark("What a text promises, you are reminded of."),
                lengths=("0h", "30m", "1h", "2h", "4h", "8h"),
                none=mark("We promise nothing"),
            ),
            Field(
                "declines",
                mark("Who politely says no, thanks, gets no more texts"),
                mark("As if they had said stop. Who calls again and wants them only has to write START."),
                (
                    ("first", mark("After the first time")),
                    ("second", mark("After the second time within 30 days")),
                    ("never", mark("Never; the follow-up alone is left out")),
                ),
            ),
            Field(
                "follow_up_after",
                mark("Ask once more, if nobody answered the text, after"),
                mark("Never at night."),
                lengths=("0h", "2h", "4h", "24h", "48h", "72h"),
                none=mark("Never"),
            ),
        ),
    ),
    (
        mark("To be on the safe side"),
        (
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
                "most_per_minute",
                mark("Most automatic texts in a minute"),
                mark("The same for a minute; 0 sets no limit."),
                whole=True,
            ),
            Field(
                "spend_per_day",
                mark("Most that texts may cost in a day, in dollars"),
                mark("0 sets no limit. When it is reached, you are asked to call back instead."),
            ),
            Field(
                "spend_per_month",
                mark("Most that texts may cost in a month, in dollars"),
                mark("For a calendar month. What you write yourself counts, too, and always leaves."),
            ),
            Field(
                "part_price",
                mark("What one part of a text costs, in dollars"),
                mark("With the carrier's fee, as on your bill; about 0.012 in the United States."),
            ),
            Field(
                "pause_unheard",
                mark("Pause texts that nobody hears"),
                mark("When hardly any of the last 50 arrived or was answered. You are told of it."),
                YES_NO,
            ),
            Field(
                "shadow",
                mark("Only watch"),
                mark("Decide and record as usual, and text nobody."),
                YES_NO,
            ),
        ),
    ),
)
FIELDS: Final = tuple(field for _, fields in GROUPS for field in fields)
