"""What else Twilio knows about numbers: what kind of number a caller has, and whether ours may text.

Each is a house of its own there, with its own address. Pages: "Lookup v2", "Usa2p", "Toll-free verification".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.answers import Row, listed, rows, to_a_question
from ringback.phone.asked import Lookup
from ringback.phone.markup_rest import VERSION
from ringback.phone.provider import CannotAsk
from ringback.phone.twilio.tables import CAMPAIGN, LINE_TYPE, VERIFICATION
from ringback.phone.words import is_toll_free

NEW: Final = "Twilio says something about the registration that is new to us."


@dataclass(frozen=True, slots=True)
class Desk:
    http: Http
    base: str
    sid: str
    token: Secret

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Row:
        """Raises CannotAsk."""
        url = self.base.rstrip("/") + path
        basic = self.sid, self.token.reveal()
        return listed(await to_a_question(self.http.request("GET", url, query=query, basic=basic)))


async def lookup(desk: Desk, number: str) -> Lookup:
    query = {"Fields": "line_type_intelligence,caller_name"}
    found = await desk.get(f"/v2/PhoneNumbers/{quote(number, safe='+')}", query)
    kind, name = found.get("line_type_intelligence"), found.get("caller_name")
    if not isinstance(kind, dict):
        raise CannotAsk("the kind of the number is not in the answer")
    called = name.get("caller_name") if isinstance(name, dict) else None
    line_type = LINE_TYPE.get(str(kind.get("type")), "")
    return Lookup(line_type, str(called or ""), str(kind.get("carrier_name") or ""))


async def registration(desk: Desk, account: Desk, number: str, service: str) -> str:
    """`service` is the messaging service that holds the campaign, or "" where none is known. `account` is
    where the number itself is kept."""
    if is_toll_free(number):
        return await _verification(desk, account, number)
    if not service:
        raise CannotAsk("which messaging service holds the campaign is not known")
    found = rows(await desk.get(f"/v1/Services/{quote(service, safe='')}/Compliance/Usa2p"), "compliance")
    if not found:
        return "This messaging service has no texting campaign (10DLC)."
    return _best([CAMPAIGN.get(str(row.get("campaign_status")), NEW) for row in found])


async def _verification(desk: Desk, account: Desk, number: str) -> str:
    """It is filed under the number's own id."""
    path = f"/{VERSION}/Accounts/{quote(account.sid, safe='')}/IncomingPhoneNumbers.json"
    owned = rows(await account.get(path, {"PhoneNumber": number}), "incoming_phone_numbers")
    if not owned:
        return "The line's number is not in this Twilio account."
    query = {"TollfreePhoneNumberSid": str(owned[0].get("sid"))}
    found = rows(await desk.get("/v1/Tollfree/Verifications", query), "verifications")
    if not found:
        return "Nobody has asked Twilio to verify this toll-free number."
    return _best([VERIFICATION.get(str(row.get("status")), NEW) for row in found])


def _best(told: list[str]) -> str:
    return "" if "" in told else told[0]
