"""What a text that did not arrive teaches us about its person, and about its line."""

from datetime import timedelta

import sqlalchemy as sa

from ringback.contacts import permission
from ringback.contacts import store as contacts
from ringback.contacts.permission import Change, Source
from ringback.db.prepared import Prepared
from ringback.db.schema import Instant
from ringback.db.transaction import Transaction
from ringback.lines.store import Line
from ringback.messages.store import Text, texts
from ringback.phone.events import Problem, SendProblem
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

FILTERED_WITHIN = timedelta(hours=24)
FILTERED_OFTEN = 3
BLOCKED = (
    "Nothing automatic goes to this person until you have decided: they, or their carrier, block your texts."
)


def learn(tx: Transaction, text: Text, line: Line, problem: SendProblem) -> None:
    """Call it after the text's new state is written. Calling it twice changes nothing more."""
    match problem.problem:
        case Problem.BAD_NUMBER:
            contacts.note_bounce(tx, text.account_id, text.contact_id, problem.code)
        case Problem.OPTED_OUT:
            _permission(tx, text, Change.STOP)
        case Problem.BLOCKED:
            # Perhaps the carrier, and not the person: so it is no STOP, and a member decides.
            if _permission(tx, text, Change.PAUSE):
                tasks.add(tx, text.account_id, TaskKind.DECIDE, text.id, BLOCKED, text.contact_id)
        case Problem.FILTERED:
            _filtered(tx, text, line)


def _permission(tx: Transaction, text: Text, change: Change) -> bool:
    number = contacts.get(tx, text.account_id, text.contact_id).number
    return permission.record(
        tx, text.account_id, number, change, Source.PROVIDER, evidence=text.id, at=tx.now
    )


def _filtered(tx: Transaction, text: Text, line: Line) -> None:
    """Once may be chance. After three times in a day, a member must look at the words and at the
    registration."""
    asked = {"account_": text.account_id, "line_": line.id, "since_": tx.now - FILTERED_WITHIN}
    often = tx.execute(_FILTERED, asked).scalar() or 0
    if often >= FILTERED_OFTEN:
        sentence = (
            f"Carriers took {often} texts of {line.number} for spam within a day. Look at what your texts "
            "say, and whether the number is registered. More texts, or another number, make it worse."
        )
        tasks.add(tx, text.account_id, TaskKind.FILTERED, line.id, sentence)


_FILTERED = Prepared(
    sa.select(sa.func.count()).where(
        texts.c.account_id == sa.bindparam("account_"),
        texts.c.line_id == sa.bindparam("line_"),
        texts.c.created_at >= sa.bindparam("since_", type_=Instant),
        texts.c.reason == Problem.FILTERED,
    )
)
