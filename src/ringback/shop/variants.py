"""Where a business's rules differ: on one of its lines, or for calls that another number passes on to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringback.db.transaction import Transaction
from ringback.lines.overrides import LINE, Rules
from ringback.lines.store import Line
from ringback.rules.overrides import overridden
from ringback.rules.policy import Policy
from ringback.rules.written import policy_as_mapping
from ringback.shop.stored import stored_rules


@dataclass(frozen=True, slots=True)
class OwnRules:
    """What one line does differently."""

    number: str  # E.164
    language: str  # "" is the business's
    rules: Mapping[str, Rules]  # by source (E.164) or LINE


@dataclass(frozen=True, slots=True)
class Variant:
    """The rules in force for some calls. `line` and `source` in E.164; "" stands for every one."""

    line: str
    source: str
    language: str
    policy: Policy


def variants(policy: Policy, language: str, lines: Iterable[OwnRules]) -> Iterator[Variant]:
    """The business's own first, then the lines and sources that have some of theirs."""
    yield Variant("", "", language, policy)
    whole = policy_as_mapping(policy)
    for line in lines:
        spoken, own = line.language or language, line.rules.get(LINE, {})
        if own or spoken != language:
            yield Variant(line.number, "", spoken, overridden(whole, own))
        for source, above in sorted(line.rules.items()):
            if source != LINE:
                yield Variant(line.number, source, spoken, overridden(whole, own, above))


def own_rules(tx: Transaction, line: Line) -> OwnRules:
    return OwnRules(line.number, line.plan.language, stored_rules(tx, line))
