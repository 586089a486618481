"""Tell another system what became of the texts that people wrote there, and show it the texts that came in.

A state is told as it is now, so telling it twice does no harm. An incoming text is shown as texts are sent
(messages/sending.py): once, and never again if the answer was lost.

1. Read what is to be told. The relay of an incoming text becomes ASKING. COMMIT.
2. Send the request, with no transaction open.
3. Store what the system was told. COMMIT. If the process is killed before that, a state is told again; the
   relay of an incoming text becomes UNSURE.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog

from ringback.contacts import store as contacts
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.messages import relays
from ringback.messages import store as texts
from ringback.messages.relays import Relay, Shown
from ringback.messages.store import State
from ringback.phone.asked import TextTold, TextToShow
from ringback.phone.events import Problem, SendProblem, TextState
from ringback.phone.provider import Provider, SendFailed
from ringback.phone.registry import provider
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind
from ringback.worker.tasks import Finish

GIVE_UP_AFTER: Final = timedelta(days=2)
PICTURE: Final = "(a picture, which can be seen in Ringback)"
_NEVER_LEFT: Final = (State.FAILED, State.CANCELLED, State.UNDELIVERED)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Telling:
    relay: Relay
    line: Line
    told: TextTold
    late: bool  # it is of no more use to try again


@dataclass(frozen=True, slots=True)
class _Showing:
    relay: Relay
    line: Line
    text: TextToShow
    late: bool


class Relayer:
    def __init__(self, db: Database, http: Http, vault: Vault) -> None:
        self._db = db
        self._http = http
        self._vault = vault

    async def tell(self, relay_id: str) -> Finish | None:
        """Raises SendFailed to be called again, later."""
        asked = await self._db.read(_to_tell, relay_id)
        if asked is None:
            return None
        try:
            company, settings = self._means(asked.line)
            await company.tell_sent(asked.told, settings, self._http)
        except SendFailed as failure:
            if await self._again(asked, failure):
                raise
        return partial(_keep, relay=asked.relay, state=asked.told.state)

    async def show(self, relay_id: str) -> Finish | None:
        """Raises SendFailed to be called again, later, when the text was certainly not shown."""
        asked = await self._db.run(_to_show, relay_id)
        if asked is None:
            return None
        state = Shown.SHOWN
        try:
            company, settings = self._means(asked.line)
            await company.show_text(asked.text, settings, self._http)
        except SendFailed as failure:
            state = Shown.UNSURE if failure.problem.problem is Problem.UNSURE else Shown.FAILED
            if state is Shown.FAILED and await self._again(asked, failure):
                await self._db.run(_keep, asked.relay, "")
                raise
        return partial(_keep, relay=asked.relay, state=state)

    def _means(self, line: Line) -> tuple[Provider[Any], Any]:
        """Raises SendFailed."""
        company = provider(line.provider)
        try:
            return company, settings_of(line, self._vault)
        except MissingSecret as why:
            problem = SendProblem(Problem.MISCONFIGURED, said=why.sentence)
            raise SendFailed(problem) from None

    async def _again(self, asked: _Telling | _Showing, failure: SendFailed) -> bool:
        """Does it help to try again? If the settings are wrong, the line's members get one task."""
        problem = failure.problem
        log.warning("relay_failed", line=asked.line.id, relay=asked.relay.id, problem=problem.problem)
        if problem.problem is Problem.MISCONFIGURED:
            await self._db.run(_ask_to_mend, asked.line, problem.said)
        return problem.problem is not Problem.REFUSED and not asked.late


def _to_tell(tx: Transaction, relay_id: str) -> _Telling | None:
    """None: this state was told already, or the line no longer sends for the other system."""
    relay = relays.get(tx, relay_id)
    line = lines.get(tx, relay.line_id) if relay else None
    if relay is None or relay.theirs is None or line is None or not relays.takes_texts(line):
        return None
    told = _told(tx, relay, relay.theirs)
    if told.state == relay.state:
        return None
    return _Telling(relay, line, told, tx.now - relay.created_at > GIVE_UP_AFTER)


def _told(tx: Transaction, relay: Relay, theirs: str) -> TextTold:
    text = texts.get(tx, relay.text_id) if relay.text_id else None
    if text is None:
        return TextTold(theirs, TextState.UNDELIVERED, relay.refused)
    if text.state in _NEVER_LEFT:
        return TextTold(theirs, TextState.UNDELIVERED, text.sentence)
    return TextTold(theirs, TextState.DELIVERED if text.state is State.DELIVERED else TextState.ACCEPTED)


def _to_show(tx: Transaction, relay_id: str) -> _Showing | None:
    relay = relays.hold(tx, relay_id)
    text = texts.get(tx, relay.text_id) if relay and relay.text_id else None
    line = lines.get(tx, relay.line_id) if relay else None
    if relay is None or text is None or line is None or not relays.takes_texts(line):
        return None
    if relay.state == Shown.ASKING:
        relays.change(tx, relay.account_id, relay.id, state=Shown.UNSURE)
    if relay.state != "":
        return None
    relays.change(tx, relay.account_id, relay.id, state=Shown.ASKING)
    sender = contacts.get(tx, text.account_id, text.contact_id).number
    shown = TextToShow(text.id, sender, text.body or PICTURE, text.created_at)
    return _Showing(relay, line, shown, tx.now - relay.created_at > GIVE_UP_AFTER)


def _keep(tx: Transaction, relay: Relay, state: str) -> None:
    relays.change(tx, relay.account_id, relay.id, state=state)


def _ask_to_mend(tx: Transaction, line: Line, why: str) -> None:
    title = provider(line.provider).title
    sentence = f"{title} does not hear of the texts of {line.number}: {why} Mend the line's settings."
    tasks.add(tx, line.account_id, TaskKind.FIX_LINE, line.id, sentence)
