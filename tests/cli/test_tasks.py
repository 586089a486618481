import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringback.cli.tasks import finish_task, show_tasks
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.settings import read_settings
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN, ROSAS_SHOP
from tests.world import open_line, shop


async def test_a_task_is_listed_until_it_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(command: Callable[..., None], *words: Any, **how: bool) -> str:
        command(settings, *words, **how)
        return capsys.readouterr().out

    settings = read_settings({"RINGBACK_DATA": str(tmp_path)})
    async with shop(tmp_path, policy={"when": "closed", "hours": {"fri": ["00:00-24:00"]}}) as rosas:
        await rosas.ringback.db.run(open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE)
        await rosas.misses()
        await rosas.after(10)
        (task,) = await rosas.tasks()

    async def ask(command: Callable[..., None], *words: Any, **how: bool) -> str:
        return await asyncio.to_thread(said, command, *words, **how)

    assert json.loads(await ask(show_tasks, None, as_json=True)) == [
        {
            "id": task.id,
            "account": ROSAS_SHOP,
            "kind": "call_back",
            "about": task.about,
            "number": DAN,
            "sentence": task.sentence,
            "created_at": task.created_at.isoformat(),
        }
    ]
    assert task.id in await ask(show_tasks, None, as_json=False)
    assert await ask(show_tasks, CAROLS_SHOP, as_json=False) == "Nothing is to be done.\n"
    assert await ask(finish_task, task.id) == f"Done: {task.sentence}\n"
    assert await ask(show_tasks, None, as_json=True) == "[]\n"
    with pytest.raises(Stop) as caught:
        await ask(finish_task, task.id)
    assert (caught.value.sentence, caught.value.code) == (
        f"No open task has the id {task.id}; ringback tasks lists them.",
        WRONG_USE,
    )
