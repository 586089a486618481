"""What a provider hands to the battery: one `CASE` in its `tests.py`. Everything else about it is a fixture.

Names of fixtures say what they are for: webhooks as they like, answers to our requests `send__*` (a text was
sent), `place__*` (a call was placed), `find__*` (a text is looked for), `tell__*` (what became of
a text that they asked for), `show__*` (a text that came in is shown), `calls__*` (the call log is read),
`check__*` (the key is tried), `lookup__*` (what kind of number), `recording__*` (where a sound is),
`registration__*` (may it text?), `enrich__*` (what a webhook left out) and `first__*` (what else is asked on
the way).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Generic, Protocol, TypeVar

import pytest
from _pytest.mark import ParameterSet

from ringback.lib.secret import Secret
from ringback.phone import fixtures
from ringback.phone.asked import CallToPlace, FoundCall, Lookup, Placed, Sent, TextToSend
from ringback.phone.events import Event, Problem, SendProblem
from ringback.phone.fixtures import Fixture
from ringback.phone.ours import carrying
from ringback.phone.provider import CallPlan, Capability, Mode, Provider, Request
from ringback.phone.registry import PROVIDERS, provider
from tests.quick import wanted

S = TypeVar("S")

AT = datetime(2026, 11, 20, 17, 3, 11, tzinfo=UTC)  # when every webhook of the battery is received
SINCE = datetime(2026, 11, 20, 17, 3, 9, tzinfo=UTC)  # when the text that is looked for was tried

TEXT = TextToSend(
    id="text_1",
    sender=fixtures.NUMBER,
    to="+15125550178",
    body="Hi, this is Rosa's Plumbing. Sorry we missed your call.",
    report_to=f"{fixtures.HOST}/in/{fixtures.LINE_KEY}/text_status?text=text_1",
)


ROSA, BEN = "+15125550143", "+15125550144"


def address(kind: str, **ours: str | int) -> str:
    """Of the line that every fixture was made for."""
    return carrying(f"{fixtures.HOST}/in/{fixtures.LINE_KEY}/{kind}", ours)


def plan(**changes: Any) -> CallPlan:
    """A line with everything, which rings Rosa and Ben."""
    usual = CallPlan(
        mode=Mode.DIAL,
        number=fixtures.NUMBER,
        business="Rosa's Plumbing",
        address=address,
        ring=(ROSA, BEN),
        greeting="Sorry we missed you. We will text you right away.",
        voicemail=True,
    )
    return replace(usual, **changes)


CALL = CallToPlace(
    id="placed_1",
    number=fixtures.NUMBER,
    phone=ROSA,
    to="+15125550178",
    business="Rosa's Plumbing",
    address=address,
)


class Switch(Protocol):
    """A stand-in that speaks as the switch does, on loopback."""

    base: str  # its address

    @property
    def connections(self) -> int:
        """How many there were."""
        ...


class Plays(Protocol):
    def __call__(
        self, *said: bytes, then: Sequence[bytes] = (), password: str = ...
    ) -> AbstractAsyncContextManager[Switch]:
        """A switch that lets us in if we have the password, says this and cuts the line; at the next
        connection it says what is in `then`. Nothing is going on in it when it is asked."""
        ...


@dataclass(frozen=True)
class Listening:
    """A company that we log in to."""

    switch: Plays
    call: Callable[[int], bytes]  # the whole of one missed call, another one for each number
    events: Callable[[bytes], int]  # how many there are in it


@dataclass(frozen=True, kw_only=True, repr=False)
class ContractCase(Generic[S]):
    provider: Provider[S]
    settings: S  # every secret is set; the fixtures are signed with them
    rotated: S  # the secrets of the fixtures are now the second ones
    events: Mapping[str, list[Event]]  # webhook -> exactly what it says
    new_words: Collection[str] = ()  # the webhooks among them with a status that does not exist yet
    taken: Collection[str] = ()  # whole calls, each the names of its webhooks: a person took it
    missed: Collection[str] = ()  # nobody did
    taken_without_key: Collection[str] = ()  # where whoever picks up need not press one
    dated: Mapping[str, str] = field(default_factory=dict)  # webhook -> when that happened, where it says so
    unreadable: Mapping[str, str] = field(
        default_factory=dict
    )  # genuine webhook -> the field that is missing
    signature_headers: Collection[str] = ()  # without any one of these nothing is genuine
    signs_body: bool = True
    signs_url: bool = True
    window_seconds: int | None = None  # how old a signature may be; the fixtures are signed for AT
    sends: Mapping[str, Sent | SendProblem] = field(default_factory=dict)
    tells: Mapping[str, SendProblem | None] = field(default_factory=dict)
    shows: Mapping[str, SendProblem | None] = field(default_factory=dict)
    finds: Mapping[str, Sent | None] = field(default_factory=dict)
    calls: Mapping[str, list[FoundCall]] = field(default_factory=dict)
    checks: Mapping[str, Problem | None] = field(default_factory=dict)
    enriches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    places: Mapping[str, Placed | SendProblem] = field(default_factory=dict)
    places_first: tuple[str, ...] = ()  # answers that come before a call can be placed
    places_by_command: bool = False  # it is connected by a request of ours, and not by an answer
    recorded: str = ""  # a webhook with a voicemail
    # Answer, or "" where nothing need be asked -> where the sound is, with {base} for the interface.
    recordings: Mapping[str, str | None] = field(default_factory=dict)
    registrations: Mapping[str, str] = field(default_factory=dict)
    registers: str = fixtures.NUMBER  # the number of which this is asked
    registers_with: Mapping[str, object] = field(default_factory=dict)  # settings that only this needs
    needs_enriching: str = ""  # a webhook that leaves something out
    first: tuple[str, ...] = ()  # answers that come before a text can be sent or looked for
    then: Mapping[str, str] = field(default_factory=dict)  # answer -> what the later questions are answered
    text: TextToSend = TEXT
    since: datetime = SINCE
    server_error: Problem = Problem.UNSURE  # DOWN only where the company promises that nothing was sent
    listens: "Listening | None" = None

    @property
    def name(self) -> str:
        return self.provider.name

    def __repr__(self) -> str:
        return f"ContractCase({self.name})"

    def at(self, base: str) -> S:
        """The settings, with every interface of the company at `base`."""
        names = [each.name for each in fields(self.settings)]  # type: ignore[arg-type]
        return _with(self.settings, **{name: base for name in names if name.endswith("_base")})

    def registering_at(self, base: str) -> S:
        return _with(self.at(base), **self.registers_with)

    def at_switch(self, base: str) -> S:
        return _with(self.settings, address=base)

    def without_secrets(self) -> S:
        return _with(self.settings, **dict.fromkeys(_secrets(self.settings), Secret("")))

    def with_other_secrets(self) -> S:
        return _with(self.settings, **{name: Secret(f"other {name}") for name in _secrets(self.settings)})

    def must_stay_quiet(self) -> list[str]:
        """What may be in no log line, repr or error."""
        secrets = [secret.reveal() for secret in _secrets(self.settings).values()]
        numbers = [self.text.to, self.text.to.removeprefix("+"), self.text.sender.removeprefix("+")]
        return [*secrets, self.text.body, *numbers]

    def webhook(self, name: str) -> Request:
        return fixtures.load(self.name, name).request(AT)

    def answer(self, name: str) -> bytes:
        return fixtures.load(self.name, name).wire

    def answers(self, *last: bytes) -> list[bytes]:
        """What comes on the way to sending or looking for a text, and then these."""
        return [*(self.answer(name) for name in self.first), *last]

    def answers_in_turn(self, name: str) -> list[bytes]:
        return [self.answer(each) for each in (name, *self.then.get(name, "").split())]

    def of_first(self) -> set[str]:
        later = (name for names in self.then.values() for name in names.split())
        return {*self.first, *self.places_first, *(name for name in later if name.startswith("first__"))}

    def sign(self, request: Request) -> Request:
        return fixtures.signer(self.name, self.settings)(request, self.settings)

    def all(self) -> list[Fixture]:
        return [fixtures.load(self.name, name) for name in fixtures.names(self.name)]


def every_case(*needed: Capability) -> list[ParameterSet]:
    """For parametrize("case", ...): each registered provider that declares all of these."""
    there = [name for name in PROVIDERS if wanted(name) and has_case(name)]
    able = [name for name in there if provider(name).capabilities >= set(needed)]
    return [pytest.param(case_of(name), id=name) for name in able]


def each(of: str, *needed: Capability) -> list[ParameterSet]:
    """For parametrize("case, name", ...): each entry of a mapping of each case, such as "events"."""
    cases = [param.values[0] for param in every_case(*needed)]
    return [
        pytest.param(case, name, id=f"{case.name}-{name}")
        for case in cases
        if isinstance(case, ContractCase)
        for name in getattr(case, of)
    ]


def stored(settings: object) -> dict[str, str]:
    """As an owner would write them into a file."""
    values = ((each.name, getattr(settings, each.name)) for each in fields(settings))  # type: ignore[arg-type]
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in values}


def has_case(name: str) -> bool:
    """One provider without its tests fails one test of the battery, not the collecting of all."""
    return find_spec(_tests(name)) is not None


def _tests(name: str) -> str:
    return PROVIDERS[name].rpartition(".")[0] + ".tests"


def case_of(name: str) -> ContractCase[Any]:
    case = import_module(_tests(name)).CASE
    assert isinstance(case, ContractCase)
    return case


def _secrets(settings: object) -> dict[str, Secret]:
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}  # type: ignore[arg-type]
    return {name: value for name, value in values.items() if isinstance(value, Secret) and value}


def _with(settings: S, **changes: object) -> S:
    changed: S = replace(settings, **changes)  # type: ignore[type-var]  # every Settings is a dataclass
    return changed
