"""Links in texts: to whom they lead, and which a carrier would throw out."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Link:
    written: str
    host: str  # lower case, without "www."
    secure: bool  # says https, or nothing


def links_in(text: str) -> list[Link]:
    """Full addresses, and bare hosts that a phone would underline. A mail address is no link."""
    return [_link(found) for found in _LINK.finditer(text)]


def is_public_shortener(host: str) -> bool:
    return any(_belongs(host, shortener) for shortener in carrier_rules().shorteners)


def is_on(host: str, own: str) -> bool:
    """Does this host belong to the business whose website is at `own`?"""
    return bool(own) and _belongs(host, own.casefold().removeprefix("www."))


def is_misleading(link: Link) -> bool:
    """Not a name that a person can read: user info before the host, bare numbers, coded foreign letters."""
    authority = re.sub(r"^\w+://", "", link.written).partition("/")[0]
    return "@" in authority or "xn--" in link.host or re.fullmatch(r"[\d.]+", link.host) is not None


@dataclass(frozen=True, slots=True)
class CarrierRules:
    shorteners: frozenset[str]
    forbidden: tuple[str, ...]
    promotional: tuple[str, ...]


@lru_cache(maxsize=1)
def carrier_rules() -> CarrierRules:
    written = tomllib.loads(files(__package__).joinpath("carrier_rules.toml").read_text("utf-8"))
    return CarrierRules(
        frozenset(written["shorteners"].split()), tuple(written["forbidden"]), tuple(written["promotional"])
    )


# Endings that a phone underlines without "https://" before and "/" behind. Two letters only where no sentence
# that lost its blank ("call us.It is") would look like one.
_ENDINGS = (
    "com|net|org|biz|info|io|co|us|ca|mx|uk|eu|ai|ly|me|gl|gd|gy|cc|de|app|dev|link|page|shop|store|site|online|law|"
    "dental|clinic|care|health|salon|auto|agency|pro|xyz|live|mobi|example"
)
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
_LINK = re.compile(
    rf"""(?<![@\w.])(?:
        (?P<scheme>https?)://(?:[^\s/@]*@)?(?P<full>[^\s/?\#:]+)[^\s]*
        | (?P<path>{_HOST}[a-z]{{2,}})/\S*
        | (?P<bare>(?:www\.{_HOST}[a-z]{{2,}}|{_HOST}(?:{_ENDINGS}))\b(?!\.?\w|@))
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def _link(found: re.Match[str]) -> Link:
    host = (found["full"] or found["path"] or found["bare"]).casefold().rstrip(".,;!)").removeprefix("www.")
    return Link(found[0].rstrip(".,;!)"), host, (found["scheme"] or "https").casefold() == "https")


def _belongs(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
