"""Until when a conversation is put off: in a word, or by a day and a time on the clock of the shop."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WORDS: Final = ("hour", "evening", "morning", "week")
LONGEST: Final = timedelta(days=366)


def later(when: str, now: datetime, zone: str) -> datetime | None:
    """What is meant by one of WORDS or by "2026-11-30T09:15", in that zone.

    None for anything else, for what is over, and for more than a year.
    """
    there = now.astimezone(ZoneInfo(zone))
    morning = there.replace(hour=8, minute=0, second=0, microsecond=0)
    match when:
        case "hour":
            return now + timedelta(hours=1)
        case "evening":
            evening = morning.replace(hour=18)
            return evening if evening > there else evening + timedelta(days=1)
        case "morning":
            return morning + timedelta(days=1)
        case "week":
            return morning + timedelta(days=7 - there.weekday())
    return _chosen(when, now, zone)


def _chosen(when: str, now: datetime, zone: str) -> datetime | None:
    try:
        chosen = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return chosen if now < chosen < now + LONGEST else None
