"""Sending after a restore: the database has forgotten what was sent since the backup; the company is asked.

In doubt is, once, before it leaves:
- a text that waited in the backup and was due before the restore;
- a first text or a follow-up about a call from before the restore, queued again from what the backup still
  knew;
- for a day, any other first text on a line whose company lists its texts: the same caller may have been
  texted in the time that is lost.

Such a text becomes *unsure* and is looked up. Only when the company answers that it does not have it, and the
restore is long enough ago for its list to be complete, it goes on as usual. When the company cannot be asked
it stays unsure, and a person takes over. Texts that the backup holds as *sending* or *unsure* need nothing of
this: they are looked up anyway.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from ringback.calls import store as calls
from ringback.db.database import Database
from ringback.db.restores import IN_DOUBT_FOR, Restore
from ringback.db.transaction import Transaction
from ringback.lib.clock import Clock
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.settings import Vault
from ringback.messages import outcome
from ringback.messages import store as texts
from ringback.messages.gate import TURN, LastLook
from ringback.messages.holding import hold
from ringback.messages.sending import LOOK_UPS_END, Claim, Finish, Sender, number_of
from ringback.messages.store import UNASKED, Purpose, State, Text
from ringback.phone.asked import Sent
from ringback.phone.provider import Capability
from ringback.phone.registry import provider as provider_named

RESTORED = "restored"
ASKED = "not_with_them"
CHECKING = "A backup was restored; we are asking the phone company whether it has this text already."
NOBODY_KNOWS = "A backup was restored, and nobody can say whether this text went out before."
HAD_ONE = "Not texted: this person got these words shortly before a backup was restored."


class SenderAfterRestore(Sender):
    """A Sender for a database that was restored; takes the place of the usual one."""

    def __init__(
        self,
        db: Database,
        http: Http,
        vault: Vault,
        public_url: str,
        journal_pending: Callable[[], bool],
        last_look: LastLook,
        clock: Clock,
        restore: Restore,
    ) -> None:
        super().__init__(db, http, vault, public_url, journal_pending, last_look, clock)
        self._restore = restore

    async def advance(self, text_id: str) -> Finish | None:
        if await self._db.read(_in_doubt, text_id, self._restore):
            return partial(_ask_first, text_id=text_id, restore=self._restore)
        return await super().advance(text_id)

    async def look_up(self, text_id: str) -> Finish | None:
        asked, others = await self._db.read(_to_ask, text_id, self._restore)
        if asked is None:
            return await super().look_up(text_id)
        company = provider_named(asked.line.provider)
        besides = others if company.lists_texts and asked.text.purpose in UNASKED else None
        found, known = await self._find(company, asked, besides=besides)
        return partial(_heard, text_id=text_id, found=found, known=known, restore=self._restore)


def _in_doubt(tx: Transaction, text_id: str, restore: Restore) -> bool:
    text = texts.get(tx, text_id)
    if text is None or text.state is not State.WAITING:
        return False
    if text.created_at <= restore.restored_at and (text.due is None or text.due <= restore.restored_at):
        return True
    if text.created_at < restore.backup_at:
        return False  # it was not due yet, or has been tried since
    if text.purpose not in UNASKED or text.reason not in ("", TURN):
        return False  # with a reason: it was asked about, or tried, since
    if _about_lost_time(tx, text, restore):
        return True
    first, recent = text.purpose is Purpose.MISSED_CALL, tx.now < restore.restored_at + IN_DOUBT_FOR
    return first and recent and _askable(tx, text, restore)


def _ask_first(tx: Transaction, text_id: str, restore: Restore) -> None:
    text = hold(tx, text_id)
    if text is None or text.state is not State.WAITING:
        return
    if not _askable(tx, text, restore):
        outcome.unknown(tx, text, NOBODY_KNOWS)
        return
    # `due` keeps since when we ask; it is set anew when the text may go on.
    texts.change(tx, text, State.UNSURE, reason=RESTORED, sentence=CHECKING, due=tx.now)
    outcome.look_up(tx, text, timedelta(0))


def _to_ask(tx: Transaction, text_id: str, restore: Restore) -> tuple[Claim | None, frozenset[str]]:
    """The text, with the instant since which the company may have it as `now`; and the company's ids of the
    others that we know of."""
    text = texts.get(tx, text_id)
    if text is None or text.state is not State.UNSURE or text.reason != RESTORED:
        return None, frozenset()
    since = min(text.created_at, restore.backup_at)
    known = texts.newest(tx, text.account_id, contact_id=text.contact_id)
    others = frozenset(other.provider_text for other in known if other.provider_text)
    return Claim(text, lines.called(tx, text.line_id), "", number_of(tx, text), since), others


def _heard(tx: Transaction, text_id: str, found: Sent | None, known: bool, restore: Restore) -> None:
    text = hold(tx, text_id)
    if text is None or text.state is not State.UNSURE:
        return  # a delivery report came first
    if found is not None:
        _they_have_it(tx, text, found, restore)
    elif not known:
        _ask_again(tx, text, text.due or restore.restored_at)
    elif tx.now < restore.restored_at + LOOK_UPS_END:
        outcome.look_up(tx, text, restore.restored_at + LOOK_UPS_END - tx.now)
    else:
        outcome.try_again(tx, text, ASKED, "", timedelta(0))


def _they_have_it(tx: Transaction, text: Text, found: Sent, restore: Restore) -> None:
    if text.created_at <= restore.restored_at or _about_lost_time(tx, text, restore):
        outcome.accepted(tx, text, None, found.id)
    else:
        outcome.cancelled(tx, text, "texted_before_restore", HAD_ONE, call_back=False)


def _ask_again(tx: Transaction, text: Text, since: datetime) -> None:
    waited = tx.now - since
    if waited < LOOK_UPS_END:
        outcome.look_up(tx, text, max(outcome.FIRST_LOOK_UP, waited))
    else:
        outcome.unknown(tx, text, NOBODY_KNOWS)


def _about_lost_time(tx: Transaction, text: Text, restore: Restore) -> bool:
    """Is it about a call from before the restore? Then the text that is lost was this very one."""
    call = calls.get(tx, text.call_id) if text.call_id else None
    return call is not None and call.first_heard_at <= restore.restored_at


def _askable(tx: Transaction, text: Text, restore: Restore) -> bool:
    """Can its company say whether it has this text, or the one that is lost? That one had an id of its own,
    and other words perhaps: another hour, another greeting."""
    line = lines.get(tx, text.line_id)
    if line is None:
        return False
    company = provider_named(line.provider)
    was_there = text.created_at < restore.backup_at
    return Capability.FIND_TEXTS in company.capabilities if was_there else company.lists_texts
