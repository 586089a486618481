"""Telnyx.

Calls     "Call Control", "Call commands" and "Call webhooks" of the API reference
Texts     "Send a message", "Receiving webhooks", "Idempotency", "Search detail records"
Keywords  "Advanced opt-in and opt-out"
Security  "Webhook signing", and the verification of the official Python package, 4.189
Errors    "API error codes", "Messaging error codes"
All read in November 2026.

A number can be called, and can then ring the owner's phones or be the place that a carrier forwards to.
Telnyx hears nothing back in the answer to an event: it is told by requests of ours what to do with a call
(`orders.py`).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import CallToPlace, Connection, Lookup, Place, Placed, Sent, TextToSend
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
    Unreadable,
    setting,
)
from ringback.phone.telnyx import calls, connecting, orders, placed, rest, texts, wire
from ringback.phone.telnyx.account import Account

CALLS = frozenset({"voice", "leg"})
TEXTS = frozenset({"text", "text_status"})


@dataclass(frozen=True, slots=True)
class TelnyxSettings:
    api_key: Secret = field(
        metadata=setting("API key", "Starts with KEY. In the Telnyx portal under Account, API Keys.")
    )
    public_key: Secret = field(
        metadata=setting("Public key", "In the portal under Account, Keys & Credentials, Public Key.")
    )
    previous_public_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous public key", "While Telnyx changes the public key: the old one."),
    )
    keyword_replies: str = field(
        default="telnyx",
        metadata=setting(
            "Who answers STOP and HELP",
            '"telnyx" lets us stay silent where Telnyx says that it has answered; "ringback" always answers.',
        ),
    )
    api_base: str = field(
        default="https://api.telnyx.com",
        metadata=setting("Address of the interface", "Only for a region of its own, a proxy or a test."),
    )


class Telnyx(Provider[TelnyxSettings]):
    name: ClassVar[str] = "telnyx"
    title: ClassVar[str] = "Telnyx"
    Settings = TelnyxSettings
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
            Capability.LOOKUP,
            Capability.CALL_OUT,
            Capability.COMMANDS,
            Capability.CONNECT,
            Capability.REGISTRATION,
        }
    )
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "Voice API application: webhook URL"),
        Address("text", "Messaging profile: inbound webhook URL"),
        Address("text_status", "Status of a message (we set it with each text)"),
        Address("leg", "Events of a phone that we ring (we set it with each call)"),
    )
    # The end of the call may overtake "the two are connected".
    settle_seconds: ClassVar[float] = 2.0

    def verify(self, request: Request, settings: TelnyxSettings) -> None:
        if not wire.is_genuine(request, [settings.public_key, settings.previous_public_key]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        """Telnyx's id of the event: a repetition has the same one, and a later time in its signature."""
        try:
            return wire.read(request).id
        except Unreadable:
            return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()

    def parse(self, request: Request, settings: TelnyxSettings) -> list[Event]:
        if request.kind in CALLS:
            return [calls.read_call(wire.read(request))]
        if request.kind == placed.KIND:
            return [placed.read(wire.read(request))]
        if request.kind in TEXTS:
            ours, answers = request.query.get("text", ""), settings.keyword_replies != "ringback"
            return [texts.read_text(wire.read(request), ours, company_answers=answers)]
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def react(self, request: Request, plan: CallPlan, settings: TelnyxSettings, http: Http) -> None:
        if request.kind in CALLS:
            await orders.react(_account(settings, http), plan, wire.read(request))
        if request.kind == placed.KIND:
            await placed.react(_account(settings, http), plan, wire.read(request))

    async def send_text(self, text: TextToSend, settings: TelnyxSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: TelnyxSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def place_call(self, call: CallToPlace, settings: TelnyxSettings, http: Http) -> Placed:
        return await placed.place(_account(settings, http), call)

    async def recording(
        self, call: str, recording: str, settings: TelnyxSettings, http: Http
    ) -> Place | None:
        return await rest.recording_at(_account(settings, http), call, recording)

    async def check(self, settings: TelnyxSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: TelnyxSettings, http: Http
    ) -> Connection:
        return await connecting.connect(_account(settings, http), number, addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: TelnyxSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), number, addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: TelnyxSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), number, addresses)

    async def registration(self, number: str, settings: TelnyxSettings, http: Http) -> str:
        return await rest.registration(_account(settings, http), number)

    async def lookup(self, number: str, settings: TelnyxSettings, http: Http) -> Lookup:
        return await rest.lookup(_account(settings, http), number)


PROVIDER = Telnyx()


def _account(settings: TelnyxSettings, http: Http) -> Account:
    return Account(http, settings.api_base, settings.api_key)
