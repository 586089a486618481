"""Twilio.

Calls     "TwiML Voice: <Dial>", "<Number>", "<Record>", "Call Resource", "SHAKEN/STIR"
Texts     "Message Resource", "Twilio's request to your incoming message Webhook URL"
Keywords  "Twilio support for opt-out keywords (SMS STOP filtering)", and the page for toll-free numbers
Security  "Webhooks security", and the request validator of the official Python package, 9.13
Errors    "Error and Warning Dictionary"
All read in November 2026.

A number can be called, and can then ring the owner's phones or be the place that a carrier forwards to.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone import markup, markup_calls, markup_connecting, markup_placed, markup_texts
from ringback.phone import markup_rest as rest
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
from ringback.phone.twilio import numbers, tables

SIGNATURE = "x-twilio-signature"
SCHEME = "x-twilio-webhooks-signature-settings"
RETRY_TOKEN = "i-twilio-idempotency-token"  # noqa: S105  the name of a header


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    account_sid: str = field(
        metadata=setting(
            "Account SID", 'Starts with AC. On the first page of the Twilio console, "Account Info".'
        )
    )
    auth_token: Secret = field(
        metadata=setting(
            "Auth token", "Below the account SID. Twilio signs with it, so an API key will not do."
        )
    )
    previous_auth_token: Secret = field(
        default=Secret(""),
        metadata=setting("Previous auth token", "While you change the auth token: the old one, for a day."),
    )
    shared_key: Secret = field(
        default=Secret(""),
        metadata=setting("Webhook shared key", "Only if you made one for signing webhooks in the console."),
    )
    previous_shared_key: Secret = field(
        default=Secret(""),
        metadata=setting("Previous webhook shared key", "While you change the shared key: the old one."),
    )
    messaging_service_sid: str = field(
        default="",
        metadata=setting("Messaging service", "Starts with MG. Only if this number is in its sender pool."),
    )
    keyword_replies: str = field(
        default="twilio",
        metadata=setting(
            "Who answers STOP and HELP",
            '"twilio" unless Twilio support has switched its own replies off for you; then "ringback".',
        ),
    )
    api_base: str = field(
        default="https://api.twilio.com",
        metadata=setting("Address of the interface", "Only for a region of its own, a proxy or a test."),
    )
    messaging_base: str = field(
        default="https://messaging.twilio.com",
        metadata=setting("Address for registrations", "Only for a proxy or a test."),
    )
    lookups_base: str = field(
        default="https://lookups.twilio.com",
        metadata=setting("Address of the number look-up", "Only for a proxy or a test."),
    )


class Twilio(Provider[TwilioSettings]):
    name: ClassVar[str] = "twilio"
    title: ClassVar[str] = "Twilio"
    signs_query: ClassVar[bool] = True
    Settings = TwilioSettings
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
        Address("voice", "A call comes in"),
        Address("voice_status", "Call status changes"),
        Address("text", "A message comes in"),
        Address("text_status", "Message status (we set it with each text)"),
    )
    # "completed" from the number may overtake the result of the ringing, which says more.
    settle_seconds: ClassVar[float] = 2.0

    def verify(self, request: Request, settings: TwilioSettings) -> None:
        """The signature proves the account, and the address in it the line: neither is compared again.

        A sub-account signs with its own token. Signatures have no time in them; `event_id` is what makes a
        repeated request harmless.
        """
        scheme = request.headers.get(SCHEME, "")
        secrets, digest = _keys(scheme, settings)
        given = request.headers.get(SIGNATURE, "")
        if not markup.is_signed(request.url, signed_pairs(request), given, secrets, digest):
            raise NotGenuine

    def event_id(self, request: Request) -> str:
        token = request.headers.get(RETRY_TOKEN)
        if not token:
            return markup.delivery(request)
        # The same when Twilio repeats a request because it did not hear our answer.
        return hashlib.sha256("\0".join([request.kind, "token", token]).encode()).hexdigest()

    def parse(self, request: Request, settings: TwilioSettings) -> list[Event]:
        said = markup.read(request)
        if request.kind == "text":
            words = tables.OWN_WORDS if settings.keyword_replies != "ringback" else ()
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

    async def send_text(self, text: TextToSend, settings: TwilioSettings, http: Http) -> Sent:
        return await rest.send(_account(settings, http), text, settings.messaging_service_sid)

    async def find_text(
        self, text: TextToSend, since: datetime, settings: TwilioSettings, http: Http
    ) -> Sent | None:
        return await rest.find(_account(settings, http), text, since, settings.messaging_service_sid)

    async def list_calls(
        self, number: str, since: datetime, settings: TwilioSettings, http: Http
    ) -> list[FoundCall]:
        return await rest.calls_to(_account(settings, http), number, since)

    def media_login(self, url: str, settings: TwilioSettings) -> tuple[str, str] | None:
        """Needed where "HTTP auth on media" is on, and never wrong. Twilio passes us on to another host."""
        own = url.startswith(f"{settings.api_base.rstrip('/')}/{rest.VERSION}/")
        return (settings.account_sid, settings.auth_token.reveal()) if own else None

    async def place_call(self, call: CallToPlace, settings: TwilioSettings, http: Http) -> Placed:
        return await markup_placed.place(_account(settings, http), call)

    async def recording(
        self, call: str, recording: str, settings: TwilioSettings, http: Http
    ) -> Place | None:
        return rest.recording_at(_account(settings, http), recording)

    async def check(self, settings: TwilioSettings, http: Http) -> None:
        await rest.check(_account(settings, http))

    async def registration(self, number: str, settings: TwilioSettings, http: Http) -> str:
        desk = _desk(settings, settings.messaging_base, http)
        account = _desk(settings, settings.api_base, http)
        return await numbers.registration(desk, account, number, settings.messaging_service_sid)

    async def lookup(self, number: str, settings: TwilioSettings, http: Http) -> Lookup:
        return await numbers.lookup(_desk(settings, settings.lookups_base, http), number)

    async def connect(
        self, number: str, addresses: Mapping[str, str], settings: TwilioSettings, http: Http
    ) -> Connection:
        return await markup_connecting.connect(_account(settings, http), number, addresses)

    async def connected(
        self, number: str, addresses: Mapping[str, str], settings: TwilioSettings, http: Http
    ) -> str:
        return await markup_connecting.connected(_account(settings, http), number, addresses)

    async def disconnect(
        self, number: str, addresses: Mapping[str, str], settings: TwilioSettings, http: Http
    ) -> None:
        await markup_connecting.disconnect(_account(settings, http), number, addresses)


PROVIDER = Twilio()


def _keys(scheme: str, settings: TwilioSettings) -> tuple[list[Secret], str]:
    """The secrets and the hash that a request says it was signed with. Raises NotGenuine for unknown ones."""
    parts = (part.strip().partition("=") for part in scheme.split(","))
    algorithm = {name: value for name, _, value in parts}.get("algorithm", "").upper() or "HMAC_SHA1"
    if algorithm == "HMAC_SHA1":
        return [settings.auth_token, settings.previous_auth_token], "sha1"
    if algorithm == "HMAC_SHA256":
        return [settings.shared_key, settings.previous_shared_key], "sha256"
    raise NotGenuine


def signed_pairs(request: Request) -> markup.Pairs:
    """What is signed beside the address, so that no byte of a body is ever believed without.

    A body that is no form is signed by its hash in the address. Without that it is read as a form all the
    same: then either the signature is right, and `parse` says what is wrong, or it is not.
    """
    if request.method != "POST":
        return ()
    hashed = dict(markup.query_pairs(request.url)).get("bodySHA256")
    if hashed is None or markup.content_type(request) == markup.FORM:
        return markup.form_pairs(request.body)
    if hashed.lower() != hashlib.sha256(request.body).hexdigest():
        raise NotGenuine
    return ()


def _account(settings: TwilioSettings, http: Http) -> rest.Account:
    return rest.Account(tables.HOUSE, http, settings.api_base, settings.account_sid, settings.auth_token)


def _desk(settings: TwilioSettings, base: str, http: Http) -> numbers.Desk:
    return numbers.Desk(http, base, settings.account_sid, settings.auth_token)
