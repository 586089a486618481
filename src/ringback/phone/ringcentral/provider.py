"""RingCentral.

Calls     "Account telephony sessions event", "Call log"
Texts     "Sending SMS", "Instant message event", "Message store", "SMS error codes", "API rate limits"
Security  "Creating webhooks", "Receiving webhooks", "JWT auth flow"
All read in November 2026, with the OpenAPI document of RingCentral's own documentation.

RingCentral rings the phones itself, asks for "press 1" by itself where the owner wants it, and tells us.
Delivery reports are not among what it sends: its event says only that some message has changed.
"""

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
from ringback.phone.ringcentral import calls, connecting, rest, texts, voicemails, wire
from ringback.phone.ringcentral.account import Account
from ringback.phone.ringcentral.login import Login
from ringback.phone.words import new_word


@dataclass(frozen=True, slots=True)
class RingCentralSettings:
    client_id: str = field(metadata=setting("Client id", "Of your app in the developer console."))
    client_secret: Secret = field(metadata=setting("Client secret", "On the same page."))
    jwt: Secret = field(
        metadata=setting(
            "JWT credential", "Of the user who has the number. In the console under Credentials."
        )
    )
    webhook_token: Secret = field(
        metadata=setting("Webhook token", "Any long random text. RingCentral shows it with every event.")
    )
    previous_webhook_token: Secret = field(
        default=Secret(""),
        metadata=setting("Previous webhook token", "While you change the webhook token: the old one."),
    )
    calls_of: str = field(
        default="account",
        metadata=setting(
            "Whose calls",
            '"account" for all calls of the company, "extension" for those of the JWT\'s user only.',
        ),
    )
    keyword_replies: str = field(
        default="ringcentral",
        metadata=setting(
            "Who answers STOP",
            '"ringcentral" unless you have seen that people get no answer from RingCentral; then "ringback".',
        ),
    )
    api_base: str = field(
        default="https://platform.ringcentral.com",
        metadata=setting("Address of the interface", "Only for the sandbox, a proxy or a test."),
    )


class RingCentral(Provider[RingCentralSettings]):
    name: ClassVar[str] = "ringcentral"
    title: ClassVar[str] = "RingCentral"
    Settings = RingCentralSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.OBSERVE,
            Capability.SEND_TEXTS,
            Capability.RECEIVE_TEXTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.FIND_TEXTS,
            Capability.LIST_CALLS,
            Capability.CONNECT,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.LOOKUP: "Its specification looks no strangers' numbers up.",
        Capability.REGISTRATION: (
            "Numbers are registered in its admin portal; a state to be asked for is not documented."
        ),
    }
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (Address("events", "Address of the webhook subscription"),)
    # Events are in no order, and in a queue one party's end may overtake another one's answer.
    tells_each_ring_end = True
    settle_seconds: ClassVar[float] = 5.0
    texts_per_second: ClassVar[float | None] = 0.6  # 40 requests a minute for each user

    def verify(self, request: Request, settings: RingCentralSettings) -> None:
        if not wire.is_genuine(request, [settings.webhook_token, settings.previous_webhook_token]):
            raise NotGenuine

    def handshake(self, request: Request, settings: RingCentralSettings) -> Answer | None:
        return wire.handshake(request) if wire.is_handshake(request) else None

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: RingCentralSettings) -> list[Event]:
        if request.kind != "events":
            return [Ignored("nothing is expected at this address")]
        if not request.body.strip():
            return [Ignored("RingCentral asked whether this address is ours")]
        event = wire.read(request)
        what = event.filter.partition("?")[0].rsplit("/", 2)[1:]
        match what:
            case ["telephony", "sessions"]:
                return calls.read_session(event.body, request.at)
            case ["message-store", "instant"]:
                answers = settings.keyword_replies != "ringback"
                return [texts.read_text(event.body, request.at, company_answers=answers)]
            case ["subscription", _]:
                return [Ignored("RingCentral reminds us that the subscription will end")]
            case [*_, "voicemail"]:
                return [voicemails.read_voicemail(event.body, request.at)]
            case _:
                return [new_word("event", what[-1] if what else "")]

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request) if request.kind == "events" else None

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def send_text(self, text: TextToSend, settings: RingCentralSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: RingCentralSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def list_calls(
        self, number: str, since: datetime, settings: RingCentralSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since, _scope(settings))

    async def recording(
        self, call: str, recording: str, settings: RingCentralSettings, http: Http
    ) -> Place | None:
        return await voicemails.recording_at(_account(settings, http), recording)

    async def check(self, settings: RingCentralSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: RingCentralSettings, http: Http
    ) -> Connection:
        account, scope = _account(settings, http), _scope(settings)
        return await connecting.connect(account, addresses["events"], settings.webhook_token, scope)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: RingCentralSettings, http: Http
    ) -> str:
        return await connecting.connected(_account(settings, http), addresses["events"])

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: RingCentralSettings, http: Http
    ) -> None:
        await connecting.disconnect(_account(settings, http), addresses["events"])


PROVIDER = RingCentral()


def login(settings: RingCentralSettings) -> Login:
    return Login(settings.api_base, settings.client_id, settings.client_secret, settings.jwt)


def _account(settings: RingCentralSettings, http: Http) -> Account:
    return Account(http, settings.api_base, login(settings))


def _scope(settings: RingCentralSettings) -> str:
    return rest.EXTENSION if settings.calls_of == "extension" else "/account/~"
