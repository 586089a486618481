"""Days and times for the reader: on the clock of the account, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.web.words import Words

if TYPE_CHECKING:
    from babel import Locale


@dataclass(frozen=True, slots=True)
class Dates:
    zone: str  # IANA name
    language: str
    country: str
    now: datetime

    def clock(self, at: datetime) -> str:
        """ "10:32 AM", "10:32"."""
        from babel.dates import format_time  # late: it loads a megabyte, which a server without readers saves

        return format_time(self._there(at), "short", locale=self._locale)

    @property
    def counts_to_twelve(self) -> bool:
        """Does the reader say "5 PM" and not "17:00"?"""
        return "a" in self._locale.time_formats["short"].pattern

    def day(self, at: datetime) -> str:
        """ "Fri, Nov 20"; with the year when it is another one."""
        from babel.dates import format_skeleton  # late: as above

        there = self._there(at)
        shape = "MMMEd" if there.year == self._there(self.now).year else "yMMMd"
        return format_skeleton(shape, there, locale=self._locale)

    def when(self, at: datetime) -> str:
        """As short as it is clear: "10:32 AM", "Yesterday, 10:32 AM", "Fri, Nov 20, 10:32 AM"."""
        days = (self._there(self.now).date() - self._there(at).date()).days
        if days == 0:
            return self.clock(at)
        t = Words(self.language)
        day = {1: t("Yesterday"), -1: t("Tomorrow")}.get(days) or self.day(at)
        return f"{day}, {self.clock(at)}"

    def day_name(self, at: datetime) -> str:
        """ "Today", "Yesterday", "Fri, Nov 20"."""
        days = (self._there(self.now).date() - self._there(at).date()).days
        t = Words(self.language)
        return {0: t("Today"), 1: t("Yesterday")}.get(days) or self.day(at)

    def short(self, at: datetime) -> str:
        """For a narrow column: "10:32 AM", "Fri", "Nov 20", "11/20/25"."""
        from babel.dates import format_skeleton  # late: as above

        there, now = self._there(at), self._there(self.now)
        days = (now.date() - there.date()).days
        if days == 0:
            return self.clock(at)
        if there.year != now.year:
            return format_skeleton("yMd", there, locale=self._locale)
        return format_skeleton("E" if 0 < days < 7 else "MMMd", there, locale=self._locale)

    def full(self, at: datetime) -> str:
        """Date, time and zone in full, for whoever points at a short one."""
        from babel.dates import format_datetime  # late: as above

        return format_datetime(self._there(at), "long", locale=self._locale)

    def ago(self, at: datetime) -> str:
        """ "5 minutes ago", "in 2 days"."""
        return self._length(at - self.now, direction=True)

    def length(self, time: timedelta) -> str:
        """ "5 minutes"."""
        return self._length(time, direction=False)

    def _length(self, time: timedelta, *, direction: bool) -> str:
        from babel.dates import format_timedelta  # late: as above

        return format_timedelta(time, locale=self._locale, add_direction=direction, threshold=1.2)

    def _there(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    @property
    def _locale(self) -> "Locale":
        return _locale_of(self.language, self.country)


@cache
def _locale_of(language: str, country: str) -> "Locale":
    from babel import Locale, UnknownLocaleError  # late: as above

    try:
        return Locale.parse(f"{language}_{country}")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)
