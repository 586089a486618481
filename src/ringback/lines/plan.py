"""What the phone company is to do with a call on this line, in full addresses and words."""

from ringback.lines.store import Line
from ringback.phone.provider import CallPlan

# "May": whoever asked for no more texts, or was texted an hour ago, hears this too.
USUAL_GREETING = (
    "Hi, you have reached {business}. Sorry we can't take your call right now. "
    "We may text you at this number about your call, and you can tell us there what you need."
)
USUAL_VOICEMAIL_GREETING = USUAL_GREETING + " Or leave a message after the tone."


def webhook_address(public_url: str, line_id: str, kind: str) -> str:
    """The full public address of one of a line's webhooks."""
    return f"{public_url}/in/{line_id}/{kind}"


def call_plan(line: Line, business: str, public_url: str) -> CallPlan:
    return CallPlan(
        mode=line.mode,
        number=line.number,
        business=business,
        address=lambda kind: webhook_address(public_url, line.id, kind),
        ring=line.plan.ring,
        ring_seconds=line.plan.ring_seconds,
        in_turn=line.plan.in_turn,
        press_to_accept=line.plan.press_to_accept,
        greeting=spoken_greeting(line, business),
        voicemail=line.plan.voicemail,
    )


def spoken_greeting(line: Line, business: str) -> str:
    """What a caller whom nobody answers hears on this line; "" is silence."""
    usual = USUAL_VOICEMAIL_GREETING if line.plan.voicemail else USUAL_GREETING
    greeting = usual if line.plan.greeting is None else line.plan.greeting
    return greeting.replace("{business}", business)
