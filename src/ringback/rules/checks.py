"""The checks, in order. The first that does not pass decides.

First come those after which nothing is to be done, because nobody is waiting for an answer. Then: may and can
this number be texted? If not, a person should call, every time, since the caller has found nobody. Then: has
the caller got a text already? And last the owner's times.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ringback.lib.numbers import NO_COUNTRY, NumberKind, textable_class
from ringback.messages.words import exact_length, full_length
from ringback.rules.decision import CallBack, Check, Reason, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy, When

Look = Callable[[Facts, Policy, Opening], tuple[str, str, bool]]  # value, needed, passed


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    look: Look
    otherwise: Verdict

    def check(self, facts: Facts, policy: Policy, opening: Opening) -> Check:
        return Check(self.name, *self.look(facts, policy, opening))


def _answered(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.accepted)


def _own_number(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.own_number)


def _number_shown(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    shown = facts.caller_kind not in (NumberKind.ANONYMOUS, NumberKind.EMPTY)
    return "yes" if shown else "hidden", "yes", shown


def _number_usable(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    satellite = facts.caller_country == NO_COUNTRY
    usable = facts.caller_kind not in NOT_A_PERSONS and not satellite
    return "satellite" if satellite else _words(facts.caller_kind), "one that can be called back", usable


def _rang_long_enough(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    needed = f"at least {exact_length(timedelta(seconds=policy.min_ring_seconds))}"
    if facts.ring_seconds is None:
        return "not seen", needed, True
    rang = f"{math.floor(facts.ring_seconds * 10) / 10:g} seconds"  # 3.96 must not read as 4
    if not facts.caller_gave_up:
        return f"{rang}, then given up by us", needed, True
    return rang, needed, facts.ring_seconds >= policy.min_ring_seconds


def _never_text(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.never_text)


def _opted_out(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.opted_out)


def _number_textable(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    may = textable_class(facts.caller_kind, facts.caller_country, policy.countries)
    value = f"{_words(facts.caller_kind)} {facts.caller_country}".strip()
    return value, f"ordinary number in {' or '.join(policy.countries) or 'no country'}", may


def _receives_texts(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.cannot_receive_texts)


def _text_waiting(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    return _must_not(facts.text_waiting)


def _cooldown(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    needed = f"at least {exact_length(policy.cooldown)} ago"
    if facts.last_first_text_at is None:
        return "never", needed, True
    since = since_last_text(facts)
    return f"{full_length(since)} ago", needed, since >= policy.cooldown


def _hours(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    value = "open" if opening.open else f"closed ({opening.why_closed})"
    passed = policy.when is When.ALWAYS or opening.open is (policy.when is When.OPEN)
    return value, "either" if policy.when is When.ALWAYS else policy.when.value, passed


def _in_time(facts: Facts, policy: Policy, opening: Opening) -> tuple[str, str, bool]:
    age = age_of_call(facts)
    # Rounded up, so that a call too old by half a second does not read as one that is not.
    value = full_length(timedelta(seconds=math.ceil(age.total_seconds())))
    return f"{value} ago", f"at most {exact_length(policy.late_after)} ago", age <= policy.late_after


def since_last_text(facts: Facts) -> timedelta:
    """Not below zero: a text may be planned for a moment after `now`."""
    if facts.last_first_text_at is None:
        return timedelta.max
    return max(timedelta(0), facts.now - facts.last_first_text_at)


def age_of_call(facts: Facts) -> timedelta:
    return max(timedelta(0), facts.now - facts.missed_at)


# Nobody waits behind these for an answer; calling one back may cost money, which is the trick of some.
NOT_A_PERSONS = frozenset(
    {NumberKind.PREMIUM, NumberKind.PERSONAL, NumberKind.SHORT_CODE, NumberKind.N11, NumberKind.INVALID}
)

RULES = (
    Rule("answered", _answered, Skip(Reason.ANSWERED)),
    Rule("own number", _own_number, Skip(Reason.OWN_NUMBER)),
    Rule("number shown", _number_shown, Skip(Reason.HIDDEN_NUMBER)),
    Rule("number usable", _number_usable, Skip(Reason.UNUSABLE_NUMBER)),
    Rule("ringing", _rang_long_enough, Skip(Reason.HUNG_UP_EARLY)),
    Rule("never-text list", _never_text, Skip(Reason.NEVER_TEXT)),
    Rule("opted out", _opted_out, CallBack(Reason.OPTED_OUT)),
    Rule("number textable", _number_textable, CallBack(Reason.NOT_TEXTABLE)),
    Rule("cannot receive texts", _receives_texts, CallBack(Reason.CANNOT_RECEIVE)),
    Rule("text waiting", _text_waiting, Skip(Reason.SAME_EPISODE)),
    Rule("last text", _cooldown, Skip(Reason.COOLDOWN)),
    Rule("hours", _hours, CallBack(Reason.HOURS)),
    Rule("time since the call", _in_time, CallBack(Reason.LATE)),
)


def _must_not(fact: bool) -> tuple[str, str, bool]:
    return "yes" if fact else "no", "no", not fact


def _words(kind: NumberKind) -> str:
    return kind.value.replace("_", " ")
