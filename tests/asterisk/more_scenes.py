"""What is played, second part: queues, mobiles, transfers, parking, conferences, calls from inside."""

from tests.asterisk.phones import answers
from tests.asterisk.scenes import leave_message
from tests.asterisk.stage import (
    DAN,
    DANA,
    Stage,
    answered,
    give_up,
    internal,
    missed,
    outbound,
    scene,
    talk,
    together,
)


@scene(answered(110))
async def queue_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(1.0)
    call = stage.dial(110)
    await call.is_answered()
    await call.lasts(2.5)
    call.hang_up()


@scene(answered(110))
async def queue_answered_at_the_second_round(stage: Stage) -> None:
    call = stage.dial(110)
    await call.is_answered()
    await call.lasts(3.5)
    stage.desks[101].picks = answers(0.3)
    await call.lasts(2.5)
    call.hang_up()


@scene(missed(110))
async def queue_abandoned(stage: Stage) -> None:
    call = stage.dial(110)
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(missed(110))
async def queue_runs_out(stage: Stage) -> None:
    await stage.dial(110).is_over()


@scene(answered(111))
async def queue_of_local_channels_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(1.0)
    call = stage.dial(111)
    await call.is_answered()
    await call.lasts(2.5)
    call.hang_up()


@scene(missed(111))
async def queue_of_local_channels_abandoned(stage: Stage) -> None:
    call = stage.dial(111)
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(answered(112))
async def queue_of_optimised_local_channels_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.8)
    call = stage.dial(112)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(113, voicemail=True))
async def queue_runs_out_voicemail_left(stage: Stage) -> None:
    call = stage.dial(113)
    await call.is_answered()
    await call.lasts(5.5)
    call.press("#")
    await call.lasts(3)
    call.hang_up()


@scene(internal("101", "*55", accepted=True), answered(131))
async def queue_of_agents_who_are_logged_in(stage: Stage) -> None:
    agent = stage.desks[101].call("*55")
    await agent.is_answered()
    await agent.lasts(6.5)  # a new agent is on probation for a moment
    call = stage.dial(131)
    await call.is_answered()
    await call.lasts(2.5)
    call.hang_up()
    await call.lasts(0.5)
    agent.hang_up()


@scene(internal("101", "*55"), missed(102))
async def agent_waits_while_somebody_else_is_called(stage: Stage) -> None:
    agent = stage.desks[101].call("*55")
    await agent.is_answered()
    stage.desks[101].picks = stage.busy
    await stage.dial(102).is_over()
    agent.hang_up()


@scene(missed(132, voicemail=True))
async def voicemail_behind_an_optimised_local_channel(stage: Stage) -> None:
    call = stage.dial(132)
    await call.is_answered()
    await leave_message(call)


@scene(missed(114))
async def queue_without_agents(stage: Stage) -> None:
    await stage.dial(114).is_over()


@scene(answered(115))
async def mobile_presses_one(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5, keys="1")
    call = stage.dial(115)
    await call.is_answered()
    await call.lasts(1.0)
    call.hang_up()


@scene(missed(115))
async def voicemail_of_the_mobile_presses_nothing(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await stage.dial(115).is_over()


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


@scene(answered(101, caller=DAN), missed(101, caller=DANA))
async def second_caller_while_the_phone_is_busy(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    first = stage.dial(101)
    await first.is_answered()
    stage.desks[101].picks = stage.busy
    await stage.dial(101, caller=DANA, name="Dana").is_over()
    await talk(first, 0.3)


@scene(outbound("101", "95125550177", accepted=True))
async def click_to_call(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.carrier.picks = answers(0.5)
    stage.command(
        Action="Originate",
        Channel=f"{stage.switch.tech}/101",
        Context="from-internal",
        Exten="95125550177",
        Priority="1",
        CallerID='"Click" <101>',
        Async="true",
    )
    await stage.waits(3)
    for call in stage.carrier.calls.values():
        call.hang_up()
