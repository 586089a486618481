"""Every text that a caller may get under some rules, as it would read now: for who writes templates. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ringback.lib.numbers import NumberKind
from ringback.messages.compose import BUILT_IN, compose
from ringback.messages.lint import Problem, Sender, lint
from ringback.messages.segments import Segments, measure
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.decide import template_for
from ringback.rules.facts import Facts
from ringback.rules.fields import fields_for
from ringback.rules.hours import is_open, next_change, opening_at
from ringback.rules.policy import FOLLOW_UP, Policy, follow_up_text
from ringback.rules.promised import promised_in
from ringback.rules.situations import SITUATIONS
from ringback.rules.voicemail import Voicemail

PRICE = 0.012  # dollars for one part, carrier's fee included, as a rule of thumb


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
    problems: tuple[Problem, ...]


def previews(
    policy: Policy, business: str, now: datetime, *, caller: str = "Dan Miller", price: float = PRICE
) -> list[Preview]:
    """In the order in which situations go before each other. Each at the next moment at which it can arise:
    "after_hours" when the business is closed, the others while it is open."""
    return [
        _preview(policy, business, situation, now, caller, price) for situation in (*SITUATIONS, FOLLOW_UP)
    ]


def preview_of(
    template: str, situation: str, policy: Policy, business: str, now: datetime, *, price: float = PRICE
) -> Preview:
    """The same for words that are only being written. They may be wrong: then they stand as they are."""
    try:
        tried = replace(policy, templates={**policy.templates, situation: template})
        return _preview(tried, business, situation, now, "Dan Miller", price)
    except ValueError:
        found = tuple(lint(template, situation, Sender(business)))
        means = MEANS.get(situation, "")
        return Preview(situation, means, situation, True, template, measure(template), 0.0, {}, found)


def _preview(
    policy: Policy, business: str, situation: str, now: datetime, caller: str, price: float
) -> Preview:
    at = _moment(policy, situation, now)
    used, template = _template(policy, situation, at)
    text = compose(template, fields_for(policy, business, caller, at))
    size = measure(text)
    return Preview(
        situation=situation,
        means=MEANS[situation],
        template=used,
        own=template not in (*BUILT_IN.values(), follow_up_text({})),
        text=text,
        size=size,
        cost=size.segments * price,
        promises=promised_in(template, policy, at),
        problems=tuple(lint(template, situation, Sender(business))),
    )


def _template(policy: Policy, situation: str, at: datetime) -> tuple[str, str]:
    if situation == FOLLOW_UP:
        return FOLLOW_UP, follow_up_text(policy.templates)
    used = template_for(_facts(situation, at), policy, opening_at(policy, at))
    return used, policy.templates[used]


def _moment(policy: Policy, situation: str, now: datetime) -> datetime:
    wanted = situation != "after_hours"
    if is_open(policy, now) is wanted:
        return now
    return next_change(policy, now) or now


def _facts(situation: str, at: datetime) -> Facts:
    """Of a call for which this situation is the first that holds."""
    usual = Facts(
        now=at,
        mode=Mode.DIAL,
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
