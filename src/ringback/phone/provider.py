"""The contract between Ringback and a phone company.

A provider is one directory with one `provider.py`; `registry.py` lists it. It knows nothing of the database,
of flows or of other companies: what it needs is passed in. `verify`, `parse` and `answer` are pure.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Generic, TypeVar

from ringback.lib.http import Http
from ringback.phone.asked import (
    CallToPlace,
    Connection,
    FoundCall,
    Lookup,
    Place,
    Placed,
    Sent,
    TextTold,
    TextToSend,
    TextToShow,
)
from ringback.phone.events import Event, SendProblem
from ringback.phone.ours import AddressOf


class Capability(StrEnum):
    RING = "ring"  # ring the owner's phones and screen voicemail
    OBSERVE = "observe"  # tells us about calls that it handles itself
    SEND_TEXTS = "send_texts"
    SEND_PICTURES = "send_pictures"  # fetches them from an address of ours
    RECEIVE_TEXTS = "receive_texts"
    DELIVERY_REPORTS = "delivery_reports"
    VOICEMAIL = "voicemail"
    RECORDINGS = "recordings"  # hands out what was said after the tone
    FIND_TEXTS = "find_texts"  # an unsure text can be looked up
    LIST_CALLS = "list_calls"
    LOOKUP = "lookup"
    LISTEN = "listen"  # a socket instead of webhooks
    ENRICH = "enrich"  # its webhooks leave out what must be asked for before they are understood
    CALL_OUT = "call_out"  # rings a member's own phone, then a person, who sees the business number
    COMMANDS = "commands"  # is told what to do with a call by requests of ours, not in the answer
    CONNECT = "connect"  # we can enter our addresses at the company ourselves
    REGISTRATION = "registration"
    RENEW = "renew"  # our access ends, and is exchanged for the next, which is stored
    SEND_ASKED = "send_asked"  # people write texts in it that leave by another company; it hears of them


class Mode(StrEnum):
    """How calls reach us on a line."""

    DIAL = "dial"  # we ring the owner's phones and see what happens
    FORWARDED = "forwarded"  # the carrier forwards unanswered calls to us: arrival means missed
    OBSERVE = "observe"  # another phone system tells us what happened
    ANSWER = "answer"  # the receptionist takes the call


@dataclass(frozen=True, slots=True)
class Address:
    """One address that the owner pastes at the company."""

    kind: str  # the last part of its path: "voice", "text_status"
    label: str  # what the company's page calls the field


@dataclass(frozen=True, slots=True)
class Request:
    """A webhook as it came, before anything in it is believed.

    `url` is the address the company was given, query included: public address plus path, never built from
    the Host header. Header names are in lower case. `at` is when it came; for `parse` the worker puts
    there when it happened, where the company says so.
    """

    method: str
    url: str
    kind: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)  # what `enrich` learned; empty until then


@dataclass(frozen=True, slots=True)
class Answer:
    """What the company hears back at once."""

    body: str = ""
    content_type: str = "text/plain"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallPlan:
    """What the line wants to happen to a call."""

    mode: Mode
    number: str
    business: str
    address: AddressOf
    ring: tuple[str, ...] = ()
    ring_seconds: int = 14
    in_turn: bool = False
    press_to_accept: bool = True
    greeting: str = ""  # said to a caller whom nobody answers; "" says nothing
    asks_caller: bool = False  # the greeting asks the caller to press 1, for only then they are texted
    voicemail: bool = False
    voicemail_seconds: int = 120
    transcript: bool = True  # may the company write down what a caller leaves?
    language: str = "en-US"  # of all that callers hear
    language_inside: str = ""  # of what the people of the business hear; "" is the callers'


def setting(label: str, help: str) -> dict[str, str]:
    """Metadata of a field of `Settings`: what its form, its page and `--help` say of it."""
    return {"label": label, "help": help}


class NotGenuine(Exception):
    """The signature is missing or wrong. Nothing in the request may be believed or stored."""


class Unreadable(Exception):
    """A genuine request that we cannot read; the message names the field, never its content."""


class SendFailed(Exception):
    """Raised by `send_text`. `after` is how long to wait (seconds) when the company says so."""

    def __init__(self, problem: SendProblem, after: float | None = None) -> None:
        super().__init__(f"{problem.problem}: {problem.code or 'no code'}")
        self.problem = problem
        self.after = after


class CannotAsk(Exception):
    """`find_text`, `list_calls` or `check` did not get an answer; ask again later."""


S = TypeVar("S")


class Provider(ABC, Generic[S]):
    """One phone company. Stateless: one instance serves every line."""

    name: ClassVar[str]  # as in shop.toml
    title: ClassVar[str]  # as on its own pages
    Settings: type[S]  # frozen dataclass; secrets are `Secret`, every field has metadata label and help
    capabilities: ClassVar[frozenset[Capability]]
    impossible: ClassVar[Mapping[Capability, str]] = MappingProxyType({})  # and why, as its pages say
    modes: ClassVar[frozenset[Mode]]
    addresses: ClassVar[tuple[Address, ...]] = ()
    settle_seconds: ClassVar[float] = 0  # how long an unclear ending waits for a contradicting event
    tells_each_ring_end: ClassVar[bool] = False  # of every phone that rings, so a call lasts until the last
    texts_per_second: ClassVar[float | None] = None  # None: the company itself queues and paces
    lists_texts: ClassVar[bool] = False  # `find_text` can look for a text whose words nobody knows
    signs_query: ClassVar[bool] = False  # also what our own addresses carry; else we seal them
    come_again: ClassVar[int] = 503  # the status after which the company delivers a webhook again
    rings_at_once: ClassVar[bool] = True  # False: several phones ring one after the other, whatever the plan
    asked_with: ClassVar[str] = ""  # where SEND_ASKED is declared: the setting that a line has which is asked
    renewed_with: ClassVar[str] = ""  # where RENEW is declared: the setting without which nothing is renewed

    @property
    def settles_in(self) -> timedelta:
        return timedelta(seconds=self.settle_seconds)

    @abstractmethod
    def verify(self, request: Request, settings: S) -> None:
        """Raise NotGenuine unless the request was signed with one of the line's secrets.

        Works on the raw bytes, compares in constant time; an empty secret never verifies anything.
        """

    def handshake(self, request: Request, settings: S) -> Answer | None:
        """The reply by which the company learns that an address is ours; None for any other request.

        Asked after `verify`; a request that is answered so is not stored. Pure.
        """
        return None

    @abstractmethod
    def event_id(self, request: Request) -> str:
        """The same string for the same delivery repeated, another for any other delivery."""

    @abstractmethod
    def parse(self, request: Request, settings: S) -> list[Event]:
        """Turn a verified request into events. Raises Unreadable with the name of the bad field."""

    def happened_at(self, request: Request) -> datetime | None:
        """When that happened of which this webhook about a call tells, by the company's clock.

        A webhook may come hours later, and one after the other may come at once. None where it does not say;
        also for anything that cannot be read. Pure.
        """
        return None

    @abstractmethod
    def answer(self, request: Request, plan: CallPlan) -> Answer:
        """What the company must hear back at once. Pure: may run again for a repeated request."""

    @abstractmethod
    async def send_text(self, text: TextToSend, settings: S, http: Http) -> Sent:
        """Ask the company once to send the text. Raises SendFailed; never retries by itself."""

    async def place_call(self, call: CallToPlace, settings: S, http: Http) -> Placed:
        """Ask the company once to start the call. Raises SendFailed; never tries again by itself.

        Nobody but whoever presses the key ever makes `to` ring. Only where CALL_OUT is declared.
        """
        raise NotImplementedError(self.name)

    async def tell_sent(self, told: TextTold, settings: S, http: Http) -> None:
        """Say how far a text has come that the company asked us to send. Telling it twice does no harm.

        Raises SendFailed. Only where SEND_ASKED is declared.
        """
        raise NotImplementedError(self.name)

    async def show_text(self, text: TextToShow, settings: S, http: Http) -> None:
        """Ask the company once to show a text that came in. Raises SendFailed; `UNSURE` when it may have it.

        Only where SEND_ASKED is declared.
        """
        raise NotImplementedError(self.name)

    async def find_text(self, text: TextToSend, since: datetime, settings: S, http: Http) -> Sent | None:
        """Look an unsure text up, sent not before `since`. None: the company does not have it (yet).

        With `text.besides`, which is asked only where it `lists_texts`, any other text to them since then.
        Raises CannotAsk. Only where FIND_TEXTS is declared.
        """
        raise NotImplementedError(self.name)

    async def list_calls(self, number: str, since: datetime, settings: S, http: Http) -> list[FoundCall]:
        """Inbound calls to `number` in the company's own log. Only where LIST_CALLS is declared."""
        raise NotImplementedError(self.name)

    async def check(self, settings: S, http: Http) -> None:
        """Ask the company whether our key works. Raises SendFailed(Misconfigured) or CannotAsk."""

    async def enrich(self, request: Request, settings: S, http: Http) -> Mapping[str, str]:
        """What a stored webhook leaves out, such as the caller's number; `parse` gets it as `request.found`.

        Before that `parse` is asked too, to learn what the request is about: then it names a person by
        whatever the company does. Raises CannotAsk, or SendFailed(MISCONFIGURED). Only where ENRICH is
        declared.
        """
        raise NotImplementedError(self.name)

    async def react(self, request: Request, plan: CallPlan, settings: S, http: Http) -> None:
        """Give the company its orders after a stored webhook. Only where COMMANDS is declared.

        May run again after a crash or a failure, so each order carries an id made from the request (the
        company drops a repeated one), or asks first. Raises SendFailed(DOWN or BUSY) to be run again.
        """
        raise NotImplementedError(self.name)

    def listen(self, settings: S) -> AsyncIterator[Request]:
        """Log in to the company's socket and yield what it says, each as a Request of the kind "socket".

        Every yielded request is stored and later given to `parse`, so parse stays pure; leave out what no
        event is made of. Ends or raises ConnectionError when the connection is lost (the caller comes back
        with growing pauses), SendFailed(MISCONFIGURED) when the login is refused. Only where LISTEN is
        declared.
        """
        raise NotImplementedError(self.name)

    async def connect(self, number: str, addresses: Mapping[str, str], settings: S, http: Http) -> Connection:
        """Enter our addresses (by kind) at the company; doing it again renews and leaves no second one.

        Raises SendFailed(MISCONFIGURED) or CannotAsk. Only where CONNECT is declared.
        """
        raise NotImplementedError(self.name)

    async def connected(self, number: str, addresses: Mapping[str, str], settings: S, http: Http) -> str:
        """In one sentence, why the company would not send us its events; "" when all is as after `connect`.

        Changes nothing. Raises SendFailed(MISCONFIGURED) or CannotAsk. Only where CONNECT is declared.
        """
        raise NotImplementedError(self.name)

    async def disconnect(self, number: str, addresses: Mapping[str, str], settings: S, http: Http) -> None:
        """Take our addresses out of the company again; where none are, there is nothing to do.

        Raises SendFailed(MISCONFIGURED) or CannotAsk. Only where CONNECT is declared.
        """
        raise NotImplementedError(self.name)

    async def renew(self, settings: S, http: Http, now: datetime) -> Connection:
        """Exchange our access for the next one; its `secrets` are the settings in which that stands.

        The old one may be void from then on, so the new one is stored at once. Raises
        SendFailed(MISCONFIGURED) or CannotAsk. Only where RENEW is declared.
        """
        raise NotImplementedError(self.name)

    async def registration(self, number: str, settings: S, http: Http) -> str:
        """In one sentence, may this number text to the United States? "" when all is well.

        Raises CannotAsk. Only where REGISTRATION is declared.
        """
        raise NotImplementedError(self.name)

    async def lookup(self, number: str, settings: S, http: Http) -> Lookup:
        """Ask what kind of number it is (for money). Raises CannotAsk. Only where LOOKUP is declared."""
        raise NotImplementedError(self.name)

    async def recording(self, call: str, recording: str, settings: S, http: Http) -> Place | None:
        """Where the sound of a VoicemailLeft is now, as MP3 where there is a choice; None: nowhere any more.

        An address that the company gave may have ended long ago, so where there is an id it is asked anew.
        Raises CannotAsk, or SendFailed(MISCONFIGURED). Only where RECORDINGS is declared.
        """
        raise NotImplementedError(self.name)

    def media_login(self, url: str, settings: S) -> tuple[str, str] | None:
        """User and password for fetching what came with a text; None where the address is enough.

        Only for an address of the company's own: the key goes nowhere else. Pure.
        """
        return None
