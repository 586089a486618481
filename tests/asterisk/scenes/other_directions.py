"""What is played: calls to the outside and within the shop, also beside those that come in."""

from tests.asterisk.phones import answers, declines
from tests.asterisk.stage import (
    DAN,
    DANA,
    Stage,
    answered,
    give_up,
    internal,
    missed,
    outbound,
    press,
    scene,
    talk,
    together,
)


@scene(outbound("101", "95125550177", accepted=True))
async def outbound_answered(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await talk(stage.desks[101].call("95125550177"))


@scene(outbound("101", "95125550177"))
async def outbound_given_up(stage: Stage) -> None:
    await give_up(stage.desks[101].call("95125550177"), 1.0)


@scene(internal("101", "102", accepted=True))
async def internal_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.desks[101].call("102"))


@scene(internal("101", "102"))
async def internal_given_up(stage: Stage) -> None:
    await give_up(stage.desks[101].call("102"), 1.0)


@scene(internal("101", "*104", voicemail=True))
async def internal_voicemail_left(stage: Stage) -> None:
    call = stage.desks[101].call("*104")
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(internal("101", "*97"))
async def internal_voicemail_listened_to(stage: Stage) -> None:
    call = stage.desks[101].call("*97")
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(missed(102, caller=DAN), outbound("102", "95125550177", accepted=True), internal("103", "104"))
async def inbound_outbound_and_internal_at_once(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    inbound = stage.dial(102)
    await together(
        inbound.is_over(),
        talk(stage.desks[102].call("95125550177"), 1.5),
        give_up(stage.desks[103].call("104"), 1.5),
    )


@scene(outbound("101", "95125550177"))
async def outbound_busy(stage: Stage) -> None:
    stage.carrier.picks = stage.busy
    await stage.desks[101].call("95125550177").is_over()


@scene(outbound("101", "95125550177"))
async def outbound_refused_by_the_carrier(stage: Stage) -> None:
    stage.carrier.picks = declines("503 Service Unavailable", 0)
    await stage.desks[101].call("95125550177").is_over()


@scene(missed(101), outbound("102", "95125550177", accepted=True), internal("103", "104", accepted=True))
async def three_directions_end_in_another_order(stage: Stage) -> None:
    stage.carrier.picks = answers(0.3)
    stage.desks[104].picks = answers(0.2)
    out, inside = stage.desks[102].call("95125550177"), stage.desks[103].call("104")
    await stage.waits(0.3)
    await together(give_up(stage.dial(101), 1.0), talk(out, 2.5), talk(inside, 0.4))


@scene(outbound("101", "95125550177"), answered(102), missed(101, caller=DANA))
async def three_ways_and_one_is_missed(stage: Stage) -> None:
    stage.carrier.picks = declines("480 Temporarily Unavailable", 1.0)
    stage.desks[102].picks = answers(0.6)
    out = stage.desks[101].call("95125550177")
    await together(
        out.is_over(),
        talk(stage.dial(102), 1.2),
        give_up(stage.dial(101, caller=DANA, name="Dana"), 1.4),
    )


@scene(answered(188))
async def caller_dials_on_to_the_outside_and_is_answered(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    call = stage.dial(188)
    await press(call, "95125550177", 1.0)
    await call.lasts(4.5)
    call.hang_up()


@scene(internal("103", "81"))
async def a_phone_of_the_shop_dials_the_shops_own_number(stage: Stage) -> None:
    await stage.desks[103].call("81").is_over()


@scene(missed(101), outbound("101", "95125550161", accepted=True))
async def missed_and_called_back(stage: Stage) -> None:
    await give_up(stage.dial(101), 0.8)
    stage.carrier.picks = answers(0.4)
    await talk(stage.desks[101].call("95125550161"))
