"""Asks the phone company to place a call for a member: once, and never again when the outcome is unknown.

1. WAITING becomes STARTING, committed.
2. The company is asked, with no transaction open.
3. Its answer is committed: RINGING, FAILED, or UNSURE; unless events of the call have said more meanwhile.

Killed between 1 and 3, the next look finds STARTING: perhaps a phone rings, so it is UNSURE.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ringback.accounts import store as accounts
from ringback.calls import placed
from ringback.calls.placed import OF_USE, CallOut, State
from ringback.contacts import store as contacts
from ringback.db.database import Database
from ringback.db.transaction import Transaction
from ringback.lib.http import Http
from ringback.lines import store as lines
from ringback.lines.plan import address_of
from ringback.lines.settings import MissingSecret, Vault, settings_of
from ringback.lines.store import Line
from ringback.phone.asked import CallToPlace
from ringback.phone.events import Problem
from ringback.phone.provider import SendFailed
from ringback.phone.registry import provider

Finish = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class _Claim:
    call: CallOut
    line: Line
    business: str
    to: str


class Placer:
    def __init__(self, db: Database, http: Http, vault: Vault, public_url: str) -> None:
        self._db = db
        self._http = http
        self._vault = vault
        self._public_url = public_url

    async def place(self, id: str) -> Finish | None:
        """Safe to run at any time, any number of times."""
        claim = await self._db.run(_claim, id)
        if claim is None:
            return None
        company = provider(claim.line.provider)
        try:
            settings = settings_of(claim.line, self._vault)
            await company.place_call(self._to_place(claim), settings, self._http)
        except SendFailed as failure:
            state = State.UNSURE if failure.problem.problem is Problem.UNSURE else State.FAILED
            return partial(_settle, id=id, state=state, problem=failure.problem.said)
        except MissingSecret as why:
            return partial(_settle, id=id, state=State.FAILED, problem=why.sentence)
        return partial(_settle, id=id, state=State.RINGING, problem="")

    def _to_place(self, claim: _Claim) -> CallToPlace:
        return CallToPlace(
            id=claim.call.id,
            number=claim.line.number,
            phone=claim.call.phone,
            to=claim.to,
            business=claim.business,
            address=address_of(claim.line, self._public_url, self._vault),
        )


def _claim(tx: Transaction, id: str) -> _Claim | None:
    call = placed.hold(tx, id)
    if call is None or call.state not in (State.WAITING, State.STARTING):
        return None
    if call.state is State.STARTING:
        placed.change(tx, call, State.UNSURE)
        return None
    line = lines.get(tx, call.line_id)
    if line is None or tx.now - call.asked_at > OF_USE:
        placed.change(tx, call, State.FAILED, problem="Ringback was away when you pressed; press again.")
        return None
    placed.change(tx, call, State.STARTING)
    to = contacts.get(tx, call.account_id, call.contact_id).number
    return _Claim(call, line, accounts.get(tx, call.account_id).name, to)


def _settle(tx: Transaction, *, id: str, state: State, problem: str) -> None:
    """Store the answer, unless a webhook was quicker and more is known already."""
    call = placed.hold(tx, id)
    if call is not None and call.state is State.STARTING:
        placed.change(tx, call, state, problem=problem)
