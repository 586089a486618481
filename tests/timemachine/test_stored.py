"""A real shop's day with everything in it, decided again by the rules of that day: no difference."""

from datetime import timedelta
from pathlib import Path

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.contacts import lists
from ringback.contacts.listed import Listed
from ringback.db.transaction import Transaction
from ringback.flows.missed_call import text_anyway
from ringback.timemachine.redecide import Redecided, redecide
from ringback.timemachine.stored import rules_now, stored_calls
from tests.cast import DAN, DANA
from tests.world import Shop, shop

HOUR = 3600
EVE = "+15125550113"
RULES = {
    "most_per_hour": 2,
    "cooldown": "1h",
    "repeat": "text",
    "reply_within": "2h",
    "follow_up_after": "4h",
    "templates": {"missed": "{business}: we answer {reply_within|soon}. {stop}"},
}


async def _a_day(rosas: Shop) -> None:
    """Texted, repeated, held by the fuse, let go by a person, on a list, opted out, called off."""
    await rosas.ringback.db.run(lists.put, rosas.line.account_id, {EVE: "Eve"}, Listed.TELL_ME)
    for n, caller in enumerate([DAN, DANA, EVE, DAN, "+15125550114", "+15125550115"]):
        await rosas.misses(f"CA{n}", caller=caller)
        await rosas.after(60)
    held = [call for call in await rosas.calls() if call.caller == "+15125550114"]
    await rosas.ringback.db.run(text_anyway, rosas.line.account_id, held[0].id)
    await rosas.texts_in("STOP", sender=DANA)
    for n, caller in enumerate([DAN, DANA, "+15125550115", "+15125550114"]):
        await rosas.after(HOUR)
        await rosas.misses(f"CB{n}", caller=caller)
    await rosas.after(8 * HOUR)


def _again(tx: Transaction, name: str, days: int) -> list[Redecided]:
    account: Account | None = accounts.by_name(tx, name)
    assert account is not None
    stored = stored_calls(tx, account, tx.now - timedelta(days=days), rules_now(tx, account))
    return list(redecide(stored.calls, stored.heard_at))


async def test_under_unchanged_rules_every_decision_is_the_same(tmp_path: Path) -> None:
    async with shop(tmp_path, policy=RULES) as rosas:
        await _a_day(rosas)
        found = await rosas.ringback.db.read(_again, "Rosa's Plumbing", 3)
    assert len(found) == 10
    assert len({type(one.now.verdict) for one in found}) >= 3
    assert [(one.now.verdict, one.facts) for one in found] == [
        (one.past.then.verdict, one.past.facts) for one in found if one.past.then
    ]
