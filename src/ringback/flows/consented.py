"""Somebody gave us a ground to text them. Record it with the notice that told them about the texts.

Came here from: flows/missed_call.py, flows/caller_pressed.py and flows/text_received.py.
Read by:        flows/last_look.py, and by `ringback evidence`.
"""

import json
from functools import lru_cache

from ringback.accounts.store import Account
from ringback.contacts import consents
from ringback.contacts.consents import Basis
from ringback.db.transaction import Transaction
from ringback.lines.store import Line
from ringback.permission.notices import Facts, greeting, notice_version, website_line
from ringback.shop.papers import notice_facts


def consented(
    tx: Transaction, account: Account, number: str, basis: Basis, *, evidence: str, line: Line
) -> None:
    """`evidence` is the id of the call or text, `line` the one that was called or texted."""
    version, words = _told(notice_facts(account, line.number, line))
    consents.keep_notice(tx, account.id, version, words)
    consents.record(tx, account.id, number, basis, evidence=evidence, called=line.number, notice=version)


@lru_cache(maxsize=256)
def _told(facts: Facts) -> tuple[str, str]:
    """The version of the notice, and its words as JSON."""
    words = {"greeting": greeting(facts)}
    if facts.on_website:
        words["website_line"] = website_line(facts)
    return notice_version(facts), json.dumps(words, sort_keys=True, ensure_ascii=False)
