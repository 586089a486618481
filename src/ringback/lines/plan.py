"""What the phone company must do with a call on a line: which phones to ring, what to say, where to
report."""

import re
from dataclasses import dataclass
from typing import Final

from ringback.accounts.profile import Regulated
from ringback.accounts.store import Account
from ringback.lines.settings import Vault
from ringback.lines.store import Line
from ringback.phone.ours import SEAL, AddressOf, carrying, sealed
from ringback.phone.provider import CallPlan, Mode
from ringback.phone.registry import provider

KEYPRESS: Final = "keypress"  # the notice by which only who presses 1 is texted

SPOKEN: Final = {"en": "en-US", "es": "es-US"}  # what each company makes of it stands in its directory


@dataclass(frozen=True, slots=True)
class Said:
    """The pieces of a greeting in one language."""

    sorry: str
    tells: str  # "may": whoever asked for no more texts, or was texted an hour ago, hears this too
    rates: str
    asks: str  # for the key
    leave: str  # a message, after the tone
    stay: str  # and leave a message, for who presses no key
    written: str  # a machine will write the message down


WORDS: Final = {
    "en": Said(
        sorry="Hi, you have reached {business}. Sorry we can't take your call right now.",
        tells="We may text you at this number about your call, and you can tell us there what you need.",
        rates="Message and data rates may apply. Reply STOP to opt out.",
        asks="Press 1 to get text messages about your call from {business}.",
        leave="Or leave a message after the tone.",
        stay="Or stay on the line to leave a message.",
        written="It is recorded and may be turned into text.",
    ),
    "es": Said(
        sorry="Hola, se comunicó con {business}. En este momento no podemos contestar.",
        tells="Es posible que le enviemos un mensaje de texto sobre su llamada a este número, y ahí puede "
        "decirnos qué necesita.",
        rates="Pueden aplicarse tarifas de mensajes y datos. Responda STOP para no recibir más.",
        asks="Oprima 1 para recibir mensajes de texto de {business} sobre su llamada.",
        leave="O deje un mensaje después del tono.",
        stay="O espere en la línea para dejar un mensaje.",
        written="Se graba y puede pasarse a texto.",
    ),
}
_NAMES_THE_KEY = re.compile(
    r"\b(press|dial|oprim[ae]|puls[ae]|presion[ae]|marque)\b[^.]*\b(1|one|uno)\b", re.I
)


def webhook_address(public_url: str, line_id: str, kind: str) -> str:
    """The full public address of one of a line's webhooks."""
    return f"{public_url}/in/{line_id}/{kind}"


def address_of(line: Line, public_url: str, vault: Vault) -> AddressOf:
    """The line's webhook addresses, sealed where the company does not sign them. Raises MissingSecret."""
    key = None if provider(line.provider).signs_query else vault.key_for(SEAL)

    def address(kind: str, **ours: str | int) -> str:
        whole = carrying(webhook_address(public_url, line.id, kind), ours)
        return sealed(whole, key) if key else whole

    return address


def call_plan(line: Line, account: Account, public_url: str, vault: Vault) -> CallPlan:
    """Raises MissingSecret."""
    return CallPlan(
        mode=line.mode,
        number=line.number,
        business=account.name,
        address=address_of(line, public_url, vault),
        ring=line.plan.ring,
        ring_seconds=line.plan.ring_seconds,
        in_turn=line.plan.in_turn,
        press_to_accept=line.plan.press_to_accept,
        greeting=spoken_greeting(line, account),
        asks_caller=asks_caller(line, account),
        voicemail=line.plan.voicemail,
        transcript=may_write_out(account),
        language=SPOKEN[language_of(line, account)],
        language_inside=SPOKEN[account.profile.language],
    )


def language_of(line: Line | None, account: Account) -> str:
    """The language in which this line's callers are spoken to and texted: "en" or "es"."""
    return (line.plan.language if line else "") or account.profile.language


def may_write_out(account: Account) -> bool:
    """May voicemails be transcribed by a machine? Those of patients stay recordings."""
    return account.profile.mode is not Regulated.HEALTH


def hears_callers(line: Line) -> bool:
    """Do its unanswered calls end at us, so that a caller can be asked for a key?"""
    return line.mode in (Mode.DIAL, Mode.FORWARDED)


def asks_caller(line: Line, account: Account) -> bool:
    """Is a caller whom nobody answers asked to press 1 before they are texted?"""
    return account.notice == KEYPRESS and hears_callers(line)


def spoken_greeting(line: Line, account: Account, language: str = "") -> str:
    """What a caller whom nobody answers hears on this line; "" is silence. `language` is for our own words;
    the owner's words are said as they are written."""
    said = WORDS[language or language_of(line, account)]
    words = _asking(line, account, said) if asks_caller(line, account) else _telling(line, account, said)
    return words.replace("{business}", account.name)


def _telling(line: Line, account: Account, said: Said) -> str:
    if line.plan.greeting is not None:
        return line.plan.greeting
    return _joined(said.sorry, said.tells, said.rates, *_message(line, account, said.leave, said))


def _asking(line: Line, account: Account, said: Said) -> str:
    """The owner's own words, followed by the question for the key where they do not ask it themselves."""
    own = line.plan.greeting
    if own and _NAMES_THE_KEY.search(own):
        return own
    first = said.sorry if own is None else own
    return _joined(first, said.asks, said.rates, *_message(line, account, said.stay, said))


def _message(line: Line, account: Account, how: str, said: Said) -> tuple[str, str]:
    if not line.plan.voicemail:
        return "", ""
    return how, said.written if may_write_out(account) else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
