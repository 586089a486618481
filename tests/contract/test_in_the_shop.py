"""The battery, with the whole server behind it: webhooks come in, and something becomes of calls and lines.

Once, on SQLite: what differs from company to company has nothing to do with the database.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields, replace
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.lines.store import Line, RingPlan
from ringback.phone import fixtures
from ringback.phone.fixtures import Target
from ringback.phone.ours import CARRIED, PLACED, SEAL, TO
from ringback.phone.provider import Capability, Mode, Request
from ringback.tasks.store import TaskKind
from tests.cast import DAN, DANA, ROSAS_PHONE
from tests.contract.case import ContractCase, every_case, stored
from tests.contract.standin import http, nowhere, standin
from tests.world import PUBLIC, Shop, ask, shop

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]

Case = ContractCase[Any]
CALLS = [*every_case(Capability.RING), *every_case(Capability.OBSERVE)]
NUMBER = "+15125550155"
KINDS = ["text/plain", "application/x-www-form-urlencoded", "image/png", ""]
GARBAGE = [b"", b"{", b"[]", b"null", b"&&==%%", b"\xff\xfe", b"x" * 1_000_000]


@dataclass
class Connected:
    rosas: Shop
    case: Case
    line: Line
    settings: Any

    async def told(self, names: list[str]) -> None:
        """These webhooks come in."""
        for name in names:
            status, said = await self.comes(self.webhook(name))
            assert status in (200, 204), said

    def webhook(self, name: str) -> Request:
        """As the company would send it for this line, now."""
        key, now = self.rosas.ringback.vault.key_for(SEAL), self.rosas.clock.now()
        target = Target(PUBLIC, self.line.id, NUMBER, key)
        recorded = fixtures.load(self.case.name, name)
        return fixtures.replay(self.case.name, recorded, target, self.settings, now)

    async def comes(self, request: Request) -> tuple[int, str]:
        """The status, and what we answer."""
        parts = urlsplit(request.url)
        where = (self.rosas.ringback, request.method, parts.path, parts.query)
        return await ask(*where, dict(request.headers), request.body)

    async def kept(self) -> int:
        """How many webhooks are in the database."""
        return await self.rosas.ringback.db.read(_webhooks)

    async def states(self) -> list[str]:
        """Of the calls on this line, once all is settled."""
        await self.rosas.after(30)
        return [call.state for call in await self.rosas.calls() if call.line_id == self.line.id]


@asynccontextmanager
async def at(
    case: Case, folder: Path, answer: bytes, *, base: str = "", **plan: Any
) -> AsyncIterator[Connected]:
    """Rosa's shop with a line at this company, which gives this answer to whatever we ask."""
    async with shop(folder, **plan) as rosas, standin(answer) as company:
        numbers = {"number": NUMBER} if "number" in {each.name for each in fields(case.settings)} else {}
        settings = replace(case.at(base or company.base), **numbers)
        line = await rosas.ringback.db.run(_add_line, rosas.line.account_id, case, settings)
        yield Connected(rosas, case, line, settings)


def _webhooks(tx: Transaction) -> int:
    return len(tx.all(sa.select(webhooks.webhooks.c.id)))


def _add_line(tx: Transaction, account_id: str, case: Case, settings: Any) -> Line:
    rings = Mode.DIAL in case.provider.modes
    return lines.save(
        tx,
        account_id=account_id,
        number=NUMBER,
        provider=case.name,
        mode=Mode.DIAL if rings else Mode.OBSERVE,
        plan=RingPlan(ring=(ROSAS_PHONE,) if rings else ()),
        settings=stored(settings),
    )


def well(case: Case) -> bytes:
    return case.answer("enrich__found") if case.enriches else http("200 OK", "{}", "application/json")


@pytest.mark.parametrize("case", CALLS)
async def test_a_missed_call_backwards_and_twice_is_one_missed_call(case: Case, tmp_path: Path) -> None:
    story = next(iter(case.missed)).split()
    async with at(case, tmp_path, well(case)) as connected:
        await connected.told([*reversed(story), *story])
        assert await connected.states() == ["missed"]
        assert (await connected.rosas.receipt()).verdict


@pytest.mark.parametrize("case", CALLS)
async def test_a_taken_call_backwards_and_twice_is_texted_to_nobody(case: Case, tmp_path: Path) -> None:
    story = next(iter(case.taken)).split()
    async with at(case, tmp_path, well(case)) as connected:
        await connected.told([*reversed(story), *story])
        assert await connected.states() == ["accepted"]
        assert (await connected.rosas.texts(), await connected.rosas.tasks()) == ([], [])


@pytest.mark.parametrize("case", every_case())
async def test_a_new_word_is_kept_shown_and_counted(case: Case, tmp_path: Path) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("ringback_new_words_total", {"provider": case.name}) or 0.0

    before = counted()
    async with at(case, tmp_path, well(case)) as connected:
        await connected.told(list(case.new_words))
        await connected.rosas.after(1)
        shown = await connected.rosas.ringback.db.read(webhooks.new_words)
        tasks = await connected.rosas.tasks()
    assert counted() - before == sum(times for _, times in shown) == len(case.new_words)
    assert tasks == []


@pytest.mark.parametrize("case", every_case())
async def test_a_stranger_is_refused_and_nothing_is_kept(case: Case, tmp_path: Path) -> None:
    async with at(case, tmp_path, well(case)) as connected:
        for name in list(case.events)[:3]:
            theirs = connected.webhook(name)
            bare = replace(theirs, headers={"content-type": "application/json"}, body=b'{"a": 1}')
            for worse in (bare, replace(bare, body=b""), replace(bare, body=b"\xff\x00[")):
                status, said = await connected.comes(replace(worse, url=theirs.url.partition("?")[0]))
                assert (status, said) == (403, "The signature is missing or wrong.\n")
        assert await connected.kept() == 0


@pytest.mark.parametrize("case", every_case())
async def test_our_own_parameter_added_changed_or_moved_is_refused(case: Case, tmp_path: Path) -> None:
    """Though all that the company itself has said and signed is there and is genuine."""
    async with at(case, tmp_path, well(case)) as connected:
        every = [connected.webhook(name) for name in case.events]
        for theirs in {_names(request.url): request for request in every}.values():
            for worse in _told_otherwise(theirs.url):
                assert (await connected.comes(replace(theirs, url=worse)))[0] == 403, worse
        assert await connected.kept() == 0
        # The sound of a voicemail would be fetched from an address of theirs.
        as_given = [theirs for theirs in every if _ours(theirs.url) and "voicemail" not in theirs.kind]
        assert {(await connected.comes(theirs))[0] for theirs in as_given} <= {200, 204}


def _told_otherwise(url: str) -> Iterator[str]:
    address, pairs = url.partition("?")[0], parse_qsl(urlsplit(url).query)
    for name in _ours(url):
        yield f"{address}?{urlencode([(n, v + '1' if n == name else v) for n, v in pairs])}"
        yield f"{url}&{name}=other"
    if _ours(url):
        yield url.replace(f"/{urlsplit(address).path.rpartition('/')[2]}?", "/no_such_kind?")
        yield f"{address}?{urlencode([(n, v) for n, v in pairs if n != SEAL])}&x=1"
    for name in CARRIED - set(_ours(url)):
        yield f"{url}{'&' if pairs else '?'}{name}=other"


def _ours(url: str) -> list[str]:
    return [name for name in _names(url) if name in CARRIED or (name == TO and PLACED in _names(url))]


def _names(url: str) -> tuple[str, ...]:
    return tuple(name for name, _ in parse_qsl(urlsplit(url).query))


@pytest.mark.parametrize("case", every_case())
async def test_signed_garbage_of_any_kind_gets_a_plain_answer(case: Case, tmp_path: Path) -> None:
    async with at(case, tmp_path, well(case)) as connected:
        theirs = connected.webhook(next(iter(case.events)))
        sign = fixtures.signer(case.name, connected.settings)
        for kind, body in product(KINDS, GARBAGE):
            headers = {**theirs.headers, "content-type": kind}
            garbage = sign(replace(theirs, headers=headers, body=body), connected.settings)
            status, said = await connected.comes(garbage)
            assert status in (200, 204, 400, 403, 413), (kind, body[:9], said)
            assert status in (200, 204) or (said.count("\n"), said[-2:]) == (1, ".\n")
        await connected.rosas.after(1)


@pytest.mark.parametrize("case", every_case(Capability.SEND_TEXTS))
async def test_a_company_that_cannot_be_reached_is_tried_again_and_then_a_person_calls(
    case: Case, tmp_path: Path
) -> None:
    async with at(case, tmp_path, b"", texts_via=NUMBER, base=nowhere()) as connected:
        rosas = connected.rosas
        await rosas.misses()
        await rosas.after(60)
        assert [text.state for text in await rosas.texts()] == ["waiting"]
        await rosas.after(900)
        assert [text.state for text in await rosas.texts()] == ["cancelled"]
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.CALL_BACK]


@pytest.mark.parametrize("case", every_case(Capability.SEND_TEXTS))
async def test_a_wrong_key_parks_the_line_and_tells_the_owner_once(case: Case, tmp_path: Path) -> None:
    """Of a line whose texts leave there, at two callers."""
    async with at(case, tmp_path, http("401 Unauthorized"), texts_via=NUMBER) as connected:
        rosas = connected.rosas
        for call, caller in (("CA1", DAN), ("CA2", DANA)):
            await rosas.misses(call, caller)
            await rosas.after(30)
        parked = await rosas.ringback.db.read(lines.get, connected.line.id)
        told = [task.sentence for task in await rosas.tasks() if task.kind is TaskKind.FIX_LINE]
    assert parked is not None
    assert parked.parked_reason
    [sentence] = told
    assert sentence.endswith(".")
    assert [word for word in case.must_stay_quiet() if word in sentence] == []
