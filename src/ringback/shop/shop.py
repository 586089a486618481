"""A business's settings as its file states them, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ringback.accounts.profile import NOTHING_KNOWN, Profile
from ringback.contacts.listed import Listed
from ringback.lib.secret import Secret
from ringback.lines.overrides import Rules
from ringback.lines.store import RingPlan
from ringback.phone.provider import Mode
from ringback.rules.policy import Policy

Setting = str | int | float | bool | Secret


@dataclass(frozen=True, slots=True)
class ShopLine:
    number: str  # E.164
    provider: str
    mode: Mode
    plan: RingPlan
    settings: Mapping[
        str, Setting
    ]  # a secret is a `Secret` when it was typed in full, else "env:…" or "file:…"
    rules: Mapping[str, Rules] = field(default_factory=dict)  # by source (E.164) or LINE; settled
    live: bool | None = None  # False: it only watches. None: as it is, and a new line is live
    live_without: str = ""  # the reason for going live although not everything is ready


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    time_zone: str  # IANA name
    country: str  # ISO code
    notice: str  # where callers learn that they may be texted; "" when that is not settled yet
    policy: Policy
    lists: Mapping[Listed, frozenset[str]]  # E.164; a list that is not stated stays as it is
    lines: tuple[ShopLine, ...]  # by number
    profile: Profile = NOTHING_KNOWN
