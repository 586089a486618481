"""Aircall.

Calls     "Webhooks overview", "Calls", "Log Voice Agent calls"
Texts     "Messaging overview", "Sending SMS messages"
Security  "Webhooks overview": the token in the body; nothing is signed
All read in November 2026, the reference in a public transcription of August 2026.

Aircall rings the phones itself; we hear what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.aircall import calls, connecting, rest, texts, wire
from ringback.phone.aircall.tables import EVENTS
from ringback.phone.asked import Connection, FoundCall, Place, Sent, TextToSend
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
from ringback.phone.words import new_word


@dataclass(frozen=True, slots=True)
class AircallSettings:
    api_id: str = field(metadata=setting("API ID", "In the dashboard: Integrations, API keys."))
    api_token: Secret = field(metadata=setting("API token", "Shown once, with the API ID."))
    number_id: str = field(
        metadata=setting("Id of the number", "The digits in the address of the number's page.")
    )
    webhook_token: Secret = field(
        default=Secret(""),
        metadata=setting("Webhook token", "Comes with connecting. By hand: Integrations, Webhooks."),
    )
    previous_webhook_token: Secret = field(
        default=Secret(""),
        metadata=setting("Previous webhook token", "While you change the webhook: the old one's token."),
    )
    ai_agent: str = field(
        default="taken",
        metadata=setting(
            "Calls that Aircall's agent answers",
            '"taken": no text. "missed": it is as if nobody had answered.',
        ),
    )
    keyword_replies: str = field(
        default="ringback",
        metadata=setting("Who answers STOP", '"aircall" if you have seen that Aircall answers it.'),
    )
    api_base: str = field(
        default="https://api.aircall.io",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )


class Aircall(Provider[AircallSettings]):
    name: ClassVar[str] = "aircall"
    title: ClassVar[str] = "Aircall"
    Settings = AircallSettings
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
            "Its pages know no list of texts: what became of one is only told by the events about it."
        ),
        Capability.LOOKUP: "Its pages know no look-up of numbers.",
        Capability.REGISTRATION: (
            "Numbers are registered inside Aircall; its interface does not say how that stands."
        ),
    }
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (Address("event", "Webhook URL"),)
    # Aircall does not promise an order: the end may come before "somebody has answered".
    settle_seconds: ClassVar[float] = 5.0
    texts_per_second: ClassVar[float | None] = 0.5  # half of the 60 requests a minute of the whole company

    def verify(self, request: Request, settings: AircallSettings) -> None:
        if not wire.is_genuine(request.body, [settings.webhook_token, settings.previous_webhook_token]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: AircallSettings) -> list[Event]:
        if request.kind != "event":
            return [Ignored("nothing is expected at this address")]
        happened = wire.read(request)
        if happened.type not in EVENTS:
            return [new_word("event", happened.type)]
        if (why := EVENTS[happened.type]) is not None:
            return [Ignored(why)]
        # A webhook is always for the whole company.
        if happened.number.text("id") not in ("", settings.number_id):
            return [Ignored("this is about another number of the company")]
        if happened.type == "ai_voice_agent.started":
            return [calls.read_agent(happened, request.at, counts=settings.ai_agent != "missed")]
        if happened.type.startswith("message."):
            answers = settings.keyword_replies != "ringback"
            return [texts.read_text(happened, request.at, company_answers=answers)]
        return calls.read_call(happened, request.at)

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request) if request.kind == "event" else None

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def send_text(self, text: TextToSend, settings: AircallSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def list_calls(
        self, number: str, since: datetime, settings: AircallSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def recording(
        self, call: str, recording: str, settings: AircallSettings, http: Http
    ) -> Place | None:
        return await rest.recording_at(_account(settings, http), call)

    async def check(self, settings: AircallSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: AircallSettings, http: Http
    ) -> Connection:
        return await connecting.connect(_account(settings, http), addresses["event"])

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: AircallSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses["event"])

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: AircallSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses["event"])


PROVIDER = Aircall()


def _account(settings: AircallSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.api_id, settings.api_token, settings.number_id)
