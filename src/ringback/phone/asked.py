"""What we ask a company to do or to tell, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ringback.phone.events import TextState
from ringback.phone.ours import AddressOf


@dataclass(frozen=True, slots=True)
class TextToSend:
    id: str  # our id; comes back with the delivery report where the company can carry it
    sender: str  # E.164
    to: str  # E.164
    body: str
    report_to: str  # the full address for delivery reports, our id already in its query as `text`
    valid_seconds: int = 900
    media: tuple[str, ...] = ()
    besides: frozenset[str] | None = None  # for `find_text`: any text to them will do, but these of its own

    def may_be(self, words: object, id: object) -> bool:
        """Is a text to this person that the company has, with these words and its own id, the one that is
        looked for?"""
        return words == self.body if self.besides is None else id not in self.besides


@dataclass(frozen=True, slots=True)
class Sent:
    """The company has taken the text. `id` is its own id."""

    id: str


@dataclass(frozen=True, slots=True)
class TextTold:
    """What became of a text that the company asked us to send."""

    id: str  # as in its `SendAsked`
    state: TextState  # ACCEPTED: nobody knows yet
    words: str = ""  # why it did not arrive, or did not leave; only with UNDELIVERED


@dataclass(frozen=True, slots=True)
class TextToShow:
    """A text that came in by another company, to be shown to the people who write in this one."""

    id: str  # ours
    sender: str  # E.164
    body: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallToPlace:
    """Ring `phone`; when a key is pressed there, ring `to` and connect the two."""

    id: str  # our id; comes back with all that is heard of the call
    number: str  # E.164, the business's: what both see
    phone: str  # E.164, the member's own
    to: str  # E.164
    business: str
    address: AddressOf


@dataclass(frozen=True, slots=True)
class Placed:
    """The company rings. `id` is its own id of the call."""

    id: str


@dataclass(frozen=True, slots=True)
class FoundCall:
    """A call in the company's own log."""

    call: str
    caller: str
    dialled: str
    started_at: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Connection:
    """What we entered at the company so that it sends us its events."""

    id: str  # the company's id of the subscription; "" when it has none
    expires_at: datetime | None  # None: it lasts until somebody removes it
    secrets: Mapping[str, str] = field(default_factory=dict)  # settings that the company chose for us


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the company knows about a number; "" where it does not say."""

    line_type: str  # "mobile", "landline", "voip", "toll_free" or ""
    name: str
    carrier: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is fetched; `headers` are shown to the host of `url` alone. Both may hold secrets."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
