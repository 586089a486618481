"""Zoom Phone.

Calls     "Phone events" (webhooks), "Get call history"
Texts     "Post SMS message", "Phone events: SMS", "Get account's SMS sessions"
Connect   "Using webhooks: configure webhooks via Zoom API", the specification of the Marketplace APIs
Security  "Using webhooks: verify webhook events", "Webhook URL validation enforcement"
Errors    "Error definitions"
All read in November 2026, with the types in Zoom's own package rivet, 0.4.

Zoom rings the phones itself; we hear what came of it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
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
from ringback.phone.zoom import calls, connecting, rest, texts, wire
from ringback.phone.zoom.login import Login
from ringback.phone.zoom.tables import IGNORED

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class ZoomSettings:
    account_id: str = field(
        metadata=setting("Account id", "Of your server-to-server app, on its page App Credentials.")
    )
    client_id: str = field(metadata=setting("Client id", "On the same page."))
    client_secret: Secret = field(metadata=setting("Client secret", "On the same page."))
    secret_token: Secret = field(
        metadata=setting("Secret token", "On the app's page Feature. Zoom signs its events with it.")
    )
    previous_secret_token: Secret = field(
        default=Secret(""),
        metadata=setting("Previous secret token", "While you change the secret token: the old one."),
    )
    user_id: str = field(
        default="",
        metadata=setting(
            "User id", "Only if Zoom wants to know whose number it is: the user's id or e-mail."
        ),
    )
    keyword_replies: str = field(
        default="zoom",
        metadata=setting(
            "Who answers STOP and HELP",
            '"zoom" unless you have seen that people get no answer from Zoom; then "ringback".',
        ),
    )
    api_base: str = field(
        default="https://api.zoom.us",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )
    token_base: str = field(
        default="https://zoom.us",
        metadata=setting("Address of the sign-in", "Only for a proxy or a test."),
    )


class Zoom(Provider[ZoomSettings]):
    name: ClassVar[str] = "zoom"
    title: ClassVar[str] = "Zoom Phone"
    Settings = ZoomSettings
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
            Capability.REGISTRATION,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {Capability.LOOKUP: "Its pages look no numbers up."}
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (Address("events", "Event notification endpoint URL"),)
    # One phone's "missed" may come before another one's "answered".
    settle_seconds: ClassVar[float] = 5.0

    def verify(self, request: Request, settings: ZoomSettings) -> None:
        if wire.signer(request, _secrets(settings)) is None:
            raise NotGenuine

    def handshake(self, request: Request, settings: ZoomSettings) -> Answer | None:
        said = wire.reply(request, _secrets(settings))
        return None if said is None else Answer(said, JSON)

    def event_id(self, request: Request) -> str:
        """Of the body: a repetition has the same one, with the time of the event in it."""
        return hashlib.sha256(request.kind.encode() + b"\0" + request.body).hexdigest()

    def parse(self, request: Request, settings: ZoomSettings) -> list[Event]:
        if request.kind != "events":
            return [Ignored("nothing is expected at this address")]
        event = wire.read(request)
        if event.type in calls.ON:
            return calls.ON[event.type](event.object, request.at)
        if event.type in texts.ON:
            answers = settings.keyword_replies != "ringback"
            return [texts.ON[event.type](event.object, request.at, answers)]
        if event.type in IGNORED:
            return [Ignored(IGNORED[event.type])]
        return [new_word("event", event.type)]

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request) if request.kind == "events" else None

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        """Zoom wants 200 within three seconds, and no more."""
        return Answer()

    async def send_text(self, text: TextToSend, settings: ZoomSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text, settings.user_id)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: ZoomSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: ZoomSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def recording(self, call: str, recording: str, settings: ZoomSettings, http: Http) -> Place | None:
        return await rest.recording_at(_account(settings, http), recording)

    async def check(self, settings: ZoomSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def registration(self, number: str, settings: ZoomSettings, http: Http) -> str:
        return await rest.registration(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: ZoomSettings, http: Http
    ) -> Connection:
        return await connecting.connect(_account(settings, http), addresses["events"], settings.user_id)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: ZoomSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses["events"], settings.user_id)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: ZoomSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses["events"], settings.user_id)


PROVIDER = Zoom()


def login(settings: ZoomSettings) -> Login:
    base = settings.token_base
    return Login(base, settings.account_id, settings.client_id, settings.client_secret)


def _secrets(settings: ZoomSettings) -> list[Secret]:
    return [settings.secret_token, settings.previous_secret_token]


def _account(settings: ZoomSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, login(settings))
