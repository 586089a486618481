"""SignalWire.

Calls     "Dial", "Number", "Record" and "Inbound call status callbacks" of the cXML reference
Texts     "Create a message", "List messages", "SMS status callback" of the compatibility interface
Security  "Webhook security", and the request validator of the official Python package, 2.1
Errors    "Error codes" of the compatibility interface
All read in November 2026.

A number can be called, and can then ring the owner's phones or be the place that a carrier forwards to. It
speaks the markup of another company and imitates its interface; what differs stands in `tables.py`.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret, same
from ringback.phone import markup, markup_calls, markup_connecting, markup_placed, markup_rest, markup_texts
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
from ringback.phone.said import storable
from ringback.phone.signalwire import numbers, tables

SIGNATURE = "x-signalwire-signature"
# Some callbacks carry the same under the name that the imitated company uses.
OTHER_SIGNATURE = "x-twilio-signature"
SHA256_SIGNATURE = "x-signalwire-sha256-signature"
INTERFACE = "/api/laml"


@dataclass(frozen=True, slots=True)
class SignalWireSettings:
    space: str = field(
        metadata=setting("Space", 'The first part of your address there: "rosa" of rosa.signalwire.com.')
    )
    project_id: str = field(
        metadata=setting(
            "Project ID", "In the dashboard under API Credentials; letters and digits with dashes."
        )
    )
    api_token: Secret = field(
        metadata=setting(
            "API token",
            "Starts with PT. Made under API Credentials, allowed to do Messaging, Voice and Numbers.",
        )
    )
    signing_key: Secret = field(
        metadata=setting(
            "Signing key", "Under API Credentials. SignalWire signs with it, not with the token."
        )
    )
    previous_signing_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous signing key", "While you change the signing key: the old one, for a day."),
    )
    keyword_replies: str = field(
        default="ringback",
        metadata=setting(
            "Who answers STOP and HELP",
            '"ringback", unless you have seen SignalWire answer them for you; then "signalwire".',
        ),
    )
    api_base: str = field(
        default="",
        metadata=setting("Address of the interface", "Only for a proxy or a test. Empty: that of the space."),
    )


class SignalWire(Provider[SignalWireSettings]):
    name: ClassVar[str] = "signalwire"
    title: ClassVar[str] = "SignalWire"
    signs_query: ClassVar[bool] = True
    Settings = SignalWireSettings
    capabilities: ClassVar[frozenset[Capability]] = frozenset(
        {
            Capability.RING,
            Capability.SEND_TEXTS,
            Capability.SEND_PICTURES,
            Capability.RECEIVE_TEXTS,
            Capability.DELIVERY_REPORTS,
            Capability.VOICEMAIL,
            Capability.RECORDINGS,
            Capability.CALL_OUT,
            Capability.FIND_TEXTS,
            Capability.LIST_CALLS,
            Capability.LOOKUP,
            Capability.REGISTRATION,
            Capability.CONNECT,
        }
    )
    lists_texts: ClassVar[bool] = True
    modes: ClassVar[frozenset[Mode]] = frozenset({Mode.DIAL, Mode.FORWARDED})
    addresses: ClassVar[tuple[Address, ...]] = (
        Address("voice", "When a call comes in"),
        Address("voice_status", "Call status change"),
        Address("text", "When a message comes in"),
        Address("text_status", "Message status (we set it with each text)"),
    )
    # "completed" from the number may overtake the result of the ringing, which says more.
    settle_seconds: ClassVar[float] = 2.0

    def verify(self, request: Request, settings: SignalWireSettings) -> None:
        """Signatures have no time in them; `event_id` is what makes a repeated request harmless."""
        keys = [key for key in (settings.signing_key, settings.previous_signing_key) if key]
        if not (_is_signed_by_fields(request, keys) | _is_signed_as_it_came(request, keys)):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        return markup.delivery(request)

    def parse(self, request: Request, settings: SignalWireSettings) -> list[Event]:
        said = markup.read(request)
        if request.kind == "text":
            words = tables.OWN_WORDS if settings.keyword_replies == "signalwire" else ()
            return [markup_texts.text_received(said, answered_words=words)]
        if request.kind == "text_status":
            return [markup_texts.text_reported(said, tables.TEXT_STATE, tables.problem)]
        if request.kind in markup_placed.ON:
            return [markup_placed.read(request.kind, said)]
        if request.kind in markup_calls.ON:
            return [markup_calls.read_call(request.kind, said, tables.DIALECT)]
        return [Ignored("nothing is expected at this address")]

    def answer(self, request: Request, plan: CallPlan) -> Answer:
        if request.kind in markup_placed.ON:
            return markup_placed.answer(request.kind, markup.read(request), plan)
        return markup_calls.answer(request.kind, markup.read(request), plan, tables.DIALECT)

    async def send_text(self, text: TextToSend, settings: SignalWireSettings, http: Http) -> Sent:
        return await markup_rest.send(_account(settings, http), text, service="")

    async def find_text(
        self, text: TextToSend, since: datetime, settings: SignalWireSettings, http: Http
    ) -> Sent | None:
        return await markup_rest.find(_account(settings, http), text, since, service="")

    async def list_calls(
        self, number: str, since: datetime, settings: SignalWireSettings, http: Http
    ) -> list[FoundCall]:
        return await markup_rest.calls_to(_account(settings, http), number, since)

    async def place_call(self, call: CallToPlace, settings: SignalWireSettings, http: Http) -> Placed:
        return await markup_placed.place(_account(settings, http), call)

    async def recording(
        self, call: str, recording: str, settings: SignalWireSettings, http: Http
    ) -> Place | None:
        return markup_rest.recording_at(_account(settings, http), recording)

    async def check(self, settings: SignalWireSettings, http: Http) -> None:
        await markup_rest.check(_account(settings, http))

    async def lookup(self, number: str, settings: SignalWireSettings, http: Http) -> Lookup:
        return await numbers.lookup(_account(settings, http), number)

    async def registration(self, number: str, settings: SignalWireSettings, http: Http) -> str:
        return await numbers.registration(_account(settings, http), number)

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: SignalWireSettings, http: Http
    ) -> Connection:
        return await markup_connecting.connect(_account(settings, http), number, addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: SignalWireSettings, http: Http
    ) -> str:
        return await markup_connecting.connected(_account(settings, http), number, addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: SignalWireSettings, http: Http
    ) -> None:
        await markup_connecting.disconnect(_account(settings, http), number, addresses)


PROVIDER = SignalWire()


def _is_signed_by_fields(request: Request, keys: list[Secret]) -> bool:
    """Of the address and the body, as the company that is imitated signs."""
    fields = _fields(request)
    if fields is None:
        return False
    given = [request.headers.get(name, "") for name in (SIGNATURE, OTHER_SIGNATURE)]
    matches = [markup.is_signed(request.url, fields, one, keys) for one in given]
    return any(matches)


def _fields(request: Request) -> markup.Pairs | None:
    """None where there are none that say all that the body says: they must be words, each under one name."""
    if request.method != "POST":
        return ()
    if markup.content_type(request) == markup.FORM:
        return markup.form_pairs(request.body)
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    if isinstance(said, dict) and all(_is_word(part) for pair in said.items() for part in pair):
        return tuple(said.items())
    return None


def _is_word(part: object) -> bool:
    """Half a character ("\\ud83d" in JSON) has no bytes that could be signed."""
    return isinstance(part, str) and storable(part) == part.replace("\0", "")


def _is_signed_as_it_came(request: Request, keys: list[Secret]) -> bool:
    """Hexadecimal, over the address and the raw body, whatever that is."""
    digests = {SIGNATURE: "sha1", SHA256_SIGNATURE: "sha256"}
    matches = [
        same(body_signature(url, request.body, key, digest), request.headers.get(name, ""))
        for name, digest in digests.items()
        for key in keys
        for url in markup.url_forms(request.url)
    ]
    return any(matches)


def body_signature(url: str, body: bytes, key: Secret, digest: str) -> str:
    return hmac.new(key.reveal().encode(), url.encode() + body, digest).hexdigest()


def _account(settings: SignalWireSettings, http: Http) -> markup_rest.Account:
    space = settings.space.strip().removeprefix("https://").rstrip("/").removesuffix(".signalwire.com")
    base = (settings.api_base or f"https://{space}.signalwire.com").rstrip("/") + INTERFACE
    return markup_rest.Account(tables.HOUSE, http, base, settings.project_id, settings.api_token)
