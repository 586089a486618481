"""A text that waits is taken back in its thread, without scripts."""

import re
from pathlib import Path

from ringback.accounts.members import Role
from ringback.lines import store as lines
from tests.flows.test_text_taken_back import line_goes_on, stopped_shop
from tests.web.pages import Answered
from tests.web.test_inbox import ben, said_in, talk, written
from tests.web.test_try_again import said_in as toast
from tests.world import shop

TOO_LATE = "Too late to take it back: it is leaving, or has left already."


def buttons(page: Answered) -> int:
    return len(re.findall('action="[^"]*/take-back', page.body))


async def test_one_press_takes_it_back_and_the_thread_says_so(tmp_path: Path) -> None:
    async with stopped_shop(tmp_path) as rosas:
        path, visitor = await written(rosas), await ben(rosas)
        await visitor.post(f"{path}/write", body="Yes, we do", key="key1")
        assert buttons(await visitor.get(path)) == 1
        answered = await visitor.post(f"{path}/take-back", key="key1", accept="text/html")
        assert (answered.status, toast(answered)) == (303, "Taken back: it did not leave.")
        page = await visitor.get(path)
        assert (buttons(page), "Not texted: Ben took it back before it left." in page.body) == (0, True)
        assert 'data-again="Yes, we do' in page.body
        assert "Not sent: Yes, we do" in (await visitor.get("inbox")).body
        spanish = (await visitor.get(path, **{"accept-language": "es"})).body
        assert "Sin mensaje: Ben lo retiró antes de que saliera." in spanish
        await line_goes_on(rosas)
        assert rosas.sent == []


async def test_too_late_is_said_plainly(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path, visitor = await written(rosas), await ben(rosas)
        await visitor.post(f"{path}/write", body="Yes, we do", key="key1")
        await rosas.after(5)
        answered = await visitor.post(f"{path}/take-back", key="key1", accept="text/html")
        assert (toast(answered), len(rosas.sent)) == (TOO_LATE, 1)
        told = await visitor.post(f"{path}/take-back", key="key1", accept="application/json")
        assert said_in(told) == {"taken_back": False}


async def test_the_script_takes_back_what_has_not_come_yet(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        path, visitor = await written(rosas), await ben(rosas)
        told = await visitor.post(f"{path}/take-back", key="key1", accept="application/json")
        assert said_in(told) == {"taken_back": True}
        sent = await visitor.post(f"{path}/write", body="Yes", key="key1", accept="application/json")
        assert said_in(sent)["refusal"] == {
            "code": "taken_back", "sentence": "This text was taken back before it left.", "may_insist": False,
        }  # fmt: skip
        await rosas.after(5)
        assert rosas.sent == []


async def test_automatic_texts_and_readers_have_no_such_button(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.ringback.db.run(lines.park, rosas.line, "Its keys are wrong.")
        await rosas.misses()
        await rosas.after(1)
        path, visitor = await talk(rosas), await ben(rosas)
        assert ("Sending soon" in (page := await visitor.get(path)).body, buttons(page)) == (True, 0)
        await visitor.post(f"{path}/write", body="Yes, we do", key="key1")
        assert buttons(await (await ben(rosas, Role.READER)).get(path)) == 0
