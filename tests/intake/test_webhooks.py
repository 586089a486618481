"""What the way in refuses, and what it never loses."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY

from ringback.db import jobs
from ringback.intake.journal import FILE
from ringback.lines import webhooks
from tests.cast import DAN
from tests.databases import database_away, impatient
from tests.world import Shop, ask, shop

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
