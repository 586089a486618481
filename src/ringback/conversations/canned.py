"""The table of canned replies: what a business answers often, with the fields of its templates."""

from dataclasses import dataclass

import sqlalchemy as sa

from ringback.db.rows import read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id
from ringback.messages.compose import compose

LONGEST_TITLE = 60
LONGEST_BODY = 1_000
MOST = 200

canned = sa.Table(
    "canned_replies",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Index("ix_canned_replies_account_id_title", "account_id", "title"),
)


@dataclass(frozen=True, slots=True)
class Canned:
    id: str
    title: str
    body: str  # a template: "Hi{first_name| there}, ..."


class Wrong(ValueError):
    """What was typed cannot be kept: the field, and a sentence that says what would be right."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


# Offered while a business has none of its own, by the language of its texts; none states a time or a price.
USUAL = {
    "en": (
        ("On our way", "Hi{first_name| there}, we are on our way to you."),
        ("What is your address?", "Hi{first_name| there}, what is the address, and is somebody home today?"),
        ("Send a picture", "Could you send us a picture of it? Then we know what to bring."),
        ("We will call you", "Thanks! One of us will call you."),
        ("Thank you", "Thank you for calling {business}. Text us here any time."),
    ),
    "es": (
        ("En camino", "{first_name|Hola}, vamos en camino."),
        ("Sus señas", "{first_name|Hola}, ¿me da sus señas? ¿Hay alguien en casa hoy?"),
        ("Una foto", "¿Puede enviarnos una foto? De ese modo sabremos qué llevar."),
        ("Le llamamos", "¡Gracias! Uno de nosotros le llama."),
        ("Gracias", "Gracias por llamar a {business}. Le atendemos por mensaje cuando quiera."),
    ),
}


def every(tx: Transaction, account_id: str) -> list[Canned]:
    """By title."""
    rows = tx.all(sa.select(*_COLUMNS).where(canned.c.account_id == account_id).order_by(canned.c.title))
    return [read_as(Canned, row) for row in rows]


def save(tx: Transaction, account_id: str, title: str, body: str, canned_id: str | None = None) -> str:
    """Add one, or change the one with that id; returns its id. Raises Wrong, or LookupError."""
    title, body = title.strip(), body.strip()
    _check(title, body)
    values = {"title": title, "body": body, "changed_at": tx.now}
    if canned_id is None:
        if len(every(tx, account_id)) >= MOST:
            raise Wrong("title", f"There are {MOST} already: remove one that nobody uses.")
        canned_id = new_id("canned")
        tx.execute(sa.insert(canned).values(id=canned_id, account_id=account_id, **values))
    elif not tx.execute(sa.update(canned).where(*_one(account_id, canned_id)).values(**values)).rowcount:
        raise LookupError(canned_id)
    tx.announce(f"account:{account_id}")
    return canned_id


def remove(tx: Transaction, account_id: str, canned_id: str) -> bool:
    """False when it is not there."""
    tx.announce(f"account:{account_id}")
    return tx.execute(sa.delete(canned).where(*_one(account_id, canned_id))).rowcount == 1


def add_usual(tx: Transaction, account_id: str, language: str) -> None:
    """Begin with a handful, where there are none."""
    if not every(tx, account_id):
        for title, body in USUAL.get(language, USUAL["en"]):
            save(tx, account_id, title, body)


def _check(title: str, body: str) -> None:
    if not title:
        raise Wrong("title", "Give it a short name, by which you will find it.")
    if len(title) > LONGEST_TITLE:
        raise Wrong("title", f"The name may have {LONGEST_TITLE} letters.")
    if not body:
        raise Wrong("body", "Write the reply.")
    if len(body) > LONGEST_BODY:
        raise Wrong("body", f"The reply may have {LONGEST_BODY:,} letters.")
    try:
        compose(body, {})
    except ValueError as why:
        raise Wrong("body", str(why)) from None


def _one(account_id: str, canned_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return canned.c.account_id == account_id, canned.c.id == canned_id


_COLUMNS = (canned.c.id, canned.c.title, canned.c.body)
