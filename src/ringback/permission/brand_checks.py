"""The checks of a registration that look at the business itself and at its numbers.

Each returns a sentence that says what to do, or "" when nothing is wrong.
"""

import re
from urllib.parse import urlsplit

from ringback.lib.numbers import NumberKind, read_number
from ringback.permission.profile import ENTITY_TYPES, Path, Profile

MOST_NUMBERS = 49
DAILY_SEGMENTS = 2000  # what the strictest carrier takes a day from a brand without a score
DAILY_SEGMENTS_SOLE = 1000
OPTOUT_MODES = ("provider_auto", "provider_custom", "self_managed", "tollfree_network")


def legal_name(p: Profile) -> str:
    short = len(p.business.legal_name.strip()) < 2
    return (
        "Write the name of the business exactly as on its tax record, Inc. or LLC included." if short else ""
    )


def entity_type(p: Profile) -> str:
    return "" if p.business.entity_type in ENTITY_TYPES else "Choose what kind of business it is."


def ein(p: Profile) -> str:
    written = p.business.ein.strip()
    if p.sole_proprietor:
        has_one = bool(written) and p.path is Path.TEN_DLC
        return (
            "Who has an EIN must not register as a sole proprietor: choose another kind." if has_one else ""
        )
    if p.business.address.country == "US" and not re.fullmatch(r"\d{2}-?\d{7}", written, re.ASCII):
        return "Write the EIN, nine digits such as 84-1234567, as on the letter of the IRS."
    return ""


def owner_mobile(p: Profile) -> str:
    if not p.sole_proprietor or _ordinary_at_home(p.business.owner_mobile):
        return ""
    return "A sole proprietor is sent a code: write the owner's own mobile number in the US or Canada."


def address(p: Profile) -> str:
    where = p.business.address
    if not all(part.strip() for part in (where.street, where.city, where.state, where.postal, where.country)):
        return "Complete the address: street, city, state, postal code and country."
    if where.country == "US" and not re.fullmatch(r"\d{5}(-\d{4})?", where.postal.strip(), re.ASCII):
        return f"{where.postal} is no ZIP code: write five digits, such as 03820."
    return ""


def website(p: Profile) -> str:
    if not is_https(p.business.website):
        return "Write the address of the website; it must begin with https://."
    if p.website_check.status != 200:
        return (
            f"The website answers {p.website_check.status or 'nothing'}: reviewers must be able to open it."
        )
    return (
        "" if p.website_check.shows_name else f"The website must show the name {p.name or 'of the business'}."
    )


def contact_email(p: Profile) -> str:
    mail = p.business.contact_email.rpartition("@")[2].casefold().strip()
    site = _host(p.business.website)
    same = bool(mail) and (mail == site or mail.endswith(f".{site}") or site.endswith(f".{mail}"))
    if p.sole_proprietor or same:
        return ""
    return f"An e-mail address at {site or 'your website'} is trusted more than one at a free mail service."


def contact_phone(p: Profile) -> str:
    number = read_number(p.business.contact_phone)
    wrong_kind = number.kind in (NumberKind.PREMIUM, NumberKind.PERSONAL)
    if number.e164 is None or wrong_kind or _is_fictional(number.e164):
        return "Write a phone number under which a reviewer can reach the business."
    return ""


def campaign_linked(p: Profile) -> str:
    if p.number.campaign_id and p.number.status in ("ACTIVE", "REGISTERED"):
        return ""
    return "The number does not belong to an approved campaign yet: carriers block its texts until it does."


def toll_free_verified(p: Profile) -> str:
    # Some companies put their own name before the word.
    approved = re.fullmatch(r"(?:(?!NOT_|UN)[A-Z]+_)?(?:APPROVED|VERIFIED)", p.number.verification_status)
    return (
        "" if approved else "The toll-free number is not verified yet: carriers block its texts until it is."
    )


def registration_number(p: Profile) -> str:
    of = p.business
    parts = (of.registration_number, of.registration_authority, of.registration_country)
    if p.sole_proprietor or all(part.strip() for part in parts):
        return ""
    return "Write the registration number of the business, who gave it and in which country."


def opt_in_evidence(p: Profile) -> str:
    if not any(is_https(url) for url in p.consent.opt_in_evidence_urls):
        return "Give a public https address that shows how callers learn of the texts."
    if p.consent.opt_in_type == "VERBAL" and not p.consent.script.strip():
        return "Write down what callers hear, word for word."
    return ""


def daily_segments(p: Profile) -> str:
    most = DAILY_SEGMENTS_SOLE if p.sole_proprietor else DAILY_SEGMENTS
    if p.volume.expected_daily_segments < most:
        return ""
    return f"One carrier takes {most} parts a day from such a brand: the rest will not arrive that day."


def number_count(p: Profile) -> str:
    if p.sole_proprietor and p.number.count != 1:
        return "A sole proprietor may have exactly one number."
    return f"A campaign holds at most {MOST_NUMBERS} numbers." if p.number.count > MOST_NUMBERS else ""


def optout_mode(p: Profile) -> str:
    mode = p.provider.optout_mode
    if p.path is Path.TOLL_FREE and mode != "tollfree_network":
        return "On toll-free numbers the network itself answers STOP: say so (tollfree_network)."
    return "" if mode in OPTOUT_MODES else f"Say who answers STOP: {', '.join(OPTOUT_MODES)}."


def is_https(url: str) -> bool:
    return url.strip().startswith("https://") and bool(_host(url))


def _host(url: str) -> str:
    try:
        return (urlsplit(url.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _ordinary_at_home(phone: str) -> bool:
    number = read_number(phone)
    if number.e164 is None or number.kind is not NumberKind.GEOGRAPHIC:
        return False
    return number.e164.startswith("+1") and not _is_fictional(number.e164)


def _is_fictional(e164: str) -> bool:
    """555-0100 to 555-0199, kept for films and examples."""
    return re.fullmatch(r"\+1\d{3}55501\d\d", e164) is not None
