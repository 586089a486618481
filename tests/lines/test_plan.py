"""What a caller hears whom nobody answers, and in which language."""

from dataclasses import replace
from pathlib import Path

import pytest

from ringback.accounts.profile import Profile, Regulated
from ringback.accounts.store import Account
from ringback.lines.plan import call_plan, spoken_greeting
from ringback.lines.settings import Vault
from ringback.lines.store import Line, RingPlan
from ringback.phone.provider import Mode
from ringback.phone.words import whisper_words
from tests.cast import ROSAS_LINE, ROSAS_SHOP

ROSAS = Account("acct_1", ROSAS_SHOP, "America/Chicago", "US", "website", "{}", "page")
LINE = Line("line_1", ROSAS.id, ROSAS_LINE, "twilio", Mode.FORWARDED, RingPlan(), {})
NO_VAULT = Vault(Path("no such folder"))  # Twilio signs our addresses
SPANISH = replace(ROSAS, profile=Profile(language="es"))
ENGLISH = (
    "Hi, you have reached Rosa's Plumbing. Sorry we can't take your call right now. We may text you at this "
    "number about your call, and you can tell us there what you need. Message and data rates may apply. "
    "Reply STOP to opt out."
)


def on_line(**plan: object) -> Line:
    return replace(LINE, plan=RingPlan(**plan))  # type: ignore[arg-type]  # a table of settings


def test_callers_are_told_of_the_text_and_how_to_stop_it() -> None:
    assert spoken_greeting(LINE, ROSAS) == ENGLISH
    assert spoken_greeting(LINE, SPANISH) == (
        "Hola, se comunicó con Rosa's Plumbing. En este momento no podemos contestar. Es posible que le "
        "enviemos un mensaje de texto sobre su llamada a este número, y ahí puede decirnos qué necesita. "
        "Pueden aplicarse tarifas de mensajes y datos. Responda STOP para no recibir más."
    )


@pytest.mark.parametrize(
    ("account", "line", "spoken"),
    [(ROSAS, "", "en-US"), (SPANISH, "", "es-US"), (SPANISH, "en", "en-US"), (ROSAS, "es", "es-US")],
)
def test_line_speaks_its_own_language_or_the_business_s(account: Account, line: str, spoken: str) -> None:
    plan = call_plan(on_line(language=line), account, "https://ringback.test", NO_VAULT)
    assert (plan.language, "Hola" in plan.greeting) == (spoken, spoken == "es-US")
    assert plan.language_inside == ("es-US" if account is SPANISH else "en-US"), "of who picks up there"
    assert whisper_words(plan)[1] == plan.language_inside


def test_key_is_asked_for_in_the_language_of_the_line() -> None:
    asked = spoken_greeting(on_line(voicemail=True), replace(SPANISH, notice="keypress"))
    assert "Oprima 1 para recibir mensajes de texto de Rosa's Plumbing sobre su llamada." in asked
    assert asked.endswith("O espere en la línea para dejar un mensaje. Se graba y puede pasarse a texto.")


@pytest.mark.parametrize("language", ["", "en", "es"])
def test_own_greeting_is_said_as_it_is_written(language: str) -> None:
    assert spoken_greeting(on_line(greeting="This is {business}."), SPANISH, language) == (
        "This is Rosa's Plumbing."
    )


def test_who_leaves_a_message_is_told_that_it_may_be_written_down_but_not_by_a_clinic() -> None:
    clinic = replace(ROSAS, profile=Profile(mode=Regulated.HEALTH))
    said = [spoken_greeting(on_line(voicemail=True), account) for account in (ROSAS, clinic)]
    tone = f"{ENGLISH} Or leave a message after the tone."
    assert said == [f"{tone} It is recorded and may be turned into text.", tone]
    assert not call_plan(on_line(voicemail=True), clinic, "https://ringback.test", NO_VAULT).transcript
