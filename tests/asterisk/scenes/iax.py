"""Calls over IAX2: from a carrier that speaks it, and to a mobile behind it."""

from tests.asterisk.iax import iax_carrier
from tests.asterisk.phones import answers
from tests.asterisk.stage import DAN, Stage, answered, missed, outbound, scene, shown, talk


@scene(answered(101))
async def over_iax_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, talks=1.0)
    async with iax_carrier(stage.switch) as carrier:
        carrier.calls(shown(101), DAN)
        await stage.waits(3)


@scene(missed(101))
async def over_iax_not_answered(stage: Stage) -> None:
    async with iax_carrier(stage.switch) as carrier:
        carrier.calls(shown(101), DAN)
        await stage.waits(5)


@scene(missed(102))
async def over_iax_given_up(stage: Stage) -> None:
    async with iax_carrier(stage.switch) as carrier:
        carrier.calls(shown(102), DAN)
        await stage.waits(1.5)
        carrier.hang_up()
        await stage.waits(0.5)


@scene(missed(101, ""))
async def over_iax_without_a_number_of_the_caller(stage: Stage) -> None:
    async with iax_carrier(stage.switch) as carrier:
        carrier.calls(shown(101), "")
        await stage.waits(5)


@scene(answered(217))
async def mobile_behind_iax_answers(stage: Stage) -> None:
    async with iax_carrier(stage.switch, answers_after=0.5):
        await talk(stage.dial(217))
        await stage.waits(0.5)


@scene(missed(217))
async def mobile_behind_iax_does_not_answer(stage: Stage) -> None:
    async with iax_carrier(stage.switch):
        await stage.dial(217).is_over()


@scene(outbound("101", "85125550177", accepted=True))
async def outbound_over_iax_answered(stage: Stage) -> None:
    async with iax_carrier(stage.switch, answers_after=0.5):
        await talk(stage.desks[101].call("85125550177", caller="101", name="Rosa"))
        await stage.waits(0.5)
