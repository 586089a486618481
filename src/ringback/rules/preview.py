"""Every text that a caller may get under some rules, as it would read now, for those who write templates.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ringback.lib.numbers import NumberKind
from ringback.messages.compose import BUILT_IN, BUILT_IN_FOLLOW_UP, BUILT_IN_SPANISH, OPT_OUT, compose
from ringback.messages.lint import Problem, Sender, lint
from ringback.messages.segments import Segments, measure
from ringback.permission.content_guard import Mode
from ringback.permission.template_guard import regulated_problems
from ringback.phone import provider
from ringback.phone.events import Outcome
from ringback.rules.decide import template_for
from ringback.rules.facts import Facts
from ringback.rules.fields import fields_for
from ringback.rules.hours import Opening, is_open, next_change, opening_at
from ringback.rules.policy import FOLLOW_UP, PART_PRICE, Policy, follow_up_text
from ringback.rules.promised import promised_in
from ringback.rules.situations import SITUATIONS
from ringback.rules.voicemail import Voicemail

OURS = frozenset({*BUILT_IN.values(), BUILT_IN_FOLLOW_UP, *BUILT_IN_SPANISH.values()})
PRICE = float(PART_PRICE)


@dataclass(frozen=True, slots=True)
class Preview:
    """One situation, and the text that a caller in it would get."""

    situation: str
    means: str  # in the owner's words
    template: str  # the one that is used: a situation without one of its own borrows another's
    own: bool  # the owner's words; else ours
    text: str
    size: Segments
    cost: float  # in the currency of the price
    promises: Mapping[str, datetime]  # by field: until when somebody must have answered
    at: datetime  # the moment for which it is written, from which "today" counts
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the previews are filled in with."""

    business: str
    caller: str = "Dan Miller"
    language: str = "en"
    mode: Mode = Mode.STANDARD
    price: float = PRICE  # of one part


def previews(policy: Policy, shown: Shown, now: datetime) -> list[Preview]:
    """In the order in which situations go before each other. Each at the next moment at which it can arise:
    "after_hours" when the business is closed, the others while it is open."""
    return [_preview(policy, shown, situation, now) for situation in (*SITUATIONS, FOLLOW_UP)]


def preview_of(template: str, situation: str, policy: Policy, shown: Shown, now: datetime) -> Preview:
    """The same for a template that is still being written. If it is wrong, it is shown as it is."""
    try:
        return _preview(policy, shown, situation, now, template)
    except ValueError:
        found = _problems(template, situation, shown)
        means = MEANS.get(situation, "")
        return Preview(situation, means, situation, True, template, measure(template), 0.0, {}, now, found)


def _preview(
    policy: Policy, shown: Shown, situation: str, now: datetime, written: str | None = None
) -> Preview:
    at = _moment(policy, situation, now)
    if written is None:
        used, template = _template(policy, situation, shown.language, at)
    else:
        used, template = situation, written
    text = compose(template, fields_for(policy, shown.business, shown.caller, at, shown.language))
    size = measure(text)
    return Preview(
        situation=situation,
        means=MEANS[situation],
        template=used,
        own=template not in OURS,
        text=text,
        size=size,
        cost=size.segments * shown.price,
        promises=promised_in(template, policy, at),
        at=at,
        problems=_problems(template, situation, shown),
    )


def _problems(template: str, situation: str, shown: Shown) -> tuple[Problem, ...]:
    sender = Sender(shown.business, stop=OPT_OUT[shown.language])
    first = situation != FOLLOW_UP
    regulated = regulated_problems(template, shown.mode, shown.business, first=first)
    return (*lint(template, situation if first else FOLLOW_UP, sender), *regulated)


def _template(policy: Policy, situation: str, language: str, at: datetime) -> tuple[str, str]:
    if situation == FOLLOW_UP:
        return FOLLOW_UP, follow_up_text(policy.templates, language)
    used = template_for(_facts(situation, at), policy, _opening(policy, situation, at))
    return used, policy.templates[used]


def _opening(policy: Policy, situation: str, at: datetime) -> Opening:
    """A business that never closes may still have a text for closed hours, and wants to see it."""
    opening = opening_at(policy, at)
    return replace(opening, open=False, why_closed="hours") if situation == "after_hours" else opening


def _moment(policy: Policy, situation: str, now: datetime) -> datetime:
    wanted = situation != "after_hours"
    if is_open(policy, now) is wanted:
        return now
    return next_change(policy, now) or now


def _facts(situation: str, at: datetime) -> Facts:
    """Of a call for which this situation is the first that holds."""
    usual = Facts(
        now=at,
        mode=provider.Mode.DIAL,
        outcome=Outcome.NO_ANSWER,
        accepted=False,
        missed_at=at,
        ring_seconds=14.0,
        caller_gave_up=False,
        caller_kind=NumberKind.GEOGRAPHIC,
        caller_country="US",
    )
    return replace(usual, **_TELLING.get(situation, {}))  # type: ignore[arg-type]  # names fields of Facts


_TELLING: Mapping[str, Mapping[str, object]] = {
    "voicemail_urgent": {"voicemail": Voicemail.URGENT},
    "voicemail_quote": {"voicemail": Voicemail.QUOTE},
    "voicemail": {"voicemail": Voicemail.LEFT},
    "repeat": {"texts_this_episode": 1},
    "known_customer": {"known": True},
    "declined": {"outcome": Outcome.DECLINED},
    "busy": {"outcome": Outcome.BUSY},
    "failed": {"outcome": Outcome.FAILED},
    "gave_up": {"caller_gave_up": True},
}
MEANS: Mapping[str, str] = {
    "voicemail_urgent": "The caller left a voicemail that sounds urgent",
    "voicemail_quote": "The caller left a voicemail and asks for a price",
    "voicemail": "The caller left a voicemail",
    "repeat": "The caller was texted already and calls again",
    "after_hours": "You are closed",
    "known_customer": "You know the caller",
    "declined": "Somebody pressed the call away",
    "busy": "Your phones were busy",
    "failed": "The call could not be put through",
    "gave_up": "The caller hung up before anybody could answer",
    "missed": "Nobody took the call",
    FOLLOW_UP: "Nobody has answered the first text",
}
