"""They may have meant stop. We ask once; yes lets texts go on, no ends them, silence changes nothing."""

from pathlib import Path

import pytest

from ringback.contacts import consents, permission
from ringback.contacts import store as contacts
from ringback.contacts.consents import Basis
from ringback.contacts.permission import Change
from ringback.conversations import store as conversations
from ringback.db.transaction import Transaction
from ringback.flows.consent_asked import ask_consent
from ringback.flows.text_written import Refusal, Reply, Written, write_text
from ringback.tasks.store import TaskKind
from tests.cast import DAN
from tests.world import Shop, shop

UNSURE = "This is unacceptable, I will report you to the attorney general"
QUESTION = "Rosa's Plumbing: may we go on texting you? Reply YES to go on, or STOP to end it."


async def _in_doubt(rosas: Shop) -> str:
    """The conversation of somebody who may have meant stop."""
    await rosas.texts_in(UNSURE)
    await rosas.after(60)
    assert await _standing(rosas) is Change.PAUSE
    return await rosas.ringback.db.read(_conversation, rosas.line.account_id)


async def _asks(rosas: Shop, talk: str) -> Written | Refusal:
    asked = await rosas.ringback.db.run(ask_consent, rosas.line.account_id, talk, "Ben")
    await rosas.after(60)
    return asked


async def _standing(rosas: Shop) -> Change:
    return await rosas.ringback.db.read(permission.standing, rosas.line.account_id, DAN)


async def _grounds(rosas: Shop) -> list[Basis]:
    found = await rosas.ringback.db.read(consents.of_person, rosas.line.account_id, DAN)
    return [one.basis for one in found]


async def test_yes_lets_texts_go_on_and_is_a_ground(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await _asks(rosas, await _in_doubt(rosas))
        assert [body.startswith(QUESTION) for _, body in rosas.sent] == [True]
        await rosas.texts_in("Yes please", "SM2")
        await rosas.after(60)
        assert (await _standing(rosas), Basis.AGREED in await _grounds(rosas)) == (Change.START, True)
        assert [task for task in await rosas.tasks() if task.kind is TaskKind.DECIDE] == []


@pytest.mark.parametrize("no", ["No", "nope, thank you", "STOP"])
async def test_no_is_a_stop(tmp_path: Path, no: str) -> None:
    async with shop(tmp_path) as rosas:
        await _asks(rosas, await _in_doubt(rosas))
        await rosas.texts_in(no, "SM2")
        await rosas.after(60)
        assert (await _standing(rosas), Basis.AGREED in await _grounds(rosas)) == (Change.STOP, False)


async def test_silence_leaves_it_in_doubt_and_nobody_is_asked_twice(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        talk = await _in_doubt(rosas)
        await _asks(rosas, talk)
        await _asks(rosas, talk)
        assert (len(rosas.sent), await _standing(rosas)) == (1, Change.PAUSE)


async def test_yes_to_another_question_is_no_consent(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        talk = await _in_doubt(rosas)
        await _asks(rosas, talk)
        await rosas.ringback.db.run(_writes, rosas.line.account_id, talk)
        await rosas.after(60)
        await rosas.texts_in("Yes", "SM2")
        await rosas.after(60)
        assert await _standing(rosas) is Change.PAUSE


async def test_who_said_stop_and_who_is_in_no_doubt_are_not_asked(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you have time next week?")
        await rosas.after(60)
        talk = await rosas.ringback.db.read(_conversation, rosas.line.account_id)
        assert isinstance(await _asks(rosas, talk), Refusal)
        await rosas.texts_in("STOP", "SM2")
        await rosas.after(60)
        before = len(rosas.sent)
        assert (isinstance(await _asks(rosas, talk), Refusal), len(rosas.sent)) == (True, before)


def _conversation(tx: Transaction, account_id: str) -> str:
    dan = contacts.by_number(tx, account_id, DAN)
    talk = conversations.with_contact(tx, account_id, dan.id) if dan else None
    assert talk is not None
    return talk.id


def _writes(tx: Transaction, account_id: str, talk: str) -> None:
    write_text(tx, account_id, talk, Reply("Is three o'clock good?", "Ben", key="k1"))
