"""What SignalWire says of numbers, at its own interface beside the imitated one: their kind and name, and
whether ours may text. Sources: "Phone number lookup" and "Campaign registry" of its REST docs.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Final
from urllib.parse import quote

from ringback.phone.answers import Row, listed, rows, to_a_question
from ringback.phone.asked import Lookup
from ringback.phone.markup_rest import Account
from ringback.phone.provider import CannotAsk
from ringback.phone.signalwire.tables import ASSIGNMENT, CAMPAIGN, LINE_TYPE
from ringback.phone.words import is_toll_free

INTERFACE: Final = "/api/relay/rest"
REGISTRY: Final = "/registry/beta"
MOST_ASKED: Final = 25  # brands, and campaigns of one brand: a shop has one of each
NEW: Final = "SignalWire says something about the texting campaign that is new to us."
NONE: Final = "The number is in no texting campaign (10DLC) at SignalWire."


async def lookup(account: Account, number: str) -> Lookup:
    """`number_type` only goes by the area code: what the number is now stands with the carrier."""
    path = f"/lookup/phone_number/{quote(number, safe='+')}"
    found = await _get(account, path, {"include": "carrier,cnam"})
    carrier, name = found.get("carrier"), found.get("cnam")
    if not isinstance(carrier, dict):
        raise CannotAsk("the carrier is not in the answer")
    caller = name.get("caller_id") if isinstance(name, dict) else None
    line_type = LINE_TYPE.get(str(carrier.get("linetype")).lower(), "")
    return Lookup(line_type, str(caller or ""), str(carrier.get("lec") or ""))


async def registration(account: Account, number: str) -> str:
    """Numbers are found under their campaign, campaigns under their brand. Of toll-free numbers nothing is
    told."""
    if is_toll_free(number):
        raise CannotAsk("the verification of toll-free numbers is not told")
    said = NONE
    async for campaign in _campaigns(account):
        for row in await _data(account, f"{REGISTRY}/campaigns/{_id(campaign)}/numbers"):
            phone = row.get("phone_number")
            if isinstance(phone, dict) and phone.get("number") == number:
                wrong = _wrong(row, campaign)
                if not wrong:
                    return ""
                said = wrong
    return said


def _wrong(number: Row, campaign: Row) -> str:
    return ASSIGNMENT.get(str(number.get("state")), NEW) or CAMPAIGN.get(str(campaign.get("state")), NEW)


async def _campaigns(account: Account) -> AsyncIterator[Row]:
    for brand in (await _data(account, f"{REGISTRY}/brands"))[:MOST_ASKED]:
        found = await _data(account, f"{REGISTRY}/brands/{_id(brand)}/campaigns")
        for campaign in found[:MOST_ASKED]:
            yield campaign


async def _data(account: Account, path: str) -> list[Row]:
    return rows(await _get(account, path, {}), "data")


async def _get(account: Account, path: str, query: Mapping[str, str]) -> Row:
    """`account` is the imitated interface's; this one lies beside it. Raises CannotAsk."""
    url = account.base.removesuffix("/api/laml") + INTERFACE + path
    return listed(await to_a_question(account.http.request("GET", url, query=query, basic=account.basic)))


def _id(row: Row) -> str:
    return quote(str(row.get("id")), safe="")
