"""Vonage, called Nexmo until 2020.

Calls     "Webhook reference", "NCCO reference", "Call flow", "Voice API reference"
Texts     "Messages API reference", "Messages API status callbacks", "Messages API errors", "Reports API"
Keywords  "10DLC opt-in and opt-out", "Opt-Out Assist" of the help pages
Security  "Signing messages", "Signed webhooks", and the official Python package vonage-jwt, 1.1.5
Numbers   "Number Insight API", "Application API v2"
All read in November 2026; much of the documentation of calls is from July 2021.

A number can be called, and can then ring the owner's phones, one after the other, or be the place that a
carrier forwards to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import CallToPlace, Connection, FoundCall, Lookup, Place, Placed, Sent, TextToSend
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
from ringback.phone.vonage import calls, connecting, ncco, orders, placed, rest, texts, wire
from ringback.phone.vonage.account import Account


@dataclass(frozen=True, slots=True)
class VonageSettings:
    api_key: str = field(metadata=setting("API key", "Eight characters, on the first page of the dashboard."))
    api_secret: Secret = field(metadata=setting("API secret", "Beside the API key."))
    signature_secret: Secret = field(
        metadata=setting(
            "Signature secret", "In the dashboard: API Settings. Vonage signs its requests with it."
        )
    )
    application_id: str = field(metadata=setting("Application id", "In the dashboard: Applications."))
    private_key: Secret = field(
        metadata=setting(
            "Private key of the application", "The whole file, private.key; best written as file:PATH."
        )
    )
    previous_signature_secret: Secret = field(
        default=Secret(""),
        metadata=setting("Previous signature secret", "While you change the signature secret: the old one."),
    )
    keyword_replies: str = field(
        default="ringback",
        metadata=setting(
            "Who answers STOP and HELP",
            '"ringback", or "vonage" if Vonage has switched Opt-Out Assist on for you.',
        ),
    )
    api_base: str = field(
        default="https://api.nexmo.com",
        metadata=setting("Address of the interface", "Only for another region, a proxy or a test."),
    )


class Vonage(Provider[VonageSettings]):
    name: ClassVar[str] = "vonage"
    title: ClassVar[str] = "Vonage"
    Settings = VonageSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.RING,
            Capability.SEND_TEXTS,
            Capability.SEND_PICTURES,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.FIND_TEXTS,
            Capability.LIST_CALLS,
            Capability.CALL_OUT,
            Capability.LOOKUP,
            Capability.COMMANDS,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.REGISTRATION: (
            "Its interface for 10DLC is named in its pages (/v1/10dlc), and what it answers is not "
            "described there."
        ),
    }
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "Voice: Answer URL"),
        Address("voice_status", "Voice: Event URL"),
        Address("text", "Messages: Inbound URL"),
        Address("text_status", "Messages: Status URL"),
    )
    # The end of the call may overtake the key, which says more.
    settle_seconds: ClassVar[float] = 3.0
    rings_at_once: ClassVar[bool] = False

    def verify(self, request: Request, settings: VonageSettings) -> None:
        if not wire.is_genuine(request, [settings.signature_secret, settings.previous_signature_secret]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: VonageSettings) -> list[Event]:
        if request.kind == "text":
            return texts.text_received(request, company_answers=settings.keyword_replies == "vonage")
        if request.kind == "text_status":
            return texts.text_reported(request)
        if request.kind in placed.ON:
            return placed.parse(request)
        if request.kind in calls.ON:
            return calls.parse(request)
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        if request.kind in placed.ON:
            return placed.answer(request, plan)
        return ncco.answer(request, plan)

    async def send_text(self, text: TextToSend, settings: VonageSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: VonageSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: VonageSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def place_call(self, call: CallToPlace, settings: VonageSettings, http: Http) -> Placed:
        return await placed.place(_account(settings, http), call)

    async def recording(
        self, call: str, recording: str, settings: VonageSettings, http: Http
    ) -> Place | None:
        return _account(settings, http).recording_at(recording)

    async def check(self, settings: VonageSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def react(self, request: Request, plan: CallPlan, settings: VonageSettings, http: Http) -> None:
        await orders.react(_account(settings, http), request, plan)

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: VonageSettings, http: Http
    ) -> Connection:
        return await connecting.connect(_account(settings, http), addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: VonageSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: VonageSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses)

    async def lookup(self, number: str, settings: VonageSettings, http: Http) -> Lookup:
        return await rest.lookup(_account(settings, http), number)


PROVIDER = Vonage()


def _account(settings: VonageSettings, http: Http) -> Account:
    return Account(
        http,
        settings.api_base,
        settings.api_key,
        settings.api_secret,
        settings.application_id,
        settings.private_key,
    )
