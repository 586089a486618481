"""Under which name browsers know this server, which passkeys are bound to."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from ringback.settings import Settings


@dataclass(frozen=True, slots=True)
class Site:
    host: str
    origin: str


def site_of(settings: Settings) -> Site | None:
    """None where browsers make no passkeys: under an IP address, or without TLS on another machine."""
    url = urlsplit(settings.public_url)
    host = url.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        safe = url.scheme == "https" or host == "localhost"
        return Site(host, settings.public_url) if safe else None
    return None
