"""Times and lengths of time as a person says them, in English."""

from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def clock(wall: datetime) -> str:
    """ "8 AM", "5:30 PM", "noon", "midnight"."""
    if wall.minute == 0 and wall.hour in (0, 12):
        return "noon" if wall.hour else "midnight"
    minutes = f":{wall.minute:02}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes} {'AM' if wall.hour < 12 else 'PM'}"


def moment(wall: datetime, now: datetime) -> str:
    """A wall time as said at the wall time `now`: "today at 1 PM", "tomorrow at 8 AM", "Monday at 8 AM".

    From a week away on it has the date: a bare "Monday" would be taken for the next one.
    """
    days = (wall.date() - now.date()).days
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
        return _count(time // timedelta(seconds=1), "second")
    if time < HOUR:
        return _count(time // MINUTE, "minute")
    if time < 2 * DAY:
        return _count(time // HOUR, "hour")
    return _count(time // DAY, "day")


def full_length(time: timedelta) -> str:
    """In whole seconds, with every unit: "23 hours 59 minutes 5 seconds"."""
    hours, rest = divmod(time, HOUR)
    parts = ((hours, "hour"), (rest // MINUTE, "minute"), (rest % MINUTE // timedelta(seconds=1), "second"))
    return " ".join(_count(number, name) for number, name in parts if number) or "0 seconds"


def exact_length(time: timedelta) -> str:
    """Not rounded, for settings: "24 hours", "90 minutes", "45 seconds"."""
    for unit, name in ((HOUR, "hour"), (MINUTE, "minute")):
        if time and time % unit == timedelta(0):
            return _count(time // unit, name)
    return _count(time // timedelta(seconds=1), "second")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
