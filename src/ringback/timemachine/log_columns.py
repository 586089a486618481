"""Which column of a call log says what: headers of phone companies and bills, in English and Spanish."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ringback.timemachine.log_file import LOOK_AT, LogFile, Row, Unreadable
from ringback.timemachine.log_values import zone_of_header
from ringback.understand.folding import fold


class Role(StrEnum):
    DATE = "date"  # or date and time in one
    TIME = "time"
    NUMBER = "number"  # of the other side, whoever called
    FROM = "from"
    TO = "to"
    DIRECTION = "direction"
    RESULT = "result"
    DURATION = "duration"
    ANSWERED = "answered"  # yes or no, or when
    MISSED = "missed"  # yes or no
    NAME = "name"


# The best first: a file may have several that would do.
HEADERS: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.DATE: (
        "date time", "datetime", "date and time", "date time start", "start time",
        "call start time", "call start", "started at", "startedat", "start date", "start", "calldate",
        "call date time", "call date", "date of call", "date created", "created at", "createdat", "timestamp",
        "time stamp", "call time stamp", "fecha y hora", "fecha hora", "fecha hora inicio", "hora de inicio",
        "inicio", "date", "fecha de llamada", "fecha", "dia", "day", "when",
    ),
    Role.TIME: ("time", "call time", "time of call", "time of day", "hora", "hora de llamada"),
    Role.FROM: (
        "from", "from number", "caller", "caller number", "caller id", "callerid", "caller id number", "cid",
        "caller phone", "calling number", "calling party", "source number", "source", "src", "clid", "ani",
        "originating number", "origen", "numero de origen", "de", "numero que llama", "llamante",
        "from phone number",
    ),
    Role.TO: (
        "to", "to number", "called", "called number", "called party", "callee", "dialed number",
        "destination number", "destination", "dst", "did", "dnis", "terminating number", "tracking number",
        "to phone number", "call to", "destino", "numero de destino", "a", "numero marcado", "numero llamado",
    ),
    Role.NUMBER: (
        "number", "phone number", "phone", "telephone", "telephone number", "contact number", "other party",
        "customer number", "external number", "remote number", "number called", "number called to from",
        "phone number called", "who", "contact", "numero", "numero de telefono", "telefono", 
        "numero telefonico",
    ),
    Role.DIRECTION: (
        "direction", "call direction", "dir", "in out", "incoming outgoing", "inbound outbound", "direccion",
        "sentido", "entrante saliente",
    ),
    Role.RESULT: (
        "action result", "result", "call result", "status", "call status", "disposition", "outcome",
        "call outcome", "call type", "type", "call state", "state", "action", "result description",
        "hangup cause", "disconnect response", "description", "desc", "resultado", "estado", "estatus",
        "tipo de llamada", "tipo", "descripcion", "usage type", "feature",
    ),
    Role.DURATION: (
        "duration", "duration secs", "duration seconds", "duration sec", "duration s", "call duration",
        "call length", "length", "billsec", "talk time", "talk duration", "conversation duration", "minutes",
        "min", "mins", "duration minutes", "duration min", "duration mins", "call minutes", "seconds",
        "duracion", "duracion de la llamada", "duracion segundos", "duracion minutos", "minutos", "segundos",
        "tiempo", "duration ms",
    ),
    Role.ANSWERED: (
        "answered", "answered at", "answeredat", "answered by", "answeredby", "date time connect",
        "connect time", "answer time", "picked up", "contestada", "contestado por",
    ),
    Role.MISSED: ("missed", "missed call", "is missed", "no answer", "perdida", "llamada perdida"),
    Role.NAME: ("contact name", "caller name", "customer name", "name", "nombre", "nombre del contacto"),
}  # fmt: skip
_ROLE_OF: Final = {header: role for role, headers in HEADERS.items() for header in headers}
_WHO: Final = {Role.NUMBER, Role.FROM}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands, from 0, the best column of its kind first, and how the header names it."""

    places: Mapping[Role, tuple[int, ...]]
    names: Sequence[str]
    first_row: int  # of the calls, among the file's rows
    dates: str = ""  # "dmy" or "mdy" when the owner has said it

    def named(self, role: Role) -> str:
        return self.names[self.places[role][0]] if self.places.get(role) else ""


def likeness(row: Row) -> int:
    """How much this row looks like a header: of how many things it has a column."""
    roles = _roles(row)
    return len(roles) if {Role.DATE, Role.TIME} & roles else 0


def _headers(row: Row) -> int:
    """A single one may stand in any row: "Missed"."""
    known = len(_roles(row))
    return known if known > 1 else 0


def _roles(row: Row) -> set[Role]:
    return {_ROLE_OF[name] for name in map(_said, row) if name in _ROLE_OF}


def columns_of(log: LogFile, said: Mapping[str, str]) -> Columns:
    """From the header, and from what the owner said of it. Raises Unreadable with what to say."""
    beginning = [row for _, row in log.rows[:LOOK_AT]]
    best = max(range(len(beginning)), key=lambda place: (_headers(beginning[place]), -place))
    names = beginning[best]
    known = _headers(names) > 0
    places = _places(names) if known else {}
    dates = ""
    for what, column in said.items():
        if what == "dates":
            dates = _order(column)
        else:
            places[_role(what)] = (_place(column, names),)
    _check(places, names)
    positions_only = not known and all(
        column.strip().isdigit() for what, column in said.items() if what != "dates"
    )
    return Columns(places, names, 0 if positions_only else best + 1, dates)


def folded(header: str) -> str:
    """ "Date/Time Start (UTC)" as "date time start utc"."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(header)).split())


def _said(header: str) -> str:
    """What it names, whatever zone its times are in."""
    return zone_of_header(folded(header))[0]


def _places(names: Row) -> dict[Role, tuple[int, ...]]:
    found: dict[Role, list[tuple[int, int]]] = {}
    for place, name in enumerate(map(_said, names)):
        if name in _ROLE_OF:
            role = _ROLE_OF[name]
            found.setdefault(role, []).append((HEADERS[role].index(name), place))
    return {role: tuple(place for _, place in sorted(places)) for role, places in found.items()}


def _role(written: str) -> Role:
    try:
        return Role(written.strip().lower())
    except ValueError:
        there_are = ", ".join(role.value for role in Role)
        raise Unreadable(f'"{written}" is nothing that a column can say; there are {there_are}.') from None


def _order(written: str) -> str:
    if written.strip().lower() not in ("dmy", "mdy"):
        raise Unreadable(f"dates={written} is not known: write dates=dmy for 31/12, dates=mdy for 12/31.")
    return written.strip().lower()


def _place(column: str, names: Row) -> int:
    for place, name in enumerate(names):
        if folded(name) == folded(column):
            return place
    if column.strip().isdigit() and 1 <= int(column) <= len(names):
        return int(column) - 1
    raise Unreadable(f'There is no column "{column}". {_there_are(names)}')


def _check(places: Mapping[Role, tuple[int, ...]], names: Row) -> None:
    if (Role.DATE in places or Role.TIME in places) and _WHO & places.keys():
        return
    lacking = "who called" if Role.DATE in places else "when the calls were"
    raise Unreadable(
        f"No column says {lacking}. {_there_are(names)} Say which is which, by name or by place: "
        "--map date=1,number=2,result=3"
    )


def _there_are(names: Row) -> str:
    return (
        f"The columns are: {', '.join(f'{place} {name[:40]!r}' for place, name in enumerate(names[:30], 1))}."
    )
