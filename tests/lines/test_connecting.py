"""Our addresses are entered at a company, once, and taken out again."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.connecting import Connector, NotConnected, TryLater
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.settings import read_settings as read_all
from tests.asterisk.pbx import Line as PbxLine
from tests.asterisk.pbx import pbx
from tests.cast import ROSAS_LINE
from tests.cli.run import environ
from tests.lines.companies import lasting
from tests.lines.connected import (
    AIRCALL,
    HERE,
    connecting,
    stored_in,
    with_lasting,
)
from tests.world import FRIDAY_NOON, PUBLIC


async def test_a_connected_line_believes_what_the_company_signs(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        line = await rosas.connect()
        assert line.connection is not None
        assert (line.connection.id, line.connection.since, line.connection.expires_at) == (
            "wh-1",
            FRIDAY_NOON,
            None,
        )
        assert await rosas.secret("webhook_token") == "token-1"
        [hook] = company.hooks.values()
        assert hook["url"] == f"{PUBLIC}/in/{line.id}/event"
        assert await rosas.look() == ""
    assert b"token-1" not in stored_in(tmp_path)


async def test_connecting_again_leaves_one(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        await rosas.connect()
        await asyncio.gather(rosas.connect(), rosas.connect())
        assert (list(company.hooks), company.made) == (["wh-1"], 1)


async def test_two_nodes_at_once_leave_one(tmp_path: Path) -> None:
    """The other one is another process on the same database, on a machine with a folder of its own."""
    async with with_lasting(tmp_path) as (rosas, company):
        other = open_database(read_all({"RINGBACK_DATA": str(tmp_path)}), rosas.clock)
        http = Http()
        folder = tmp_path if not other.claims.shared else tmp_path / "other"
        connector = Connector(other, http, rosas.vault, PUBLIC, folder)
        line = await rosas.line()
        try:
            for _ in range(3):
                await asyncio.gather(rosas.connect(), connector.connect(line))
        finally:
            await http.close()
            other.close()
        assert (list(company.hooks), company.made) == (["wh-1"], 1)


async def test_who_waits_too_long_for_another_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ringback.lines.connecting.LONGEST_WAIT", 0.1)
    async with with_lasting(tmp_path) as (rosas, _):
        if not rosas.db.claims.shared:
            return
        await rosas.db.claims.take({f"connect-{rosas.id}"})
        with pytest.raises(TryLater, match=r"^Somebody else is connecting this line now"):
            await rosas.connect()


async def test_what_somebody_has_doubled_is_one_again(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        company.hooks["by-hand"] = {**company.hooks["wh-1"], "webhook_id": "by-hand"}
        await rosas.connect()
        assert list(company.hooks) == ["wh-1"]


async def test_disconnecting_leaves_nothing_and_may_be_done_twice(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        company.hooks["other"] = {"webhook_id": "other", "url": "https://other.example"}
        await rosas.connect()
        await rosas.connector.disconnect(await rosas.line())
        await rosas.connector.disconnect(await rosas.line())
        assert list(company.hooks) == ["other"]
        line = await rosas.line()
        assert (line.connection, line.in_use) == (None, line.settings)
        assert await rosas.look() == "Aircall has no webhook with this line's address."


async def test_a_secret_that_the_owner_wrote_stays_good_beside_the_companys(tmp_path: Path) -> None:
    async with with_lasting(tmp_path, webhook_token="by hand") as (rosas, _):
        await rosas.connect()
        assert await rosas.secret("webhook_token") == "token-1"
        assert await rosas.secret("previous_webhook_token") == "by hand"


BY_HAND = "Bandwidth has no interface for it: enter the addresses that ringback lines shows by hand."


NOT_COMPLETE = "The line's settings are not complete: fill in api_token; fill in number_id."


NOT_PUBLIC = f"Aircall cannot reach {HERE}: set RINGBACK_PUBLIC_URL to this server's public address."


@pytest.mark.parametrize(
    ("company", "settings", "public", "said"),
    [
        ("bandwidth", {}, PUBLIC, BY_HAND),
        ("aircall", {"api_id": "id"}, PUBLIC, NOT_COMPLETE),
        ("aircall", AIRCALL, HERE, NOT_PUBLIC),
    ],
)
async def test_why_a_line_cannot_be_connected(
    tmp_path: Path, company: str, settings: dict[str, str], public: str, said: str
) -> None:
    async with connecting(tmp_path, company, settings, public) as rosas:
        with pytest.raises(NotConnected) as why:
            await rosas.connect()
    assert str(why.value) == said


async def test_a_switch_is_only_logged_in_to(tmp_path: Path) -> None:
    async def lets_in(switch: PbxLine) -> None:
        await switch.welcome()
        await switch.stays()

    async with pbx(lets_in) as switch:
        asked = {"username": "ringback", "secret": "test-password", "address": switch.base}
        async with connecting(tmp_path, "asterisk", asked, HERE) as rosas:
            await rosas.connector.log_in(await rosas.line())
            with pytest.raises(NotConnected, match=r"^Asterisk is listened to: nothing of ours is entered"):
                await rosas.connect()


async def test_a_switch_that_refuses_us_says_why(tmp_path: Path) -> None:
    async with pbx(PbxLine.welcome, password="another") as switch:
        asked = {"username": "ringback", "secret": "test-password", "address": switch.base}
        async with connecting(tmp_path, "asterisk", asked, HERE) as rosas:
            with pytest.raises(NotConnected) as why:
                await rosas.connector.log_in(await rosas.line())
    assert str(why.value) == "The PBX refuses the manager user or its password."


async def test_another_company_is_not_connected_with_what_the_first_chose(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, _):
        line = await rosas.connect()

        def save(tx: Transaction, name: str) -> Line:
            return lines.save(
                tx,
                account_id=line.account_id,
                number=line.number,
                provider=name,
                mode=Mode.OBSERVE,
                plan=RingPlan(),
                settings={"api_key": "key"},
            )

        await rosas.db.run(save, "aircall")
        assert (await rosas.line()).connection is not None  # settings that are applied again leave it
        await rosas.db.run(save, "dialpad")
        assert (await rosas.line()).connection is None


@pytest.mark.slow
async def test_killed_while_the_company_answers_then_run_again_there_is_one(tmp_path: Path) -> None:
    """Killed when the company has it and we do not know. The lock of the dead process holds nobody up."""
    async with lasting() as company:
        async with connecting(tmp_path / "data", "aircall", AIRCALL | {"api_base": company.base}) as rosas:
            id, vault = rosas.id, rosas.vault
        killed = await _connect_as_a_process(tmp_path, kills=company)
        assert (killed, list(company.hooks)) == (-signal.SIGKILL, ["wh-1"])
        company.after_writing = lambda: None
        assert await _connect_as_a_process(tmp_path) == 0
        assert (list(company.hooks), company.made) == (["wh-1"], 1)
    db = open_database(read_all({"RINGBACK_DATA": str(tmp_path / "data")}), VirtualClock(FRIDAY_NOON))
    try:
        line = await db.read(lines.get, id)
        assert line is not None
        assert vault.open(line.in_use["webhook_token"]).reveal() == "token-1"
    finally:
        db.close()


async def _connect_as_a_process(folder: Path, kills: Any = None) -> int:
    command = [sys.executable, "-m", "ringback", "lines", "connect", ROSAS_LINE]
    environment = environ(folder, RINGBACK_PUBLIC_URL=PUBLIC)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    if kills is not None:
        kills.after_writing = lambda: os.kill(process.pid, signal.SIGKILL)
    return await process.wait()
