"""The table of attachments: the pictures and files that come and go with texts.

They are stored in the database: one backup has everything, and every node sees them. The content decides what
is shown in a page and what is only offered as a file, never the name or type that the sender gave it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.db import jobs
from ringback.db.rows import columns_of, read_as, values_of
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lib.ids import new_id

TASK: Final = "attachment"
LARGEST: Final = 10_000_000  # bytes; carriers pass on half of it
LARGEST_SENT: Final = 1_000_000  # bytes; what all phone companies take
FETCHED_WITHIN: Final = timedelta(hours=24)

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    account_id(),
    sa.Column("text_id", sa.Text, sa.ForeignKey("texts.id", ondelete="CASCADE"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("size", sa.Integer),
    sa.Column("content", sa.LargeBinary),
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("text_id", "place"),
)


class State(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    GONE = "gone"  # the company no longer has it, or never gave it to us
    UNWANTED = "unwanted"  # of a kind, or of a size, that we do not keep


@dataclass(frozen=True, slots=True)
class Attachment:
    """Without its content."""

    id: str
    account_id: str
    text_id: str
    url: str  # where the company has it; "" for what goes with a text of ours
    kind: str  # its media type: at first what the company says, then what it is
    state: State
    size: int | None

    @property
    def name(self) -> str:
        """What the file is called when it is saved. Never the sender's own name for it."""
        return f"{self.id}.{ENDINGS.get(self.kind, 'bin')}"

    @property
    def is_picture(self) -> bool:
        """May it be shown in a page?"""
        return self.state is State.KEPT and self.kind in PICTURES


PICTURES: Final = ("image/jpeg", "image/png", "image/gif", "image/webp")
SENDABLE: Final = ("image/jpeg", "image/png", "image/gif")
ENDINGS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/amr": "amr",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/quicktime": "mov",
    "text/vcard": "vcf",
    "text/plain": "txt",
}
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def expect(tx: Transaction, account_id: str, text_id: str, media: Sequence[dict[str, str]]) -> None:
    """These came with a text: have each one fetched soon, because companies keep them for hours only."""
    for place, each in enumerate(media):
        attachment_id = new_id("attachment")
        tx.execute(
            sa.insert(attachments).values(
                id=attachment_id,
                account_id=account_id,
                text_id=text_id,
                place=place,
                url=each["url"],
                kind=each["type"].partition(";")[0].strip().lower(),
                state=State.WAITING,
                created_at=tx.now,
            )
        )
        jobs.add(tx, TASK, attachment_id, key=f"{TASK}:{attachment_id}")


def enclose(tx: Transaction, account_id: str, text_id: str, content: bytes, says: str) -> Attachment | None:
    """Send a picture with a text of ours. Returns None when the content is no picture, or too large."""
    kind = kind_of(content, says)
    if kind not in SENDABLE or len(content) > LARGEST_SENT:
        return None
    attachment = Attachment(new_id("attachment"), account_id, text_id, "", kind, State.KEPT, len(content))
    tx.execute(
        sa.insert(attachments).values(**values_of(attachment), place=0, content=content, created_at=tx.now)
    )
    return attachment


def for_the_company(tx: Transaction, attachment_id: str) -> tuple[Attachment, bytes] | None:
    """What the phone company fetches, by an id that nobody can guess, while the text is on its way."""
    row = tx.one(
        sa.select(*_COLUMNS, attachments.c.content).where(
            attachments.c.id == attachment_id,
            attachments.c.url == "",
            attachments.c.created_at > tx.now - FETCHED_WITHIN,
        )
    )
    return (_attachment(row), bytes(row.content)) if row is not None else None


def get(tx: Transaction, attachment_id: str) -> Attachment | None:
    row = tx.one(sa.select(*_COLUMNS).where(attachments.c.id == attachment_id))
    return _attachment(row) if row else None


def with_content(tx: Transaction, account_id: str, attachment_id: str) -> tuple[Attachment, bytes] | None:
    """None when this business has no such file."""
    row = tx.one(
        sa.select(*_COLUMNS, attachments.c.content).where(
            attachments.c.id == attachment_id,
            attachments.c.account_id == account_id,
            attachments.c.state == State.KEPT,
        )
    )
    if row is None:
        return None
    return _attachment(row), bytes(row.content)


def of_texts(tx: Transaction, account_id: str, text_ids: Iterable[str]) -> dict[str, list[Attachment]]:
    """Those of each of these texts, in order, by the text's id."""
    rows = tx.all(
        sa.select(*_COLUMNS)
        .where(attachments.c.account_id == account_id, attachments.c.text_id.in_(list(text_ids)))
        .order_by(attachments.c.text_id, attachments.c.place)
    )
    found: dict[str, list[Attachment]] = {}
    for row in rows:
        found.setdefault(row.text_id, []).append(_attachment(row))
    return found


def settle(tx: Transaction, attachment: Attachment, content: bytes | None, says: str = "") -> None:
    """What became of fetching it: its content, with the type that the company's answer says, or nothing."""
    if content is None:
        _change(tx, attachment, state=State.GONE)
        return
    kind = kind_of(content, says or attachment.kind)
    if kind in ENDINGS:
        _change(tx, attachment, state=State.KEPT, kind=kind, content=content, size=len(content))
    else:
        refuse(tx, attachment)


def refuse(tx: Transaction, attachment: Attachment) -> None:
    """It is too large, or of a kind that could do harm."""
    _change(tx, attachment, state=State.UNWANTED)


def kind_of(content: bytes, says: str) -> str:
    """The media type by the first bytes. The type that the sender says counts only if it is not a
    picture's."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    said = says.partition(";")[0].strip().lower()
    said = {"image/jpg": "image/jpeg", "text/x-vcard": "text/vcard", "audio/mp3": "audio/mpeg"}.get(
        said, said
    )
    return "application/octet-stream" if said in PICTURES else said


def _change(tx: Transaction, attachment: Attachment, **values: Any) -> None:
    one = attachments.c.id == attachment.id, attachments.c.account_id == attachment.account_id
    tx.execute(sa.update(attachments).where(*one).values(**values))
    tx.announce(f"account:{attachment.account_id}")


def _attachment(row: sa.Row[Any]) -> Attachment:
    return read_as(Attachment, row, state=State(row.state))


_COLUMNS: Final = columns_of(Attachment, attachments)
