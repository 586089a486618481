"""Calls that no telephone places: a program tells the switch to call somebody, and what to do with them."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import DAN, Stage, answered, internal, missed, outbound, scene


@scene(answered(101))
async def caller_of_a_program_is_sent_in_and_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.8, talks=1.0)
    calls(stage, "Local/s@callers/n", goes_to="from-trunk")
    await stage.waits(3.5)


@scene(missed(101))
async def caller_of_a_program_is_sent_in_and_not_answered(stage: Stage) -> None:
    calls(stage, "Local/s@callers", goes_to="from-trunk")
    await stage.waits(5)


@scene(missed(101))
async def called_back_by_a_program_and_then_nobody_is_there(stage: Stage) -> None:
    stage.carrier.picks = answers(0.3)
    calls(stage, outside(stage), goes_to="from-trunk")
    await stage.waits(5)


@scene(outbound("101", "95125550177", accepted=True))
async def a_machine_calls_a_customer(stage: Stage) -> None:
    stage.carrier.picks = answers(0.3)
    calls(stage, "Local/95125550177@from-internal/n", caller="101")
    await stage.waits(4)


@scene(outbound("101", "95125550177"))
async def a_machine_calls_a_customer_who_is_busy(stage: Stage) -> None:
    stage.carrier.picks = stage.busy
    calls(stage, "Local/95125550177@from-internal/n", caller="101")
    await stage.waits(3)


@scene()
async def a_machine_calls_a_customer_directly(stage: Stage) -> None:
    """Nothing comes of it for the shop: nobody has called, and no number was dialled in it."""
    stage.carrier.picks = answers(0.3)
    calls(stage, outside(stage), caller="101")
    await stage.waits(4)


@scene(internal("101", "102", accepted=True))
async def a_machine_calls_a_phone_of_the_shop(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    calls(stage, "Local/102@from-internal/n", caller="101")
    await stage.waits(4)


@scene(internal("101", "102"))
async def a_machine_calls_a_phone_of_the_shop_in_vain(stage: Stage) -> None:
    calls(stage, "Local/102@from-internal", caller="101")
    await stage.waits(7.5)


def outside(stage: Stage) -> str:
    """Dan, through the trunk."""
    return f"PJSIP/{DAN}@trunk" if stage.is_new else f"SIP/trunk/{DAN}"


def calls(stage: Stage, channel: str, *, caller: str = DAN, goes_to: str = "") -> None:
    """Whoever answers comes to the shop's first number in this context, or else hears a goodbye."""
    then = {"Application": "Playback", "Data": "vm-goodbye"}
    if goes_to:
        then = {"Context": goes_to, "Exten": "+15125550101", "Priority": "1"}
    stage.command(Action="Originate", Channel=channel, CallerID=f"<{caller}>", Async="true", **then)
