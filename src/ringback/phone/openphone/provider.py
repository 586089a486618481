"""Quo, called OpenPhone until September 2025.

Calls     "Webhook event payloads", "Webhooks overview", "List calls"
Texts     "Send a text message", "List messages"
Keywords  "Message opt-out"
Security  "Webhooks overview" (Standard Webhooks); of the older webhooks "Webhook payload reference"
All read in November 2026, the pages of the interface of 2026-03-30 and of its beta.

Quo rings the phones itself; we hear what came of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection, FoundCall, Place, Sent, TextToSend
from ringback.phone.events import Event, Ignored
from ringback.phone.openphone import calls, connecting, rest, texts, wire
from ringback.phone.openphone.tables import TYPES
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
class OpenPhoneSettings:
    api_key: Secret = field(metadata=setting("API key", "In Quo: Settings, API."))
    webhook_secret: Secret = field(
        default=Secret(""),
        metadata=setting(
            "Webhook secret", "Comes with connecting. Of a webhook made in the app: its signing secret."
        ),
    )
    text_webhook_secret: Secret = field(
        default=Secret(""),
        metadata=setting(
            "Second webhook secret", "Only if you made two webhooks in the app: the other one's secret."
        ),
    )
    previous_webhook_secret: Secret = field(
        default=Secret(""),
        metadata=setting("Previous webhook secret", "While you change the webhook secret: the old one."),
    )
    number: str = field(
        default="",
        metadata=setting(
            "Number", "This line's number as +1…; needed for a webhook made in the app, which lists it bare."
        ),
    )
    phone_number_id: str = field(
        default="",
        metadata=setting(
            "Id of the number", "PN…; with it, events of the workspace's other numbers are left alone."
        ),
    )
    ai_agent: str = field(
        default="taken",
        metadata=setting(
            "Calls that Quo's agent answers", '"taken": no text. "missed": the caller is texted all the same.'
        ),
    )
    keyword_replies: str = field(
        default="openphone",
        metadata=setting("Who answers STOP", '"openphone", which cannot be switched off there.'),
    )
    api_base: str = field(
        default="https://api.quo.com",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )


class OpenPhone(Provider[OpenPhoneSettings]):
    name: ClassVar[str] = "openphone"
    title: ClassVar[str] = "Quo (OpenPhone)"
    Settings = OpenPhoneSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.OBSERVE,
            Capability.SEND_TEXTS,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.FIND_TEXTS,
            Capability.LIST_CALLS,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.LOOKUP: "Its pages know contacts, and no look-up of numbers.",
        Capability.REGISTRATION: (
            "Numbers are registered inside Quo; only the refusal of a text (0206400) tells of it."
        ),
    }
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (Address("event", "Webhook URL"),)
    # Quo does not promise an order: "missed" may come before "this was Quo's agent".
    settle_seconds: ClassVar[float] = 5.0
    texts_per_second: ClassVar[float | None] = 5.0  # half of the 10 requests a second that a key may make

    def verify(self, request: Request, settings: OpenPhoneSettings) -> None:
        secrets = [settings.webhook_secret, settings.text_webhook_secret, settings.previous_webhook_secret]
        if not wire.is_genuine(request, secrets):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: OpenPhoneSettings) -> list[Event]:
        if request.kind != "event":
            return [Ignored("nothing is expected at this address")]
        happened = wire.read(request)
        if happened.type not in TYPES:
            return [new_word("type", happened.type)]
        if (why := TYPES[happened.type]) is not None:
            return [Ignored(why)]
        if settings.phone_number_id and happened.number_id not in ("", settings.phone_number_id):
            return [Ignored("this is about another number of the workspace")]
        if happened.type.startswith("message."):
            answers = settings.keyword_replies != "ringback"
            return [texts.read_text(happened, request.at, settings.number, company_answers=answers)]
        counts = settings.ai_agent != "missed"
        return calls.read_call(happened, request.at, settings.number, agent_counts=counts)

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request) if request.kind == "event" else None

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def send_text(self, text: TextToSend, settings: OpenPhoneSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: OpenPhoneSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: OpenPhoneSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def recording(
        self, call: str, recording: str, settings: OpenPhoneSettings, http: Http
    ) -> Place | None:
        return Place(recording) if recording.startswith("https://") else None  # signed by itself

    async def check(self, settings: OpenPhoneSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: OpenPhoneSettings, http: Http
    ) -> Connection:
        account = _account(settings, http)
        present = settings.webhook_secret
        return await connecting.connect(
            account, number, settings.phone_number_id, addresses["event"], present
        )

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: OpenPhoneSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses["event"])

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: OpenPhoneSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses["event"])


PROVIDER = OpenPhone()


def _account(settings: OpenPhoneSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.api_key)
