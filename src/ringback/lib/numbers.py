"""Phone numbers: from what a company sends to E.164, or to the reason why there is none.

Numbering plans change, so nothing read here is stored as a fact: store the E.164 form and read it again.
In North America a mobile cannot be told from a landline, and no number tells whether it is in service.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType


class NumberKind(StrEnum):
    GEOGRAPHIC = "geographic"  # an ordinary number (in North America a mobile cannot be told from a landline)
    TOLL_FREE = "toll_free"
    PREMIUM = "premium"
    PERSONAL = "personal"
    FOREIGN = "foreign"  # outside the United States and Canada, satellites too
    NANP_FOREIGN = "nanp_foreign"  # +1, but another country: billed as international
    SHORT_CODE = "short_code"
    N11 = "n11"  # 911, 411 and the like
    ANONYMOUS = "anonymous"
    EMPTY = "empty"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Number:
    e164: str | None  # None: nobody can be called or texted under it
    kind: NumberKind
    country: str = ""  # ISO code; "001" for satellites and other numbers of no country; "" when unknown
    extension: str | None = None  # never part of a messaging address


US_TERRITORIES: Final = frozenset({"PR", "VI", "GU", "AS", "MP"})
NO_COUNTRY: Final = "001"

# What the parser itself accepts; also keeps rubbish out of the cache. Of what is longer, and so no number, no
# more is kept: an index takes no word of any length.
LONGEST_RAW: Final = 250


def read_number(raw: str, home: str = "US") -> Number:
    """What `raw` says when dialled from `home` (ISO code). Never raises.

    Takes E.164, national and formatted numbers, tel and SIP addresses with a display name, and the words and
    keypad spellings that companies send for a hidden caller.
    """
    if len(raw) > LONGEST_RAW:
        return Number(None, NumberKind.INVALID)
    return _read(raw, home.upper())


def textable(number: Number, countries: Collection[str]) -> bool:
    """May an automatic text go there at all? `countries` are ISO codes; the US includes its territories."""
    return number.e164 is not None and textable_class(number.kind, number.country, countries)


def textable_class(kind: NumberKind, country: str, countries: Collection[str]) -> bool:
    """The same for a number of which only its class is known."""
    if kind not in _MAY_BE_TEXTED or country == NO_COUNTRY:
        return False
    return country in countries or (country in US_TERRITORIES and "US" in countries)


def with_plus(number: str) -> str:
    """E.164 for a company that leaves the plus out. Whatever is no number stays as it is."""
    is_number = number.isascii() and number.isdigit() and len(number) > 7 and number[0] != "0"
    return f"+{number}" if is_number else number


def without_plus(number: str) -> str:
    return number.removeprefix("+")


@lru_cache(maxsize=4096)
def pretty(e164: str, home: str = "US") -> str:
    """For people: "(512) 555-0142" at home, "+44 20 7946 0018" from elsewhere. Unreadable: as it came."""
    try:
        parsed = phonenumbers.parse(e164, home)
    except phonenumbers.NumberParseException:
        return e164
    at_home = parsed.country_code == phonenumbers.country_code_for_region(home.upper())
    return phonenumbers.format_number(
        parsed, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )


_MAY_BE_TEXTED = frozenset({NumberKind.GEOGRAPHIC, NumberKind.FOREIGN, NumberKind.NANP_FOREIGN})

# What companies send instead of a number, letters only.
# fmt: off
_HIDDEN_WORDS = frozenset({
    "anonymous", "anonymouscaller", "asterisk", "blocked", "blockednumber", "calleridblocked",
    "calleridunavailable", "hidden", "hiddennumber", "idwithheld", "nocallerid", "notavailable",
    "numberwithheld", "outofarea", "private", "privatecaller", "privatenumber", "restricted",
    "restrictednumber", "unavailable", "unknown", "unknowncaller", "unknownnumber", "withheld",
    "withheldnumber",
})
# fmt: on
# The same words on a keypad: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE, PRIVATE. Some parse as
# numbers (7378742833 is a valid one in Texas), so they are compared before parsing, with and without a 1.
_HIDDEN_DIGITS = frozenset({"266696687", "7378742833", "2562533", "8656696", "86282452253", "7748483"})
_ALL_ZEROS = "0000000000"

_SERVICE = re.compile(r"[2-9]11|988|112|999")
_ADDRESS = re.compile(r"(?:sips?|tel|client|urn|im|xmpp|mailto):", re.IGNORECASE)
_NORTH_AMERICAN_E164 = re.compile(r"\+1[2-9][0-9]{9}")
_NORTH_AMERICAN = re.compile(r"[2-9]\d\d[2-9]\d{6}")

_KIND_BY_TYPE = {
    PhoneNumberType.TOLL_FREE: NumberKind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: NumberKind.PREMIUM,
    PhoneNumberType.SHARED_COST: NumberKind.PREMIUM,
    PhoneNumberType.PERSONAL_NUMBER: NumberKind.PERSONAL,
}


@lru_cache(maxsize=4096)
def _read(raw: str, home: str) -> Number:
    written, is_address = _user_part(_plain(raw))
    digits = "".join(c for c in written if "0" <= c <= "9")
    if _stands_for_hidden(written, digits):
        return Number(None, NumberKind.ANONYMOUS)
    if not digits:
        return Number(None, NumberKind.INVALID if is_address else NumberKind.EMPTY)
    if _SERVICE.fullmatch(digits):
        return Number(None, NumberKind.N11)
    if 4 <= len(digits) <= 6 and not any(c.isalpha() for c in written):
        return Number(None, NumberKind.SHORT_CODE)
    return _parsed(written, home)


def _plain(raw: str) -> str:
    """Full-width digits become ordinary; controls, zero-width and direction marks go."""
    folded = unicodedata.normalize("NFKC", raw)
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()


def _user_part(written: str) -> tuple[str, bool]:
    """The part of `"Dan" <sip:+15125550142@host>` that names the caller; and whether it is an address."""
    if "<" in written:
        written = written.partition("<")[2].partition(">")[0].strip()
    scheme = _ADDRESS.match(written)
    if scheme is None and "@" not in written:
        return written, False
    user = written[scheme.end() :] if scheme else written
    if "@" in user:
        user = unquote(user.partition("@")[0]).partition(":")[0]
    return user, True


def _stands_for_hidden(written: str, digits: str) -> bool:
    if digits:
        return digits == _ALL_ZEROS or digits in _HIDDEN_DIGITS or digits.removeprefix("1") in _HIDDEN_DIGITS
    return "".join(c for c in written.casefold() if c.isalpha()) in _HIDDEN_WORDS


def _parsed(written: str, home: str) -> Number:
    try:
        parsed = _taken_apart(written, home)
    except phonenumbers.NumberParseException:
        return Number(None, NumberKind.INVALID)
    national = phonenumbers.national_significant_number(parsed)
    if national in _HIDDEN_DIGITS:  # spelled with vanity letters or followed by an extension
        return Number(None, NumberKind.ANONYMOUS)
    country = phonenumbers.region_code_for_number(parsed) or ""
    kind = _kind(parsed, national, country)
    if kind is NumberKind.INVALID:
        return Number(None, kind)
    return Number(
        phonenumbers.format_number(parsed, PhoneNumberFormat.E164), kind, country, parsed.extension or None
    )


def _taken_apart(written: str, home: str) -> phonenumbers.PhoneNumber:
    """Raises NumberParseException. Most callers come in E.164 from North America, where there is nothing to
    find out, and the parser takes a third of the time of the whole."""
    if _NORTH_AMERICAN_E164.fullmatch(written):
        return phonenumbers.PhoneNumber(country_code=1, national_number=int(written[2:]))
    return phonenumbers.parse(written, home)


def _kind(parsed: phonenumbers.PhoneNumber, national: str, country: str) -> NumberKind:
    type_there = phonenumbers.number_type(parsed)  # the slow question; "unknown" is what is not valid there
    valid = bool(country) and type_there != PhoneNumberType.UNKNOWN
    ours = country in ("US", "CA") or country in US_TERRITORIES
    if parsed.country_code == 1 and country and not ours and _NORTH_AMERICAN.fullmatch(national):
        # The library knows the area code but not every exchange of a small island; the class is what matters.
        return NumberKind.NANP_FOREIGN
    if not valid:
        return NumberKind.INVALID
    by_type = _KIND_BY_TYPE.get(type_there)
    if by_type is not None:
        return by_type
    return NumberKind.GEOGRAPHIC if ours else NumberKind.FOREIGN
