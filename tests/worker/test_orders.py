"""A company that takes orders by requests of ours is told to ring, once, also when it was away at first."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from ringback.db import jobs
from ringback.db.transaction import Transaction
from ringback.lib.secret import Secret
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line, RingPlan
from ringback.phone import fixtures
from ringback.phone.fixtures import Target
from ringback.phone.ours import SEAL
from ringback.phone.provider import Mode, Request
from ringback.phone.telnyx.provider import TelnyxSettings
from ringback.phone.telnyx.replay import TEST_PUBLIC_KEY
from ringback.tasks.store import TaskKind
from tests.cast import ROSAS_PHONE
from tests.contract.standin import StandIn, http, standin
from tests.world import PUBLIC, Shop, ask, shop

SETTINGS = TelnyxSettings(Secret("KEYtest"), Secret(TEST_PUBLIC_KEY))
NUMBER = "+15125550155"
OK = http("200 OK", json.dumps({"data": {"result": "ok"}}), "application/json")


@asynccontextmanager
async def _arrival(folder: Path, *answers: bytes, times: int = 1) -> AsyncIterator[tuple[Shop, StandIn]]:
    """A call arrives at a line of such a company, which tells so that many times; it answers our orders in
    turn like this."""
    async with shop(folder) as rosas, standin(*answers) as company:
        line = await rosas.ringback.db.run(_line, rosas.line.account_id, company.base)
        target = Target(PUBLIC, line.id, line.number, rosas.ringback.vault.key_for(SEAL))
        arrived = fixtures.replay(
            "telnyx", fixtures.load("telnyx", "call_started__plain"), target, SETTINGS, rosas.clock.now()
        )
        for _ in range(times):
            assert await _deliver(rosas, arrived) == 200
        yield rosas, company


async def _deliver(rosas: Shop, request: Request) -> int:
    url = urlsplit(request.url)
    headers = dict(request.headers)
    return (await ask(rosas.ringback, "POST", url.path, url.query, headers, request.body))[0]


def _line(tx: Transaction, account_id: str, base: str) -> Line:
    plain = {"api_key": "KEYtest", "public_key": TEST_PUBLIC_KEY, "api_base": base}
    return lines.save(
        tx,
        account_id=account_id,
        number=NUMBER,
        provider="telnyx",
        mode=Mode.DIAL,
        plan=RingPlan(ring=(ROSAS_PHONE,)),
        settings=plain,
    )


async def test_arriving_call_is_followed_by_orders(tmp_path: Path) -> None:
    async with _arrival(tmp_path, OK) as (rosas, company):
        await rosas.after(1)
        assert [request.method for request in company.seen][:1] == ["POST"]
        assert any(ROSAS_PHONE in request.body.decode() for request in company.seen)


async def test_repeated_delivery_is_followed_by_no_more_orders(tmp_path: Path) -> None:
    async with _arrival(tmp_path, OK, times=3) as (rosas, company):
        await rosas.after(1)
        orders = [json.loads(request.body)["command_id"] for request in company.seen]
        assert len(orders) == len(set(orders)) > 0
        assert webhooks.ORDERS not in {row.task for row in await rosas.ringback.db.read(jobs.waiting)}


async def test_company_that_was_away_is_told_again(tmp_path: Path) -> None:
    busy = http("503 Service Unavailable", "")
    async with _arrival(tmp_path, busy, OK) as (rosas, company):
        await rosas.after(10)
        orders = [json.loads(request.body)["command_id"] for request in company.seen]
        assert len(orders) == 2
        assert len(set(orders)) == 1  # the same order: had they taken the first, they would drop the second


async def test_key_that_is_not_accepted_parks_the_line_and_is_told_once(tmp_path: Path) -> None:
    refused = http("401 Unauthorized", json.dumps({"errors": [{"code": "10009"}]}), "application/json")
    async with _arrival(tmp_path, refused) as (rosas, _company):
        await rosas.after(30)
        assert [task.kind for task in await rosas.tasks()].count(TaskKind.FIX_LINE) == 1
