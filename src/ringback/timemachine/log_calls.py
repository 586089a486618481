"""From the rows of a call log to calls. What is not understood is counted with its reason, never guessed."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ringback.lib.numbers import Number, NumberKind, read_number
from ringback.lib.progress import Told, silent, watched
from ringback.timemachine.log_columns import Columns, Role, folded
from ringback.timemachine.log_file import LogFile, Row
from ringback.timemachine.log_values import (
    DateOrder,
    date_order,
    read_instant,
    read_seconds,
    unit_of,
    zone_of_header,
)
from ringback.timemachine.log_words import Ending, ending_of, is_inbound, yes_or_no
from ringback.understand.folding import fold

_TOTAL: Final = re.compile(r"^(?:sub|grand )?totals?(?:es)?\b|^summary\b|^page \d+|^resumen\b|^totales\b")
_NUMBER: Final = re.compile(r"\+?\(?\d[\d ().-]{5,}\d")  # of a cell that has more in it, such as a place
_SHORTENED: Final = re.compile(r"\d[.,]\d+e\+?\d+", re.IGNORECASE)
_SPANISH: Final = {
    "fecha",
    "hora",
    "numero",
    "duracion",
    "llamada",
    "telefono",
    "estado",
    "tipo",
    "direccion",
}
_CAME_IN: Final = {Ending.NO_ANSWER, Ending.VOICEMAIL, Ending.DECLINED}  # what is said of calls that came in
FIRST_YEAR: Final = 1980
TOMORROW: Final = timedelta(days=1)  # `today` is that of another zone
NAMES_PLACE: Final = (Role.TO, Role.FROM)  # where a bill writes "Incoming, CL" instead of a number


@dataclass(frozen=True, slots=True)
class LoggedCall:
    line: int  # of the file
    at: datetime  # UTC
    caller: Number  # the other side, also when the business called
    inbound: bool
    ending: Ending
    seconds: float
    to: str  # E.164 of the business's number, "" when the log does not say


@dataclass(slots=True)
class CallLog:
    order: DateOrder
    rows: int
    calls: list[LoggedCall] = field(default_factory=list)  # in order of time
    unknown: Counter[str] = field(default_factory=Counter)  # reason -> rows
    examples: dict[str, int] = field(default_factory=dict)  # reason -> the first line of it
    assumed: int = 0  # calls of which only their length says whether they were answered


class _Unknown(Exception):
    """A row that is no call that we understand; the message is the reason."""


@dataclass(frozen=True, slots=True)
class _Reader:
    columns: Columns
    own: frozenset[str]  # E.164
    country: str
    zone: ZoneInfo
    today: date
    order: DateOrder
    unit: float
    marks: bool = False  # the log says which calls came in; then those of which it does not went out
    names_missed: bool = False  # likewise; then those without a length were answered

    def cell(self, row: Row, role: Role) -> str:
        """The first of the role's columns that is filled."""
        return next((cell for cell in self.cells(row, role) if cell), "")

    def cells(self, row: Row, role: Role) -> list[str]:
        return [row[place] for place in self.columns.places.get(role, ()) if place < len(row)]


def read_calls(
    log: LogFile,
    columns: Columns,
    own: frozenset[str],
    country: str,
    zone: ZoneInfo,
    today: date,
    told: Told = silent,
) -> CallLog:
    """`own` are the business's numbers; where a log has both sides, one that is always there is one, too."""
    rows = log.rows[columns.first_row :]
    reader = _reader(rows, columns, own, country, zone, today)
    found = CallLog(reader.order, len(rows))
    seen = set()
    for line, row in watched(rows, "read", told):
        try:
            call, assumed = _call(reader, line, row)
            same = (call.at, call.caller, call.inbound, call.to)
            if same in seen:
                raise _Unknown("the same call a second time")
        except _Unknown as reason:
            found.unknown[str(reason)] += 1
            found.examples.setdefault(str(reason), line)
            continue
        seen.add(same)
        found.calls.append(call)
        found.assumed += assumed and call.inbound
    found.calls.sort(key=lambda call: call.at)
    return found


def _reader(
    rows: Sequence[tuple[int, Row]],
    columns: Columns,
    own: frozenset[str],
    country: str,
    zone: ZoneInfo,
    today: date,
) -> _Reader:
    names = {word for name in columns.names for word in folded(name).split()}
    place = (columns.places.get(Role.DATE) or columns.places[Role.TIME])[0]
    order = date_order((row[place] for _, row in rows if place < len(row)), bool(names & _SPANISH), today)
    if columns.dates:
        order = DateOrder(columns.dates == "dmy", True)
    both = Role.FROM in columns.places and Role.TO in columns.places
    reader = _Reader(
        columns=columns,
        own=own | (_always_there(rows, columns, country) if both else frozenset()),
        country=country,
        zone=_zone_of(columns) or zone,
        today=today,
        order=order,
        unit=unit_of(columns.named(Role.DURATION)),
    )
    said = {_words(reader, row) for _, row in rows}
    return replace(
        reader,
        marks=any(map(is_inbound, said)),
        names_missed=any(ending_of(words) is Ending.NO_ANSWER for words in said),
    )


def _zone_of(columns: Columns) -> ZoneInfo | None:
    """As a header says: "Time (Pacific)"."""
    headers = (folded(columns.named(role)) for role in (Role.DATE, Role.TIME))
    return next(filter(None, (zone_of_header(header)[1] for header in headers)), None)


def _always_there(rows: Sequence[tuple[int, Row]], columns: Columns, country: str) -> frozenset[str]:
    """A number that most rows have on one side or the other."""
    counted: Counter[str] = Counter()
    for _, row in rows:
        places = (columns.places[role][0] for role in (Role.FROM, Role.TO))
        counted.update({row[place] for place in places if place < len(row) and row[place]})
    if len(rows) < 3 or not counted:
        return frozenset()
    number, times = counted.most_common(1)[0]
    read = _number(number, country).e164
    return frozenset({read}) if read and times > len(rows) * 0.6 else frozenset()


def _call(reader: _Reader, line: int, row: Row) -> tuple[LoggedCall, bool]:
    if _TOTAL.search(fold(next(cell for cell in row if cell))):
        raise _Unknown("a total, not a call")
    words = _words(reader, row)
    ending = _explicit(reader, row) or ending_of(words)
    if ending is Ending.NO_CALL:
        raise _Unknown("a text, a fax or data, not a call")
    at = _at(reader, row)
    seconds = read_seconds(reader.cell(row, Role.DURATION), reader.unit)
    inbound, written, ours = _sides(reader, row, words, ending)
    if _SHORTENED.fullmatch(written):
        written = _unshortened(written)
    caller = _number(written, reader.country)
    if caller.kind is NumberKind.EMPTY and written:
        caller = Number(None, NumberKind.ANONYMOUS)  # a name or a word where the number should be
    settled, assumed = _settled(reader, ending, seconds)
    to = _number(ours, reader.country).e164 or ""
    return LoggedCall(line, at, caller, inbound, settled, seconds or 0.0, to), assumed


def _words(reader: _Reader, row: Row) -> str:
    """All that is said about what happened; a place such as "Incoming, CL" stands where a number could be."""
    said = [cell for role in (Role.RESULT, Role.DIRECTION) for cell in reader.cells(row, role)]
    instead = [cell for role in NAMES_PLACE for cell in reader.cells(row, role) if not _digits(cell)]
    return " ; ".join(filter(None, [*said, *instead]))


def _explicit(reader: _Reader, row: Row) -> Ending | None:
    """From a column that asks: answered? missed?"""
    answers: tuple[tuple[Role, Mapping[bool, Ending]], ...] = (
        (Role.MISSED, {True: Ending.NO_ANSWER, False: Ending.ANSWERED}),
        (Role.ANSWERED, {True: Ending.ANSWERED, False: Ending.NO_ANSWER}),
    )
    for role, means in answers:
        if role in reader.columns.places:
            said = yes_or_no(reader.cell(row, role))
            ending = means[True if said is None else said]
            plainer = ending_of(_words(reader, row))
            return plainer if ending is Ending.NO_ANSWER and plainer is Ending.VOICEMAIL else ending
    return None


def _at(reader: _Reader, row: Row) -> datetime:
    day, clock = reader.cell(row, Role.DATE), reader.cell(row, Role.TIME)
    if not day and not clock:
        raise _Unknown("no date")
    if day and not clock:  # date and time may stand in two columns that both call themselves a date
        clock = " ".join(reader.cells(row, Role.DATE)[1:2]) if ":" not in day else ""
    with_time = day if ":" in day and re.search(r"[-/. ]", day) else f"{day} {clock}"
    at = read_instant(with_time, "", reader.order, reader.zone, reader.today)
    if at is None:
        raise _Unknown("a date or time that is not understood")
    if at.year < FIRST_YEAR or at.date() > reader.today + TOMORROW:
        raise _Unknown("a date on which nobody can have called")
    return at


def _sides(reader: _Reader, row: Row, words: str, ending: Ending | None) -> tuple[bool, str, str]:
    """Did they call? The other side, and ours."""
    from_, to = reader.cell(row, Role.FROM), reader.cell(row, Role.TO)
    inbound = _inbound(reader, row, words, from_, to)
    if inbound is None:
        if ending is None and Role.NUMBER not in reader.columns.places:
            raise _Unknown("nothing says whether it came in or went out")
        inbound = ending in _CAME_IN or not reader.marks
    number = reader.cell(row, Role.NUMBER)
    if inbound:
        other, ours = from_ or number, to
    else:
        other, ours = (to if _digits(to) else "") or number, from_
    if not other:
        if not inbound:
            raise _Unknown("no number")
        other = "private"  # nobody's number is shown: a hidden caller
    return inbound, other, ours


def _inbound(reader: _Reader, row: Row, words: str, from_: str, to: str) -> bool | None:
    said = is_inbound(reader.cell(row, Role.DIRECTION)) if Role.DIRECTION in reader.columns.places else None
    said = is_inbound(words) if said is None else said
    if said is not None:
        return said
    if reader.own:
        for number, answer in ((to, True), (from_, False)):
            if number and _number(number, reader.country).e164 in reader.own:
                return answer
    return True if from_ and not to else None


def _settled(reader: _Reader, ending: Ending | None, seconds: float | None) -> tuple[Ending, bool]:
    """And whether only the length of the call says so."""
    match ending:
        case None if seconds is None and reader.names_missed:
            return Ending.ANSWERED, False
        case None:
            return (Ending.ANSWERED if seconds else Ending.NO_ANSWER), True
        case Ending.OVER:
            return (Ending.ANSWERED if seconds else Ending.NO_ANSWER), False
        case _:
            return ending, False


def _number(written: str, country: str) -> Number:
    """ "(512) 555-0143 - Austin, TX" and 5125550143.0, as a program writes it that takes it for an amount."""
    number = read_number(written, country)
    inside = _NUMBER.search(written.removesuffix(".0")) if number.kind is NumberKind.INVALID else None
    found = read_number(inside[0], country) if inside else number
    return found if found.e164 else number


def _digits(cell: str) -> bool:
    return sum(c.isdigit() for c in cell) >= 7


def _unshortened(written: str) -> str:
    """1.5125550111E+10 still has all its digits; 1.51E+10 has lost them for good."""
    digits, _, power = written.upper().replace(",", ".").partition("E")
    whole = digits.replace(".", "")
    if len(whole) < int(power) + 1:
        raise _Unknown("a number that a spreadsheet has shortened: save the file with numbers as text")
    return whole
