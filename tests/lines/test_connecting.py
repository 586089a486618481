import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringback.accounts import store as accounts
from ringback.cli.ailments import Finding, stored_findings
from ringback.cli.online import _look
from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.connecting import Connector, NotConnected, TryLater
from ringback.lines.settings import Vault, read_settings
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.settings import DATABASE_NAME
from ringback.settings import read_settings as read_all
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.staying_connected import TASK, StayingConnected
from tests.asterisk.pbx import Line as PbxLine
from tests.asterisk.pbx import pbx
from tests.cast import ROSAS_LINE, ROSAS_SHOP
from tests.cli.run import environ
from tests.empty import empty_database
from tests.lines.companies import Ending, Lasting, ending, lasting
from tests.world import FRIDAY_NOON, PUBLIC

AIRCALL = {"api_id": "id", "api_token": "key", "number_id": "7"}
RINGCENTRAL = {"client_id": "id", "client_secret": "secret", "jwt": "jwt", "webhook_token": "ours"}


@dataclass
class Connecting:
    db: Database
    connector: Connector
    staying: StayingConnected
    vault: Vault
    clock: VirtualClock
    id: str

    async def line(self) -> Line:
        line = await self.db.read(lines.get, self.id)
        assert line is not None
        return line

    async def connect(self) -> Line:
        await self.connector.connect(await self.line())
        return await self.line()

    async def look(self) -> str:
        return await self.connector.look(await self.line())

    async def a_day_passes(self, days: float = 1) -> None:
        """And the job of that day is done."""
        self.clock.advance_to(self.clock.now() + timedelta(days=days))
        await self.staying.see_to_all()
        due = {row.task for row in await self.db.read(jobs.waiting)}
        assert due <= {TASK}
        if due and (finish := await self.staying.see_to(self.id)):
            await self.db.run(finish)

    async def open_tasks(self) -> list[TaskKind]:
        account = (await self.line()).account_id
        return [task.kind for task in await self.db.read(tasks.open_tasks, account)]

    async def secret(self, name: str) -> str:
        line = await self.line()
        settings = read_settings(provider(line.provider).Settings, line.in_use, self.vault)
        return str(getattr(settings, name).reveal())


def stored_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob(f"{DATABASE_NAME}*"))


def _open_line(tx: Transaction, company: str, settings: dict[str, Any], vault: Vault) -> str:
    account = accounts.save(
        tx,
        name=ROSAS_SHOP,
        time_zone="America/Chicago",
        country="US",
        notice="website",
        policy='{"time_zone": "America/Chicago"}',
    )
    secret = {name for name in settings if name in ("api_token", "client_secret", "jwt", "webhook_token")}
    stored = {name: vault.seal(value) if name in secret else value for name, value in settings.items()}
    return lines.save(
        tx,
        account_id=account.id,
        number=ROSAS_LINE,
        provider=company,
        mode=Mode.OBSERVE,
        plan=RingPlan(texts_via=ROSAS_LINE),
        settings=stored,
    ).id


@asynccontextmanager
async def connecting(
    folder: Path,
    company: str,
    settings: dict[str, str],
    public: str = PUBLIC,
    clock: VirtualClock | None = None,
) -> AsyncIterator[Connecting]:
    empty_database(folder)
    clock = clock or VirtualClock(FRIDAY_NOON)
    vault, http = Vault(folder), Http()
    db = open_database(read_all({"RINGBACK_DATA": str(folder)}), clock)
    try:
        id = await db.run(_open_line, company, settings, vault)
        connector = Connector(db, http, vault, public, folder)
        yield Connecting(db, connector, StayingConnected(db, connector, clock), vault, clock, id)
    finally:
        await http.close()
        db.close()


@asynccontextmanager
async def with_lasting(folder: Path, **more: str) -> AsyncIterator[tuple[Connecting, Lasting]]:
    async with (
        lasting() as company,
        connecting(folder, "aircall", AIRCALL | more | {"api_base": company.base}) as rosas,
    ):
        yield rosas, company


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


async def test_what_was_removed_at_the_company_is_entered_again(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        asked = company.asked
        await rosas.a_day_passes()
        assert (company.asked, company.made) == (asked + 1, 1)  # looked, and found it well
        company.hooks.clear()
        await rosas.a_day_passes()
        assert (list(company.hooks), await rosas.secret("webhook_token")) == (["wh-2"], "token-2")
        company.hooks["wh-2"]["active"] = False
        await rosas.a_day_passes()
        assert company.hooks["wh-2"]["active"] is True


async def test_a_line_that_nobody_connected_is_left_alone(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.a_day_passes()
        assert company.asked == 0


async def test_what_cannot_be_mended_is_told_once_until_it_is_well(tmp_path: Path) -> None:
    async with with_lasting(tmp_path) as (rosas, company):
        await rosas.connect()
        company.refuses = True
        await rosas.a_day_passes()
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == [TaskKind.RECONNECT]
        company.refuses = False
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == []


async def test_a_company_that_is_away_is_asked_another_day(tmp_path: Path) -> None:
    async with connecting(tmp_path, "aircall", AIRCALL | {"api_base": "http://127.0.0.1:1"}) as rosas:
        with pytest.raises(TryLater, match=r"^Aircall could not be asked"):
            await rosas.connect()
        await rosas.db.run(
            lines.set_connection, await rosas.line(), lines.Connected("x", FRIDAY_NOON, None, {})
        )
        await rosas.a_day_passes()
        assert await rosas.open_tasks() == []


@asynccontextmanager
async def with_ending(folder: Path) -> AsyncIterator[tuple[Connecting, Ending]]:
    clock = VirtualClock(FRIDAY_NOON)
    async with (
        ending(clock.now) as company,
        connecting(folder, "ringcentral", RINGCENTRAL | {"api_base": company.base}, clock=clock) as rosas,
    ):
        yield rosas, company


async def test_what_ends_is_renewed_in_good_time(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        await rosas.connect()
        for _ in range(200):
            await rosas.a_day_passes()
            connection = (await rosas.line()).connection
            assert connection is not None
            assert connection.expires_at is not None
            assert connection.expires_at - rosas.clock.now() > timedelta(days=30)
        assert company.written == ["POST", "PUT", "PUT", "PUT", "PUT"]
        assert len(company.subscriptions) == 1


async def test_what_has_ended_while_we_were_away_is_said_and_made_anew(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        await rosas.connect()
        company.subscriptions.clear()  # after its time
        rosas.clock.advance_to(FRIDAY_NOON + timedelta(days=100))
        found = await rosas.db.read(stored_findings, PUBLIC, rosas.vault)
        ended = Finding(
            f"line {ROSAS_LINE}",
            False,
            "The phone company stopped sending its events on 2027-02-18.",
            f"Start ringback serve, which renews it, or run ringback lines connect {ROSAS_LINE}.",
        )
        assert ended in found
        await rosas.a_day_passes(0)
        assert list(company.subscriptions) == ["sub-1"]
        assert ended not in await rosas.db.read(stored_findings, PUBLIC, rosas.vault)


async def test_doctor_says_cause_and_remedy(tmp_path: Path) -> None:
    async with with_ending(tmp_path) as (rosas, company):
        check = f"connection of {ROSAS_LINE}"
        before = await _look(await rosas.line(), rosas.connector)
        await rosas.connect()
        well = await _look(await rosas.line(), rosas.connector)
        company.subscriptions["sub-1"]["status"] = "Blacklisted"
        suspended = await _look(await rosas.line(), rosas.connector)
    todo = f"Run ringback lines connect {ROSAS_LINE}."
    assert well == Finding(check, True, "RingCentral sends us its events.")
    assert (before.ok, before.todo) == (False, todo)
    assert suspended == Finding(
        check,
        False,
        "RingCentral has suspended this line's subscription, because its events were not taken.",
        todo,
    )


BY_HAND = "Bandwidth has no interface for it: enter the addresses that ringback lines shows by hand."
NOT_COMPLETE = "The line's settings are not complete: fill in api_token; fill in number_id."
HERE = "http://127.0.0.1:8080"
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
