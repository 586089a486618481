"""The table of recordings: the sound of voicemails, fetched from the phone company and kept.

Like pictures they are stored in the database, so one backup has everything and every node can play them. Its
first bytes say what a recording is; anything that is not sound is not kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from ringback.calls.store import Call
from ringback.db import jobs
from ringback.db.insert import insert
from ringback.db.rows import columns_of, read_as
from ringback.db.schema import Instant, account_id, metadata
from ringback.db.transaction import Transaction
from ringback.lines.store import Line
from ringback.phone.provider import Capability
from ringback.phone.registry import provider

TASK: Final = "recording"
LARGEST: Final = 10_000_000  # bytes; five minutes of WAV

recordings = sa.Table(
    "recordings",
    metadata,
    sa.Column("call_id", sa.Text, sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    account_id(),
    sa.Column("recording", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, server_default=""),
    sa.Column("content", sa.LargeBinary),
    sa.Column("asked_at", Instant, nullable=False),
)


class Sound(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    GONE = "gone"  # the company no longer has it, or never gave it to us


@dataclass(frozen=True, slots=True)
class Recording:
    """Without its content."""

    call_id: str
    account_id: str
    recording: str  # the company's id or address of it
    state: Sound
    kind: str  # its media type; "" until it is kept
    asked_at: datetime


def expect(tx: Transaction, line: Line, call: Call, recording: str) -> None:
    """A voicemail was left: have its sound fetched, if the company offers it. Calling it twice fetches
    once."""
    if not recording or Capability.RECORDINGS not in provider(line.provider).capabilities:
        return
    row = insert(recordings).values(
        call_id=call.id,
        account_id=call.account_id,
        recording=recording,
        state=Sound.WAITING,
        asked_at=tx.now,
    )
    newer = {"recording": row.excluded.recording}  # an address may have ended when the next one comes
    waiting = recordings.c.state == Sound.WAITING
    tx.execute(row.on_conflict_do_update(index_elements=["call_id"], set_=newer, where=waiting))
    jobs.add(tx, TASK, call.id, key=f"{TASK}:{call.id}")


def get(tx: Transaction, call_id: str) -> Recording | None:
    row = tx.one(sa.select(*_COLUMNS).where(recordings.c.call_id == call_id))
    return _recording(row) if row else None


def of_calls(tx: Transaction, account_id: str, call_ids: list[str]) -> dict[str, Recording]:
    """By the call's id."""
    rows = tx.all(
        sa.select(*_COLUMNS).where(recordings.c.account_id == account_id, recordings.c.call_id.in_(call_ids))
    )
    return {row.call_id: _recording(row) for row in rows}


def sound_of(tx: Transaction, account_id: str, call_id: str) -> tuple[str, bytes] | None:
    """Its media type and the sound itself; None when this business has none of this call."""
    row = tx.one(
        sa.select(recordings.c.kind, recordings.c.content).where(
            recordings.c.call_id == call_id,
            recordings.c.account_id == account_id,
            recordings.c.state == Sound.KEPT,
        )
    )
    return (row.kind, bytes(row.content)) if row else None


def settle(tx: Transaction, recording: Recording, content: bytes | None) -> None:
    """What became of fetching it."""
    kind = kind_of(content) if content else ""
    values: dict[str, Any] = {"state": Sound.KEPT, "kind": kind, "content": content}
    tx.execute(
        sa.update(recordings)
        .where(
            recordings.c.call_id == recording.call_id,
            recordings.c.account_id == recording.account_id,
            recordings.c.state == Sound.WAITING,
        )
        .values(**(values if kind else {"state": Sound.GONE}))
    )
    tx.announce(f"account:{recording.account_id}")


def kind_of(content: bytes) -> str:
    """The media type by its first bytes; "" for anything but sound, such as a page that asks to sign in."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav"
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE6 == 0xE2):
        return "audio/mpeg"
    if content[:4] == b"OggS":
        return "audio/ogg"
    return "audio/mp4" if content[4:8] == b"ftyp" else ""


def _recording(row: sa.Row[Any]) -> Recording:
    return read_as(Recording, row, state=Sound(row.state))


_COLUMNS: Final = columns_of(Recording, recordings)
