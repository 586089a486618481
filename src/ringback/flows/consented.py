"""Somebody gave us a ground to text them: written down with the notice that told them of the texts.

Came here from: flows/missed_call.py and flows/text_received.py.
Read by:        flows/last_look.py, and by `ringback evidence`.
"""

import json
from functools import lru_cache

from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.contacts import consents
from ringback.contacts.consents import Basis
from ringback.db.transaction import Transaction
from ringback.permission.notices import ConsentMode, Facts, greeting, notice_version, website_line


def consented(
    tx: Transaction, account: Account, number: str, basis: Basis, *, evidence: str, called: str
) -> None:
    """`evidence` is the id of the call or text, `called` our number, both as they are stored."""
    version, words = _told(notice_facts(account, called))
    consents.keep_notice(tx, account.id, version, words)
    consents.record(tx, account.id, number, basis, evidence=evidence, called=called, notice=version)


def notice_facts(account: Account, phone: str) -> Facts:
    """What the notices of this business are made of. `phone` is the number that is called, in E.164."""
    profile = account.profile
    address = ", ".join(
        part for part in (profile.street, profile.city, f"{profile.state} {profile.postal}".strip()) if part
    )
    return Facts(
        business=account.name,
        legal_name=profile.legal_name,
        phone=phone,
        website=profile.website,
        email=profile.email,
        address=address,
        mode=ConsentMode.KEYPRESS if account.notice == "keypress" else ConsentMode.NOTICE,
        on_website=account.notice == "website",
        regulated=profile.mode is not Regulated.NO,
    )


@lru_cache(maxsize=256)
def _told(facts: Facts) -> tuple[str, str]:
    """The version of the notice, and its words as JSON."""
    words = {"greeting": greeting(facts)}
    if facts.on_website:
        words["website_line"] = website_line(facts)
    return notice_version(facts), json.dumps(words, sort_keys=True, ensure_ascii=False)
