from collections.abc import Callable
from pathlib import Path

from ringback.db.transaction import Transaction
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP
from tests.world import open_line, shop


async def test_task_is_asked_for_once_and_again_after_it_was_done(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account = rosas.line.account_id

        def story(tx: Transaction) -> list[list[str]]:
            seen = []
            for sentence in ("Call Dan.", "Call Dan!"):
                tasks.add(tx, account, TaskKind.CALL_BACK, "call_1", sentence)
            seen.append([task.sentence for task in tasks.open_tasks(tx, account)])
            tasks.finish(tx, account, TaskKind.CALL_BACK, "call_1")
            seen.append([task.sentence for task in tasks.open_tasks(tx, account)])
            tasks.add(tx, account, TaskKind.CALL_BACK, "call_1", "Call Dan after all.")
            seen.append([task.sentence for task in tasks.open_tasks(tx, account)])
            return seen

        assert await rosas.ringback.db.run(story) == [["Call Dan."], [], ["Call Dan after all."]]


async def test_open_pages_hear_of_a_task_that_is_ticked_off_or_worded_anew(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        account = rosas.line.account_id

        def news(tx: Transaction, change: Callable[..., None], *more: str) -> set[str]:
            change(tx, account, TaskKind.CALL_BACK, "call_1", *more)
            return set(tx.news)

        for change, *more in ((tasks.add, "Call Dan."), (tasks.reword, "Call Dan!"), (tasks.finish,)):
            assert await rosas.ringback.db.run(news, change, *more) == {f"account:{account}"}


async def test_carol_neither_sees_nor_finishes_rosas_tasks(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:

        def story(tx: Transaction) -> tuple[int, int]:
            carols = open_line(tx, "http://localhost", {}, name=CAROLS_SHOP, number=CAROLS_LINE).account_id
            tasks.add(tx, rosas.line.account_id, TaskKind.CALL_BACK, "call_1", "Call Dan.")
            tasks.finish(tx, carols, TaskKind.CALL_BACK, "call_1")
            return len(tasks.open_tasks(tx, carols)), len(tasks.open_tasks(tx, rosas.line.account_id))

        assert await rosas.ringback.db.run(story) == (0, 1)


async def test_what_waits_in_each_of_several_businesses(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:

        def story(tx: Transaction) -> tuple[dict[str, tuple[int, bool]], dict[str, tuple[int, bool]]]:
            rosa = rosas.line.account_id
            carol = open_line(tx, "http://localhost", {}, name=CAROLS_SHOP, number=CAROLS_LINE).account_id
            for about in ("call_1", "call_2", "call_3"):
                tasks.add(tx, rosa, TaskKind.CALL_BACK, about, "Call Dan.")
            tasks.finish(tx, rosa, TaskKind.CALL_BACK, "call_3")
            calm = tasks.open_of_each(tx, [rosa, carol])
            tasks.add(tx, carol, TaskKind.URGENT, "text_1", "Water is pouring.")
            both = tasks.open_of_each(tx, [rosa, carol])
            names = {rosa: "Rosa", carol: "Carol"}
            assert tasks.open_of_each(tx, [rosa]) == calm
            return {names[each]: n for each, n in calm.items()}, {names[each]: n for each, n in both.items()}

        assert await rosas.ringback.db.run(story) == (
            {"Rosa": (2, False)},
            {"Rosa": (2, False), "Carol": (1, True)},
        )
