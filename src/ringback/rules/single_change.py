"""One change to a call or to the rules: how large it is, and in words. What can change is in `changes.py`."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ringback.rules.facts import Facts
from ringback.rules.policy import Policy

A_SWITCH = 0.5
NOTHING: Mapping[str, object] = {}


class Change(NamedTuple):
    size: float
    words: str  # completes "if …"; {} stands for `number`
    facts: Mapping[str, object] = NOTHING
    policy: Mapping[str, object] = NOTHING
    number: int | None = None

    @property
    def said(self) -> str:
        """Only of the change that is told: dozens are compared for each call."""
        return self.words if self.number is None else self.words.format(self.number)


Changes = Callable[[Facts, Policy], Iterator[Change]]


def if_so(words: str, **facts: object) -> Changes:
    """The change of a fact that is so or is not."""
    only = (Change(A_SWITCH, words, facts),)
    return lambda _facts, _policy: iter(only)


def with_setting(words: str, **settings: object) -> Changes:
    """The change of a setting."""
    only = (Change(A_SWITCH, words, policy=settings),)
    return lambda _facts, _policy: iter(only)


def any_of(*several: Changes) -> Changes:
    def changes(facts: Facts, policy: Policy) -> Iterator[Change]:
        for each in several:
            yield from each(facts, policy)

    return changes


class Count(NamedTuple):
    """A fact that is a number. `most` still passes; a text needs it at or below."""

    name: str
    most: Callable[[Policy], int]
    fewer: str
    more: str

    def less(self, facts: Facts, policy: Policy) -> Iterator[Change]:
        most = self.most(policy)
        yield self._to(most, most, facts, self.fewer)

    def greater(self, facts: Facts, policy: Policy) -> Iterator[Change]:
        most = self.most(policy)
        yield self._to(most + 1, most, facts, self.more)

    def _to(self, value: int, most: int, facts: Facts, words: str) -> Change:
        size = abs(getattr(facts, self.name) - value) / max(1, most)
        return Change(size, words, {self.name: value}, number=most)
