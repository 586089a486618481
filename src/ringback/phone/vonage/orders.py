"""A phone that was picked up and not taken is hung up by us: the caller must not end up in its voicemail.

First the caller is given the next orders (another phone, or the greeting), then the phone is hung up. Both
may be asked for again: a leg that is gone is no failure.
"""

from collections.abc import Awaitable
from typing import Final
from urllib.parse import quote

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.answers import Row
from ringback.phone.events import Problem, SendProblem
from ringback.phone.provider import CallPlan, Request, SendFailed
from ringback.phone.said import read
from ringback.phone.vonage import ncco
from ringback.phone.vonage.account import BAD_APPLICATION, Account
from ringback.phone.vonage.calls import accepts, thread

NOT_REACHED: Final = SendProblem(Problem.DOWN, said="Vonage could not be reached.")
BUSY: Final = SendProblem(Problem.BUSY, said="Vonage asks us to wait.")


async def react(account: Account, request: Request, plan: CallPlan) -> None:
    if request.kind != "screen_key" or accepts(said := read(request)):
        return
    of = thread(request, said)
    if of.leg:
        destination = {"type": "ncco", "ncco": ncco.what_is_next(of, plan)}
        await _tell(account, of.leg, {"action": "transfer", "destination": destination})
    await _tell(account, said.need("uuid"), {"action": "hangup"})


async def _tell(account: Account, leg: str, order: Row) -> None:
    answer = await _heard(account.as_application("PUT", f"/v1/calls/{quote(leg, safe='')}", json=order))
    if answer.status == 429:
        raise SendFailed(BUSY, answer.retry_after)
    if answer.status in (401, 403):
        raise SendFailed(BAD_APPLICATION)
    if answer.status >= 500:
        raise SendFailed(NOT_REACHED)


async def _heard(asked: Awaitable[HttpAnswer]) -> HttpAnswer:
    try:
        return await asked
    except (NotReached, Lost):
        raise SendFailed(NOT_REACHED) from None
