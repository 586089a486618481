"""What each company's directory says of itself: its set-up page, what it can do, what is to be filled in."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from importlib.resources import files
from typing import Any, Final

from ringback.phone.provider import Capability, Mode
from ringback.phone.registry import PROVIDERS, provider

WORDS: Final[Mapping[Capability, str]] = {
    Capability.RING: "rings your phones",
    Capability.OBSERVE: "tells of calls it handles itself",
    Capability.SEND_TEXTS: "sends texts",
    Capability.SEND_PICTURES: "sends pictures",
    Capability.RECEIVE_TEXTS: "brings texts",
    Capability.DELIVERY_REPORTS: "says whether a text arrived",
    Capability.FIND_TEXTS: "an unsure text can be looked up",
    Capability.VOICEMAIL: "voicemail",
    Capability.RECORDINGS: "a voicemail can be listened to in Ringback",
    Capability.LIST_CALLS: "its log of calls is compared with ours",
    Capability.LOOKUP: "says what kind of number it is",
    Capability.REGISTRATION: "says whether the number is registered for texts",
    Capability.CONNECT: "Ringback enters its addresses itself",
    Capability.RENEW: "Ringback renews its access itself",
    Capability.LISTEN: "is listened to, without addresses",
    Capability.ENRICH: "is asked for what its events leave out",
    Capability.CALL_OUT: "calls somebody back from the business number",
    Capability.SEND_ASKED: "texts written in it leave by another company",
    Capability.COMMANDS: "is told step by step what to do with a call",
}
MODES: Final[Mapping[Mode, str]] = {
    Mode.DIAL: "Ringback rings your phones",
    Mode.FORWARDED: "your carrier forwards missed calls",
    Mode.OBSERVE: "the phone system tells what happened",
    Mode.ANSWER: "the receptionist takes the call",
}
_ADDRESS = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class ToFillIn:
    """One setting, as a form or a page shows it."""

    name: str
    label: str
    help: str
    secret: bool
    required: bool
    usual: str  # "" where there is none, and for secrets


def setup_page(company: str, addresses: Mapping[str, str], language: str = "en") -> str:
    """The company's set-up page in Markdown, with these addresses (by kind) where it names them.

    Raises KeyError for an address that the page wants and the company does not have.
    """
    return _ADDRESS.sub(lambda found: addresses[found[1]], guide(company, language))


def guide(company: str, language: str) -> str:
    """Its `setup.md`, or the one of the language, such as `setup.es.md`; addresses are still {names}."""
    name = "setup.md" if language == "en" else f"setup.{language}.md"
    return files(_package(company)).joinpath(name).read_text("utf-8")


def to_fill_in(company: str) -> list[ToFillIn]:
    """The company's settings, in the order of its form."""
    return [_to_fill_in(field) for field in fields(provider(company).Settings)]


def _to_fill_in(field: Field[Any]) -> ToFillIn:
    secret = field.type in ("Secret",) or getattr(field.type, "__name__", "") == "Secret"
    required = field.default is MISSING and field.default_factory is MISSING
    usual = "" if required or secret or field.default is MISSING else str(field.default)
    label, help = field.metadata.get("label", field.name), field.metadata.get("help", "")
    return ToFillIn(field.name, label, help, secret, required, usual)


def _package(company: str) -> str:
    return PROVIDERS[company].rpartition(".")[0]
