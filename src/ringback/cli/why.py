"""`ringback why`: why a call was or was not answered with a text, and whether that record can be trusted."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ringback.accounts.store import Account
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.history import ids_beginning_with
from ringback.calls.receipts import Chain, Receipt
from ringback.calls.store import Call, CallState
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.show import show_json, show_table
from ringback.cli.trouble import FINDING, WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.flows.evidence_asked import calls_from
from ringback.lib.numbers import pretty, read_number
from ringback.lines import store as lines
from ringback.messages.words import clock
from ringback.rules.receipt import same_again
from ringback.settings import Settings

AMONG = 5  # ids named when a beginning fits several calls


@dataclass(frozen=True, slots=True)
class Found:
    """A call with its receipt, if there is one, and what was found about the record."""

    call: Call
    account: Account
    line: str
    receipt: Receipt | None
    chain: Chain
    same_again: bool  # made again from its facts, the receipt has the same bytes


def why(settings: Settings, asked: str, account: str | None, *, as_json: bool) -> None:
    """`asked` is a call's id, the beginning of one, or a number, which stands for its newest call.

    Stops with a finding when the record was changed after it was written.
    """
    found = ask(settings, _find, asked, account)
    if found is None:
        raise Stop(NOTHING_YET, WRONG_USE)
    if as_json:
        show_json(_as_json(found))
    else:
        _show(found)
    if found.receipt is not None and not (found.chain.whole and found.same_again):
        raise Stop("This record was changed after it was written, or by a newer Ringback.", FINDING)


def _find(tx: Transaction, asked: str, name: str | None) -> Found:
    candidates = [
        (call, account) for account in accounts_named(tx, name) for call in _calls(tx, account, asked)
    ]
    if not candidates:
        raise Stop(
            f'No call fits "{asked}": give the caller\'s number, or an id of ringback calls --json.',
            WRONG_USE,
        )
    if len({call.id for call, _ in candidates}) > 1:
        ids = ", ".join(call.id for call, _ in candidates[:AMONG])
        raise Stop(f'Several calls fit "{asked}": {ids}. Write more of the id.', WRONG_USE)
    call, account = candidates[0]
    kept = receipts.of_call(tx, account.id, call.id)
    line = lines.get(tx, call.line_id)
    chain = receipts.check_chain(tx, account.id)
    same = kept is not None and same_again(kept.body)
    return Found(call, account, line.number if line else "", kept, chain, same)


def _calls(tx: Transaction, account: Account, asked: str) -> list[Call]:
    number = read_number(asked, account.country).e164
    if number is not None:
        return calls_from(tx, account.id, number, 1)
    ids = ids_beginning_with(tx, account.id, asked, AMONG)
    return [call for call in (calls.get(tx, found) for found in ids) if call is not None]


def _show(found: Found) -> None:
    at = found.call.first_heard_at.astimezone(ZoneInfo(found.account.time_zone))
    caller = pretty(found.call.caller) if found.call.caller else "a hidden number"
    print(f"{at:%A}, {at:%B} {at.day} at {clock(at)}: {caller} called {pretty(found.line)}.")
    if found.receipt is None:
        print(_undecided(found.call))
        return
    said = json.loads(found.receipt.body)
    print(found.receipt.sentence)
    print(said["otherwise"] or "No single change would have led to a text.")
    print()
    show_table(("check", "it was", "needed", ""), (_cells(check, said) for check in said["checks"]))
    print(f"Rules {said['policy_version']}. {_again(found)}")
    print(_chain(found.chain))


def _undecided(call: Call) -> str:
    if call.state is CallState.ACCEPTED:
        return "Somebody took this call, so there was nothing to decide."
    return "Nothing is decided about this call yet."


def _cells(check: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[str, str, str, str]:
    if check["passed"]:
        mark = ""
    else:
        mark = "this decided" if check["name"] == said["deciding"] else "not passed either"
    return check["name"], check["value"], check["needed"], mark


def _again(found: Found) -> str:
    if found.same_again:
        return "Decided again from the same facts: the same, to the letter."
    return "Decided again from the same facts, it is NOT the same."


def _chain(chain: Chain) -> str:
    erased = f" {chain.gone} were erased." if chain.gone else ""
    if chain.whole:
        return f"The chain of {_count(chain.receipts)} is whole.{erased}"
    places = ", ".join(map(str, chain.broken))
    return f"The chain of {_count(chain.receipts)} is BROKEN at {places}.{erased}"


def _count(receipts: int) -> str:
    return f"{receipts:,} receipt" if receipts == 1 else f"{receipts:,} receipts"


def _as_json(found: Found) -> dict[str, object]:
    call, kept = found.call, found.receipt
    said = json.loads(kept.body) if kept else None
    return {
        "call": call.id,
        "at": call.first_heard_at.isoformat(),
        "number": call.caller,
        "line": found.line,
        "account": found.account.name,
        "verdict": kept.verdict if kept else None,
        "reason": kept.reason if kept else None,
        "sentence": kept.sentence if kept else _undecided(call),
        "otherwise": said and said["otherwise"],
        "receipt": said,
        "sequence": kept.sequence if kept else None,
        "decided_at": kept.at.isoformat() if kept else None,
        "seal": kept.seal if kept else None,
        "same_again": found.same_again if kept else None,
        "chain": {
            "whole": found.chain.whole,
            "receipts": found.chain.receipts,
            "broken": list(found.chain.broken),
            "gone": found.chain.gone,
        },
    }
