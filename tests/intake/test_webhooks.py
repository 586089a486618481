"""What the way in refuses, and what it never loses."""

import asyncio
from pathlib import Path
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from ringback.db import jobs
from ringback.db.sqlite import SqliteDatabase
from ringback.intake import book
from ringback.intake import webhooks as intake
from ringback.intake.journal import FILE, Entry
from ringback.intake.webhooks import replay_journal
from ringback.lines import store as lines
from ringback.lines import webhooks
from ringback.messages import store as texts
from ringback.phone.provider import Request
from tests.cast import DAN
from tests.databases import database_away, impatient
from tests.world import PUBLIC, Shop, ask, shop

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def _post(
    rosas: Shop, body: bytes, *, kind: str = "voice", headers: dict[str, str] | None = None
) -> tuple[int, str]:
    return await ask(
        rosas.ringback, "POST", f"/in/{rosas.line.id}/{kind}", "", {**FORM, **(headers or {})}, body
    )


def _counted(result: str) -> float:
    asked = {"provider": "twilio", "result": result}
    return REGISTRY.get_sample_value("ringback_webhooks_total", asked) or 0


async def test_unsigned_and_tampered_webhooks_are_refused_counted_and_not_stored(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        before = _counted("not_genuine")
        assert (await _post(rosas, b"CallSid=CA1"))[0] == 403
        status, words = await rosas.webhook(
            "voice", token="0" * 32, CallSid="CA1", From=DAN, To=rosas.line.number
        )
        assert (status, words) == (403, "The signature is missing or wrong.\n")
        await rosas.after(60)
        assert await rosas.calls() == []
        assert _counted("not_genuine") - before == 2


@pytest.mark.parametrize(
    "kind", ["voice", "text", "text_status", "dial_done", "leg", "nonsense", "../../etc"]
)
@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 500, b"{}", b"=&=&=", b"<xml/>", b"a=" + b"%" * 100])
async def test_unsigned_garbage_is_a_plain_refusal(tmp_path: Path, kind: str, body: bytes) -> None:
    async with shop(tmp_path) as rosas:
        status, words = await _post(rosas, body, kind=kind)
        assert status in (403, 404)
        assert words.count("\n") <= 1
        assert "Traceback" not in words


async def test_large_body_is_refused_in_words(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await _post(rosas, b"x" * 1_000_000) == (413, "The request is larger than 256 KB.\n")


async def test_unknown_line_has_no_address(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        assert await ask(rosas.ringback, "POST", "/in/ln_nobody/voice", "", FORM, b"") == (
            404,
            "No line has this address.\n",
        )


async def test_genuine_webhook_without_its_fields_is_kept_for_the_operator(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        status, words = await rosas.webhook("voice", From=DAN)
        assert (status, words) == (400, "Ringback cannot read this request: CallSid is missing or wrong.\n")
        kept = sa.select(webhooks.webhooks.c.state, webhooks.webhooks.c.note)
        found = await rosas.ringback.db.read(lambda tx: tx.all(kept))
        assert [tuple(row) for row in found] == [("unreadable", "CallSid")]


async def test_repeated_delivery_is_counted_as_such_and_leaves_no_job(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        stored, repeated = _counted("stored"), _counted("repeated")
        for _ in range(3):
            await rosas.texts_in("My sink leaks")
        await rosas.after(1)
        assert (_counted("stored") - stored, _counted("repeated") - repeated) == (1, 2)
        assert [text.body for text in await rosas.texts()] == ["My sink leaks"]
        assert webhooks.TASK not in {row.task for row in await rosas.ringback.db.read(jobs.waiting)}


async def test_webhook_while_the_database_is_away_goes_to_the_journal_and_home(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        with database_away(tmp_path):
            await rosas.texts_in("STOP")
            await rosas.texts_in("STOP")
            assert (tmp_path / FILE).exists()
        await rosas.ringback.replay_if_back()
        await rosas.after(1)
        assert [text.body for text in await rosas.texts()] == ["STOP"]
        assert not rosas.ringback.journal.pending()


@pytest.mark.sqlite
@pytest.mark.parametrize("just_stored", [False, True])
async def test_webhook_is_answered_soon_while_another_process_holds_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, just_stored: bool
) -> None:
    """SQLite would wait ten seconds for it, and companies give up before."""
    async with shop(tmp_path) as rosas:
        if just_stored:  # then it may only have much to do, and is waited for longer
            await rosas.rings()
            monkeypatch.setattr(intake, "WHILE_IT_STORES", 0.05)
        else:
            monkeypatch.setattr(intake, "PATIENCE", 0.05)
        await rosas.ringback.book.learn_all()
        with database_away(tmp_path):
            async with asyncio.timeout(5):
                await rosas.texts_in("STOP")
            assert (tmp_path / FILE).stat().st_size > 0
        monkeypatch.undo()
        await rosas.ringback.replay_if_back()
        await rosas.after(1)
        assert [text.body for text in await rosas.texts()] == ["STOP"]
        assert not rosas.ringback.journal.pending()


async def test_a_line_is_known_while_the_database_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As behind a network that swallows everything."""
    monkeypatch.setattr(book, "PATIENCE", 0.05)
    monkeypatch.setattr(book, "FRESH_SECONDS", 0)
    async with shop(tmp_path) as rosas:
        await rosas.ringback.book.learn_all()
        silent = asyncio.Event()
        monkeypatch.setattr(rosas.ringback.db, "read", lambda *_: silent.wait())
        async with asyncio.timeout(5):
            found = await rosas.ringback.book.line(rosas.line.id)
        monkeypatch.undo()
    assert found is not None
    assert found[0].number == rosas.line.number


async def test_nothing_is_sent_while_an_opt_out_may_lie_in_the_journal(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        await rosas.misses()
        with database_away(tmp_path):
            await rosas.texts_in("STOP")
        rosas.clock.advance_to(rosas.clock.now())
        await rosas.after(6)
        assert rosas.sent == []
        await rosas.ringback.replay_if_back()
        await rosas.after(600)
        assert rosas.sent == []


async def test_journal_is_replayed_at_the_next_start(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        with database_away(tmp_path):
            await rosas.texts_in("My sink leaks")
    async with shop(tmp_path) as rosas:
        await rosas.after(1)
        assert [text.body for text in await rosas.texts()] == ["My sink leaks"]


@pytest.mark.sqlite
async def test_long_outage_is_stored_in_few_commits_and_in_its_order(tmp_path: Path) -> None:
    """With one for each webhook a server whose disk is slow would not be ready for minutes."""
    said = [f"number {n}" for n in range(600)]
    async with shop(tmp_path) as rosas:
        await rosas.ringback.settled()
        for n, words in enumerate(said):
            rosas.ringback.journal.append(_text_of(rosas, f"SM{n}", words))
        commits = list[sa.Connection]()
        assert isinstance(rosas.ringback.db, SqliteDatabase)
        sa.event.listen(rosas.ringback.db._writes, "commit", commits.append)
        assert await replay_journal(rosas.ringback.db, rosas.ringback.journal, lines.get) == 600
        assert len(commits) < 60
        await rosas.ringback.settled()
        kept = await rosas.ringback.db.read(lambda tx: texts.newest(tx, rosas.line.account_id, limit=600))
        assert [text.body for text in sorted(kept, key=lambda text: text.id)] == said


def _text_of(rosas: Shop, sid: str, words: str) -> Entry:
    said = {"MessageSid": sid, "From": DAN, "To": rosas.line.number, "Body": words, "NumMedia": "0"}
    url = f"{PUBLIC}/in/{rosas.line.id}/text"
    request = Request("POST", url, "text", FORM, urlencode(said).encode(), rosas.clock.now())
    return Entry(rosas.line.id, sid, DAN, DAN, request, rosas.line.provider)


async def test_neither_database_nor_journal_is_a_503(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await impatient(rosas.ringback)
        (tmp_path / FILE).mkdir()
        with database_away(tmp_path):
            status, words = await rosas.webhook(
                "text", MessageSid="SM1", From=DAN, To=rosas.line.number, Body="x"
            )
        (tmp_path / FILE).rmdir()
        assert (status, words) == (503, "Ringback cannot store this right now; please send it again.\n")
