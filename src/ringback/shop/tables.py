"""The tables of a shop file: every key once, with what may be written there and what it means.

Pydantic reads them; `Key` feeds the sentences about wrong values and docs/shop-file.md. What concerns several
tables or lines at once is in `check.py`.
"""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, Field, model_validator

from ringback.messages.library.shelf import LANGUAGES
from ringback.phone.registry import PROVIDERS
from ringback.rules import policy
from ringback.rules.situations import SITUATIONS
from ringback.rules.units import parse_duration
from ringback.rules.week import parse_region, parse_time_zone
from ringback.shop import values
from ringback.shop.business import BusinessTable
from ringback.shop.key import STRICT, Key, either

TEMPLATES: Final = (*SITUATIONS, policy.FOLLOW_UP)
NOTICES: Final = ("greeting", "website", "keypress")


class Table(BaseModel):
    model_config = STRICT


Number = Annotated[str, AfterValidator(values.number)]
Numbers = Annotated[list[Number], Field(max_length=values.MOST_LISTED)]
Day = Annotated[
    Annotated[list[Annotated[str, values.RANGE]], values.DAY] | None,
    Key('a list of ranges, such as ["08:00-12:00", "13:00-17:30"]', "Open on that day; [] is closed."),
]


class AccountTable(Table):
    name: Annotated[
        str,
        Key("the business's name in quotes", "Which business this is; {business} in texts."),
        AfterValidator(values.name),
    ]
    time_zone: Annotated[
        str,
        Key('a place, such as "America/Chicago"', "Where the opening hours are wall time."),
        values.by(parse_time_zone),
    ]
    country: Annotated[
        str,
        Key('two letters, such as "US"', "How numbers without + are read."),
        AfterValidator(values.country),
    ] = "US"
    notice: Annotated[
        str,
        Key(either(NOTICES), "Where callers learn that they may be texted."),
        values.one_of(*NOTICES, ""),
    ] = ""


class HoursTable(Table):
    mon: Day = None
    tue: Day = None
    wed: Day = None
    thu: Day = None
    fri: Day = None
    sat: Day = None
    sun: Day = None
    holidays: Annotated[
        str,
        Key('a region, such as "US-TX"', "Closed on the public holidays there."),
        values.by(parse_region),
    ] = ""
    closed: Annotated[
        list[Annotated[str, values.CLOSED]],
        Key('a list of days, such as ["2026-12-24..2026-12-26"]', "Days off, both ends included."),
    ] = []


class TextBackTable(Table):
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


def _listed(meaning: str) -> Key:
    return Key('a list of numbers, such as ["+15125550188"]', meaning)


class ListsTable(Table):
    """A list that the file does not name stays as it is: callers are also put on it with one tap."""

    never_text: Annotated[Numbers | None, _listed("No text and nothing to do: a supplier, the family.")] = (
        None
    )
    tell_me: Annotated[Numbers | None, _listed("Never a text, but a person calls back.")] = None
    vip: Annotated[
        Numbers | None, _listed("Texted like anybody, and a person is told of the missed call at once.")
    ] = None


class TemplateTable(Table):
    situation: Annotated[
        str, Key(either(TEMPLATES), "When it is sent."), values.one_of(*TEMPLATES), Field(alias="for")
    ]
    text: Annotated[str, Key("the words of the text in quotes", "What is sent.")]


class LineHoursTable(HoursTable):
    """Of one line, or of one source: what is written here goes before what the account says."""

    time_zone: Annotated[
        str | None,
        Key('a place, such as "America/Denver"', "Where these hours are wall time, if elsewhere."),
        values.by(lambda written: parse_time_zone(written) if written is not None else None),
    ] = None


_LINE_TEXTS: Final = Key("[[lines.templates]], with two brackets", "Own words of this line.")


class SourceTable(Table):
    """Calls that come through one other number: a tracking number, or the owner's own mobile."""

    number: Annotated[Number, Key('the number, such as "+15125550155"', "The number that passes calls on.")]
    hours: Annotated[LineHoursTable | None, Key("a table [lines.sources.hours]", "Hours of its own.")] = None
    text_back: Annotated[
        TextBackTable | None, Key("a table [lines.sources.text_back]", "Rules of its own.")
    ] = None
    templates: Annotated[
        list[TemplateTable], Key("[[lines.sources.templates]], with two brackets", "Own words for it.")
    ] = []


class LineTable(Table):
    number: Annotated[Number, Key('the number, such as "+15125550142"', "Your business number.")]
    provider: Annotated[
        str, Key("the short name of a phone company", "Who carries it."), values.one_of(*PROVIDERS)
    ]
    mode: Annotated[str, Key('"dial" or "forwarded"', "How calls reach us."), AfterValidator(values.mode)]
    live: Annotated[
        bool | None,
        Key(
            "true or false",
            "false: it only watches; true: it goes live if its checks pass. Without it, it stays as it is, "
            "and a new line is live.",
        ),
    ] = None
    live_without: Annotated[
        str,
        Key("the reason in quotes", "With live = true: why it goes live although a check does not pass."),
        AfterValidator(values.short),
    ] = ""
    ring: Annotated[
        list[Number],
        Key('a list of numbers, such as ["+15125550143"]', "Your own phones, which ring in dial mode."),
        AfterValidator(values.ring),
    ] = []
    ring_seconds: Annotated[
        int, Key("a whole number from 5 to 60", "How long they ring."), values.from_to(5, 60)
    ] = 14
    in_turn: Annotated[bool, Key("true or false", "One phone after another instead of all at once.")] = False
    press_to_accept: Annotated[
        bool,
        Key("true or false", "Who picks up must press 1, so that a cell phone's voicemail never counts."),
    ] = True
    greeting: Annotated[
        str | None,
        Key('the words in quotes; "" says nothing', "Said to a caller whom nobody answers."),
        AfterValidator(values.greeting),
    ] = None
    voicemail: Annotated[
        bool, Key("true or false", "Callers may leave a message."), AfterValidator(values.voicemail)
    ] = False
    language: Annotated[
        str,
        Key(either(LANGUAGES), "Of what its callers hear and read, if another than the business's."),
        values.one_of(*LANGUAGES, ""),
    ] = ""
    texts_via: Annotated[
        Number | None,
        Key('another of your numbers, such as "+15125550145"', "The line that sends this line's texts."),
    ] = None
    texts_per_second: Annotated[
        Annotated[float, values.from_to(0.01, 100)] | None,
        Key(
            "a number from 0.01 to 100",
            "How fast texts may leave; without it one a second, three from a toll-free number.",
        ),
    ] = None
    hours: Annotated[
        LineHoursTable | None, Key("a table [lines.hours]", "Hours of this line, where they differ.")
    ] = None
    text_back: Annotated[
        TextBackTable | None, Key("a table [lines.text_back]", "Rules of this line, where they differ.")
    ] = None
    templates: Annotated[list[TemplateTable], _LINE_TEXTS] = []
    sources: Annotated[
        list[SourceTable],
        Key("[[lines.sources]], with two brackets", "Rules for calls that come through another number."),
    ] = []
    settings: Annotated[
        dict[str, object], Key("a table [lines.settings]", "What the phone company needs to know.")
    ] = {}


class ShopTable(Table):
    account: Annotated[AccountTable, Key("a table [account]", "The business.")]
    business: Annotated[
        BusinessTable, Key("a table [business]", "What registers and notices must know of it.")
    ] = BusinessTable()
    hours: Annotated[HoursTable, Key("a table [hours]", "When it is open; without it, always.")] = (
        HoursTable()
    )
    text_back: Annotated[
        TextBackTable, Key("a table [text_back]", "When a missed call is answered with a text.")
    ] = TextBackTable()
    lists: Annotated[ListsTable, Key("a table [lists]", "Callers who are treated differently.")] = (
        ListsTable()
    )
    templates: Annotated[
        list[TemplateTable],
        Key("[[templates]], with two brackets, once for each", "Your own words; without them, ours."),
    ] = []
    lines: Annotated[
        list[LineTable], Key("[[lines]], with two brackets, once for each", "Your business numbers.")
    ] = []
