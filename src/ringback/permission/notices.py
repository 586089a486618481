"""What callers hear and read before they are texted, and what a registration says of it, from the same facts.

Reviewers compare the greeting, the website, the message flow and the samples, so all of them come from here;
the wording is in `notices.toml`. There are two kinds of consent. In mode `notice` callers are told, and a
missed call is texted; in mode `keypress` only callers who press 1 are texted. The second is a stronger proof
and texts fewer people.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ringback.lib.numbers import pretty
from ringback.messages.compose import BUILT_IN, BUILT_IN_SPANISH, OPT_OUT, compose, confirmation
from ringback.understand.keywords import Keyword


class ConsentMode(StrEnum):
    NOTICE = "notice"
    KEYPRESS = "keypress"


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one business. The phone in E.164, addresses of pages with https://."""

    business: str  # as callers know it
    legal_name: str
    phone: str  # the number that is called and that texts
    website: str
    email: str
    address: str  # in one line
    mode: ConsentMode = ConsentMode.NOTICE
    on_website: bool = True  # does the notice stand beside the number there?
    language: str = "en"  # of what callers hear and read
    spoken: str | None = None  # what callers hear; None: our wording, which the owner uses
    in_english: str = ""  # the same, where it is in another language and the words are ours
    regulated: bool = False  # health or law: texts say nothing of the matter


# What ends texting, besides anything else that means it.
KEYWORDS = ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT")


def greeting(facts: Facts, language: str = "") -> str:
    """What the voicemail says, to be spoken by the owner or by a machine; "" when the line says nothing.

    In the language of the business, or in `language`.
    """
    language = language or facts.language
    if facts.spoken == "" or (facts.spoken and language == facts.language):
        return facts.spoken
    return written()["greeting"][facts.mode][language].format(business=facts.business)


def website_line(facts: Facts, language: str = "") -> str:
    """To stand beside the phone number on the website, as plain text; its language as with the greeting."""
    return written()["website"][facts.mode][language or facts.language].format(business=facts.business)


def notice_version(facts: Facts) -> str:
    """Names what callers were told. Kept with every consent; changes when a word of the notice does."""
    said = [say(facts, language) for say in (greeting, website_line) for language in ("en", "es")]
    told = "\n".join([facts.mode, str(facts.on_website), *said])
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def notice_channels(facts: Facts) -> tuple[str, ...]:
    """In the words of the readiness check."""
    if not greeting(facts):
        return ("website",) if facts.on_website else ()
    spoken = "voicemail_greeting" if facts.mode is ConsentMode.NOTICE else "ivr_keypress"
    return (spoken, "website") if facts.on_website else (spoken,)


def description(facts: Facts) -> str:
    """What the texts are for, for the register."""
    parts = ("always", "regulated") if facts.regulated else ("always",)
    return _joined("description", parts, facts)


def message_flow(facts: Facts, language: str = "en") -> str:
    """How a person comes to be texted, every way, word for word: in English for the register."""
    heard = (facts.mode.value,) if greeting(facts) else ("silent",)
    parts = (*heard, *(["website"] if facts.on_website else []), "always")
    return _joined("flow" if language == "en" else f"flow_{language}", parts, facts, language)


def samples(facts: Facts) -> tuple[str, str]:
    """Two texts as they are sent, the first one first."""
    stop = OPT_OUT[facts.language]
    template = (BUILT_IN_SPANISH if facts.language == "es" else BUILT_IN)["missed"]
    first = compose(template, {"business": facts.business, "stop": stop})
    booked = written()["sample"]["booked"][facts.language]
    return first, booked.format(business=facts.business, stop=stop)


def help_message(facts: Facts) -> str:
    return confirmation(Keyword.HELP, facts.business, facts.phone, facts.language)


def optout_message(facts: Facts) -> str:
    return confirmation(Keyword.STOP, facts.business, facts.phone, facts.language)


def fields(facts: Facts, language: str = "en") -> dict[str, str]:
    """Everything that a text of `notices.toml` may name, for a reader of this language."""
    legal = facts.legal_name.strip()
    name = f"{facts.business} ({legal})" if legal and legal != facts.business else facts.business
    phone, us = pretty(facts.phone) if facts.phone else "", _US[language]
    where = (name, facts.address, phone, facts.email, facts.website)
    in_english = facts.in_english if language == "en" else ""
    also = website_line(facts, "en") if language == "en" else ""
    return {
        "business": facts.business,
        "phone": phone or us,
        "called": f"{facts.business} {_AT[language]} {phone}" if phone else facts.business,
        "website": facts.website or _OF_THE_BUSINESS[language],
        "email": facts.email or us,
        "greeting": _quoted(greeting(facts), in_english),
        "website_line": _quoted(website_line(facts), also),
        "version": notice_version(facts),
        "who": ", ".join(part for part in where if part),
    }


def _quoted(said: str, in_english: str) -> str:
    """For reviewers, who may not read the language in which it is said."""
    return f'"{said}"' + (f' (in English: "{in_english}")' if in_english not in ("", said) else "")


@lru_cache(maxsize=1)
def written() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The tables of `notices.toml` that hold texts by mode and language; the pages are read by `pages.py`."""
    tables = tomllib.loads(files(__package__).joinpath("notices.toml").read_text("utf-8"))
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def _joined(table: str, parts: tuple[str, ...], facts: Facts, language: str = "en") -> str:
    texts, named = written()[table], fields(facts, language)
    return " ".join(str(texts[part]).format_map(named) for part in parts)


_US = {"en": "us", "es": "nosotros"}  # where a number or an address is not known
_AT = {"en": "at", "es": "al"}
_OF_THE_BUSINESS = {"en": "of the business", "es": "del negocio"}
