"""The first texts of a business as they were sent, and as they would have been.

A decision depends on earlier decisions: when was this caller last texted, how often in this episode, how many
texts left within the hour? If other texts had been sent, these facts would have been different. So both
histories are kept side by side. As long as they agree, a receipt's own facts are used as they are; where they
differ, the facts are computed again from what would have been.

What cannot be known stays as it was: whether a caller who was not texted would have answered, opted out, or
had a number that takes no texts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ringback.contacts.store import QUIET_ENDS_EPISODE
from ringback.messages.fuse import A_DAY, A_MINUTE, AN_HOUR, STEP
from ringback.rules.facts import Facts
from ringback.rules.policy import Policy

A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class FirstText:
    call: str
    decided_at: datetime
    leaves_at: datetime
    left: bool = True  # false: cancelled or refused before it left
    bounced: bool = False


@dataclass(slots=True)
class Caller:
    """One caller's first texts. `heard_at`: when they called or wrote, in order, also after the moment."""

    heard_at: Sequence[datetime] = ()
    was: list[FirstText] = field(default_factory=list)
    would: list[FirstText] = field(default_factory=list)
    before: Facts | None = None  # those of the first call: what there was before the replay begins

    def agree(self) -> bool:
        return self.was == self.would

    def revised(self, facts: Facts) -> Facts:
        """The facts of a call as they would have been."""
        self.before = self.before or facts
        if self.agree():
            return facts
        now = facts.now
        gone = [text.leaves_at for text in self.would if text.left and text.leaves_at <= now]
        earlier = [self.before.last_first_text_at] if self.before.last_first_text_at else []
        return replace(
            facts,
            last_first_text_at=max([*gone, *earlier], default=None),
            text_waiting=any(text.left and text.decided_at <= now < text.leaves_at for text in self.would),
            texts_this_episode=self._this_episode(self.before, now),
            texts_exchanged=max(0, facts.texts_exchanged + self._more_within(now, AN_HOUR)),
            bounces=max(0, facts.bounces - self._bounces_less(now)),
        )

    def _this_episode(self, before: Facts, now: datetime) -> int:
        begins = episode_begins(self.heard_at, now)
        sent = sum(
            text.left and text.decided_at <= now and (begins is None or text.decided_at >= begins)
            for text in self.would
        )
        same_as_first = begins is None or begins <= before.now
        return sent + (before.texts_this_episode if same_as_first else 0)

    def _more_within(self, now: datetime, time: timedelta) -> int:
        def count(texts: Iterable[FirstText]) -> int:
            return sum(text.left and now - time <= text.decided_at <= now for text in texts)

        return count(self.would) - count(self.was)

    def _bounces_less(self, now: datetime) -> int:
        kept = {text.call for text in self.would}
        return sum(text.bounced and text.call not in kept for text in self.was if text.decided_at <= now)


@dataclass(slots=True)
class Business:
    """All first texts of a business, for the fuse: when they were queued, and when one was held by it."""

    was: list[datetime] = field(default_factory=list)
    would: list[datetime] = field(default_factory=list)
    was_held: list[datetime] = field(default_factory=list)
    would_hold: list[datetime] = field(default_factory=list)

    def revised(self, facts: Facts, policy: Policy, old: Policy | None) -> Facts:
        """`old`: the rules by which it was decided then."""
        would = replace(
            facts,
            first_texts_this_minute=self._this_minute(facts, policy, old),
            first_texts_this_hour=max(0, facts.first_texts_this_hour + self._more(facts.now, AN_HOUR)),
            first_texts_today=max(0, facts.first_texts_today + self._more(facts.now, A_DAY)),
        )
        would = self._parts(would, policy, old)
        return replace(would, fuse_reported=self._reported(facts, old, _blown(would, policy)))

    def _more(self, now: datetime, within: timedelta) -> int:
        since = _step(now - within)
        return _count(self.would, since, now) - _count(self.was, since, now)

    def _this_minute(self, facts: Facts, policy: Policy, old: Policy | None) -> int:
        """Counted to the moment, and told by a receipt only where the minute was limited then."""
        told = old is not None and old.counts_minutes
        if not policy.counts_minutes:
            return 0 if told else facts.first_texts_this_minute
        since = facts.now - A_MINUTE + A_MOMENT
        would, was = (_count(times, since, facts.now) for times in (self.would, self.was))
        return max(0, facts.first_texts_this_minute + would - was) if told else would

    def _parts(self, facts: Facts, policy: Policy, old: Policy | None) -> Facts:
        """A first text is taken for one part, as the lint asks of it. A receipt says how many parts had left
        only where money was limited then; elsewhere these texts are all that is counted."""
        told = old is not None and old.limits_money
        if not policy.limits_money:
            return replace(facts, parts_today=0, parts_this_month=0) if told else facts
        midnight = facts.now.astimezone(ZoneInfo(policy.time_zone)).replace(hour=0, minute=0, second=0)
        first = midnight.replace(day=1)
        today, month = (self._since(begins, facts.now, told) for begins in (midnight, first))
        return replace(
            facts,
            parts_today=max(0, (facts.parts_today if told else 0) + today),
            parts_this_month=max(0, (facts.parts_this_month if told else 0) + month),
        )

    def _since(self, begins: datetime, now: datetime, told: bool) -> int:
        return self._more(now, now - begins) if told else _count(self.would, _step(begins), now)

    def _reported(self, facts: Facts, old: Policy | None, blown_now: bool) -> bool:
        """Was a person told within the hour that the fuse holds texts?

        A receipt says so only of a fuse that had blown. Where it blows only now, the holds are counted.
        """
        since = facts.now - AN_HOUR
        held, was_held = (_count(times, since, facts.now) for times in (self.would_hold, self.was_held))
        blown_then = old is not None and _blown(facts, old)
        if held == was_held and blown_now == blown_then:
            return facts.fuse_reported
        before = blown_then and facts.fuse_reported and not was_held  # a hold from before the replay begins
        return blown_now and (held > 0 or before)


def episode_begins(heard_at: Sequence[datetime], now: datetime) -> datetime | None:
    """When the caller's present stretch of calls and texts began; None when there was no quiet before."""
    for place in range(bisect_left(heard_at, now) - 1, 0, -1):
        if heard_at[place] - heard_at[place - 1] >= QUIET_ENDS_EPISODE:
            return heard_at[place]
    return None


def _blown(facts: Facts, policy: Policy) -> bool:
    counts = facts.first_texts_this_minute, facts.first_texts_this_hour, facts.first_texts_today
    return policy.blows(*counts)


def _count(times: Sequence[datetime], since: datetime, until: datetime) -> int:
    """Both ends included. A held text may have been let go long after the calls that came meanwhile."""
    return bisect_right(times, until) - bisect_left(times, since)


def _step(at: datetime) -> datetime:
    """The fuse counts in steps of ten minutes (`messages.fuse`)."""
    return at.replace(minute=at.minute // STEP * STEP, second=0, microsecond=0)
