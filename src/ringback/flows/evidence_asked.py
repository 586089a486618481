"""Collect everything about one person, with proof that it is unchanged, for the question why they were
texted.

Came here from: `ringback evidence`, and the button beside a conversation.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

from ringback.accounts import store as accounts
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.receipts import Receipt
from ringback.calls.store import Call
from ringback.contacts import consents, permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.lines import store as lines
from ringback.messages import attempts
from ringback.messages import store as texts
from ringback.messages.store import Text
from ringback.rules.receipt import same_again

Documents = Mapping[str, object]
"""The content of each file of a bundle, by its name, as plain values that JSON knows."""

MOST = 100_000  # calls, or texts, of one person
EPOCH = (1980, 1, 1, 0, 0, 0)  # the time inside the zip: the same evidence gives the same bytes


def evidence_of(tx: Transaction, account_id: str, number: str) -> Documents:
    """About one person, by their number in E.164, as one business knows them. Only reads."""
    account = accounts.get(tx, account_id)
    contact = contacts.by_number(tx, account_id, number)
    theirs = calls_from(tx, account_id, number, MOST)[::-1]
    sent = texts.newest(tx, account_id, limit=MOST, contact_id=contact.id)[::-1] if contact else []
    kept = [receipts.of_call(tx, account_id, call.id) for call in theirs]
    decided = [receipt for receipt in kept if receipt is not None]
    chain = receipts.check_chain(tx, account_id)
    grounds = consents.of_person(tx, account_id, number)
    used = {ground.notice for ground in grounds}
    return {
        "about.json": {
            "number": number,
            "name": contact.name if contact else "",
            "business": account.name,
            "asked_at": tx.now.isoformat(),
            "standing": permission.standing(tx, account_id, number),
            "chain_of_receipts": {**asdict(chain), "whole": chain.whole},
            "receipts_made_again": all(same_again(receipt.body) for receipt in decided),
        },
        "consents.json": [_plain(ground) for ground in grounds],
        "notices.json": [
            _plain(notice) for notice in consents.notices_of(tx, account_id) if notice.version in used
        ],
        "opt-outs.json": [_plain(entry) for entry in permission.ledger(tx, account_id, number)],
        "calls.json": [_call(tx, call) for call in theirs],
        "receipts.json": [_receipt(receipt) for receipt in decided],
        "texts.json": [_text(tx, text) for text in sent],
    }


def calls_from(tx: Transaction, account_id: str, number: str, limit: int) -> list[Call]:
    """The calls of whoever has this number (E.164), newest first, however the company wrote it each time."""
    contact = contacts.by_number(tx, account_id, number)
    known = contact.id if contact else None
    return calls.newest(tx, account_id, limit=limit, number=number, contact_id=known)


def bundle(documents: Documents) -> bytes:
    """A zip with each document, a page for people to read first, and the SHA-256 of everything in it."""
    files = {name: _json(content) for name, content in documents.items()}
    files["READ ME.txt"] = _for_people(documents).encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    files["SHA256SUMS"] = sums.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(zipfile.ZipInfo(name, EPOCH), content)
    return packed.getvalue()


def _call(tx: Transaction, call: Call) -> dict[str, object]:
    line = lines.get(tx, call.line_id)
    return {
        "id": call.id,
        "at": call.first_heard_at.isoformat(),
        "line": line.number if line else "",
        "state": call.state,
        "outcome": call.outcome,
        "company_call": call.provider_call,
        "evidence": _values(call.evidence._asdict()),
    }


def _receipt(receipt: Receipt) -> dict[str, object]:
    """The body as the bytes that the seal is over."""
    return {**_plain(receipt), "same_again": same_again(receipt.body)}


def _text(tx: Transaction, text: Text) -> dict[str, object]:
    tried = [_values(attempt._asdict()) for attempt in attempts.of_text(tx, text)]
    return {**_plain(text), "attempts": tried}


def _plain(row: object) -> dict[str, object]:
    return _values(asdict(row))  # type: ignore[call-overload]  # frozen dataclasses only


def _values(row: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value.isoformat() if isinstance(value, datetime) else _seconds(value)
        for key, value in row.items()
    }


def _seconds(value: object) -> object:
    return value.total_seconds() if hasattr(value, "total_seconds") else value


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _for_people(documents: Documents) -> str:
    about = documents["about.json"]
    assert isinstance(about, Mapping)
    whole = "whole: no receipt was changed" if about["chain_of_receipts"]["whole"] else "BROKEN"
    counts = {name: len(rows) for name, rows in documents.items() if isinstance(rows, Sequence)}
    listed = "\n".join(f"  {name}: {count}" for name, count in counts.items())
    who, at = pretty(str(about["number"])), about["asked_at"]
    return f"""Everything that {about["business"]} has about {who}, as of {at}.

In short: {_STANDS[about["standing"]]}. The chain of all receipts of the business is {whole}.

{listed}

consents.json   on what ground the person was texted: by which call or text, when, under which notice
notices.json    the words of each notice, by the version that consents.json names
opt-outs.json   every stop and start, in order; the last one counts
calls.json      each call, and what was heard about it
receipts.json   why each missed call was or was not answered with a text; "body" is what its seal is over:
                seal = SHA-256 of: previous, line feed, sequence, line feed, call id, line feed, body
texts.json      each text, in and out, with every attempt to send it
SHA256SUMS      check with: sha256sum -c SHA256SUMS
"""


_STANDS: Final = {
    Change.START: "no opt-out of theirs is in force",
    Change.STOP: "they have opted out and get no texts",
    Change.PAUSE: "nothing automatic is sent until somebody has decided whether they meant stop",
}
