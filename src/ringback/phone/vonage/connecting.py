"""Enter our addresses in the application at Vonage, and leave everything else in it as it is.

The number is linked to the application by hand, once.
"""

from collections.abc import Mapping
from typing import Final

from ringback.phone.answers import Row, listed, to_a_question
from ringback.phone.asked import Connection
from ringback.phone.vonage.account import BAD_KEY, Account
from ringback.phone.vonage.rest import application

# Which of our addresses stands where in the application: capability, name there, kind here.
ENTERED: Final = (
    ("voice", "answer_url", "voice"),
    ("voice", "event_url", "voice_status"),
    ("messages", "inbound_url", "text"),
    ("messages", "status_url", "text_status"),
)


async def connect(account: Account, addresses: Mapping[str, str]) -> Connection:
    """It lasts until somebody removes it, so there is nothing to renew."""
    found = await application(account)
    capabilities = dict(_object(found, "capabilities"))
    for capability, name, kind in ENTERED:
        hooks = dict(_webhooks(capabilities, capability))
        hooks[name] = {"address": addresses[kind], "http_method": "POST"}
        capabilities[capability] = _object(capabilities, capability) | {"webhooks": hooks}
    capabilities["voice"] |= {"signed_callbacks": True}
    capabilities["messages"] |= {"version": "v1"}
    await _write(account, found, capabilities)
    return Connection(account.application, None)


async def connected(account: Account, addresses: Mapping[str, str]) -> str:
    capabilities = _object(await application(account), "capabilities")
    for capability, name, kind in ENTERED:
        if _address(capabilities, capability, name) != addresses[kind]:
            return f"The application at Vonage has another {name} than this line, or none."
    if _object(capabilities, "voice").get("signed_callbacks") is not True:
        return "The application at Vonage does not sign what it tells of calls."
    return ""


async def disconnect(account: Account, addresses: Mapping[str, str]) -> None:
    found = await application(account)
    capabilities = dict(_object(found, "capabilities"))
    ours = [one for one in ENTERED if _address(capabilities, one[0], one[1]) == addresses[one[2]]]
    for capability, name, _ in ours:
        hooks = {key: value for key, value in _webhooks(capabilities, capability).items() if key != name}
        capabilities[capability] = _object(capabilities, capability) | {"webhooks": hooks}
    if ours:
        await _write(account, found, capabilities)


async def _write(account: Account, found: Row, capabilities: Row) -> None:
    kept = {name: found[name] for name in ("name", "privacy") if name in found}
    body = kept | {"capabilities": capabilities}
    listed(await to_a_question(account.with_key("PUT", account.application_path(), json=body), BAD_KEY))


def _webhooks(capabilities: Row, capability: str) -> Row:
    return _object(_object(capabilities, capability), "webhooks")


def _address(capabilities: Row, capability: str, name: str) -> object:
    return _object(_webhooks(capabilities, capability), name).get("address")


def _object(said: Row, name: str) -> Row:
    value = said.get(name)
    return value if isinstance(value, dict) else {}
