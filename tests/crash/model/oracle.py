"""What must be true at the end of a history, whatever happened in it.

Who got which text is read from the carrier's books alone, what happened from the town's; the shop's database
only answers what the shop says became of each call and text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from tests.cast import CAROLS_SHOP, ROSAS_SHOP
from tests.crash.model.carrier import Asked, our_id
from tests.crash.model.desk_oracle import WINK, is_between, is_first, of_desk
from tests.crash.model.loop import NOON
from tests.crash.model.shop import shop_of
from tests.crash.model.town import Happened, Kind
from tests.crash.outcomes import UNFINISHED, WITH_THEM

if TYPE_CHECKING:
    from tests.crash.model.history import Record

AUTOMATIC_FOR_ALL = (f"{ROSAS_SHOP}:", f"{CAROLS_SHOP}:")  # the confirmations, which may pass an opt-out
T = TypeVar("T")
A_DAY = timedelta(hours=24)

# Of each call: what was decided, its text, whether somebody is asked to call back, or was.
CALLS = """
    SELECT calls.provider_call, calls.state, receipts.verdict, receipts.reason,
           texts.state, texts.reason,
           (SELECT count(*) FROM tasks WHERE tasks.about = calls.id AND tasks.kind = 'call_back'
            AND tasks.done_at IS NULL),
           (SELECT count(*) FROM tasks WHERE tasks.about = calls.id AND tasks.kind = 'call_back')
    FROM calls
    LEFT JOIN receipts ON receipts.call_id = calls.id
    LEFT JOIN texts ON texts.call_id = calls.id AND texts.direction = 'out'
                   AND texts.reason != 'no_key'  -- when the key is told late, another one leaves
"""

# A promise comes due later than a history ends; that a file of numbers can be taken back, a day after it.
JOBS_LEFT = "SELECT task, last_error FROM jobs WHERE task NOT IN ('promise', 'forget_file')"
INBOUND = "SELECT provider_text FROM texts WHERE direction = 'in' AND conversation_id IS NOT NULL"


def wrongs(record: Record, db: sa.Connection) -> list[str]:
    return [
        *_failures(record),
        *_unfinished(db),
        *_texted_twice(record),
        *_opted_out_and_texted(record),
        *_answered_and_texted(record),
        *_calls(record, db),
        *_inbound(record, db),
        *_beliefs(record, db),
        *_out_of_order(record),
        *_promises(record, db),
        *of_desk(record, db),
    ]


def _failures(record: Record) -> Iterator[str]:
    for failure in record.failures:
        yield f"the engine ended with {failure!r}"


def _unfinished(db: sa.Connection) -> Iterator[str]:
    if left := db.exec_driver_sql(UNFINISHED).scalar():
        yield f"{left} webhooks, calls or texts never came to an end"
    for task, error in db.exec_driver_sql(JOBS_LEFT):
        yield f"a job is left over: {task} {error}"


def _texted_twice(record: Record) -> Iterator[str]:
    """Never two automatic first texts to one caller within a day, nor within one episode."""
    ahead = timedelta(seconds=sum(abs(by) for _, by in record.plan.jumps))
    first = [((one.to, shop_of(one.sender)), one.at) for one in record.carrier.took if is_first(one.body)]
    for (to, _), times in _by_person(first):
        for before, after in pairwise(times):
            if after - before < A_DAY - ahead - WINK:
                yield f"{to} got two first texts within {after - before}"


def _opted_out_and_texted(record: Record) -> Iterator[str]:
    """From the moment on at which we answered the STOP, until we have heard a START."""
    for asked in record.carrier.asked:
        if _stands_stopped(record, asked) and not asked.body.startswith(AUTOMATIC_FOR_ALL):
            yield f"{asked.to} was texted at {asked.at:%d %H:%M:%S} after a STOP"


def _stands_stopped(record: Record, asked: Asked) -> bool:
    """Whether a STOP was answered before, and no START could have come into force since."""
    stops = [min(record.answered[one.id]) for one in _said(record, asked, "stop")]
    starts = [NOON + timedelta(seconds=one.at) for one in _said(record, asked, "start", heard=False)]
    before = [stop for stop in stops if stop + WINK < asked.at]
    return bool(before) and not any(start >= min(before) - WINK for start in starts)


def _said(record: Record, asked: Asked, what: str, *, heard: bool = True) -> list[Happened]:
    """By the one whom this text is for, to the shop that it is from."""
    found = [one for one in record.plan.happened if one.says == what and is_between(asked, one)]
    return [one for one in found if one.id in record.answered] if heard else found


def _answered_and_texted(record: Record) -> Iterator[str]:
    """Who is known to have been spoken with is not texted about a call before that."""
    for one in record.plan.happened:
        known = record.accepted_at.get(one.id)
        calls = [other for other in record.plan.happened if other.is_call and other.caller == one.caller]
        if known is None or any(other.at > one.at for other in calls):
            continue
        for asked in record.carrier.asked:
            if is_between(asked, one) and is_first(asked.body) and asked.at > known + WINK:
                yield f"{asked.to} was texted at {asked.at:%d %H:%M:%S}, though somebody had answered"


def _calls(record: Record, db: sa.Connection) -> Iterator[str]:
    """Each call that nobody took came to exactly one of: texted, skipped with a reason, a task."""
    rows = db.exec_driver_sql(CALLS).all()
    found = {row[0]: row for row in rows}
    twice = [call for call, times in Counter(row[0] for row in rows).items() if times > 1]
    yield from (f"{call} or its text is there twice" for call in twice)
    for one in record.plan.happened:
        if not one.is_call:
            continue
        if one.id not in found:
            yield f"the call {one.id} ({one.kind} on {one.line}) is lost"
            continue
        came_to = _outcomes(*found[one.id][1:])
        if len(came_to) != 1:
            yield f"{one.id} ({one.kind} on {one.line}) came to {came_to}: {found[one.id]}"
        if one.kind is not Kind.ANSWERED and "accepted" in came_to:
            yield f"{one.id} ({one.kind} on {one.line}) is taken for answered"
        if one.id in record.accepted_at and came_to == ["task"]:
            yield f"{one.id} was answered, and somebody is asked to call back"


def _outcomes(
    state: str,
    verdict: str | None,
    reason: str | None,
    text: str | None,
    why: str | None,
    tasks: int,
    ever: int,
) -> list[str]:
    called_off = text in ("cancelled", "failed") and bool(why) and not ever
    so = {
        "accepted": state == "accepted",
        "texted": state != "accepted" and text in WITH_THEM,
        "skipped": state != "accepted" and ((verdict == "skip" and bool(reason)) or called_off),
        "task": bool(tasks),
    }
    came_to = [name for name, is_so in so.items() if is_so]
    return came_to or ["task"] * bool(ever)  # which somebody has done meanwhile


def _inbound(record: Record, db: sa.Connection) -> Iterator[str]:
    """Each text that we took is in its conversation, once."""
    found = Counter(row[0] for row in db.exec_driver_sql(INBOUND))
    for one in record.plan.happened:
        times = found[one.id]
        if one.kind is Kind.TEXT and times > 1:
            yield f"the text {one.id} is there {times} times"
        if one.kind is Kind.TEXT and one.id in record.answered and not times:
            yield f"the text {one.id} ({one.words!r}) is lost"


def _beliefs(record: Record, db: sa.Connection) -> Iterator[str]:
    """What we believe went out did; what we believe never left did not."""
    taken = Counter(our_id(asked) for asked in record.carrier.took)
    yield from (f"the carrier has {text} {times} times" for text, times in taken.items() if times > 1)
    for text, state in db.exec_driver_sql("SELECT id, state FROM texts WHERE direction = 'out'"):
        if state in WITH_THEM and not taken[text]:
            yield f"we believe that {text} went out, and the carrier does not have it"
        if state in ("waiting", "cancelled", "failed") and taken[text]:
            yield f"the carrier has {text}, which we believe never left ({state})"


def _out_of_order(record: Record) -> Iterator[str]:
    """Of two texts to one person, the one that was written and tried first does not come after the other. One
    that was written for later, and whose time comes while the other is tried again, may go.
    """
    for before, after in combinations(_in_order_of_trying(record), 2):
        same = (before.to, shop_of(before.sender)) == (after.to, shop_of(after.sender))
        written_before = our_id(before) < our_id(after)  # an id begins with its time
        if same and written_before and before.sid and after.sid and before.at > after.at:
            yield f"{before.to}: {our_id(before)} overtook {our_id(after)}"


def _in_order_of_trying(record: Record) -> list[Asked]:
    """Each text once, by its last request, in the order of their first requests."""
    last = {our_id(asked): asked for asked in record.carrier.asked}  # a dict keeps the order of first keys
    return list(last.values())


def _promises(record: Record, db: sa.Connection) -> Iterator[str]:
    """Each time that a text stated is kept, void, or somebody was told that it is late."""
    rows = db.exec_driver_sql("SELECT text_id, state FROM promises").all()
    made = {row[0]: row[1] for row in rows}
    yield from (f"the promise in {text} is still open" for text, state in made.items() if state == "open")
    for asked in record.carrier.took:
        if is_first(asked.body) and our_id(asked) not in made:
            yield f"nobody knows of the promise in {our_id(asked)}"
    late = "SELECT count(*) FROM promises WHERE state = 'late' AND id NOT IN (SELECT about FROM tasks)"
    if silent := db.exec_driver_sql(late).scalar():
        yield f"{silent} promises were broken, and nobody was told"


def _by_person(rows: list[tuple[T, datetime]]) -> Iterator[tuple[T, list[datetime]]]:
    for person in {person for person, _ in rows}:
        yield person, sorted(at for other, at in rows if other == person)
