"""The last seven days in figures: calls missed, texted and answered by the caller, and how fast that was."""

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ringback.calls.period import missed_since
from ringback.db.transaction import Transaction
from ringback.messages.period import first_texts_since, wrote_since

DAYS = 7
WIDE, HIGH, GAP = 92, 120, 6  # of a day in the picture, and between its bars


@dataclass(frozen=True, slots=True)
class Day:
    noon: datetime  # of that day, where the business is
    missed: int
    texted: int
    replied: int


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str  # missed, texted, replied
    x: int
    y: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[Day, ...]  # oldest first, today last
    seconds: float | None  # from a text's being queued to the phone company's having it: median

    @property
    def missed(self) -> int:
        return sum(day.missed for day in self.days)

    @property
    def texted(self) -> int:
        return sum(day.texted for day in self.days)

    @property
    def replied(self) -> int:
        return sum(day.replied for day in self.days)

    def bars(self) -> list[Bar]:
        """The picture: three bars a day, as high as the highest allows."""
        top = max((day.missed for day in self.days), default=0) or 1
        found = []
        for at, day in enumerate(self.days):
            for place, kind in enumerate(("missed", "texted", "replied")):
                count = getattr(day, kind)
                height = round(HIGH * count / top)
                found.append(Bar(kind, at * WIDE + 12 + place * (20 + GAP), HIGH - height, height, count))
        return found


def week_of(tx: Transaction, account_id: str, zone: str) -> Week:
    """Days are those of the business's zone; a reply counts on the day of the call that it answers."""
    there = ZoneInfo(zone)
    today = tx.now.astimezone(there).date()
    first = today - timedelta(days=DAYS - 1)
    since = datetime(first.year, first.month, first.day, tzinfo=there)
    texts = first_texts_since(tx, account_id, since)
    wrote: dict[str, datetime] = {}
    for contact, at in wrote_since(tx, account_id, since):
        wrote[contact] = max(at, wrote.get(contact, at))
    counted = {first + timedelta(days=n): [0, 0, 0] for n in range(DAYS)}
    for call, contact, at in missed_since(tx, account_id, since):
        day = counted.get(at.astimezone(there).date())
        if day is None:
            continue
        text = texts.get(call)
        texted = text is not None and text.left
        replied = texted and contact in wrote and wrote[contact] >= at
        day[:] = [day[0] + 1, day[1] + texted, day[2] + replied]
    waits = [(text.left_at - text.queued_at).total_seconds() for text in texts.values() if text.left]
    return Week(
        tuple(
            Day(datetime(day.year, day.month, day.day, 12, tzinfo=there), *counts)
            for day, counts in counted.items()
        ),
        statistics.median(waits) if waits else None,
    )
