"""Bandwidth.

Calls     "Transfer", "Gather", "Record", "SpeakSentence" of the BXML pages, and the voice webhooks
Texts     "Create message", "List messages", "Message callbacks" of the messaging interface, second version
Keywords  "Does Bandwidth handle the STOP keyword"
Security  "Callback credentials", and the username and password of each BXML verb
Errors    "Messaging errors and codes"
All read in November 2026, as published in 2023, with the models of the official Python package, 23.3.

A number can be called, and can then ring the owner's phones or be the place that a carrier forwards to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import CallToPlace, Lookup, Place, Placed, Sent, TextToSend
from ringback.phone.bandwidth import calls, documents, numbers, placed, rest, texts, wire
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

# The first two are entered at Bandwidth, the others stand in our documents.
CALLS = frozenset(
    {
        "voice",
        "voice_status",
        "dial_done",
        "screen",
        "screen_key",
        "caller_key",
        "leg",
        "voicemail",
        "voicemail_status",
    }
)
TEXTS = frozenset({"text", "text_status"})


@dataclass(frozen=True, slots=True)
class BandwidthSettings:
    account_id: str = field(
        metadata=setting("Account ID", "Seven digits or so, at the top right of the Bandwidth app.")
    )
    application_id: str = field(
        metadata=setting("Messaging application ID", "Under Applications, of the one for messaging.")
    )
    api_user: str = field(
        metadata=setting("User name of the interface", "A user that may use the messaging interface.")
    )
    api_password: Secret = field(metadata=setting("Password of the interface", "The password of that user."))
    webhook_user: str = field(
        metadata=setting("Callback user name", "Any word. Enter the same in both applications at Bandwidth.")
    )
    webhook_password: Secret = field(
        metadata=setting(
            "Callback password", "32 random letters or more. Enter the same in both applications."
        )
    )
    previous_webhook_password: Secret = field(
        default=Secret(""),
        metadata=setting(
            "Previous callback password", "While you change the callback password: the old one, for a day."
        ),
    )
    voice_application_id: str = field(
        default="",
        metadata=setting(
            "Voice application ID", "Of the one for voice. Only to call back from the business number."
        ),
    )
    keyword_replies: str = field(
        default="ringback",
        metadata=setting(
            "Who answers STOP and HELP",
            '"ringback", unless you have seen Bandwidth answer them for you; then "bandwidth".',
        ),
    )
    voice_base: str = field(
        default="https://voice.bandwidth.com",
        metadata=setting("Address of the voice interface", "Only for a proxy or a test."),
    )
    numbers_base: str = field(
        default="https://api.bandwidth.com",
        metadata=setting("Address of the interface for numbers", "Only for a proxy or a test."),
    )
    api_base: str = field(
        default="https://messaging.bandwidth.com",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )


class Bandwidth(Provider[BandwidthSettings]):
    name: ClassVar[str] = "bandwidth"
    title: ClassVar[str] = "Bandwidth"
    Settings = BandwidthSettings
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
            Capability.CALL_OUT,
            Capability.LOOKUP,
            Capability.REGISTRATION,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.LIST_CALLS: "Its interface lists no calls by number: one can only be asked for by its id.",
        Capability.CONNECT: (
            "Addresses stand in applications, which its older interface (XML) changes; what that answers "
            "is not in the pages that were read."
        ),
    }
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "Call initiated callback URL"),
        Address("voice_status", "Call status callback URL"),
        Address("text", "Inbound callback URL"),
        Address("text_status", "Status callback URL"),
    )
    # The end of the call may overtake the key and the result of the ringing, which say more.
    settle_seconds: ClassVar[float] = 3.0

    def verify(self, request: Request, settings: BandwidthSettings) -> None:
        """Nothing is signed; `event_id` is what makes a repeated request harmless."""
        passwords = [settings.webhook_password, settings.previous_webhook_password]
        if not wire.is_genuine(request, settings.webhook_user, passwords):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: BandwidthSettings) -> list[Event]:
        if request.kind in CALLS:
            return [calls.read_call(wire.read(request))]
        if request.kind in placed.KINDS:
            return [placed.read(wire.read(request))]
        if request.kind in TEXTS:
            answers = settings.keyword_replies == "bandwidth"
            return [texts.read_text(said, company_answers=answers) for said in wire.read_texts(request)]
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        if request.kind in placed.KINDS:
            return placed.answer(wire.read(request), plan, wire.credentials(request))
        if request.kind not in CALLS:
            return Answer()
        return documents.answer(wire.read(request), plan, wire.credentials(request))

    async def send_text(self, text: TextToSend, settings: BandwidthSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text, datetime.now(UTC))

    async def find_text(
        self, text: TextToSend, since: datetime, settings: BandwidthSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def place_call(self, call: CallToPlace, settings: BandwidthSettings, http: Http) -> Placed:
        application, user = settings.voice_application_id, settings.webhook_user
        account, base = _account(settings, http), settings.voice_base
        return await placed.place(
            placed.Desk(account, base, application, user, settings.webhook_password), call
        )

    async def recording(
        self, call: str, recording: str, settings: BandwidthSettings, http: Http
    ) -> Place | None:
        return rest.recording_at(_account(settings, http), settings.voice_base, call, recording)

    async def check(self, settings: BandwidthSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def lookup(self, number: str, settings: BandwidthSettings, http: Http) -> Lookup:
        return await numbers.lookup(_account(settings, http), settings.numbers_base, number)

    async def registration(self, number: str, settings: BandwidthSettings, http: Http) -> str:
        return await numbers.registration(_account(settings, http), settings.numbers_base, number)


PROVIDER = Bandwidth()


def _account(settings: BandwidthSettings, http: Http) -> rest.Account:
    return rest.Account(
        http,
        settings.api_base,
        settings.account_id,
        settings.application_id,
        settings.api_user,
        settings.api_password,
    )
