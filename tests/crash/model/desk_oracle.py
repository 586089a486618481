"""What must be true of what Ben did, and of the key that callers press. As in oracle.py, the carrier's books
say what reached whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tests.crash.model.carrier import Asked, our_id
from tests.crash.model.desk import book, forbids
from tests.crash.model.loop import NOON
from tests.crash.model.shop import FIRST, KEYED, shop_of
from tests.crash.model.town import Happened, Kind

if TYPE_CHECKING:
    from tests.crash.model.history import Record

A_QUARTER_HOUR = timedelta(minutes=15)
WINK = timedelta(seconds=1)  # from the last look until the request is at the carrier
PLACED = "SELECT id, once, state FROM placed_calls"
PARTS = "SELECT count(*) FROM import_parts WHERE import_id = id AND before IS NULL"
IMPORTS = f"SELECT state, total, taken, ({PARTS}) FROM imports"
OF_SHOP = "account_id = (SELECT account_id FROM lines WHERE number = ?)"
NAMES = f"SELECT number, name FROM contacts WHERE {OF_SHOP}"
NEVER_TEXT = f"SELECT number, name FROM listed WHERE list = 'never_text' AND {OF_SHOP}"


def of_desk(record: Record, db: sa.Connection) -> Iterator[str]:
    yield from _person_and_texted(record)
    yield from _without_key(record)
    yield from _placed(record, db)
    yield from _imports(db)
    yield from _taken_in(record, db)


def is_between(asked: Asked, one: Happened) -> bool:
    """Is the text for the one of whom this is told, and from the same shop?"""
    return asked.to == one.caller and shop_of(asked.sender) == shop_of(one.line)


def is_first(body: str) -> bool:
    return body.startswith(FIRST)


def _person_and_texted(record: Record) -> Iterator[str]:
    """A person always wins: after Ben has written to them or spoken with them, nothing leaves by itself until
    they call again."""
    for one, since, did in _bens(record):
        called = [NOON + timedelta(seconds=other.at) for other in record.plan.happened if other.is_call]
        for asked in record.carrier.asked:
            late = asked.at > since + WINK and not any(at > since - A_QUARTER_HOUR for at in called)
            if is_between(asked, one) and is_first(asked.body) and late:
                yield f"{asked.to} was texted at {asked.at:%d %H:%M:%S}, though Ben had {did}"


def _bens(record: Record) -> Iterator[tuple[Happened, datetime, str]]:
    spoke = {asked.to: record.spoke_at[asked.sid] for asked in _rang(record) if asked.sid in record.spoke_at}
    for one in record.plan.happened:
        if one.kind is Kind.WRITTEN and one.id in record.answered:
            yield one, record.answered[one.id][0], "written"
        if one.kind is Kind.CALLED_BACK and one.caller in spoke:
            yield one, spoke[one.caller], "called back"


def _without_key(record: Record) -> Iterator[str]:
    """Who calls Carol is texted about it only after they have pressed the key, or if they have written."""
    for asked in record.carrier.asked:
        mine = [one for one in record.plan.happened if is_between(asked, one)]
        pressed = any("caller_key" in record.sent.get(one.id, ()) for one in mine)  # stored, if not answered
        wrote = any(one.kind is Kind.TEXT and NOON + timedelta(seconds=one.at) < asked.at for one in mine)
        if asked.sender == KEYED and is_first(asked.body) and not pressed and not wrote:
            yield f"{asked.to} was texted, and had pressed no key"


def _placed(record: Record, db: sa.Connection) -> Iterator[str]:
    """Each press of the button rings one phone at most, and Ben is not told otherwise."""
    asked = Counter(our_id(one) for one in record.carrier.placing)
    yield from (
        f"the carrier was asked for {call} {times} times" for call, times in asked.items() if times > 1
    )
    rang = {our_id(one): one.sid for one in _rang(record)}
    rows = db.exec_driver_sql(PLACED).all()
    for press, times in Counter(once for _, once, _ in rows).items():
        if times > 1:
            yield f"one press of {press} made {times} calls"
    for call, _, state in rows:
        if state in ("waiting", "starting"):
            yield f"the call {call} that Ben wanted never came to an end ({state})"
        elif (call in rang) != (state != "failed") and state != "unsure":
            yield f"of the call {call} we believe that it is {state}, and the carrier {rang.get(call)}"
        elif rang.get(call) in record.spoke_at and state != "spoke":
            yield f"in the call {call} they spoke, and we believe that it is {state}"


def _rang(record: Record) -> list[Asked]:
    return [asked for asked in record.carrier.placing if asked.sid]


def _imports(db: sa.Connection) -> Iterator[str]:
    for state, total, taken, parts in db.exec_driver_sql(IMPORTS):
        if (state, taken, parts) != ("done", total, 0):
            yield f"an address book is {state}: {taken} of {total}, and {parts} parts are left"


def _taken_in(record: Record, db: sa.Connection) -> Iterator[str]:
    """Everybody in it is there once, and whom not to text is not texted any more."""
    for one in record.plan.happened:
        since = record.taken_in_at.get(one.id)
        if since is None:
            continue
        found = db.exec_driver_sql(NEVER_TEXT if forbids(one) else NAMES, (one.line,)).all()
        for number, name in book(one).items():
            if (names := [row.name for row in found if row.number == number]) != [name]:
                yield f"{number} of the address book is there as {names}"
        for asked in record.carrier.asked:
            late = asked.at > since + WINK
            if forbids(one) and is_between(asked, one) and is_first(asked.body) and late:
                yield f"{asked.to} was texted at {asked.at:%d %H:%M:%S}, and is on the list of never"
