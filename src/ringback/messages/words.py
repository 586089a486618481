"""Times and lengths of time as a person says them, in English; what a caller reads also in Spanish.

The Spanish keeps to the alphabet of cheap texts: á and í would triple a text's price, so a Saturday is
named by its date.
"""

from datetime import datetime, timedelta
from functools import lru_cache

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def clock(wall: datetime) -> str:
    """ "8 AM", "5:30 PM", "noon", "midnight"."""
    if wall.minute == 0 and wall.hour in (0, 12):
        return "noon" if wall.hour else "midnight"
    minutes = f":{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes} {'AM' if wall.hour < 12 else 'PM'}"


def moment(wall: datetime, now: datetime, language: str = "en") -> str:
    """A wall time as said at the wall time `now`: "today at 1 PM", "tomorrow at 8 AM", "Monday at 8 AM".

    From a week away on it has the date: a bare "Monday" would be taken for the next one.
    """
    days = (wall.date() - now.date()).days
    if language == "es":
        return f"{_spanish_day(wall, days)} {_spanish_clock(wall)}"
    if days == 0:
        day = "today"
    elif days == 1:
        day = "tomorrow"
    elif 1 < days < 7:
        day = f"{wall:%A}"
    else:
        day = f"{wall:%A}, {wall:%B} {wall.day}"
    return f"{day} at {clock(wall)}"


def length(time: timedelta) -> str:
    """Rounded down to the unit a person would use: "5 seconds", "10 minutes", "3 hours", "2 days"."""
    if time < MINUTE:
        return _count(time // SECOND, "second")
    if time < HOUR:
        return _count(time // MINUTE, "minute")
    if time < 2 * DAY:
        return _count(time // HOUR, "hour")
    return _count(time // DAY, "day")


@lru_cache(maxsize=1024)  # each receipt has the age of its call, which is mostly a second or two
def full_length(time: timedelta) -> str:
    """In whole seconds, with every unit: "23 hours 59 minutes 5 seconds"; with days from two on."""
    days, rest = divmod(time, DAY) if time >= 2 * DAY else (0, time)
    parts = (
        (days, "day"),
        (rest // HOUR, "hour"),
        (rest % HOUR // MINUTE, "minute"),
        (rest % MINUTE // SECOND, "second"),
    )
    return " ".join(_count(number, name) for number, name in parts if number) or "0 seconds"


@lru_cache(maxsize=1024)  # each receipt has the same few settings
def exact_length(time: timedelta, language: str = "en") -> str:
    """Not rounded, for settings: "7 days", "24 hours", "90 minutes", "45 seconds". Days from two on."""
    for unit, least, english, spanish in _UNITS:
        if least <= time and time % unit == timedelta(0):
            return _count(time // unit, spanish if language == "es" else english)
    return _count(time // SECOND, "segundo" if language == "es" else "second")


def _spanish_day(wall: datetime, days: int) -> str:
    if days in (0, 1):
        return ("hoy", "mañana")[days]
    date = f"{wall.day} de {_MONTHS[wall.month - 1]}"
    name = _DAYS[wall.weekday()]
    if not name:
        return f"el {date}"
    return f"el {name}" if 1 < days < 7 else f"el {name}, {date}"


def _spanish_clock(wall: datetime) -> str:
    said = clock(wall).replace("midnight", "12 AM").replace("noon", "12 PM")
    return f"a la{'' if wall.hour % 12 == 1 else 's'} {said}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "", "domingo")
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_UNITS = (
    (DAY, 2 * DAY, "day", "día"),
    (HOUR, HOUR, "hour", "hora"),
    (MINUTE, MINUTE, "minute", "minuto"),
)
