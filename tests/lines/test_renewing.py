"""An access that ends, at a company that gives the next one only once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ringback.cli.ailments import Finding, stored_findings
from ringback.lines import store as lines
from ringback.lines.connecting import NotConnected
from ringback.tasks.store import TaskKind
from tests.lines.companies import Renewing, renewing
from tests.lines.connected import Connecting, connecting, stored_in
from tests.world import FRIDAY_NOON, PUBLIC

LINE = {"token": "of the location", "location_id": "l", "number": "+15125550142"}
APP = {"client_id": "app", "client_secret": "of the app", "refresh_token": "refresh-0"}
AUTHORISE = "^HighLevel does not renew the token of the app: authorise it again"


@asynccontextmanager
async def with_app(folder: Path, **more: str) -> AsyncIterator[tuple[Connecting, Renewing]]:
    async with (
        renewing() as company,
        connecting(folder, "gohighlevel", LINE | APP | more | {"api_base": company.base}) as rosas,
    ):
        yield rosas, company


async def tokens(rosas: Connecting) -> tuple[str, str]:
    return await rosas.secret("app_token"), await rosas.secret("refresh_token")


async def test_a_first_access_is_fetched_with_what_the_owner_wrote(tmp_path: Path) -> None:
    async with with_app(tmp_path) as (rosas, company):
        await rosas.a_day_passes(0.01)
        assert company.forms == [{"grant_type": "refresh_token", **_form("refresh-0")}]
        assert await tokens(rosas) == ("access-1", "refresh-1")
        line = await rosas.line()
        assert line.connection is not None
        assert line.connection.expires_at == rosas.clock.now() + timedelta(seconds=86399)
    assert not any(word in stored_in(tmp_path) for word in (b"access-1", b"refresh-1"))


async def test_it_is_renewed_in_the_second_half_of_its_day_with_the_newest(
    tmp_path: Path,
) -> None:
    async with with_app(tmp_path) as (rosas, company):
        for _ in range(12):
            await rosas.a_day_passes(0.25)
        assert [form["refresh_token"] for form in company.forms] == [f"refresh-{n}" for n in range(6)]
        assert await tokens(rosas) == ("access-6", "refresh-6")


async def test_killed_before_it_was_stored_the_owner_is_asked_once(tmp_path: Path) -> None:
    """Nobody has the new token then, and the old one is void: only a person can authorise the app."""
    async with with_app(tmp_path) as (rosas, company):
        company.good_for = "refresh-of-an-answer-that-was-lost"
        await rosas.a_day_passes(0.25)
        await rosas.a_day_passes(0.25)
        assert await rosas.open_tasks() == [TaskKind.RECONNECT]
        with pytest.raises(NotConnected, match=AUTHORISE):
            await rosas.connect()


async def test_what_the_owner_writes_anew_counts_when_the_stored_one_is_refused(tmp_path: Path) -> None:
    async with with_app(tmp_path) as (rosas, company):
        await rosas.connect()
        company.good_for = "typed-anew"
        line = await rosas.line()
        settings = {**line.settings, "refresh_token": rosas.vault.seal("typed-anew")}
        await rosas.db.run(
            lambda tx: lines.save(
                tx,
                account_id=line.account_id,
                number=line.number,
                provider=line.provider,
                mode=line.mode,
                plan=line.plan,
                settings=settings,
            )
        )
        await rosas.connect()
        assert await tokens(rosas) == ("access-2", "refresh-2")
        await rosas.a_day_passes()
        assert await tokens(rosas) == ("access-3", "refresh-3")
        assert await rosas.open_tasks() == []


async def test_two_who_renew_at_once_do_it_one_after_the_other(tmp_path: Path) -> None:
    async with with_app(tmp_path) as (rosas, company):
        await asyncio.gather(rosas.connect(), rosas.connect())
        assert [form["refresh_token"] for form in company.forms] == ["refresh-0", "refresh-1"]


async def test_without_a_refresh_token_nothing_is_asked(
    tmp_path: Path,
) -> None:
    async with with_app(tmp_path, refresh_token="") as (rosas, company):
        await rosas.a_day_passes()
        with pytest.raises(NotConnected, match=r"^GoHighLevel has no interface for it"):
            await rosas.connect()
        assert company.forms == []


async def test_doctor_names_an_access_that_has_ended(tmp_path: Path) -> None:
    async with with_app(tmp_path) as (rosas, _):
        await rosas.connect()
        rosas.clock.advance_to(FRIDAY_NOON + timedelta(days=2))
        found = await rosas.db.read(stored_findings, PUBLIC, rosas.vault)
        said = "The phone company stopped accepting our access on 2026-11-21."
        assert said in [finding.said for finding in found if isinstance(finding, Finding)]


def _form(refresh: str) -> dict[str, str]:
    return {"refresh_token": refresh, "client_id": "app", "client_secret": "of the app"}
