"""The checks, in order. The first that does not pass decides.

First come the checks after which nobody waits for an answer. Then: may and can this number be texted? If not,
somebody should call, every time, since nobody has answered the caller. Then: is the caller a person? Are we
in touch already? Does the owner want texts at this time? Last come the limits, which hold a text that passed
all other checks.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Self

from ringback.calls.robocalls import LOOKS_LIKE, SURE, Sign, score, signs
from ringback.contacts.listed import Listed
from ringback.lib.numbers import NO_COUNTRY, NumberKind, textable_class
from ringback.messages.words import exact_length, full_length
from ringback.phone.events import Outcome
from ringback.rules.decision import CallBack, Check, Hold, NoText, Reason, Skip
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, Repeat, When
from ringback.rules.units import write_money

Looked = tuple[str, str, bool]  # value, needed, passed
Look = Callable[[Facts, Policy, Opening], Looked]


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    look: Look
    otherwise: NoText
    since: int = 1  # the format of receipts that has it first
    skipped_until: int = 0  # up to this format nobody was told

    def check(self, facts: Facts, policy: Policy, opening: Opening) -> Check:
        return Check(self.name, *self.look(facts, policy, opening))

    def in_format(self, form: int) -> Self:
        """As it was in the receipts of that format."""
        return self if form > self.skipped_until else replace(self, otherwise=Skip(self.otherwise.reason))


MOST_CALLS = 6  # of one caller within an hour; the next one is a machine, or knows that we know
MOST_TEXTS = 20  # to and fro with one number within an hour; so many are written by machines only


def _answered(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.accepted)


def _own_number(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.own_number)


def _number_shown(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    shown = facts.caller_kind not in (NumberKind.ANONYMOUS, NumberKind.EMPTY)
    return "yes" if shown else "hidden", "yes", shown


def _number_usable(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    satellite = facts.caller_country == NO_COUNTRY
    usable = facts.caller_kind not in NOT_A_PERSONS and not satellite
    return "satellite" if satellite else _words(facts.caller_kind), "one that can be called back", usable


def _rang_long_enough(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    needed = f"at least {exact_length(timedelta(seconds=policy.min_ring_seconds))}"
    if facts.ring_seconds is None:
        return "not seen", needed, True
    rang = f"{math.floor(facts.ring_seconds * 10) / 10:g} seconds"  # 3.96 must not read as 4
    if not facts.caller_gave_up:
        return f"{rang}, then given up by us", needed, True
    return rang, needed, facts.ring_seconds >= policy.min_ring_seconds


def _never_text(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    """A caller who is blocked at the phone company counts as on a never-text list."""
    if facts.outcome is Outcome.BLOCKED:
        return "blocked at the phone company", "no", False
    return _must_not(facts.listed is Listed.NEVER_TEXT)


def _tell_me(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.listed is Listed.TELL_ME)


def _opted_out(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.opted_out)


def _number_textable(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    may = textable_class(facts.caller_kind, facts.caller_country, policy.countries)
    value = f"{_words(facts.caller_kind)} {facts.caller_country}".strip()
    return value, f"ordinary number in {' or '.join(policy.countries) or 'no country'}", may


def _receives_texts(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.cannot_receive_texts)


def _no_loop(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    value = f"calls {facts.calls_this_hour}, texts to and fro {facts.texts_exchanged}"
    passed = facts.calls_this_hour <= MOST_CALLS and facts.texts_exchanged <= MOST_TEXTS
    return value, f"at most {MOST_CALLS} and {MOST_TEXTS} within the hour", passed


def _not_a_robocall(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _robocall(facts, policy, SURE)


def _unlike_a_robocall(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _robocall(facts, policy, LOOKS_LIKE)


def _robocall(facts: Facts, policy: Policy, limit: int) -> Looked:
    found = signs_of(facts)
    points = score(found)
    value = f"{points} {'point' if points == 1 else 'points'}{''.join(f'; {sign.words}' for sign in found)}"
    if not policy.hold_robocalls:
        return value, "any, as you wish", True
    if facts.known:
        return f"{value}; but you know the caller", f"under {limit} points", True
    return value, f"under {limit} points", points < limit


def _not_in_touch(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    needed = f"at least {exact_length(policy.in_touch)} ago"
    if facts.last_human_at is None:
        return "never", needed, True
    since = since_last_human(facts)
    return f"{full_length(since)} ago", needed, since >= policy.in_touch


def _first_of_episode(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    if policy.repeat is Repeat.TEXT:
        return str(facts.texts_this_episode), "any number", True
    return str(facts.texts_this_episode), "0", facts.texts_this_episode == 0


def _text_waiting(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(facts.text_waiting)


def _cooldown(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    needed = f"at least {exact_length(policy.cooldown)} ago"
    if facts.last_first_text_at is None:
        return "never", needed, True
    since = since_last_text(facts)
    return f"{full_length(since)} ago", needed, since >= policy.cooldown


def _hours(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    value = "open" if opening.open else f"closed ({opening.why_closed})"
    passed = policy.when is When.ALWAYS or opening.open is (policy.when is When.OPEN)
    return value, "either" if policy.when is When.ALWAYS else policy.when.value, passed


def _in_time(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    age = age_of_call(facts)
    # Rounded up, so that a call too old by half a second does not read as one that is not.
    value = full_length(timedelta(seconds=math.ceil(age.total_seconds())))
    return f"{value} ago", f"at most {exact_length(policy.late_after)} ago", age <= policy.late_after


def _affordable(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    limits = [f"{write_money(policy.spend_per_day)} a day"] if policy.spend_per_day else []
    limits += [f"{write_money(policy.spend_per_month)} a month"] if policy.spend_per_month else []
    if not limits:
        return "not limited", "any", True
    today, month = (_cost(parts, policy) for parts in (facts.parts_today, facts.parts_this_month))
    passed = not policy.overspends(facts.parts_today + 1, facts.parts_this_month + 1)
    return f"{today} today, {month} this month", f"one part more within {' and '.join(limits)}", passed


def _cost(parts: int, policy: Policy) -> str:
    return f"{parts * policy.part_price:.2f}"


def _not_paused(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    if not policy.pause_unheard:
        return "yes" if facts.texts_paused else "no", "any, as you wish", True
    return _must_not(facts.texts_paused)


def _fuse_of_a_minute(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    count, most = facts.first_texts_this_minute, policy.most_per_minute
    if not policy.counts_minutes:
        return "not limited", "any", True
    return f"{count} within the minute", f"under {most}", count < most


def _fuse(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    hour, day = facts.first_texts_this_hour, facts.first_texts_today
    needed = f"under {policy.most_per_hour} and {policy.most_per_day}"
    return f"{hour} within the hour, {day} within the day", needed, not policy.blows(0, hour, day)


def _not_only_watching(facts: Facts, policy: Policy, opening: Opening) -> Looked:
    return _must_not(policy.shadow)


# Nobody waits behind these for an answer; calling one back may cost money, which is the trick of some.
NOT_A_PERSONS = frozenset(
    {NumberKind.PREMIUM, NumberKind.PERSONAL, NumberKind.SHORT_CODE, NumberKind.N11, NumberKind.INVALID}
)

RULES = (
    # Does anybody wait for an answer?
    Rule("answered", _answered, Skip(Reason.ANSWERED)),
    Rule("own number", _own_number, Skip(Reason.OWN_NUMBER)),
    Rule("number shown", _number_shown, Skip(Reason.HIDDEN_NUMBER)),
    Rule("number usable", _number_usable, Skip(Reason.UNUSABLE_NUMBER)),
    Rule("ringing", _rang_long_enough, Skip(Reason.HUNG_UP_EARLY)),
    Rule("never-text list", _never_text, Skip(Reason.NEVER_TEXT)),
    # May and can this number be texted?
    Rule("tell-me list", _tell_me, CallBack(Reason.TELL_ME), since=2),
    Rule("opted out", _opted_out, CallBack(Reason.OPTED_OUT)),
    Rule("number textable", _number_textable, CallBack(Reason.NOT_TEXTABLE)),
    Rule("cannot receive texts", _receives_texts, CallBack(Reason.CANNOT_RECEIVE)),
    # Is it a person?
    Rule("loop", _no_loop, Skip(Reason.LOOP), since=2),
    Rule("robocall", _not_a_robocall, Skip(Reason.ROBOCALL), since=2),
    # Are we in touch already?
    Rule("last spoke or wrote", _not_in_touch, CallBack(Reason.IN_TOUCH), since=2),
    Rule("texts this episode", _first_of_episode, CallBack(Reason.REPEAT), since=2),
    Rule("text waiting", _text_waiting, Skip(Reason.SAME_EPISODE)),
    Rule("last text", _cooldown, CallBack(Reason.COOLDOWN), skipped_until=4),
    # Is it the owner's time for texts?
    Rule("hours", _hours, CallBack(Reason.HOURS)),
    Rule("time since the call", _in_time, CallBack(Reason.LATE)),
    # The brakes.
    Rule("like a robocall", _unlike_a_robocall, Hold(Reason.ROBOCALL), since=2),
    Rule("cost", _affordable, CallBack(Reason.SPENT), since=3),
    Rule("texts paused", _not_paused, CallBack(Reason.UNHEARD), since=3),
    Rule("fuse of a minute", _fuse_of_a_minute, Hold(Reason.FUSE), since=4),
    Rule("fuse", _fuse, Hold(Reason.FUSE), since=2),
    Rule("only watching", _not_only_watching, Skip(Reason.SHADOW), since=2),
)


@cache
def rules_of(form: int) -> tuple[Rule, ...]:
    """The rules of that format of receipts, in order."""
    return tuple(rule.in_format(form) for rule in RULES if rule.since <= form)


def signs_of(facts: Facts) -> tuple[Sign, ...]:
    return signs(
        attestation=facts.attestation,
        shared_digits=facts.shared_digits,
        other_businesses=facts.other_businesses,
        hang_ups=facts.hang_ups,
        neighbours=facts.neighbours,
        block_callers=facts.block_callers,
        block_in_a_row=facts.block_in_a_row,
        bounces=facts.bounces,
    )


def since_last_text(facts: Facts) -> timedelta:
    """Not below zero: a text may be planned for a moment after `now`."""
    return _since(facts.last_first_text_at, facts.now)


def since_last_human(facts: Facts) -> timedelta:
    return _since(facts.last_human_at, facts.now)


def age_of_call(facts: Facts) -> timedelta:
    return _since(facts.missed_at, facts.now)


def send_at(facts: Facts, policy: Policy) -> datetime:
    """The delay runs from the end of the call; what comes late does not wait again."""
    return max(facts.now, facts.missed_at + timedelta(seconds=policy.delay_seconds))


def _since(at: datetime | None, now: datetime) -> timedelta:
    return timedelta.max if at is None else max(timedelta(0), now - at)


def _must_not(fact: bool) -> Looked:
    return "yes" if fact else "no", "no", not fact


def _words(kind: NumberKind) -> str:
    return kind.replace("_", " ")
