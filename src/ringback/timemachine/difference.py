"""What other rules would have changed: more texts, fewer, to whom, when, and at what cost."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from ringback.messages.compose import compose, first_name
from ringback.messages.segments import measure
from ringback.rules.decision import CallBack, Hold, Send, Skip, Verdict
from ringback.rules.fields import fields_for
from ringback.rules.policy import Policy
from ringback.timemachine.redecide import Redecided


class Kind(StrEnum):
    MORE = "more"  # would be texted now
    FEWER = "fewer"  # would not be any more
    OTHERWISE = "otherwise"  # texted in other words or at another time, or not texted for another reason


@dataclass(frozen=True, slots=True)
class Difference:
    kind: Kind
    call: str
    at: datetime  # of the call, wall time of the business
    number: str
    name: str
    line: str
    was: str  # "text", "skip", "call_back" or "hold"
    would: str
    segments: int  # more (or fewer) than it was
    sentence: str  # why, by the new rules
    what: str  # "texted in other words", …


@dataclass(slots=True)
class Report:
    calls: int = 0
    texts: Counter[str] = field(default_factory=Counter)  # "was", "would"
    segments: Counter[str] = field(default_factory=Counter)
    by_verdict: Counter[str] = field(default_factory=Counter)  # "skip:cooldown", by the new rules
    differences: list[Difference] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Difference]:
        return [found for found in self.differences if found.kind is kind]


Wording = Callable[[Policy, Send, str], tuple[str, int]]


def wording(business: str, language: str) -> Wording:
    """The text that goes out, and its parts; for a template, a name and a time each worked out once."""

    @cache
    def composed(template: str, fields: tuple[tuple[str, str], ...]) -> tuple[str, int]:
        text = compose(template, dict(fields))
        return text, measure(text).segments

    @cache
    def words(policy: Policy, template: str, first: str, at: datetime) -> tuple[str, int]:
        fields = {**fields_for(policy, business, "", at, language), "first_name": first}
        return composed(policy.templates[template], tuple(sorted(fields.items())))

    return lambda policy, send, name: words(policy, send.template, first_name(name), send.send_at)


def compare(decided: Iterable[Redecided], business: str, language: str = "en") -> Report:
    """Calls that were never decided before only count. `language` is that of the business's texts."""
    report, words = Report(), wording(business, language)
    for found in decided:
        report.calls += 1
        verdict = found.now.verdict
        report.by_verdict[_named(verdict)] += 1
        would, parts = _text(verdict, found.past.rules, found.past.name, words)
        report.texts["would"] += would is not None
        report.segments["would"] += parts
        then = found.past.then
        if then is None:
            continue
        was, parts_then = _text(then.verdict, then.policy, found.past.name, words)
        report.texts["was"] += was is not None
        report.segments["was"] += parts_then
        if kind := _kind(then.verdict, was, verdict, would):
            report.differences.append(_difference(kind, found, then.verdict, parts - parts_then))
    return report


def action(verdict: Verdict) -> str:
    return {Send: "text", Skip: "skip", CallBack: "call_back", Hold: "hold"}[type(verdict)]


def _named(verdict: Verdict) -> str:
    return "text" if isinstance(verdict, Send) else f"{action(verdict)}:{verdict.reason.value}"


def _text(verdict: Verdict, policy: Policy, name: str, words: Wording) -> tuple[str | None, int]:
    return words(policy, verdict, name) if isinstance(verdict, Send) else (None, 0)


def _kind(was: Verdict, text_then: str | None, would: Verdict, text_now: str | None) -> Kind | None:
    if (was, text_then) == (would, text_now):
        return None
    if (text_then is None) != (text_now is None):
        return Kind.MORE if text_then is None else Kind.FEWER
    return Kind.OTHERWISE


def _difference(kind: Kind, found: Redecided, was: Verdict, segments: int) -> Difference:
    past = found.past
    at = found.facts.missed_at.astimezone(ZoneInfo(past.rules.time_zone))
    return Difference(
        kind=kind,
        call=past.call,
        at=at,
        number=past.number,
        name=past.name,
        line=past.line,
        was=action(was),
        would=action(found.now.verdict),
        segments=segments,
        sentence=found.now.sentence,
        what=_what(was, found.now.verdict),
    )


def _what(was: Verdict, would: Verdict) -> str:
    match was, would:
        case Send(), Send():
            return "another time" if was.send_at != would.send_at else "other words"
        case _, Send():
            return f"text instead of {_plain(was)}"
        case _, _:
            return f"{_plain(would)} instead of {_plain(was)}"


def _plain(verdict: Verdict) -> str:
    if isinstance(verdict, Send):
        return "text"
    reason = verdict.reason.value.replace("_", " ")
    what = {Skip: "nothing", CallBack: "a call back", Hold: "a held text"}[type(verdict)]
    return f"{what} ({reason})"
