"""A stopped line is let try again, from wherever its stop is said."""

import base64
import json
from pathlib import Path

import pytest

from ringback.accounts import audit
from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.lines import store as lines
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.company import answers
from tests.web.pages import Answered, Visitor, sign_in
from tests.web.test_inbox import written
from tests.world import Shop, shop

WHY = "Twilio does not know these keys."


async def somebody(rosas: Shop, role: Role = Role.OWNER) -> Visitor:
    rosas.ringback.closing.set()
    return await sign_in(rosas.ringback, rosas.line.account_id, role, name=role.value.title())


async def stop(rosas: Shop) -> str:
    """The address of the button."""
    await rosas.ringback.db.run(outcome.park, rosas.line, WHY)
    return f"lines/{rosas.line.id}/again"


def with_wrong_keys(tx: Transaction, line: Line) -> None:
    lines.save(
        tx,
        account_id=line.account_id,
        number=line.number,
        provider=line.provider,
        mode=line.mode,
        plan=line.plan,
        settings={**line.settings, "auth_token": "f" * 32},
    )


def said_in(answered: Answered) -> str:
    """What the next page says for a moment."""
    kept = answered.cookies["__Host-ringback-said"].partition(";")[0]
    words: str = json.loads(base64.urlsafe_b64decode(kept.strip('"')))[0]
    return words


async def is_stopped(rosas: Shop) -> bool:
    (line,) = await rosas.ringback.db.read(lines.of_account, rosas.line.account_id)
    return line.parked_reason is not None


async def test_what_waited_goes_on_once_and_the_log_says_who_did_it(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        again, rosa = await stop(rosas), await somebody(rosas)
        await rosas.misses()
        await rosas.after(60)
        assert rosas.sent == []
        for _ in range(2):
            assert (await rosa.post(again)).to == rosa.whole("lines")
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == [DAN]
        assert (await is_stopped(rosas), await rosas.tasks()) == (False, [])
        log = await rosas.ringback.db.read(audit.of_account, rosas.line.account_id, before="", limit=9)
        assert {(deed.who, deed.what, deed.about) for deed in log} == {
            ("Owner", "let a line try again", "(512) 555-0142")
        }


async def test_a_company_that_still_refuses_stops_it_again_and_says_why(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        again, rosa = await stop(rosas), await somebody(rosas)
        await rosas.misses()
        await rosas.after(30)
        rosas.company.faults.append(answers(401, 20003))
        await rosa.post(again)
        await rosas.after(60)
        assert (rosas.sent, await is_stopped(rosas)) == ([], True)
        (task,) = await rosas.tasks()
        assert task.kind is TaskKind.FIX_LINE
        assert WHY not in task.sentence


async def test_keys_that_are_refused_at_once_are_told_at_once(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        again, rosa = await stop(rosas), await somebody(rosas)
        await rosas.ringback.db.run(with_wrong_keys, rosas.line)
        await stop(rosas)
        pressed = await rosa.post(again, **{"from": "tasks"})
        assert pressed.to == rosa.whole("tasks")
        assert said_in(pressed).startswith("Still stopped. Twilio ")
        assert await is_stopped(rosas)
        assert [task.kind for task in await rosas.tasks()] == [TaskKind.FIX_LINE]


async def test_the_button_is_where_the_stop_is_said_for_owners_alone(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        there, again = await written(rosas), await stop(rosas)
        for role in (Role.OWNER, Role.MEMBER):
            visitor = await somebody(rosas, role)
            for path in ("lines", "tasks", "today", there):
                assert (f'/{again}"' in (await visitor.get(path)).body) is (role is Role.OWNER), path
        rosa = await somebody(rosas)
        assert (await rosa.post(again, **{"from": there})).to == rosa.whole(there)
        assert "/again" not in (await rosa.get("lines")).body


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example", "//elsewhere.example", "inbox/../x", ""])
async def test_it_leads_nowhere_else(tmp_path: Path, elsewhere: str) -> None:
    async with shop(tmp_path) as rosas:
        again, rosa = await stop(rosas), await somebody(rosas)
        assert (await rosa.post(again, **{"from": elsewhere})).to == rosa.whole("lines")
