"""Carriers take texts for spam, or a person blocks them: what is learned, and who is told."""

from pathlib import Path

from ringback.contacts import permission
from ringback.contacts.permission import Change
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.world import Shop, shop

HOUR = 3600
CALLERS = [f"+15125550{last}" for last in range(100, 150, 10)]


async def _not_delivered(rosas: Shop, call: str, code: str, caller: str = DAN) -> None:
    await rosas.misses(call, caller)
    await rosas.after(60)
    await rosas.reports("undelivered", code=code)
    await rosas.ringback.settled()


async def _about_spam(rosas: Shop) -> list[str]:
    return [task.sentence for task in await rosas.tasks() if task.kind is TaskKind.FILTERED]


async def test_the_third_filtered_text_of_a_line_within_a_day_is_told_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for number, caller in enumerate(CALLERS[:2]):
            await _not_delivered(rosas, f"CA{number}", "30007", caller)
            await rosas.after(HOUR)
        assert await _about_spam(rosas) == []
        await _not_delivered(rosas, "CA2", "30007", CALLERS[2])
        assert await _about_spam(rosas) == [
            "Carriers took 3 texts of +15125550142 for spam within a day. Look at what your texts say, and "
            "whether the number is registered. More texts, or another number, make it worse."
        ]
        await rosas.reports("undelivered", code="30007")  # the same report again
        await rosas.ringback.settled()
        assert len(await _about_spam(rosas)) == 1
        assert [task.kind for task in await rosas.tasks()].count(TaskKind.CALL_BACK) == 3


async def test_filtered_texts_of_other_days_do_not_count(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for number, caller in enumerate(CALLERS[:3]):
            await _not_delivered(rosas, f"CA{number}", "30007", caller)
            await rosas.after(13 * HOUR)
        assert await _about_spam(rosas) == []


async def test_nothing_automatic_goes_to_who_blocks_texts_until_somebody_decides(tmp_path: Path) -> None:
    """It may be their carrier: so it is no STOP for good, and the caller of tomorrow is called back."""
    async with shop(tmp_path) as rosas:
        await _not_delivered(rosas, "CA1", "30004")
        standing = await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)
        assert standing is Change.PAUSE
        kinds = [task.kind for task in await rosas.tasks()]
        assert kinds == [TaskKind.DECIDE, TaskKind.CALL_BACK]
        await rosas.after(48 * HOUR)
        await rosas.misses("CA2")
        await rosas.after(60)
        assert len(rosas.sent) == 1
        assert (await rosas.receipt()).sentence == (
            "Please call back: nobody took the call, and nothing automatic goes to the caller until you "
            "decide."
        )


async def test_who_has_said_stop_and_blocks_stays_opted_out(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses("CA1")
        await rosas.after(60)
        await rosas.texts_in("STOP")
        await rosas.reports("undelivered", code="30004")
        await rosas.ringback.settled()
        assert await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN) is Change.STOP
        assert TaskKind.DECIDE not in [task.kind for task in await rosas.tasks()]
