"""GoHighLevel, whose interface calls itself LeadConnector.

Calls     "InboundMessage", "OutboundMessage", "Export messages", "Message object"
Texts     "Send a new message", "Get message", "Upsert contact", "ContactDndUpdate"
Asked     "Conversation providers", "Update message status", "Add an inbound message"
Security  "Webhook integration guide" of October 2025
All read in November 2026, in the repository of its documentation of June 2026.

GoHighLevel rings the phones itself; we hear what came of it, without the caller's number, which we ask for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.asked import Connection, FoundCall, Place, Sent, TextTold, TextToSend, TextToShow
from ringback.phone.events import Event, Ignored
from ringback.phone.gohighlevel import events, login, rest, wire
from ringback.phone.gohighlevel.rest import BAD_APP_TOKEN
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

# The one that GoHighLevel signs with for all its customers: two independent programs agree on it.
PUBLIC_KEY: Final = "MCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg="


@dataclass(frozen=True, slots=True)
class GoHighLevelSettings:
    token: Secret = field(
        metadata=setting("Token", "In the sub-account: Settings, Private Integrations. It does not end.")
    )
    location_id: str = field(
        metadata=setting(
            "Location id", "In the sub-account: Settings, Business Profile. Only its events count."
        )
    )
    number: str = field(
        metadata=setting("Number", "This line's number as +1…: GoHighLevel does not say which was called.")
    )
    public_key: Secret = field(
        default=Secret(PUBLIC_KEY),
        metadata=setting("Public key", "Only should GoHighLevel change the key it signs with."),
    )
    previous_public_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous public key", "While the public key changes: the old one."),
    )
    keyword_replies: str = field(
        default="gohighlevel",
        metadata=setting("Who answers STOP", '"gohighlevel", or "ringback" if you see that no answer comes.'),
    )
    conversation_provider_id: str = field(
        default="",
        metadata=setting(
            "Conversation provider id", "Only to send what people write in HighLevel: of your own app."
        ),
    )
    delivery_key: Secret = field(
        default=Secret(""),
        metadata=setting("Delivery key", "For that: a long password of your own, in the delivery address."),
    )
    app_token: Secret = field(
        default=Secret(""),
        metadata=setting("Token of the app", "For that: may say what became of a text. Empty: the token."),
    )
    client_id: str = field(
        default="",
        metadata=setting("Client id of the app", "To renew that token, which ends after a day."),
    )
    client_secret: Secret = field(
        default=Secret(""), metadata=setting("Client secret of the app", "It comes with the client id.")
    )
    refresh_token: Secret = field(
        default=Secret(""),
        metadata=setting(
            "Refresh token of the app", "It comes with the token. Ringback keeps the one that follows it."
        ),
    )
    api_base: str = field(
        default="https://services.leadconnectorhq.com",
        metadata=setting("Address of the interface", "Only for a proxy or a test."),
    )


class GoHighLevel(Provider[GoHighLevelSettings]):
    name: ClassVar[str] = "gohighlevel"
    title: ClassVar[str] = "GoHighLevel"
    Settings = GoHighLevelSettings
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
            Capability.ENRICH,
            Capability.SEND_ASKED,
            Capability.RENEW,
        }
    )
    impossible: ClassVar[Mapping[Capability, str]] = {
        Capability.CONNECT: (
            "Webhooks go to the one address of a marketplace app, which is entered on the app's page."
        ),
        Capability.LOOKUP: "Its interface knows contacts, and no look-up of numbers.",
        Capability.REGISTRATION: (
            "Numbers are registered inside HighLevel; its interface does not say how that stands."
        ),
    }
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.OBSERVE})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("event", "Webhook URL of the app"),
        Address("deliver", "Delivery URL of the conversation provider"),
    )
    asked_with: ClassVar[str] = "conversation_provider_id"
    renewed_with: ClassVar[str] = "refresh_token"
    texts_per_second: ClassVar[float | None] = 4.0  # two requests each, and 100 in ten seconds are allowed
    come_again: ClassVar[int] = 429  # it delivers again after no other status

    def verify(self, request: Request, settings: GoHighLevelSettings) -> None:
        keys = [settings.public_key, settings.previous_public_key]
        if request.kind == "deliver":
            genuine = wire.is_delivery(request, keys, settings.location_id, settings.delivery_key)
        else:
            genuine = wire.is_genuine(request, keys, settings.location_id)
        if not genuine:
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return wire.event_id(request)

    def parse(self, request: Request, settings: GoHighLevelSettings) -> list[Event]:
        if request.kind == "deliver":
            return events.read_asked(request)
        if request.kind != "event":
            return [Ignored("nothing is expected at this address")]
        answers = settings.keyword_replies != "ringback"
        return events.read_message(request, settings.number, company_answers=answers)

    def happened_at(self, request: Request) -> datetime | None:
        return wire.happened_at(request)

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        return Answer()

    async def enrich(self, request: Request, settings: GoHighLevelSettings, http: Http) -> Mapping[str, str]:
        return await rest.enrich(_account(settings, http), request)

    async def send_text(self, text: TextToSend, settings: GoHighLevelSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: GoHighLevelSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since)

    async def tell_sent(self, told: TextTold, settings: GoHighLevelSettings, http: Http) -> None:
        await rest.tell(_app(settings, http), told)

    async def show_text(self, text: TextToShow, settings: GoHighLevelSettings, http: Http) -> None:
        account, app = _account(settings, http), _app(settings, http)
        await rest.show(account, app, text, settings.conversation_provider_id)

    async def list_calls(
        self, number: str, since: datetime, settings: GoHighLevelSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    async def recording(
        self, call: str, recording: str, settings: GoHighLevelSettings, http: Http
    ) -> Place | None:
        return rest.recording_at(_account(settings, http), call)

    async def check(self, settings: GoHighLevelSettings, http: Http) -> None:
        await rest.check(_account(settings, http))
        if settings.app_token:
            await rest.check(_app(settings, http), BAD_APP_TOKEN)

    async def renew(self, settings: GoHighLevelSettings, http: Http, now: datetime) -> Connection:
        each = settings.api_base, settings.client_id, settings.client_secret, settings.refresh_token
        return await login.renew(http, login.Login(*each), now)


PROVIDER = GoHighLevel()


def _account(settings: GoHighLevelSettings, http: Http) -> rest.Account:
    return rest.Account(http, settings.api_base, settings.token, settings.location_id)


def _app(settings: GoHighLevelSettings, http: Http) -> rest.Account:
    """As the app whose conversation provider it is: no other may say what became of a text."""
    token = settings.app_token or settings.token
    return rest.Account(http, settings.api_base, token, settings.location_id)
