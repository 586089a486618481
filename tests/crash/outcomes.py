"""What came of each caller, from the database and from the carrier, and what must never be."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ringback.settings import DATABASE_NAME
from tests.crash.callers import Story

UNFINISHED = """
    SELECT (SELECT count(*) FROM webhooks WHERE state = 'waiting')
         + (SELECT count(*) FROM calls WHERE state = 'open')
         + (SELECT count(*) FROM texts WHERE state IN ('waiting', 'sending'))
         + (SELECT count(*) FROM texts WHERE state = 'unsure' AND reason != 'unknown')
"""
# A text of each call, if there was one; the tasks that are still open; the receipt.
CALLS = """
    SELECT calls.provider_call, calls.caller, calls.state, receipts.verdict, receipts.reason,
           texts.state, texts.reason, tasks.id IS NOT NULL
    FROM calls
    LEFT JOIN receipts ON receipts.call_id = calls.id
    LEFT JOIN texts ON texts.call_id = calls.id AND texts.direction = 'out'
    LEFT JOIN tasks ON tasks.about = calls.id AND tasks.kind = 'call_back' AND tasks.done_at IS NULL
"""
WITH_THEM = {"accepted", "sent", "delivered"}
NEVER_LEFT = {None, "waiting", "cancelled", "failed"}


@dataclass(frozen=True)
class Call:
    provider_call: str
    caller: str
    state: str
    verdict: str | None
    reason: str | None
    text: str | None
    why: str | None
    task: int

    @property
    def outcomes(self) -> list[str]:
        """Exactly one of these is what every call must come to."""
        so = {
            "accepted": self.state == "accepted",
            "texted": self.text in WITH_THEM,
            "skipped": self.verdict == "skip" and bool(self.reason),
            "task": bool(self.task),
        }
        return [name for name, is_so in so.items() if is_so]


def unfinished(folder: Path) -> int:
    with _open(folder) as db:
        return int(db.execute(UNFINISHED).fetchone()[0])


def calls(folder: Path) -> dict[str, Call]:
    with _open(folder) as db:
        found = [Call(*row) for row in db.execute(CALLS)]
    assert len({call.provider_call for call in found}) == len(found), "a call or its text is there twice"
    return {call.provider_call: call for call in found}


def wrongs(stories: list[Story], found: dict[str, Call], delivered: list[str]) -> list[str]:
    """Every broken promise, in words. `delivered` is whom the carrier took a text for, once per text."""
    times = Counter(delivered)
    wrong = [f"{number} got {count} texts" for number, count in times.items() if count > 1]
    for story in stories:
        missing = [call for call in story.calls if call not in found]
        wrong += [f"{story.name}: the call {call} is not known" for call in missing]
        mine = [found[call] for call in story.calls if call in found]
        wrong += [f"{story.name}: {call} came to {call.outcomes}" for call in mine if len(call.outcomes) != 1]
        wrong += _about(story, mine, times[story.caller])
    return wrong


def _about(story: Story, mine: list[Call], texts: int) -> list[str]:
    wrong = []
    if texts and not story.may_be_texted:
        wrong.append(f"{story.name}: {story.caller} was texted")
    if story.accepted and any(call.state != "accepted" for call in mine):
        wrong.append(f"{story.name}: {mine} is not known to have been accepted")
    if texts and all(call.text in NEVER_LEFT for call in mine):
        wrong.append(f"{story.name}: the carrier has a text that we believe never left: {mine}")
    if not texts and any(call.text in WITH_THEM for call in mine):
        wrong.append(f"{story.name}: we believe in a text that the carrier does not have: {mine}")
    if story.may_be_texted and not texts and not any(call.task for call in mine):
        wrong.append(f"{story.name}: {story.caller} heard nothing, and nobody was told: {mine}")
    return wrong


def _open(folder: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(f"file:{folder / DATABASE_NAME}?mode=ro", uri=True, timeout=10))
