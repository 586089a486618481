"""The rules for one call: the account's, changed by those of its line, and then by those of its source.

A line that is not live yet only watches, except for calls from the phone that tests it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ringback.accounts.store import Account
from ringback.calls.store import Call
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.lines import going_live
from ringback.lines.overrides import LINE, overrides_of
from ringback.rules.overrides import policy_in_force
from ringback.rules.policy import Policy


def asks_for_rules(tx: Transaction, account_id: str, line_id: str) -> tuple[Callable[[], object], ...]:
    """The queries of `rules_for`, to be asked at once (`Transaction.ahead`)."""
    return (
        partial(overrides_of, tx, account_id, line_id),
        partial(going_live.live, tx, account_id, line_id),
        partial(going_live.last_test, tx, account_id, line_id),
    )


def rules_for(tx: Transaction, account: Account, call: Call) -> Policy:
    own = overrides_of(tx, account.id, call.line_id)
    source = read_number(call.forwarded_from, account.country).e164 if own else None
    policy = policy_in_force(account.policy, *(own[of] for of in (LINE, source) if of in own))
    if going_live.live(tx, account.id, call.line_id):
        return policy
    caller = read_number(call.caller, account.country).e164 or ""
    tested = going_live.tested_by(tx, account.id, call.line_id, caller)
    return policy if tested else replace(policy, shadow=True)
