"""A month of 10,000 missed calls, stored as the server stores them, decided again under other rules.

`python -m bench.replay` prints how long it takes.
"""

import argparse
import asyncio
import random
import tempfile
import time
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import receipts
from ringback.calls.store import CallState, calls
from ringback.contacts import store as contacts
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lib.numbers import NumberKind
from ringback.lines import store as lines
from ringback.lines.store import RingPlan
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.decide import decide
from ringback.rules.decision import Send
from ringback.rules.facts import Facts
from ringback.rules.receipt import receipt
from ringback.rules.written import canonical, policy_from
from ringback.settings import read_settings
from ringback.timemachine.difference import Report, compare
from ringback.timemachine.redecide import redecide
from ringback.timemachine.stored import Rules, stored_calls

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
WEEK = {day: ["08:00-12:00", "13:00-17:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
OLD = policy_from({"time_zone": "America/Chicago", "hours": WEEK})
NEW = policy_from(
    {"time_zone": "America/Chicago", "hours": WEEK, "when": "open", "cooldown": "2h", "repeat": "text"}
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=10_000, help="of stored calls")
    number: int = parser.parse_args().number
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(read_settings({"RINGBACK_DATA": folder}))
        account = db.run_now(_fill, number)
        started, worked = time.perf_counter(), time.process_time()
        report = asyncio.run(db.read(_replay, account))
        took, worked = time.perf_counter() - started, time.process_time() - worked
        db.close()
    each = f"{worked / report.calls * 1e6:.0f} µs each"
    print(f"{report.calls:,} calls decided again in {took:.1f} s, {worked:.1f} s of it at work ({each}):")
    print(f"{report.texts['was']:,} texts then, {report.texts['would']:,} now.")


def _replay(tx: Transaction, account: Account) -> Report:
    stored = stored_calls(tx, account, NOW - timedelta(days=31), Rules(canonical(NEW), {}))
    return compare(redecide(stored.calls, stored.heard_at), account.name)


def _fill(tx: Transaction, number: int) -> Account:
    chance = random.Random(1)
    account = accounts.save(
        tx,
        name="Rosa's Plumbing",
        time_zone="America/Chicago",
        country="US",
        notice="",
        policy=canonical(OLD),
    )
    line = lines.save(
        tx,
        account_id=account.id,
        number="+15125550142",
        provider="simulator",
        mode=Mode.FORWARDED,
        plan=RingPlan(),
        settings={},
    )
    last: dict[str, datetime] = {}
    for n in range(number):
        at = NOW - timedelta(days=30) * (1 - n / number)
        caller = f"+1512{chance.randrange(2_000_000, 2_000_000 + number // 2):07}"
        contact = contacts.heard_from(tx, account.id, caller, at)
        call_id = new_id("call")
        tx.execute(
            sa.insert(calls).values(
                id=call_id,
                account_id=account.id,
                line_id=line.id,
                provider_call=str(n),
                caller=caller,
                contact_id=contact.id,
                state=CallState.MISSED,
                outcome=Outcome.NO_ANSWER,
                first_heard_at=at,
                arrival_is_missed=True,
                press_needed=False,
            )
        )
        tx.now = at
        _decide(tx, account, call_id, at, last, caller)
    return account


def _decide(
    tx: Transaction, account: Account, call_id: str, at: datetime, last: dict[str, datetime], caller: str
) -> None:
    before = last.get(caller)
    facts = Facts(
        now=at,
        mode=Mode.FORWARDED,
        outcome=Outcome.NO_ANSWER,
        accepted=False,
        missed_at=at,
        ring_seconds=None,
        caller_gave_up=False,
        caller_kind=NumberKind.GEOGRAPHIC,
        caller_country="US",
        last_first_text_at=before,
        texts_this_episode=int(before is not None and at - before < timedelta(hours=24)),
    )
    decision = decide(facts, OLD)
    if isinstance(decision.verdict, Send):
        last[caller] = decision.verdict.send_at
    receipts.keep(
        tx,
        account.id,
        call_id,
        verdict="text" if isinstance(decision.verdict, Send) else "skip",
        reason="",
        sentence=decision.sentence,
        body=receipt(facts, OLD, decision),
    )


if __name__ == "__main__":
    main()
