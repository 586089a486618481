"""The queue of texts: putting one in, what waits for one person, and what must not overtake what."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.prepared import Prepared
from ringback.db.rows import values_of
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.messages.store import ADD, COLUMNS, MAYBE_WITH_THEM, Purpose, State, Text, from_row, texts

SEND = "text"  # the job: do the next thing for this text


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to be sent. The fields mean what they do in `Text`."""

    account_id: str
    line_id: str
    contact_id: str
    conversation_id: str
    purpose: Purpose
    body: str
    once: str  # of texts with the same `once` only the first is queued, unless it was cancelled or failed
    due: datetime
    expires_at: datetime
    call_id: str | None = None
    written_by: str = ""
    released_because: str = ""
    relay: str | None = None


def add(tx: Transaction, text: NewText, *, surely_first: bool = False) -> str | None:
    """Store the text and have it sent when due. Returns its id, or None when its `once` is there already.

    `surely_first`: it is known that there is none with its `once`, so a server's answer is not waited for.
    """
    text_id = new_id("text")
    stored = {"id": text_id, "direction": "out", "media": [], "state": State.WAITING, "created_at": tx.now}
    added = tx.execute(ADD, {**stored, **values_of(text)})
    if not surely_first and not added.rowcount:
        return None
    send_at(tx, text.account_id, text_id, text.conversation_id, text.due)
    return text_id


def send_at(tx: Transaction, account_id: str, text_id: str, conversation_id: str, due: datetime) -> None:
    """Have the sender look at a text; the texts of one conversation one after the other."""
    key, turn = f"{SEND}:{text_id}", f"conversation:{conversation_id}"
    jobs.add(tx, SEND, text_id, due=due, key=key, order_by=turn, lane=account_id)


def waiting_for(tx: Transaction, account_id: str, contact_id: str) -> list[Text]:
    """The texts to this person that have not left yet, in order."""
    asked = {"account_": account_id, "contact_": contact_id}
    return [from_row(row) for row in tx.execute(_WAITING_FOR, asked)]


def unfinished_before(tx: Transaction, text: Text) -> bool:
    """Is an earlier text of this conversation on its way, or being tried again? Then this one waits its turn.

    A text that is planned for later holds up nothing before its first try. An unsure one holds up nothing
    either, because it is never sent again; except a text with the same words, since the company is asked by
    the words whether it has the unsure one.
    """
    asked = {
        "account_": text.account_id,
        "contact_": text.contact_id,
        "conversation_": text.conversation_id,
        "before_": text.created_at,
        "body_": text.body,
        "now_": tx.now,
    }
    return bool(tx.execute(_UNFINISHED_BEFORE, asked).scalar())


def written_since(tx: Transaction, text: Text, purpose: Purpose) -> bool:
    """Has another text of this purpose gone to the same person, or may have, since this one was queued?"""
    asked = {
        "account_": text.account_id,
        "contact_": text.contact_id,
        "id_": text.id,
        "since_": text.created_at,
        "purpose_": purpose,
    }
    return bool(tx.execute(_WRITTEN_SINCE, asked).scalar())


def confirmed_since(tx: Transaction, account_id: str, contact_id: str, what: str, since: datetime) -> bool:
    """Has this confirmation ("stop", "start", "help") been queued for this person since then?"""
    return bool(
        tx.execute(
            sa.select(sa.literal(1)).where(
                texts.c.account_id == account_id,
                texts.c.contact_id == contact_id,
                texts.c.purpose == Purpose.CONFIRMATION,
                texts.c.once.startswith(f"{what}:"),
                texts.c.created_at >= since,
            )
        ).scalar()
    )


_OF_CONTACT = (texts.c.account_id == sa.bindparam("account_"), texts.c.contact_id == sa.bindparam("contact_"))
_MAYBE_WITH_THEM = texts.c.state.in_([sa.literal(state) for state in MAYBE_WITH_THEM])
_WAITING_FOR = Prepared(
    sa.select(*COLUMNS)
    .where(*_OF_CONTACT, texts.c.state == State.WAITING)
    .order_by(texts.c.created_at, texts.c.id)
)
_UNFINISHED_BEFORE = Prepared(
    sa.select(sa.literal(1))
    .where(
        *_OF_CONTACT,
        texts.c.conversation_id == sa.bindparam("conversation_"),
        texts.c.created_at < sa.bindparam("before_"),
        sa.or_(
            texts.c.state == State.SENDING,
            sa.and_(
                texts.c.state == State.UNSURE,
                texts.c.reason != "unknown",
                texts.c.body == sa.bindparam("body_"),
            ),
            sa.and_(
                texts.c.state == State.WAITING,
                sa.or_(texts.c.due <= sa.bindparam("now_"), texts.c.tries > 0),
            ),
        ),
    )
    .limit(1)
)
_WRITTEN_SINCE = Prepared(
    sa.select(sa.literal(1))
    .where(
        *_OF_CONTACT,
        texts.c.id != sa.bindparam("id_"),
        texts.c.created_at >= sa.bindparam("since_"),
        texts.c.purpose == sa.bindparam("purpose_"),
        _MAYBE_WITH_THEM,
    )
    .limit(1)
)
