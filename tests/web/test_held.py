"""A call looked like a machine's, so nobody was texted. Ben knows that it was Dan."""

from pathlib import Path

from ringback.accounts.members import Role
from tests.cast import DANA
from tests.flows.test_rules_robocalls import held
from tests.web.test_inbox import ask_as, ben, talk, written
from tests.world import shop

BUTTON = "Text them after all"


async def test_held_caller_is_texted_by_one_press(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call, visitor = await held(rosas), await ben(rosas)
        path = await talk(rosas)
        assert BUTTON in (await visitor.get(path)).body
        answered = await visitor.post(f"{path}/calls/{call}/text", accept="text/html")
        page = await ask_as(visitor, answered)
        assert "They are being texted." in page.body
        assert BUTTON not in page.body
        await rosas.after(10)
        assert len(rosas.sent) == 1
        later = (await visitor.get(path)).body
        assert "Texted back" in later
        assert "Why was this person texted?" in later
        assert "Text anyway?" not in later
        assert "Somebody had them texted all the same." in later


async def test_second_press_is_told_and_texts_nobody(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call, visitor = await held(rosas), await ben(rosas)
        act = f"{await talk(rosas)}/calls/{call}/text"
        await visitor.post(act, accept="text/html")
        answered = await visitor.post(act, accept="text/html")
        assert "This call is not held any more." in (await ask_as(visitor, answered)).body
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def test_call_of_somebody_else_is_not_theirs(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call, visitor = await held(rosas), await ben(rosas)
        danas = await written(rosas, sender=DANA)
        sent = len(rosas.sent)
        await visitor.post(f"{danas}/calls/{call}/text", accept="text/html")
        await rosas.after(60)
        assert len(rosas.sent) == sent


async def test_who_only_looks_has_no_such_button(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await held(rosas)
        assert BUTTON not in (await (await ben(rosas, Role.READER)).get(await talk(rosas))).body
