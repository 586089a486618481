from pathlib import Path

import pytest

from ringback.contacts import store as contacts
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.heard import LOOKED_AT, Heard, heard
from ringback.messages.queue import NewText
from ringback.messages.store import Purpose, State
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.texts_heard import TextsHeard
from tests.cast import CAROLS_LINE, CAROLS_SHOP
from tests.world import Shop, open_line, shop

QUARTER = 15 * 60 + 1
NOBODY = (
    "Texts to callers are paused: of the last 50, nobody answered one. Look whether they arrive, and who "
    "called. Tick this off, and texts go out again."
)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The running server would look too, at a time of its own."""

    async def never(_self: TextsHeard) -> None:
        return

    monkeypatch.setattr(TextsHeard, "run", never)


async def _sent(rosas: Shop, count: int, state: State = State.DELIVERED, begins: int = 0) -> None:
    """So many automatic first texts to as many callers, and what became of them."""

    def send(tx: Transaction) -> None:
        account, line = rosas.line.account_id, rosas.line.id
        for number in range(begins, begins + count):
            caller = contacts.heard_from(tx, account, f"+1512555{number + 1000}", tx.now)
            missed_you = NewText(
                account_id=account, line_id=line, contact_id=caller.id,
                conversation_id=conversations.touch(tx, account, caller.id), purpose=Purpose.MISSED_CALL,
                body="Sorry we missed you.", once=f"test:{number}", due=tx.now, expires_at=tx.now,
            )  # fmt: skip
            text_id = queue.add(tx, missed_you)
            text = texts.get(tx, text_id or "")
            assert text is not None
            texts.change(tx, text, state)

    await rosas.ringback.db.run(send)


async def _answers(rosas: Shop, number: int) -> None:
    await rosas.after(60)
    await rosas.texts_in("Yes, a leak", f"SM{number}", f"+1512555{number + 1000}")
    await rosas.ringback.settled()


async def _look(rosas: Shop) -> list[str]:
    await TextsHeard(rosas.ringback.db, rosas.clock).look_at_all()
    return [task.sentence for task in await rosas.tasks() if task.kind is TaskKind.UNHEARD]


async def _decided(rosas: Shop, call: str, caller: str) -> tuple[str, str]:
    await rosas.misses(call, caller)
    await rosas.after(60)
    receipt = await rosas.receipt()
    return receipt.verdict, receipt.reason


async def test_texts_that_nobody_answers_are_paused_until_somebody_has_looked(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _sent(rosas, LOOKED_AT)
        assert await _look(rosas) == []  # they have had no time to answer
        await rosas.after(QUARTER)
        assert await _look(rosas) == [NOBODY]
        assert await _look(rosas) == [NOBODY]
        assert await _decided(rosas, "CA1", "+15125550171") == ("call_back", "unheard")
        assert "A task says more; tick it off" in (await rosas.receipt()).sentence
        await rosas.ringback.db.run(
            tasks.finish, rosas.line.account_id, TaskKind.UNHEARD, rosas.line.account_id
        )
        assert await _decided(rosas, "CA2", "+15125550182") == ("text", "")
        await rosas.after(QUARTER)
        assert await _look(rosas) == []  # only what was sent since is looked at


async def test_it_pauses_again_after_as_many_more(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _sent(rosas, LOOKED_AT)
        await rosas.after(QUARTER)
        await _look(rosas)
        await rosas.ringback.db.run(
            tasks.finish, rosas.line.account_id, TaskKind.UNHEARD, rosas.line.account_id
        )
        await rosas.after(60)
        await _sent(rosas, LOOKED_AT - 1, begins=100)
        await rosas.after(QUARTER)
        assert await _look(rosas) == []
        await _sent(rosas, 1, begins=200)
        await rosas.after(QUARTER)
        assert await _look(rosas) == [NOBODY]


async def test_one_answer_is_enough(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _sent(rosas, LOOKED_AT)
        await _answers(rosas, 3)
        await rosas.after(QUARTER)
        assert await _look(rosas) == []
        found = await rosas.ringback.db.read(heard, rosas.line.account_id)
        assert found == Heard(LOOKED_AT, LOOKED_AT, 1)


async def test_who_wrote_before_the_text_has_not_answered_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _answers(rosas, 3)
        await rosas.after(60)
        await _sent(rosas, LOOKED_AT)
        await rosas.after(QUARTER)
        assert await _look(rosas) == [NOBODY]


async def test_texts_of_which_two_fifths_do_not_arrive_are_paused(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _sent(rosas, 29)
        await _sent(rosas, 11, State.UNDELIVERED, begins=100)
        await _sent(rosas, 10, State.FAILED, begins=200)
        await _answers(rosas, 3)
        await rosas.after(QUARTER)
        assert await _look(rosas) == [NOBODY.replace("nobody answered one", "only 29 arrived")]


async def test_an_owner_may_not_mind(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"pause_unheard": False}) as rosas:
        await _sent(rosas, LOOKED_AT)
        await rosas.after(QUARTER)
        assert await _look(rosas) == []


async def test_carols_texts_do_not_pause_rosas(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _sent(rosas, LOOKED_AT)
        await rosas.after(QUARTER)
        await _look(rosas)
        carols = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
        )
        open_of_carol = await rosas.ringback.db.read(tasks.open_tasks, carols.account_id)
        assert open_of_carol == []
