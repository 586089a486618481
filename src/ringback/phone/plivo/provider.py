"""Plivo.

Calls     "Dial", "Record", "Make a call", "XML overview", "Hangup causes" of the voice documentation
Texts     "Send a message", "Message status callbacks", "Handling incoming SMS", "List all messages"
Keywords  "Handling incoming SMS" (MessageIntent), "DND service"
Security  "Validating requests" of voice and of messaging, and the official Python package, 4.63
Errors    "Error codes" of messaging
All read in November 2026.

A number can be called, and can then ring the owner's phones or be the place that a carrier forwards to. Plivo
has a markup of its own, in which it asks for the key by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import markup
from ringback.phone.asked import CallToPlace, Connection, FoundCall, Lookup, Place, Placed, Sent, TextToSend
from ringback.phone.events import Event, Ignored
from ringback.phone.plivo import calls, connecting, documents, placed, rest, texts, wire
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

TEXTS = frozenset({"text", "text_status"})


@dataclass(frozen=True, slots=True)
class PlivoSettings:
    auth_id: str = field(
        metadata=setting(
            "Auth ID", "Starts with MA, or SA for a subaccount. On the first page of the console."
        )
    )
    auth_token: Secret = field(metadata=setting("Auth token", "Beside the auth ID. Plivo signs with it."))
    previous_auth_token: Secret = field(
        default=Secret(""),
        metadata=setting("Previous auth token", "While you change the auth token: the old one, for a day."),
    )
    keyword_replies: str = field(
        default="plivo",
        metadata=setting(
            "Who answers STOP and HELP",
            '"plivo", unless you have switched its own replies off there; then "ringback".',
        ),
    )
    api_base: str = field(
        default="https://api.plivo.com",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )
    lookup_base: str = field(
        default="https://lookup.plivo.com",
        metadata=setting("Address of the number look-up", "Only for a proxy or a test."),
    )


class Plivo(Provider[PlivoSettings]):
    name: ClassVar[str] = "plivo"
    title: ClassVar[str] = "Plivo"
    signs_query: ClassVar[bool] = True
    Settings = PlivoSettings
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
            Capability.REGISTRATION,
            Capability.CONNECT,
        }
    )
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "Primary Answer URL"),
        Address("voice_status", "Hangup URL"),
        Address("text", "Message URL"),
        Address("text_status", "Message status (we set it with each text)"),
    )
    # The hangup of the call may overtake the result of the ringing and the key, which say more.
    settle_seconds: ClassVar[float] = 3.0

    def verify(self, request: Request, settings: PlivoSettings) -> None:
        """Signatures have no time in them; `event_id` is what makes a repeated request harmless."""
        tokens = [settings.auth_token, settings.previous_auth_token]
        if not wire.is_genuine(request, tokens, old_too=request.kind in TEXTS):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return markup.delivery(request)

    def parse(self, request: Request, settings: PlivoSettings) -> list[Event]:
        said = markup.read(request)
        if request.kind == "text":
            return [texts.text_received(said, company_answers=settings.keyword_replies != "ringback")]
        if request.kind == "text_status":
            return [texts.text_reported(said)]
        if request.kind in placed.ON:
            return [placed.read(request.kind, said)]
        if request.kind in calls.ON:
            return [calls.ON[request.kind](said)]
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        said = markup.read(request)
        if request.kind in placed.ON:
            return placed.answer(request.kind, said, plan)
        return documents.answer(request.kind, said, plan)

    async def send_text(self, text: TextToSend, settings: PlivoSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: PlivoSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: PlivoSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def place_call(self, call: CallToPlace, settings: PlivoSettings, http: Http) -> Placed:
        return await placed.place(_account(settings, http), call)

    async def recording(self, call: str, recording: str, settings: PlivoSettings, http: Http) -> Place | None:
        return await rest.recording_at(_account(settings, http), recording)

    async def check(self, settings: PlivoSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: PlivoSettings, http: Http
    ) -> Connection:
        return await connecting.connect(_account(settings, http), number, addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: PlivoSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), number, addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: PlivoSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), number)

    async def lookup(self, number: str, settings: PlivoSettings, http: Http) -> Lookup:
        return await rest.lookup(_account(settings, http), number)

    async def registration(self, number: str, settings: PlivoSettings, http: Http) -> str:
        return await rest.registration(_account(settings, http), number)


PROVIDER = Plivo()


def _account(settings: PlivoSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.lookup_base, settings.auth_id, settings.auth_token)
