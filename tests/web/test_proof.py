"""What an owner saves about one person, when somebody asks why they were texted."""

import io
import json
import zipfile
from pathlib import Path

from ringback.accounts.members import Role
from tests.cast import DAN
from tests.web.pages import sign_in
from tests.web.test_inbox import ben, talk
from tests.world import shop


async def test_all_about_a_person_is_one_press_away(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        rosa = await sign_in(rosas.ringback, rosas.line.account_id)
        place = await talk(rosas)
        assert f"{place}/proof.zip" in (await rosa.get(place)).body
        answered = await rosa.get(f"{place}/proof.zip")
    assert answered.status == 200
    assert answered.headers["content-disposition"] == 'attachment; filename="proof-15125550111.zip"'
    assert "no-store" in answered.headers["cache-control"]
    with zipfile.ZipFile(io.BytesIO(answered.content)) as packed:
        assert json.loads(packed.read("about.json"))["number"] == DAN
        assert "no opt-out of theirs is in force" in packed.read("READ ME.txt").decode()


async def test_only_owners_are_offered_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.misses()
        await rosas.after(10)
        place = await talk(rosas)
        assert "proof.zip" not in (await (await ben(rosas, Role.MEMBER)).get(place)).body
