"""Where a business's rules differ: on one of its lines, or for calls that another number passes on to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ringback.accounts.store import Account
from ringback.db.transaction import Transaction
from ringback.lines.overrides import LINE, Rules, overrides_of
from ringback.lines.store import Line
from ringback.rules.overrides import overridden, policy_in_force
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


def line_policies(tx: Transaction, account: Account, lines: Iterable[Line]) -> dict[str, Policy]:
    """By the line's id: the rules for calls that come to it directly."""
    own = {line.id: overrides_of(tx, account.id, line.id).get(LINE) for line in lines}
    return {line: policy_in_force(account.policy, *([rules] if rules else [])) for line, rules in own.items()}
