"""The table of relays: texts that are written in another system and sent by us, and incoming texts that are
shown in that system. worker/relayer.py does the work.

The other system is told about each new state of a text that it asked us to send; only the last one is stored.
An incoming text is shown there once, and never again if the answer was lost.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.messages.store import TELL
from ringback.phone.registry import PROVIDERS, provider

SHOW: Final = "show_text"

relays = sa.Table(
    "relays",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("line_id", sa.Text, sa.ForeignKey("lines.id"), nullable=False),
    sa.Column("theirs", sa.Text),
    sa.Column("text_id", sa.Text, sa.ForeignKey("texts.id", ondelete="CASCADE")),
    sa.Column("refused", sa.Text, nullable=False, server_default=""),
    sa.Column("state", sa.Text, nullable=False, server_default=""),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("line_id", "theirs"),
    sa.UniqueConstraint("line_id", "text_id"),
)


class Shown(StrEnum):
    """Of a text that came in, after ""."""

    ASKING = "asking"  # the system is being asked, or was when we died
    SHOWN = "shown"
    UNSURE = "unsure"  # perhaps shown; never asked again
    FAILED = "failed"  # certainly not shown


@dataclass(frozen=True, slots=True)
class Relay:
    id: str
    account_id: str
    line_id: str  # the line in whose system people write
    theirs: str | None  # the system's id of a text that we were asked to send; None: one that came in
    text_id: str | None  # None while nothing was written because of it
    refused: str  # why it was not even queued, in a sentence
    state: str  # what the system was told last, or a `Shown`
    created_at: datetime


def takes_texts(line: Line) -> bool:
    """Is it set to send what people write in its system?"""
    setting = provider(line.provider).asked_with if line.provider in PROVIDERS else ""
    return setting != "" and bool(line.in_use.get(setting))


def sender_for(tx: Transaction, line: Line) -> Line | None:
    """The line that sends what people write in this line's system. None: none is set, or it is at the same
    company, which would only ask us to send the text again."""
    if not takes_texts(line):
        return None
    other = lines.called(tx, lines.texting(tx, line))
    return other if other.provider != line.provider else None


def ask(tx: Transaction, line: Line, theirs: str) -> str | None:
    """Remember that we were asked; None when we were before."""
    return _add(tx, line, theirs=theirs)


def refuse(tx: Transaction, line: Line, relay_id: str, sentence: str) -> None:
    """The text is not sent, and the other system is told why."""
    change(tx, line.account_id, relay_id, refused=sentence)
    jobs.add(tx, TELL, relay_id, key=f"{TELL}:{relay_id}", lane=line.account_id)


def show(tx: Transaction, line: Line, text_id: str) -> None:
    """Have a text that came to this line shown in each system whose texts it sends."""
    for other in lines.of_account(tx, line.account_id):
        sender = sender_for(tx, other)
        if sender is not None and sender.id == line.id:
            relay_id = _add(tx, other, text_id=text_id)
            if relay_id is not None:
                jobs.add(tx, SHOW, relay_id, order_by=other.id, lane=line.account_id)


def get(tx: Transaction, relay_id: str) -> Relay | None:
    row = tx.one(sa.select(*_COLUMNS).where(relays.c.id == relay_id))
    return read_as(Relay, row) if row else None


def hold(tx: Transaction, relay_id: str) -> Relay | None:
    """For whoever decides about it."""
    row = tx.one(sa.select(*_COLUMNS).where(relays.c.id == relay_id).with_for_update(key_share=True))
    return read_as(Relay, row) if row else None


def change(tx: Transaction, account_id: str, relay_id: str, **values: Any) -> None:
    own = relays.c.id == relay_id, relays.c.account_id == account_id
    tx.execute(sa.update(relays).where(*own).values(**values))


def _add(tx: Transaction, line: Line, **values: str) -> str | None:
    relay_id = new_id("relay")
    row = insert(relays).values(
        id=relay_id, account_id=line.account_id, line_id=line.id, created_at=tx.now, **values
    )
    return relay_id if tx.execute(row.on_conflict_do_nothing()).rowcount else None


_COLUMNS: Final = columns_of(Relay, relays)
