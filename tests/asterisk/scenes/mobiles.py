"""What is played: mobiles behind the trunk: screened with a key, follow me, forwarded."""

from tests.asterisk.phones import answers, declines, sends_on
from tests.asterisk.stage import Stage, answered, give_up, missed, scene, talk


@scene(answered(115))
async def mobile_presses_one(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5, keys="1")
    call = stage.dial(115)
    await call.is_answered()
    await call.lasts(1.0)
    call.hang_up()


@scene(missed(115))
async def mobile_presses_two(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5, keys="2")
    await stage.dial(115).is_over()


@scene(missed(115))
async def mobile_hangs_up_while_it_is_asked(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5, talks=0.8)
    await stage.dial(115).is_over()


@scene(missed(115))
async def caller_gives_up_while_the_mobile_is_asked(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    call = stage.dial(115)
    await give_up(call, 1.4)
    await stage.waits(4)  # the switch hears of it only when it has stopped asking


@scene(answered(117))
async def follow_me_mobile_answers(stage: Stage) -> None:
    stage.carrier.picks = answers(0.8)
    await talk(stage.dial(117))


@scene(missed(117))
async def follow_me_nobody_answers(stage: Stage) -> None:
    await stage.dial(117).is_over()


@scene(answered(118))
async def follow_me_application_takes_the_call(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, keys="1")
    call = stage.dial(118)
    await call.is_answered()
    await call.lasts(6)
    call.hang_up()


@scene(missed(118))
async def follow_me_application_is_told_no(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, keys="2")
    call = stage.dial(118)
    await call.is_answered()
    await call.lasts(6)
    call.hang_up()


@scene(answered(101))
async def phone_forwards_to_a_mobile_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    stage.carrier.picks = answers(0.4)
    await talk(stage.dial(101))


@scene(missed(101))
async def phone_forwards_to_a_mobile_that_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    await give_up(stage.dial(101), 1.5)


@scene(missed(152))
async def screened_by_the_switch_and_refused(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, keys="3")
    await stage.dial(152).is_over()


@scene(missed(169, voicemail=True))
async def phone_and_mobile_are_both_asked_and_say_nothing(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.carrier.picks = answers(0.5)
    call = stage.dial(169)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(102))
async def one_forwards_to_a_busy_mobile_and_the_rest_ring(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    stage.carrier.picks = declines("486 Busy Here", 0.2)
    await stage.dial(102).is_over()


@scene(answered(193))
async def nobody_then_the_mobile_answers(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    call = stage.dial(193)
    await talk(call, 0.8)


@scene(answered(166))
async def sent_out_by_the_dialplan_answered(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await talk(stage.dial(166))


@scene(missed(166))
async def sent_out_by_the_dialplan_not_answered(stage: Stage) -> None:
    await give_up(stage.dial(166), 1.5)


@scene(missed(128))
async def screened_mobile_behind_a_local_channel_presses_nothing(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await stage.dial(128).is_over()


@scene(answered(128))
async def screened_mobile_behind_a_local_channel_presses_one(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5, keys="1")
    await talk(stage.dial(128), 1.0)


@scene(answered(116))
async def mobile_behind_the_trunk_answers(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await talk(stage.dial(116))
