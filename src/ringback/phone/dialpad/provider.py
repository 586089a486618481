"""Dialpad.

Calls     "Call events", "Create a call event subscription", "List calls"
Texts     "Send SMS", "SMS events", "Rate limits"
Keywords  "SMS opt-out"
Security  "Webhooks: verifying a signed payload"
All read in November 2026, with the specification in Dialpad's own Python package of March 2026.

Dialpad rings the phones itself; we hear what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection, FoundCall, Place, Sent, TextToSend
from ringback.phone.dialpad import calls, connecting, rest, texts, wire
from ringback.phone.events import Event, Ignored
from ringback.phone.provider import (
    Address,
    Answer,
    CallPlan,
    Capability,
    Mode,
    NotGenuine,
    Provider,
    Request,
    setting,
)


@dataclass(frozen=True, slots=True)
class DialpadSettings:
    api_key: Secret = field(
        metadata=setting("API key", "Of a company admin. In the admin portal: Authentication, API keys.")
    )
    webhook_secret: Secret = field(
        metadata=setting("Webhook secret", "Any random text of 32 letters or more. Dialpad signs with it.")
    )
    previous_webhook_secret: Secret = field(
        default=Secret(""),
        metadata=setting("Previous webhook secret", "While you change the webhook secret: the old one."),
    )
    target_type: str = field(
        default="",
        metadata=setting(
            "Whose calls",
            'Who has the number: "office", "department", "callcenter" or "user". Empty: all.',
        ),
    )
    target_id: str = field(
        default="",
        metadata=setting("Id of whose calls", "The id of that office, department, call center or user."),
    )
    keyword_replies: str = field(
        default="dialpad",
        metadata=setting(
            "Who answers STOP and HELP",
            '"dialpad" unless you have seen that people get no answer from Dialpad; then "ringback".',
        ),
    )
    api_base: str = field(
        default="https://dialpad.com",
        metadata=setting("Address of the interface", "Only for the sandbox, a proxy or a test."),
    )


class Dialpad(Provider[DialpadSettings]):
    name: ClassVar[str] = "dialpad"
    title: ClassVar[str] = "Dialpad"
    Settings = DialpadSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.OBSERVE,
            Capability.SEND_TEXTS,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.LIST_CALLS,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.FIND_TEXTS: (
            "Its interface (specification of March 2026) has no list of texts: only the events about sent "
            "texts tell."
        ),
        Capability.LOOKUP: "Its interface (specification of March 2026) looks no numbers up.",
        Capability.REGISTRATION: (
            "Numbers are registered inside Dialpad; its interface does not say how that stands."
        ),
    }
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("call", "Webhook of the call event subscription"),
        Address("text", "Webhook of the SMS event subscription"),
    )
    # The streams of one call are not in order, and "missed" may come before somebody's "connected".
    settle_seconds: ClassVar[float] = 5.0
    texts_per_second: ClassVar[float | None] = 1.5  # 100 a minute in the lowest tier

    def verify(self, request: Request, settings: DialpadSettings) -> None:
        if not wire.is_genuine(request.body, [settings.webhook_secret, settings.previous_webhook_secret]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: DialpadSettings) -> list[Event]:
        match request.kind:
            case "call":
                return calls.read_call(wire.read(request), request.at)
            case "text":
                answers = settings.keyword_replies != "ringback"
                return [texts.read_text(wire.read(request), request.at, company_answers=answers)]
            case _:
                return [Ignored("nothing is expected at this address")]

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request) if request.kind == "call" else None

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def send_text(self, text: TextToSend, settings: DialpadSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def list_calls(
        self, number: str, since: datetime, settings: DialpadSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since, _target(settings))

    async def recording(
        self, call: str, recording: str, settings: DialpadSettings, http: Http
    ) -> Place | None:
        return rest.recording_at(_account(settings, http), recording)

    async def check(self, settings: DialpadSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: DialpadSettings, http: Http
    ) -> Connection:
        account, target = _account(settings, http), _target(settings)
        return await connecting.connect(account, addresses, settings.webhook_secret, target)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: DialpadSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: DialpadSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses)


PROVIDER = Dialpad()


def _account(settings: DialpadSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.api_key)


def _target(settings: DialpadSettings) -> dict[str, str]:
    if not settings.target_type or not settings.target_id:
        return {}
    return {"target_type": settings.target_type, "target_id": settings.target_id}
