"""Everything that a registration asks of a business: what was typed, what was fetched, what a company says.

Also while it is being filled in: whatever is missing is empty, and the check says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from typing import get_origin, get_type_hints


class Path(StrEnum):
    """Which register the sending number belongs to."""

    TEN_DLC = "10dlc"  # local numbers
    TOLL_FREE = "tollfree"


SOLE_PROPRIETOR = "SOLE_PROPRIETOR"
ENTITY_TYPES = (SOLE_PROPRIETOR, "PRIVATE_PROFIT", "PUBLIC_PROFIT", "NON_PROFIT", "GOVERNMENT")


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    city: str = ""
    state: str = ""
    postal: str = ""
    country: str = ""  # ISO code


@dataclass(frozen=True, slots=True)
class Business:
    legal_name: str = ""  # as on the tax record
    display_name: str = ""  # as callers know it
    entity_type: str = ""  # one of ENTITY_TYPES
    ein: str = ""
    owner_mobile: str = ""
    address: Address = Address()
    website: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    registration_number: str = ""  # with the authority that gave it and its country
    registration_authority: str = ""
    registration_country: str = ""


@dataclass(frozen=True, slots=True)
class WebsiteCheck:
    """What came back when the website was fetched."""

    status: int = 0
    shows_name: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    use_case: str = ""
    sub_use_cases: tuple[str, ...] = ()
    description: str = ""
    message_flow: str = ""
    samples: tuple[str, ...] = ()
    has_embedded_links: bool = False
    has_embedded_phone: bool = False
    help_message: str = ""
    optout_message: str = ""
    optout_keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """The public pages, and what came back when they were fetched."""

    privacy_url: str = ""
    privacy_status: int = 0
    privacy_no_share: bool = False
    terms_url: str = ""
    terms_status: int = 0


@dataclass(frozen=True, slots=True)
class Consent:
    notice_channels: tuple[str, ...] = ()
    notice_text: str = ""
    record_fields: tuple[str, ...] = ()
    opt_in_evidence_urls: tuple[str, ...] = ()
    opt_in_type: str = ""
    script: str = ""  # what is said aloud, for opt-in type VERBAL


@dataclass(frozen=True, slots=True)
class SendingNumber:
    campaign_id: str = ""
    status: str = ""
    count: int = 0  # numbers in the campaign
    verification_status: str = ""  # toll-free


@dataclass(frozen=True, slots=True)
class Volume:
    expected_daily_segments: int = 0


@dataclass(frozen=True, slots=True)
class PhoneCompany:
    """How the phone company treats STOP."""

    optout_mode: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    path: Path
    business: Business = Business()
    website_check: WebsiteCheck = WebsiteCheck()
    campaign: Campaign = Campaign()
    links: Links = Links()
    consent: Consent = Consent()
    number: SendingNumber = SendingNumber()
    volume: Volume = Volume()
    provider: PhoneCompany = PhoneCompany()

    @property
    def sole_proprietor(self) -> bool:
        return self.business.entity_type == SOLE_PROPRIETOR

    @property
    def name(self) -> str:
        """What texts call the business."""
        return self.business.display_name.strip() or self.business.legal_name.strip()


def profile_from(written: Mapping[str, object]) -> Profile:
    """From its JSON form; only path is needed. Raises ValueError for unknown keys and wrong kinds."""
    if "path" not in written:
        raise ValueError("path is missing: write 10dlc or tollfree")
    read = _read(Profile, written, "")
    assert isinstance(read, Profile)
    return read


def _read(kind: object, written: object, where: str) -> object:
    if isinstance(kind, type) and is_dataclass(kind):
        table = _table(written, where)
        known = get_type_hints(kind)
        for key in table:
            if key not in known:
                raise ValueError(f"{where}{key} is not part of a profile")
        return kind(**{key: _read(known[key], table[key], f"{where}{key}.") for key in table})
    return _plain(kind, written, where.removesuffix("."))


def _plain(kind: object, written: object, where: str) -> object:
    if kind is Path:
        if written not in tuple(Path):
            raise ValueError(f"{where} is {written!r}: write 10dlc or tollfree")
        return Path(str(written))
    if get_origin(kind) is tuple:
        if not isinstance(written, list | tuple) or not all(isinstance(item, str) for item in written):
            raise ValueError(f"{where} is not a list of texts")
        return tuple(written)
    assert isinstance(kind, type)
    if not isinstance(written, kind) or (kind is int and isinstance(written, bool)):
        raise ValueError(f"{where} is {written!r}, which is not {_NAMES[kind]}")
    return written


_NAMES = {str: "text", int: "a whole number", bool: "true or false"}


def _table(written: object, where: str) -> Mapping[str, object]:
    if not isinstance(written, Mapping):
        raise ValueError(f"{where.removesuffix('.')} is not a table")
    return written
