"""Dan sends a picture of his sink. It is fetched before the phone company throws it away."""

from datetime import timedelta
from pathlib import Path

import pytest

from ringback.db.transaction import Transaction
from ringback.messages import attachments, fetching
from ringback.messages.attachments import Attachment, State
from tests.cast import DAN
from tests.company import SID
from tests.messages.test_attachments import JPEG
from tests.world import Shop, shop


async def sends(rosas: Shop, *names: str, base: str = "", kind: str = "image/jpeg") -> None:
    media: dict[str, str] = {}
    for number, name in enumerate(names):
        place = f"{base or rosas.company.base}/2010-04-01/Accounts/{SID}/Messages/MM1/Media/{name}"
        media |= {f"MediaUrl{number}": place, f"MediaContentType{number}": kind}
    said = {
        "MessageSid": "MM1",
        "From": DAN,
        "To": rosas.line.number,
        "Body": "",
        "NumMedia": str(len(names)),
    }
    await rosas.webhook("text", **said, **media)


async def came(rosas: Shop) -> list[Attachment]:
    def found(tx: Transaction) -> list[Attachment]:
        rows = tx.all(attachments.attachments.select().order_by(attachments.attachments.c.place))
        return [each for row in rows if (each := attachments.get(tx, row.id))]

    return await rosas.ringback.db.read(found)


async def test_pictures_are_kept_in_order_with_our_key_going_to_the_company_alone(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.media = {"ME1": ("image/jpeg", JPEG), "ME2": ("application/pdf", b"%PDF-1.7 ...")}
        await sends(rosas, "ME1", "ME2")
        await rosas.after(1)
        kept = await came(rosas)
        assert [(each.state, each.kind, each.is_picture) for each in kept] == [
            (State.KEPT, "image/jpeg", True),
            (State.KEPT, "application/pdf", False),
        ]
        account = rosas.line.account_id
        assert await rosas.ringback.db.read(attachments.with_content, account, kept[0].id) == (kept[0], JPEG)
        assert await rosas.ringback.db.read(attachments.with_content, "account_carols", kept[0].id) is None


@pytest.mark.parametrize(
    ("kind", "content"),
    [("text/html", b"<script>"), ("image/svg+xml", b"<svg/>"), ("video/mp4", b"x" * 10_000_001)],
    ids=["page", "drawing with scripts", "too large"],
)
async def test_what_could_do_harm_is_not_kept(tmp_path: Path, kind: str, content: bytes) -> None:
    async with shop(tmp_path) as rosas:
        rosas.company.media = {"ME1": (kind, content)}
        await sends(rosas, "ME1", kind=kind)
        await rosas.after(24 * 3600)
        assert [each.state for each in await came(rosas)] == [State.UNWANTED]


async def test_what_the_company_no_longer_has_is_gone(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await sends(rosas, "ME9")
        await rosas.after(1)
        assert [each.state for each in await came(rosas)] == [State.GONE]


async def test_company_that_is_away_is_asked_again_until_the_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day of it is 288 tries, and each costs commits."""
    assert timedelta(hours=24) == fetching.GIVE_UP_AFTER
    monkeypatch.setattr(fetching, "GIVE_UP_AFTER", timedelta(hours=1))
    async with shop(tmp_path) as rosas:
        await sends(rosas, "ME1", base="http://127.0.0.1:9")
        await rosas.after(55 * 60)
        assert [each.state for each in await came(rosas)] == [State.WAITING]
        await rosas.after(10 * 60)
        assert [each.state for each in await came(rosas)] == [State.GONE]
