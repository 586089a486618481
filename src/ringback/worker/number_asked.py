"""Ask the phone company, for a fee, whether a caller's number is a landline, before the first text leaves.

Only where the owner wants it (`look_up`) and the company can. The text waits a few seconds for the answer
(`flows/last_look.py`); when none comes, it leaves as it would have without asking.
"""

from dataclasses import dataclass
from functools import partial

from ringback.contacts import store as contacts
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.messages import queue
from ringback.messages import store as texts
from ringback.messages.store import State
from ringback.phone.provider import CannotAsk, Capability
from ringback.phone.registry import provider
from ringback.worker.tasks import Finish


@dataclass(frozen=True, slots=True)
class _Question:
    line: Line
    number: str


class NumberAsked:
    def __init__(self, db: Database, http: Http, vault: Vault) -> None:
        self._db = db
        self._http = http
        self._vault = vault

    async def ask(self, text_id: str) -> Finish | None:
        """Asks once for each number. If the company does not know, the fee is not spent again."""
        asked = await self._db.read(_question, text_id)
        if asked is None:
            return None
        company = provider(asked.line.provider)
        try:
            settings = settings_of(asked.line, self._vault)
            found = (await company.lookup(asked.number, settings, self._http)).line_type
        except (CannotAsk, MissingSecret):
            found = ""
        return partial(_told, text_id=text_id, line_type=found)


def _question(tx: Transaction, text_id: str) -> _Question | None:
    text = texts.get(tx, text_id)
    line = lines.get(tx, text.line_id) if text else None
    if text is None or line is None or text.state is not State.WAITING:
        return None
    contact = contacts.get(tx, text.account_id, text.contact_id)
    if contact.line_type is not None or Capability.LOOKUP not in provider(line.provider).capabilities:
        return None
    return _Question(line, contact.number)


def _told(tx: Transaction, text_id: str, line_type: str) -> None:
    text = texts.get(tx, text_id)
    if text is None:
        return
    contacts.set_line_type(tx, text.account_id, text.contact_id, line_type)
    if text.state is State.WAITING:
        queue.send_at(tx, text.account_id, text.id, text.conversation_id, max(tx.now, text.due or tx.now))
