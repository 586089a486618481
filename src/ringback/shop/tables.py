"""The tables of a shop file: every key once, with what may be written there and what it means.

Pydantic reads them; `Key` feeds the sentences about wrong values and docs/shop-file.md. What concerns several
tables or lines at once is in `check.py`.
"""

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, Field

from ringback.messages.library.shelf import LANGUAGES
from ringback.phone.registry import PROVIDERS
from ringback.rules import policy
from ringback.rules.situations import SITUATIONS
from ringback.rules.week import parse_region, parse_time_zone
from ringback.shop import values
from ringback.shop.business import BusinessTable
from ringback.shop.key import STRICT, Key, either
from ringback.shop.text_back import TextBackTable

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
