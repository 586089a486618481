"""What a business is, beyond its name: for notices, for the carriers' registers, for what its texts may say.

Everything may be missing; the code that needs a field says so in a sentence.
"""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from functools import lru_cache


class Regulated(StrEnum):
    """Businesses whose texts must not say what they are about, such as an illness or a court case."""

    NO = "standard"
    HEALTH = "health"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Profile:
    """Kept as JSON without what is empty, so a new field needs no migration."""

    trade: str = ""  # a key of the template library
    mode: Regulated = Regulated.NO  # what its texts may say
    language: str = "en"
    legal_name: str = ""  # as on the tax record
    entity_type: str = ""
    ein: str = ""
    owner_mobile: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postal: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""  # E.164, for questions
    registration_number: str = ""
    registration_authority: str = ""
    registration_country: str = ""
    privacy_url: str = ""  # of the business's own page; "" is ours
    terms_url: str = ""
    use_case: str = ""
    campaign: str = ""  # the register's id
    campaign_status: str = ""
    toll_free_status: str = ""
    texts_a_day: int = 0  # parts that are expected
    gone_through: str = ""  # the steps of the set-up that the owner has been through, with blanks between


NOTHING_KNOWN = Profile()


@lru_cache(maxsize=1024)
def profile_from_json(written: str) -> Profile:
    """Keys that this version does not know are left out."""
    known = {field.name for field in fields(Profile)}
    values = {key: value for key, value in json.loads(written or "{}").items() if key in known}
    if "mode" in values:
        values["mode"] = Regulated(values["mode"])
    return Profile(**values)


def as_json(profile: Profile) -> str:
    usual = asdict(NOTHING_KNOWN)
    said = {key: value for key, value in asdict(profile).items() if value != usual[key]}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
