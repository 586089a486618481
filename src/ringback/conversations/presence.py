"""Who has a conversation open, and who is typing in it, so that no person is answered twice.

Nothing of it is stored. Each open page says every few seconds that it is open. That is announced by an empty
transaction, so every node tells it to everybody who has the same conversation open. A page that has said
nothing for a while counts as closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock

TYPES_FOR: Final = timedelta(seconds=8)  # after the last key
STAYS_FOR: Final = timedelta(seconds=40)  # after the page last said that it is open
_TOPIC: Final = "presence"


@dataclass(frozen=True, slots=True)
class There:
    member_id: str
    typing: bool


@dataclass(slots=True)
class _Seen:
    open_until: datetime
    typing_until: datetime


class Presence:
    """What this node knows about who is there. One for the whole process."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._seen: dict[tuple[str, str], dict[str, _Seen]] = {}
        self._stop: Callable[[], None] | None = None

    async def says(self, account_id: str, conversation_id: str, member_id: str, *, typing: bool) -> None:
        """This member has the conversation open, and is typing or not."""
        self._begin()
        await self._db.run(_tell, account_id, conversation_id, member_id, typing=typing)

    def others(self, account_id: str, conversation_id: str, member_id: str) -> list[There]:
        """Who else has it open now; those who are typing come first."""
        self._begin()
        now = self._clock.now()
        here = self._seen.get((account_id, conversation_id), {})
        found = [
            There(other, seen.typing_until > now)
            for other, seen in here.items()
            if other != member_id and seen.open_until > now
        ]
        return sorted(found, key=lambda there: (not there.typing, there.member_id))

    def _begin(self) -> None:
        # Not when it is made: only a running event loop can listen.
        if self._stop is None:
            self._stop = self._db.listen(self._hear)

    def _hear(self, news: frozenset[str]) -> None:
        for topic in news:
            if topic.startswith(f"{_TOPIC}:"):
                _, account_id, conversation_id, member_id, doing = topic.split(":")
                self._note(account_id, conversation_id, member_id, typing=doing == "typing")

    def _note(self, account_id: str, conversation_id: str, member_id: str, *, typing: bool) -> None:
        now = self._clock.now()
        here = self._seen.setdefault((account_id, conversation_id), {})
        here[member_id] = _Seen(now + STAYS_FOR, now + TYPES_FOR if typing else now)
        if len(self._seen) > 1_000:
            self._forget(now)

    def _forget(self, now: datetime) -> None:
        for place, here in list(self._seen.items()):
            if all(seen.open_until <= now for seen in here.values()):
                del self._seen[place]


def is_about(topic: str, account_id: str, conversation_id: str) -> bool:
    """Is this news about who is in that conversation?"""
    return topic.startswith(f"{_TOPIC}:{account_id}:{conversation_id}:")


def _tell(tx: Transaction, account_id: str, conversation_id: str, member_id: str, *, typing: bool) -> None:
    tx.announce(f"{_TOPIC}:{account_id}:{conversation_id}:{member_id}:{'typing' if typing else 'open'}")
