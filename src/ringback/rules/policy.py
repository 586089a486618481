"""What the owner has decided about texting back. Pure data; `written.py` has the form in which it is kept.

Every refusal is a ValueError whose sentence says what would be right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from ringback.messages.compose import BUILT_IN, BUILT_IN_FOLLOW_UP, BUILT_IN_SPANISH
from ringback.permission.quiet_hours import AtNight
from ringback.rules.units import write_duration, write_money
from ringback.rules.week import Closed, Week

HOUR = timedelta(hours=1)
FOLLOW_UP = "follow_up"  # a key of the templates that is no situation of a call
LONGEST_DELAY = 120
SHORTEST_COOLDOWN = HOUR
LONGEST_COOLDOWN = timedelta(days=7)
LATEST = HOUR
LONGEST_IN_TOUCH = 24 * HOUR
LONGEST_REPLY = 24 * HOUR
SOONEST_FOLLOW_UP = HOUR
LATEST_FOLLOW_UP = timedelta(days=7)
MOST_TEXTS = 1_000_000
MOST_MONEY = Decimal(1_000_000)
NO_LIMIT = Decimal(0)
PART_PRICE = Decimal("0.012")  # dollars for one part, carrier's fee included, as a rule of thumb


class When(StrEnum):
    """When first texts are sent. Outside of it a missed call becomes a call-back task."""

    ALWAYS = "always"
    OPEN = "open"
    CLOSED = "closed"


class Repeat(StrEnum):
    """What happens when a caller who was texted calls again in the same episode."""

    ALERT = "alert"  # a person is told: who calls twice wants a person
    TEXT = "text"  # the caller is texted again when the cool-down is over


class Declines(StrEnum):
    """After which polite "no, thanks" within 30 days somebody is opted out, as if they had said stop."""

    FIRST = "first"
    SECOND = "second"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Policy:
    """One account's rules, or one line's. Equal policies have equal versions (`written.version_of`)."""

    time_zone: str  # IANA name
    hours: Week | None = None  # None: open at all times, except on holidays and when closed
    holidays: str = ""  # "US-TX"; "" keeps none
    closed: tuple[Closed, ...] = ()
    when: When = When.ALWAYS
    delay_seconds: int = 5
    cooldown: timedelta = 24 * HOUR
    min_ring_seconds: int = 4
    late_after: timedelta = timedelta(minutes=10)
    in_touch: timedelta = timedelta(minutes=30)  # after a person wrote or spoke with them; 0: no such pause
    repeat: Repeat = Repeat.ALERT
    hold_robocalls: bool = True
    # The fuse stops a runaway, or somebody who makes us text for money. Who has busier days sets it higher.
    most_per_minute: int = 0  # 0: no such limit, since on a stormy morning six honest callers share a minute
    most_per_hour: int = 60
    most_per_day: int = 300
    spend_per_day: Decimal = NO_LIMIT  # of all texts, at `part_price`; then callers get none any more
    spend_per_month: Decimal = NO_LIMIT
    part_price: Decimal = PART_PRICE
    pause_unheard: bool = True  # when hardly any of the last texts arrived or was answered
    declines: Declines = Declines.SECOND
    shadow: bool = False  # decide and record, and text nobody
    reply_within: timedelta = timedelta(0)  # of opening time, until a person answers; 0: nothing is promised
    follow_up_after: timedelta = timedelta(0)  # a first text that nobody answered; 0: it is left at that
    at_night: AtNight = AtNight.SEND  # the reply to a call between 9 PM and 8 AM where the number may be
    look_up: bool = False  # ask the phone company, for money, whether a number is a landline
    countries: tuple[str, ...] = ("US", "CA")
    templates: Mapping[str, str] = field(default_factory=lambda: BUILT_IN, hash=False)  # situation -> text

    def __post_init__(self) -> None:
        # Closed days in order and once: the same rules have the same version, however they were written.
        object.__setattr__(self, "closed", tuple(sorted(set(self.closed))))
        object.__setattr__(self, "templates", MappingProxyType(dict(self.templates)))
        _check(self)

    def blows(self, texts_this_minute: int, texts_this_hour: int, texts_today: int) -> bool:
        """Does the fuse hold the next automatic first text?"""
        return (
            (self.counts_minutes and texts_this_minute >= self.most_per_minute)
            or texts_this_hour >= self.most_per_hour
            or texts_today >= self.most_per_day
        )

    @property
    def counts_minutes(self) -> bool:
        return self.most_per_minute > 0

    def overspends(self, parts_today: int, parts_this_month: int) -> bool:
        """Would so many parts cost more than the owner allows?"""
        return any(
            limit and parts * self.part_price > limit
            for parts, limit in ((parts_today, self.spend_per_day), (parts_this_month, self.spend_per_month))
        )

    @property
    def limits_money(self) -> bool:
        return bool(self.spend_per_day or self.spend_per_month)


def usual(name: str) -> object:
    """What a rule is where nobody has written it."""
    return next(field.default for field in fields(Policy) if field.name == name)


def follow_up_text(templates: Mapping[str, str], language: str = "en") -> str:
    """`language` is that of our words, for who has written none."""
    ours = BUILT_IN_SPANISH[FOLLOW_UP] if language == "es" else BUILT_IN_FOLLOW_UP
    return templates.get(FOLLOW_UP, ours)


def _check(policy: Policy) -> None:
    """The checks that every policy must pass."""
    if not 0 <= policy.delay_seconds <= LONGEST_DELAY:
        raise ValueError(f"delay_seconds is {policy.delay_seconds}: write 0 to {LONGEST_DELAY}.")
    if not SHORTEST_COOLDOWN <= policy.cooldown <= LONGEST_COOLDOWN:
        raise ValueError(f"cooldown is {write_duration(policy.cooldown)}: write 1h to 7d.")
    times = (policy.cooldown, policy.late_after, policy.in_touch, policy.reply_within, policy.follow_up_after)
    if any(time.microseconds for time in times):
        raise ValueError("cooldown, reply_within and the other lengths of time are kept in whole seconds.")
    if not 0 <= policy.min_ring_seconds <= 60:
        raise ValueError(f"min_ring_seconds is {policy.min_ring_seconds}: write 0 to 60.")
    if not timedelta(seconds=max(60, policy.delay_seconds)) <= policy.late_after <= LATEST:
        raise ValueError(
            f"late_after is {write_duration(policy.late_after)}: write 1m to 60m, and more than the delay."
        )
    if policy.in_touch > LONGEST_IN_TOUCH:
        raise ValueError(f"in_touch is {write_duration(policy.in_touch)}: write 0m to 24h.")
    if not timedelta(0) <= policy.reply_within <= LONGEST_REPLY:
        raise ValueError(f"reply_within is {write_duration(policy.reply_within)}: write 0m to 24h.")
    if policy.follow_up_after and not SOONEST_FOLLOW_UP <= policy.follow_up_after <= LATEST_FOLLOW_UP:
        raise ValueError(
            f"follow_up_after is {write_duration(policy.follow_up_after)}: write 0m, or 1h to 7d."
        )
    if not 0 <= policy.most_per_minute <= MOST_TEXTS:
        raise ValueError(f"most_per_minute is {policy.most_per_minute}: write 0 to {MOST_TEXTS}.")
    for name in ("most_per_hour", "most_per_day"):
        if not 1 <= getattr(policy, name) <= MOST_TEXTS:
            raise ValueError(f"{name} is {getattr(policy, name)}: write 1 to {MOST_TEXTS}.")
    for name in ("spend_per_day", "spend_per_month", "part_price"):
        if not 0 <= getattr(policy, name) <= MOST_MONEY:
            raise ValueError(f"{name} is {write_money(getattr(policy, name))}: write 0 to {MOST_MONEY}.")
    if policy.when is When.CLOSED and policy.hours is None and not policy.holidays and not policy.closed:
        raise ValueError("when is closed: the business never closes, so write its hours first.")
    if "missed" not in policy.templates:
        raise ValueError('There is no template for "missed", which every other situation falls back to.')
