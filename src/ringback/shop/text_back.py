"""When a missed call is answered with a text: `[text_back]` in a shop file, of a business, line or source."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, model_validator

from ringback.rules import policy
from ringback.rules.units import parse_duration
from ringback.shop import values
from ringback.shop.key import STRICT, Key, either


class TextBackTable(BaseModel):
    model_config = STRICT

    when: Annotated[
        str,
        Key(either(policy.When), "When texts go out. Otherwise a missed call becomes a call-back task."),
        values.one_of(*policy.When),
    ] = "always"
    delay_seconds: Annotated[
        int,
        Key(f"a whole number from 0 to {policy.LONGEST_DELAY}", "Seconds from the missed call to the text."),
        values.from_to(0, policy.LONGEST_DELAY),
    ] = 5
    cooldown: Annotated[
        str,
        Key('a length of time from "1h" to "7d"', "At most one automatic text per caller in that time."),
        values.lasting(policy.SHORTEST_COOLDOWN, policy.LONGEST_COOLDOWN, '"1h" to "7d"'),
    ] = "24h"
    min_ring_seconds: Annotated[
        int,
        Key("a whole number from 0 to 60", "Who hangs up sooner than that has misdialled and is not texted."),
        values.from_to(0, 60),
    ] = 4
    late_after: Annotated[
        str,
        Key('a length of time from "1m" to "60m"', "Later than that a text becomes a call-back task."),
        values.lasting(timedelta(minutes=1), policy.LATEST, '"1m" to "60m"'),
    ] = "10m"
    in_touch: Annotated[
        str,
        Key('a length of time from "0m" to "24h"', "No automatic text that long after you wrote or spoke."),
        values.lasting(timedelta(0), policy.LONGEST_IN_TOUCH, '"0m" to "24h"'),
    ] = "30m"
    repeat: Annotated[
        str,
        Key(either(policy.Repeat), "Who calls again: a person is told, or a text after the cool-down."),
        values.one_of(*policy.Repeat),
    ] = "alert"
    hold_robocalls: Annotated[
        bool, Key("true or false", "What looks like a robocall waits for your word before it is texted.")
    ] = True
    most_per_minute: Annotated[
        int,
        Key(
            f"a whole number from 0 to {policy.MOST_TEXTS}",
            "More automatic texts in a minute are held back, 5 for example; 0 sets no limit.",
        ),
        values.from_to(0, policy.MOST_TEXTS),
    ] = 0
    most_per_hour: Annotated[
        int,
        Key(f"a whole number from 1 to {policy.MOST_TEXTS}", "The same for an hour."),
        values.from_to(1, policy.MOST_TEXTS),
    ] = 60
    most_per_day: Annotated[
        int,
        Key(f"a whole number from 1 to {policy.MOST_TEXTS}", "The same for 24 hours."),
        values.from_to(1, policy.MOST_TEXTS),
    ] = 300
    spend_per_day: Annotated[
        str | float,
        Key('an amount, such as "5.00"; 0 sets no limit', "When texts cost more in a day, callers get none."),
        values.MONEY,
    ] = "0.00"
    spend_per_month: Annotated[
        str | float,
        Key('an amount, such as "60"; 0 sets no limit', "The same for a calendar month."),
        values.MONEY,
    ] = "0.00"
    part_price: Annotated[
        str | float,
        Key('an amount, such as "0.012"', "What one part of a text costs, with the carrier's fee."),
        values.MONEY,
    ] = "0.012"
    pause_unheard: Annotated[
        bool,
        Key(
            "true or false",
            "Pause texts when hardly any of the last 50 arrived or was answered.",
        ),
    ] = True
    declines: Annotated[
        str,
        Key(either(policy.Declines), 'Which polite "no, thanks" within 30 days counts as a stop.'),
        values.one_of(*policy.Declines),
    ] = "second"
    shadow: Annotated[
        bool, Key("true or false", "Decide and record as usual, but text nobody: to try your rules.")
    ] = False
    reply_within: Annotated[
        str,
        Key(
            'a length of time from "0m" to "24h"',
            "In how much opening time a person answers: {reply_within} says it, and you are held to it.",
        ),
        values.lasting(timedelta(0), policy.LONGEST_REPLY, '"0m" to "24h"'),
    ] = "0m"
    follow_up_after: Annotated[
        str,
        Key(
            '"0m", or a length of time from "1h" to "7d"',
            "Ask once more, at an hour that is allowed, when the first text got no answer; 0m: never.",
        ),
        values.by(values.follow_up),
    ] = "0m"
    at_night: Annotated[
        str,
        Key(
            either(policy.AtNight),
            "A call between 9 PM and 8 AM: text at once, in the morning, or not at all.",
        ),
        values.one_of(*policy.AtNight),
    ] = "send"
    look_up: Annotated[
        bool,
        Key("true or false", "Ask the company, for money, about a new number: a landline is called back."),
    ] = False
    countries: Annotated[
        list[Annotated[str, AfterValidator(values.country)]],
        Key('a list of countries, such as ["US", "CA"]', "Only numbers of these countries are texted."),
        AfterValidator(values.countries),
    ] = ["US", "CA"]

    @model_validator(mode="after")
    def _in_time(self) -> "TextBackTable":
        if timedelta(seconds=self.delay_seconds) > parse_duration(self.late_after):
            raise ValueError("late_after is shorter than delay_seconds; write it longer")
        return self
