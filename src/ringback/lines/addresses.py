"""The addresses to paste at the phone company for a line, and what is missing before the line may go live."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from ringback.accounts.store import Account
from ringback.lines.plan import webhook_address
from ringback.lines.settings import Vault, in_a_sentence, missing_settings
from ringback.lines.store import Line
from ringback.phone.provider import Address, Capability, Mode
from ringback.phone.registry import PROVIDERS, provider


def addresses(line: Line, public_url: str) -> dict[str, str]:
    """The full webhook addresses, keyed by what they are for, in the order of the company's page."""
    return {a.kind: webhook_address(public_url, line.id, a.kind) for a in _company_addresses(line)}


def missing(line: Line, account: Account, public_url: str, vault: Vault) -> list[str]:
    """In sentences: what the owner must still do. Empty: the line is ready for real calls.

    Reads environment variables and files that the line's secrets refer to, so ask it where the server runs.
    """
    if line.provider not in PROVIDERS:
        return [f"This version of Ringback does not know {line.provider}: choose another provider."]
    return [in_a_sentence(found) for found in _missing(line, account, public_url, vault)]


def on_this_machine(address: str) -> bool:
    """Does this address name the machine it is used on? Then nobody else can reach it."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _missing(line: Line, account: Account, public_url: str, vault: Vault) -> Iterator[str]:
    if line.parked_reason:
        yield f"nothing is sent on this line: {line.parked_reason}"
    yield from missing_settings(provider(line.provider).Settings, line.in_use, vault)
    if line.mode is Mode.DIAL and not line.plan.ring:
        yield 'name the phones that ring (ring = ["+1…"]), or nobody can ever answer'
    if Capability.SEND_TEXTS not in provider(line.provider).capabilities and not line.plan.texts_via:
        yield 'name the line that its texts go through (texts_via = "+1…"); this one cannot send any'
    company = provider(line.provider)
    if company.asked_with and line.in_use.get(company.asked_with) and not line.plan.texts_via:
        yield f'name the line that sends what people write in {company.title} (texts_via = "+1…")'
    if not account.notice:
        yield 'say where callers learn that they may be texted (notice = "website")'
    if on_this_machine(public_url) and _calls_from_outside(line):
        yield (
            f"set RINGBACK_PUBLIC_URL to the address under which {provider(line.provider).title} can reach "
            "this server, such as https://ringback.example.com"
        )


def _calls_from_outside(line: Line) -> bool:
    """Not when the company has no webhooks, is simulated, or has a stand-in on this machine."""
    stand_in = str(line.settings.get("api_base", ""))
    return bool(_company_addresses(line)) and line.provider != "simulator" and not on_this_machine(stand_in)


def _company_addresses(line: Line) -> tuple[Address, ...]:
    return provider(line.provider).addresses if line.provider in PROVIDERS else ()
