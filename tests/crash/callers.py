"""What the callers do, and which webhooks the company sends about it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.cast import ROSAS_LINE, ROSAS_PHONE
from tests.company import SID

LEG = "leg"


@dataclass(frozen=True)
class Webhook:
    kind: str
    said: dict[str, str]
    query: str = ""
    line: str = ROSAS_LINE


@dataclass
class Story:
    """`first` has arrived before any of `then` is sent, which comes in any order and more than once."""

    name: str
    caller: str
    calls: list[str]
    may_be_texted: bool
    accepted: bool = False
    first: list[Webhook] = field(default_factory=list)
    then: list[Webhook] = field(default_factory=list)


def stories(count: int, plan: random.Random) -> list[Story]:
    """`count` different callers; most of them are missed."""
    numbers = [f"+1{area}555{last:04}" for area in (212, 303, 415, 617) for last in range(100, 200)]
    chosen = plan.choices(list(_KINDS), weights=[weight for _, weight in _KINDS.values()], k=count)
    return [_KINDS[name][0](caller) for name, caller in zip(chosen, plan.sample(numbers, count), strict=True)]


def missed(caller: str) -> Story:
    call = call_id(caller, 1)
    return Story("missed", caller, [call], True, then=_nobody_answers(caller, call))


def _missed_twice(caller: str) -> Story:
    calls = [call_id(caller, 1), call_id(caller, 2)]
    webhooks = [webhook for call in calls for webhook in _nobody_answers(caller, call)]
    return Story("missed twice", caller, calls, True, then=webhooks)


def _end_is_lost(caller: str) -> Story:
    call = call_id(caller, 1)
    return Story("end is lost", caller, [call], True, then=[voice(caller, call)])


def _answered(caller: str) -> Story:
    """The key was pressed. Were that to arrive after the call's end had settled, it would be too late."""
    call = call_id(caller, 1)
    return Story(
        "answered",
        caller,
        [call],
        may_be_texted=False,
        accepted=True,
        first=[of_leg(caller, call, "screen_key", CallStatus="in-progress", Digits="1")],
        then=[
            voice(caller, call),
            of_leg(caller, call, LEG, CallStatus="ringing"),
            of_leg(caller, call, LEG, CallStatus="in-progress"),
            of_leg(caller, call, LEG, CallStatus="completed", CallDuration="38"),
            of_call(caller, call, "dial_done", DialCallStatus="completed", DialBridged="true"),
            of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="40"),
        ],
    )


def _opted_out(caller: str) -> Story:
    call = call_id(caller, 1)
    said = {"MessageSid": f"SM{call[2:]}", "From": caller, "To": ROSAS_LINE, "Body": "STOP", "NumMedia": "0"}
    stop = [Webhook("text", said)]
    return Story("opted out", caller, [call], False, first=stop, then=_nobody_answers(caller, call))


def _hidden(caller: str) -> Story:
    call = call_id(caller, 1)
    return Story("hidden", "anonymous", [call], False, then=_nobody_answers("anonymous", call))


_KINDS: dict[str, tuple[Callable[[str], Story], float]] = {
    "missed": (missed, 10),
    "missed twice": (_missed_twice, 3),
    "end is lost": (_end_is_lost, 2),
    "answered": (_answered, 3),
    "opted out": (_opted_out, 2),
    "hidden": (_hidden, 1),
}


def _nobody_answers(caller: str, call: str) -> list[Webhook]:
    return [
        voice(caller, call),
        of_leg(caller, call, LEG, CallStatus="ringing"),
        of_leg(caller, call, LEG, CallStatus="no-answer"),
        of_call(caller, call, "dial_done", DialCallStatus="no-answer"),
        of_call(caller, call, "voice_status", CallStatus="completed", CallDuration="9"),
    ]


def voice(caller: str, call: str) -> Webhook:
    return of_call(caller, call, "voice", CallStatus="ringing", Direction="inbound")


def of_call(caller: str, call: str, kind: str, **said: str) -> Webhook:
    return Webhook(kind, {"CallSid": call, "AccountSid": SID, "From": caller, "To": ROSAS_LINE, **said})


def of_leg(caller: str, call: str, kind: str, **said: str) -> Webhook:
    leg = {"CallSid": f"CA{call[2:]}l", "ParentCallSid": call, "From": caller, "To": ROSAS_PHONE}
    return Webhook(kind, {**leg, **said}, query=f"call={call}")


def call_id(caller: str, number: int) -> str:
    return f"CA{caller[1:]}{number}"
