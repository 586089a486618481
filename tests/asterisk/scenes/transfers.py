"""What is played: calls that somebody sends on, hands over, parks, fetches or joins."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import Stage, answered, desk_call, internal, keyed, missed, outbound, scene, talk


@scene(answered(102), internal("104", "*8", accepted=True))
async def picked_up_at_another_phone(stage: Stage) -> None:
    call = stage.dial(102)
    await call.rings()
    await call.lasts(0.8)
    pick = stage.desks[104].call("*8")
    await talk(call, 0.8)
    await pick.is_over()


@scene(answered(127))
async def sent_on_to_a_colleague_who_answers(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    desk = next(iter(stage.desks[101].calls.values()))
    desk.transfer("103")
    await call.lasts(2)
    call.hang_up()


@scene(answered(127))
async def sent_on_to_a_colleague_who_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    next(iter(stage.desks[101].calls.values())).transfer("103")
    await call.lasts(2)
    call.hang_up()


@scene(answered(127), internal("101", "103", accepted=True))
async def handed_over_to_a_colleague(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.4)
    desk = next(iter(stage.desks[101].calls.values()))
    asked = stage.desks[101].call("103")
    await asked.is_answered()
    await asked.lasts(0.5)
    desk.transfer_to(asked)
    await call.lasts(1.5)
    call.hang_up()


@scene(answered(127), internal("103", "701", accepted=True))
async def parked_by_a_person_and_fetched(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.4)
    next(iter(stage.desks[101].calls.values())).transfer("700")
    await call.lasts(2.5)
    fetched = stage.desks[103].call("701")
    await fetched.is_answered()
    await call.lasts(1)
    call.hang_up()


@scene(missed(126))
async def parked_by_the_switch_and_never_fetched(stage: Stage) -> None:
    await stage.dial(126).is_over()


@scene(missed(126))
async def parked_by_the_switch_and_hung_up(stage: Stage) -> None:
    call = stage.dial(126)
    await call.is_answered()
    await call.lasts(1.2)
    call.hang_up()


@scene(missed(122))
async def alone_in_a_conference(stage: Stage) -> None:
    call = stage.dial(122)
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(internal("101", "777", accepted=True), answered(122))
async def conference_with_a_person(stage: Stage) -> None:
    host = stage.desks[101].call("777")
    await host.is_answered()
    call = stage.dial(122)
    await call.is_answered()
    await call.lasts(2)
    call.hang_up()
    await host.lasts(0.5)
    host.hang_up()


@scene(answered(101), internal("104", "*33"))
async def somebody_listens_in(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    call = stage.dial(101)
    await call.is_answered()
    spy = stage.desks[104].call("*33")
    await spy.is_answered()
    await call.lasts(0.6)
    call.hang_up()
    await call.lasts(0.3)
    spy.hang_up()


@scene(answered(102), internal("104", "*9", accepted=True))
async def picked_up_with_the_code_of_the_switch(stage: Stage) -> None:
    call = stage.dial(102)
    await call.rings()
    await call.lasts(0.6)
    pick = stage.desks[104].call("*9")
    await talk(call, 0.6)
    await pick.is_over()


@scene(answered(127, voicemail=True))
async def sent_on_to_voicemail_by_a_person(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    next(iter(stage.desks[101].calls.values())).transfer("*101")
    await call.lasts(3.5)
    call.hang_up()


@scene(answered(159))
async def both_go_on_to_a_conference(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(159)
    await call.is_answered()
    await call.lasts(2)
    call.hang_up()
    desk_call(stage, 101).hang_up()


@scene(missed(160, voicemail=True))
async def who_picks_up_sends_the_caller_to_voicemail(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(160)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


@scene(answered(127))
async def sent_on_by_keys_to_one_who_answers(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    await keyed(desk_call(stage, 101), "#1103")
    await call.lasts(5)
    call.hang_up()


@scene(answered(127))
async def handed_over_by_keys(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    desk = desk_call(stage, 101)
    await keyed(desk, "*2103")
    await desk.lasts(5)
    desk.hang_up()
    await call.lasts(1.5)
    call.hang_up()


@scene(answered(127))
async def handed_over_by_keys_to_nobody_and_back(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    desk = desk_call(stage, 101)
    await keyed(desk, "*2103")
    await desk.lasts(9)
    call.hang_up()
    await call.is_over()


@scene(answered(127))
async def parked_by_keys_and_never_fetched(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    await keyed(desk_call(stage, 101), "#1700")
    await call.lasts(4)
    call.hang_up()


@scene(answered(127), internal("101", "103"))
async def handed_over_while_it_still_rings(stage: Stage) -> None:
    """A person spoke with the caller, and then somebody else does not come."""
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.4)
    asked = stage.desks[101].call("103")
    await asked.rings()
    desk_call(stage, 101).transfer_to(asked)
    await call.lasts(2.0)
    call.hang_up()
    asked.hang_up()


@scene(outbound("102", "95125550177", accepted=True))
async def outbound_and_handed_to_a_colleague(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    stage.desks[103].picks = answers(0.4)
    call = stage.desks[102].call("95125550177")
    await call.is_answered()
    await call.lasts(0.6)
    call.transfer("103")
    await stage.waits(2)
    for out in stage.carrier.calls.values():
        out.hang_up()


@scene(missed(183))
async def waits_in_a_bridge_and_nobody_comes(stage: Stage) -> None:
    call = stage.dial(183)
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(answered(183), internal("103", "778", accepted=True))
async def waits_in_a_bridge_and_is_fetched(stage: Stage) -> None:
    call = stage.dial(183)
    await call.is_answered()
    await call.lasts(0.6)
    stage.command(
        Action="Setvar", Variable="TRUNK_CHANNEL", Value=await stage.channel("trunk"), ActionID="fetch"
    )
    fetched = stage.desks[103].call("778")
    await fetched.is_answered()
    await fetched.lasts(1.5)
    fetched.hang_up()
    await call.lasts(0.5)
    call.hang_up()


@scene(answered(184))
async def who_was_called_goes_on_after_the_caller_has_hung_up(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    await talk(stage.dial(184), 0.8)
    await stage.waits(1.5)


@scene(answered(190))
async def two_phones_are_picked_up_at_the_same_moment(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = answers(0.5)
    await talk(stage.dial(190), 1.0)


@scene(answered(162))
async def everybody_hears_the_caller(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = answers(0.1)
    call = stage.dial(162)
    await call.is_answered()
    await call.lasts(2.5)
    call.hang_up()


@scene(answered(127), outbound("101", "95125550177", accepted=True))
async def handed_over_to_a_mobile(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.carrier.picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.4)
    asked = stage.desks[101].call("95125550177")
    await asked.is_answered()
    await asked.lasts(0.5)
    desk_call(stage, 101).transfer_to(asked)
    await call.lasts(1.5)
    call.hang_up()
