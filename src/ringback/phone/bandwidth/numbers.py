"""What Bandwidth says of numbers: their kind, and whether our toll-free number may text.

Sources: "Phone number lookup" and "Toll-free verification" of its official packages. The campaigns (10DLC) of
ordinary numbers are told by an interface of its own, whose answers are not described there.
"""

from typing import Final
from urllib.parse import quote

from ringback.phone.answers import Row, listed, rows, to_a_question
from ringback.phone.asked import Lookup
from ringback.phone.bandwidth.rest import Account
from ringback.phone.bandwidth.tables import LINE_TYPE, VERIFICATION
from ringback.phone.provider import CannotAsk
from ringback.phone.words import is_toll_free

NEW: Final = "Bandwidth says something about the toll-free verification that is new to us."
BLOCKED: Final = "Bandwidth has blocked the toll-free verification; the reason is in its app."
NOT_HANDED_IN: Final = "The toll-free verification has not been handed in at Bandwidth yet."


async def lookup(account: Account, base: str, number: str) -> Lookup:
    """`base` is of the interface for numbers. It tells no name."""
    url = f"{base.rstrip('/')}/v2/accounts/{quote(account.id, safe='')}/phoneNumberLookup"
    asked: Row = {"phoneNumbers": [number]}
    answer = await to_a_question(account.http.request("POST", url, json=asked, basic=_basic(account)))
    data = listed(answer).get("data")
    if not isinstance(data, dict):
        raise CannotAsk("there is no result in the answer")
    found = [row for row in rows(data, "results") if row.get("phoneNumber") == number]
    if not found:
        raise CannotAsk("the number is not in the answer")
    line_type = LINE_TYPE.get(str(found[0].get("lineType")), "")
    return Lookup(line_type, "", str(found[0].get("voiceProvider") or ""))


async def registration(account: Account, base: str, number: str) -> str:
    if not is_toll_free(number):
        raise CannotAsk("only the verification of toll-free numbers is told")
    path = f"/api/v2/accounts/{quote(account.id, safe='')}/phoneNumbers/{quote(number, safe='+')}"
    url = f"{base.rstrip('/')}{path}/tollFreeVerification"
    answer = await to_a_question(account.http.request("GET", url, basic=_basic(account)))
    if answer.status == 404:
        return NOT_HANDED_IN
    found = listed(answer)
    if found.get("blocked") is True:
        return BLOCKED
    return VERIFICATION.get(str(found.get("status")), NEW)


def _basic(account: Account) -> tuple[str, str]:
    return account.user, account.password.reveal()
