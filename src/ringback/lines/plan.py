"""What the phone company is to do with a call on this line, in full addresses and words."""

import re
from typing import Final

from ringback.accounts.store import Account
from ringback.lines.store import Line
from ringback.phone.provider import CallPlan, Mode

KEYPRESS: Final = "keypress"  # the notice by which only who presses 1 is texted

SORRY: Final = "Hi, you have reached {business}. Sorry we can't take your call right now."
RATES: Final = "Message and data rates may apply. Reply STOP to opt out."
# "May": whoever asked for no more texts, or was texted an hour ago, hears this too.
TELLS: Final = "We may text you at this number about your call, and you can tell us there what you need."
USUAL_GREETING: Final = f"{SORRY} {TELLS} {RATES}"
AFTER_TONE: Final = "Or leave a message after the tone."
KEY_QUESTION: Final = f"Press 1 to get text messages about your call from {{business}}. {RATES}"
STAY: Final = "Or stay on the line to leave a message."
_NAMES_THE_KEY = re.compile(
    r"\b(press|dial|oprim[ae]|puls[ae]|presion[ae]|marque)\b[^.]*\b(1|one|uno)\b", re.I
)


def webhook_address(public_url: str, line_id: str, kind: str) -> str:
    """The full public address of one of a line's webhooks."""
    return f"{public_url}/in/{line_id}/{kind}"


def call_plan(line: Line, account: Account, public_url: str) -> CallPlan:
    return CallPlan(
        mode=line.mode,
        number=line.number,
        business=account.name,
        address=lambda kind: webhook_address(public_url, line.id, kind),
        ring=line.plan.ring,
        ring_seconds=line.plan.ring_seconds,
        in_turn=line.plan.in_turn,
        press_to_accept=line.plan.press_to_accept,
        greeting=spoken_greeting(line, account),
        asks_caller=asks_caller(line, account),
        voicemail=line.plan.voicemail,
    )


def hears_callers(line: Line) -> bool:
    """Do its unanswered calls end at us, so that a caller can be asked for a key?"""
    return line.mode in (Mode.DIAL, Mode.FORWARDED)


def asks_caller(line: Line, account: Account) -> bool:
    """Is a caller whom nobody answers asked to press 1 before they are texted?"""
    return account.notice == KEYPRESS and hears_callers(line)


def spoken_greeting(line: Line, account: Account) -> str:
    """What a caller whom nobody answers hears on this line; "" is silence."""
    words = _asking(line) if asks_caller(line, account) else _telling(line)
    return words.replace("{business}", account.name)


def _telling(line: Line) -> str:
    if line.plan.greeting is not None:
        return line.plan.greeting
    return f"{USUAL_GREETING} {AFTER_TONE}" if line.plan.voicemail else USUAL_GREETING


def _asking(line: Line) -> str:
    """The owner's own words, followed by the question for the key where they do not ask it themselves."""
    own = line.plan.greeting
    if own and _NAMES_THE_KEY.search(own):
        return own
    parts = (SORRY if own is None else own, KEY_QUESTION, STAY if line.plan.voicemail else "")
    return " ".join(part for part in parts if part)
