"""The last seven days in figures: calls missed, texted and answered by the caller, and how fast that was."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ringback.calls.period import missed_since
from ringback.db.transaction import Transaction
from ringback.messages.period import first_texts_since, wrote_since

DAYS = 7
WIDE, HIGH, GAP = 92, 120, 6  # of a day in a picture, and between its bars


@dataclass(frozen=True, slots=True)
class Day:
    noon: datetime  # of that day, where the business is
    missed: int
    texted: int
    replied: int
    seconds: float | None  # until a text was with the phone company: that day's median, if any


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str  # missed, texted, replied, seconds
    x: int
    y: int
    width: int
    height: int
    count: float


@dataclass(frozen=True, slots=True)
class Share:
    """One step of the funnel: how many calls came so far, and which part of those that were missed."""

    kind: str  # missed, texted, replied
    count: int
    percent: int


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

    @property
    def funnel(self) -> tuple[Share, ...]:
        counts = (("missed", self.missed), ("texted", self.texted), ("replied", self.replied))
        return tuple(Share(kind, n, round(100 * n / self.missed) if self.missed else 0) for kind, n in counts)

    def bars(self) -> list[Bar]:
        """The picture of the calls: three bars a day, as high as the highest allows."""
        kinds = ("missed", "texted", "replied")
        heights = [[float(getattr(day, kind)) for kind in kinds] for day in self.days]
        return _bars(kinds, heights)

    def speeds(self) -> list[Bar]:
        """The picture of the speed: one bar a day, none where nobody was texted."""
        return _bars(("seconds",), [[day.seconds or 0.0] for day in self.days])


def _bars(kinds: tuple[str, ...], heights: list[list[float]]) -> list[Bar]:
    top = max((value for day in heights for value in day), default=0) or 1
    room = WIDE - 2 * 12 - GAP * (len(kinds) - 1)
    wide = min(room // len(kinds), 32)
    found = []
    for at, day in enumerate(heights):
        left = at * WIDE + (WIDE - wide * len(kinds) - GAP * (len(kinds) - 1)) // 2
        for place, (kind, value) in enumerate(zip(kinds, day, strict=True)):
            height = round(HIGH * value / top)
            found.append(Bar(kind, left + place * (wide + GAP), HIGH - height, wide, height, value))
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
    counted = {first + timedelta(days=n): _Counted() for n in range(DAYS)}
    for call, contact, at in missed_since(tx, account_id, since):
        found = counted.get(at.astimezone(there).date())
        if found is None:
            continue
        text = texts.get(call)
        found.missed += 1
        if text is not None and text.left:
            found.texted += 1
            found.waits.append((text.left_at - text.queued_at).total_seconds())
            found.replied += contact in wrote and wrote[contact] >= at
    return Week(
        tuple(found.on(day, there) for day, found in counted.items()),
        _middle([wait for found in counted.values() for wait in found.waits]),
    )


@dataclass(slots=True)
class _Counted:
    missed: int = 0
    texted: int = 0
    replied: int = 0
    waits: list[float] = field(default_factory=list)

    def on(self, day: date, zone: ZoneInfo) -> Day:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
        return Day(noon, self.missed, self.texted, self.replied, _middle(self.waits))


def _middle(seconds: list[float]) -> float | None:
    from statistics import median  # seldom needed, and held at rest by a server that has it

    return median(seconds) if seconds else None
