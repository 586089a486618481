"""What the simulator's page shows of one line: its calls and texts with one caller, read in one
transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from ringback.accounts import store as accounts
from ringback.calls import legs, receipts, voicemails
from ringback.calls import store as calls
from ringback.calls.store import Call
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.lib.numbers import pretty
from ringback.lines import store as lines
from ringback.lines.store import Line as PhoneLine
from ringback.messages import store as texts
from ringback.messages.store import Purpose, State, Text
from ringback.phone.events import Outcome
from ringback.simulator.connect import PROVIDER
from ringback.simulator.people import SHOP
from ringback.tasks import store as tasks
from ringback.web import story
from ringback.web.story import Known, Leg, Line, Told, Tone

CALLS: Final = 8  # told at most, newest first
TEXTS: Final = 40


@dataclass(frozen=True, slots=True)
class Shop:
    """The business whose line is on the page."""

    account_id: str
    name: str
    time_zone: str
    line: PhoneLine

    @property
    def phone(self) -> str | None:
        """The first of the owner's phones; None on a line that rings nobody."""
        return self.line.plan.ring[0] if self.line.plan.ring else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """Texts outside of a call, as a card: what the caller wrote, and what was written back."""

    id: str
    at: datetime
    lines: tuple[Line, ...]


def shop(tx: Transaction, account_id: str) -> Shop | None:
    """This business, when it has a line on the simulator; the demo shop's line before another one."""
    found = [line for line in lines.of_account(tx, account_id) if line.provider == PROVIDER]
    line = next((line for line in found if line.number == SHOP), None) or next(iter(found), None)
    if line is None:
        return None
    account = accounts.get(tx, line.account_id)
    return Shop(account.id, account.name, account.time_zone, line)


def feed(tx: Transaction, shop: Shop, caller: str, names: Mapping[str, str]) -> list[Told | Exchange]:
    """The calls and texts of this caller on this line, newest first, each told whole."""
    every = calls.newest(tx, shop.account_id, limit=CALLS, number=caller)
    told = [story.tell(_known(tx, call, names), tx.now) for call in every if call.line_id == shop.line.id]
    contact = contacts.by_number(tx, shop.account_id, caller)
    cards: list[Told | Exchange] = list(told)
    if contact is not None:
        newest = texts.newest(tx, shop.account_id, limit=TEXTS, contact_id=contact.id)
        ours = [text for text in reversed(newest) if text.line_id == shop.line.id]
        cards += _exchanges(ours, names.get(caller) or pretty(caller))
    return sorted(cards, key=lambda card: card.at, reverse=True)


def _known(tx: Transaction, call: Call, names: Mapping[str, str]) -> Known:
    left = voicemails.of_call(tx, call.account_id, call.id)
    return Known(
        call=call,
        caller=names.get(call.caller) or pretty(call.caller),
        legs=[_leg(row, names) for row in legs.of_call(tx, call.account_id, call.id)],
        receipt=receipts.of_call(tx, call.account_id, call.id),
        text=texts.of_call(tx, call.account_id, call.id),
        tasks=tasks.open_tasks(tx, call.account_id, about=call.id),
        voicemail=left.words if left is not None else "",
    )


def _leg(row: sa.Row[Any], names: Mapping[str, str]) -> Leg:
    return Leg(
        name=names.get(row.phone) or pretty(row.phone),
        rang_at=row.rang_at,
        answered_at=row.answered_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        is_someones=row.phone in names,
    )


def _exchanges(ours: Sequence[Text], caller: str) -> list[Exchange]:
    """Each text of the caller, with the answer that Ringback gave to it by itself."""
    found = []
    for place, text in enumerate(ours):
        if text.purpose is Purpose.INBOUND:
            after = ours[place + 1] if place + 1 < len(ours) else None
            confirmed = after if after is not None and after.purpose is Purpose.CONFIRMATION else None
            found.append(Exchange(text.id, text.created_at, tuple(_said(text, confirmed, caller))))
    return found


def _said(text: Text, confirmed: Text | None, caller: str) -> list[Line]:
    wrote = Line(text.created_at, f"{caller} texted: “{text.body}”")
    if confirmed is None:
        return [
            wrote,
            Line(text.created_at, "It waits in the conversation for a person to answer.", Tone.WARN),
        ]
    arrived = confirmed.state in (State.ACCEPTED, State.SENT, State.DELIVERED)
    answer = f"Ringback answered by itself: “{confirmed.body}”"
    return [wrote, Line(confirmed.created_at, answer, Tone.GOOD if arrived else Tone.LIVE)]
