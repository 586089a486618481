"""An Android phone with the open app "SMS Gateway for Android".

Texts     "Sending messages", "Webhooks", "Status tracking" of the app's documentation
Security  "Webhooks", payload signing
Errors    "FAQ, errors"
All read in November 2026. Not tried with a phone.

The app tells us nothing of calls, so the line has no mode of its own: it is for texts only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.android import rest, texts, wire
from ringback.phone.asked import Connection, Sent, TextToSend
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
class AndroidSettings:
    user: str = field(metadata=setting("User name", "On the first page of the app."))
    password: Secret = field(metadata=setting("Password", "Below the user name."))
    signing_key: Secret = field(
        metadata=setting("Signing key", "In the app: Settings, Webhooks, Signing Key.")
    )
    previous_signing_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous signing key", "While you change the signing key: the old one, for a day."),
    )
    sim: str = field(
        default="",
        metadata=setting("SIM card", 'Which card is this line: "1", "2" or "3". Empty where there is one.'),
    )
    api_base: str = field(
        default="https://api.sms-gate.app/3rdparty/v1",
        metadata=setting(
            "Address of the gateway",
            "As the app shows it: of the cloud, of your own server, or of the phone.",
        ),
    )


class Android(Provider[AndroidSettings]):
    name: ClassVar[str] = "android"
    title: ClassVar[str] = "SMS Gateway for Android"
    Settings = AndroidSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.SEND_TEXTS,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.FIND_TEXTS,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.LOOKUP: "A telephone looks no numbers up.",
        Capability.REGISTRATION: "A number of one's own telephone is not registered for texts of a business.",
    }
    modes: ClassVar[frozenset[Mode]] = frozenset()
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("text", "Webhook for sms:received"),
        Address("text_status", "Webhook for sms:sent, sms:delivered and sms:failed"),
    )

    def verify(self, request: Request, settings: AndroidSettings) -> None:
        if not wire.is_genuine(request, [settings.signing_key, settings.previous_signing_key]):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: AndroidSettings) -> list[Event]:
        if request.kind in ("text", "text_status"):
            return [texts.read_text(wire.read(request), request.at, sim=settings.sim)]
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def send_text(self, text: TextToSend, settings: AndroidSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text, settings.sim)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: AndroidSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text)

    async def check(self, settings: AndroidSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: AndroidSettings, http: Http
    ) -> Connection:
        return await rest.connect(_account(settings, http), addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: AndroidSettings, http: Http
    ) -> str:
        return await rest.connected(_account(settings, http), addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: AndroidSettings, http: Http
    ) -> None:
        await rest.disconnect(_account(settings, http), addresses)


PROVIDER = Android()


def _account(settings: AndroidSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.user, settings.password)
