"""Reads the calls of a business from the database, with the rules under which to decide them again."""

import json
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from ringback.accounts.store import Account
from ringback.calls.period import Decided, called_since, decided_since
from ringback.contacts import store as contacts
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.lines import store as lines
from ringback.lines.overrides import LINE, overrides_of
from ringback.messages.period import first_texts_since, wrote_since
from ringback.rules.decision import CallBack, Hold, Reason, Send, Skip, Verdict
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy
from ringback.rules.receipt import made_of
from ringback.timemachine.redecide import Became, Past, Then

Overrides = Mapping[str, Mapping[str, str]]  # by a line's number, then by source (E.164) or LINE; each JSON


@dataclass(frozen=True, slots=True)
class Rules:
    """What to decide by: an account's policy and what goes before it, all as canonical JSON."""

    policy: str
    overrides: Overrides
    listed: Mapping[str, Listed] = field(default_factory=dict)  # numbers whose list is another than before

    def on(self, line: str, source: str | None) -> Policy:
        own = self.overrides.get(line, {})
        stronger = [LINE, source] if source else [LINE]
        return policy_in_force(self.policy, *(own[of] for of in stronger if of in own))


@dataclass(frozen=True, slots=True)
class Stored:
    calls: Sequence[Past]
    heard_at: Mapping[str, Sequence[datetime]]
    unreadable: int  # receipts of a newer Ringback


def rules_now(tx: Transaction, account: Account) -> Rules:
    found = {line.number: overrides_of(tx, account.id, line.id) for line in lines.of_account(tx, account.id)}
    return Rules(account.policy, found)


def stored_calls(tx: Transaction, account: Account, since: datetime, rules: Rules) -> Stored:
    texts = first_texts_since(tx, account.id, since)
    people, number_of = _people(tx, account.id), _line_numbers(tx)
    calls, unreadable = [], 0
    for decided in decided_since(tx, account.id, since):
        text = texts.get(decided.call_id)
        became = Became(text.queued_at, text.left_at, text.left, text.bounced) if text else None
        try:
            facts, policy, opening = made_of(decided.body)
        except ValueError:
            unreadable += 1
            continue
        verdict, sentence = _verdict(decided.body)
        line = number_of(decided.line_id)
        number, name = people(decided.contact_id)
        calls.append(
            Past(
                call=decided.call_id,
                caller=decided.contact_id or "",
                number=number,
                name=name,
                line=line,
                facts=facts,
                rules=rules.on(line, _source(decided, account)),
                then=Then(verdict, policy, opening, sentence, became),
                listed=rules.listed.get(number),
            )
        )
    return Stored(calls, _heard_at(tx, account.id, since), unreadable)


def _verdict(body: str) -> tuple[Verdict, str]:
    said = json.loads(body)
    written = said["verdict"]
    match written["do"]:
        case "text":
            verdict: Verdict = Send(written["template"], datetime.fromisoformat(written["send_at"]))
        case "call_back":
            verdict = CallBack(Reason(written["reason"]))
        case "hold":
            verdict = Hold(Reason(written["reason"]))
        case _:
            verdict = Skip(Reason(written["reason"]))
    return verdict, said["sentence"]


def _people(tx: Transaction, account_id: str) -> Callable[[str | None], tuple[str, str]]:
    """A contact's number and name; both "" for a hidden caller."""

    @cache
    def found(contact_id: str) -> tuple[str, str]:
        contact = contacts.get(tx, account_id, contact_id)
        return contact.number, contact.name

    return lambda contact_id: found(contact_id) if contact_id else ("", "")


def _line_numbers(tx: Transaction) -> Callable[[str], str]:
    @cache
    def number(line_id: str) -> str:
        line = lines.get(tx, line_id)
        return line.number if line else ""

    return number


def _source(decided: Decided, account: Account) -> str | None:
    return read_number(decided.forwarded_from, account.country).e164 if decided.forwarded_from else None


def _heard_at(tx: Transaction, account_id: str, since: datetime) -> Mapping[str, Sequence[datetime]]:
    found: defaultdict[str, list[datetime]] = defaultdict(list)
    for heard in (called_since, wrote_since):
        for contact_id, at in _sorted(heard(tx, account_id, since)):
            insort(found[contact_id], at)
    return found


def _sorted(heard: Iterator[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    return sorted(heard, key=lambda pair: pair[1])
