"""Rosa's line at a company that can be connected, for the tests of connecting."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ringback.accounts import store as accounts
from ringback.db import jobs
from ringback.db.database import Database
from ringback.db.open import open_database
from ringback.db.transaction import Transaction
from ringback.lib.clock import VirtualClock
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.connecting import Connector
from ringback.lines.settings import Vault, read_settings
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.settings import DATABASE_NAME
from ringback.settings import read_settings as read_all
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.staying_connected import TASK, StayingConnected
from tests.cast import ROSAS_LINE, ROSAS_SHOP
from tests.empty import empty_database
from tests.lines.companies import Ending, Lasting, ending, lasting
from tests.world import FRIDAY_NOON, PUBLIC

AIRCALL = {"api_id": "id", "api_token": "key", "number_id": "7"}


RINGCENTRAL = {"client_id": "id", "client_secret": "secret", "jwt": "jwt", "webhook_token": "ours"}


HERE = "http://127.0.0.1:8080"


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


@asynccontextmanager
async def with_ending(folder: Path) -> AsyncIterator[tuple[Connecting, Ending]]:
    clock = VirtualClock(FRIDAY_NOON)
    async with (
        ending(clock.now) as company,
        connecting(folder, "ringcentral", RINGCENTRAL | {"api_base": company.base}, clock=clock) as rosas,
    ):
        yield rosas, company
