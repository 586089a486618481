"""The week behind the demo shop: made by playing it, and believable."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.accounts import users
from ringback.calls import store as calls
from ringback.calls.store import CallState
from ringback.cli.scenarios.stage import FRIDAY_MORNING, Stage, stage
from ringback.cli.scenarios.week import play_from, play_week
from ringback.contacts import permission
from ringback.conversations import listing
from ringback.conversations.boxes import Box
from ringback.db.transaction import Transaction
from ringback.flows import line_tested
from ringback.lines import going_live
from ringback.messages import store as texts
from ringback.messages.store import Purpose, State
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

pytestmark = pytest.mark.slow


async def test_week_has_everything_that_a_shop_meets(tmp_path: Path) -> None:
    async with stage(tmp_path, start=play_from(FRIDAY_MORNING)) as world:
        await play_week(world, FRIDAY_MORNING)
        assert world.clock.now() == FRIDAY_MORNING
        await world.ringback.db.read(_is_believable, world)


def _is_believable(tx: Transaction, world: Stage) -> None:
    account = world.line.account_id
    states = Counter(call.state for call in calls.newest(tx, account, limit=500))
    assert states[CallState.MISSED] >= 15
    assert states[CallState.ACCEPTED] >= 10
    assert states[CallState.OPEN] == 0
    sent = Counter((text.purpose, text.state) for text in texts.newest(tx, account, limit=500))
    assert sent[Purpose.MISSED_CALL, State.DELIVERED] >= 10
    assert sent[Purpose.REPLY, State.DELIVERED] >= 8
    assert sent[Purpose.MISSED_CALL, State.UNDELIVERED] == 1  # the landline
    kinds = {task.kind for task in tasks.open_tasks(tx, account)}
    assert {TaskKind.URGENT, TaskKind.CALL_BACK} <= kinds
    assert permission.opted_out(tx, account, "+15125550134")
    ben = users.by_email(tx, "ben@example.com")
    assert ben is not None
    boxes = {
        box: len(listing.page(tx, account, ben.id, box).rows) for box in (Box.OPEN, Box.WAITING, Box.DONE)
    }
    assert all(count >= 3 for count in boxes.values()), boxes
    test = going_live.last_test(tx, account, world.line.id)
    assert test is not None
    assert line_tested.passed(line_tested.stages(tx, world.line, test))
    newest = listing.page(tx, account, ben.id).rows[0].conversation
    assert FRIDAY_MORNING - newest.last_at < timedelta(minutes=15)
