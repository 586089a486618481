"""What is played: queues and their agents."""

from tests.asterisk.phones import answers, declines
from tests.asterisk.stage import (
    DAN,
    DANA,
    Stage,
    answered,
    internal,
    leave_message,
    missed,
    press,
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


@scene(missed(114))
async def queue_without_agents(stage: Stage) -> None:
    await stage.dial(114).is_over()


@scene(answered(136))
async def queue_in_turn_the_third_answers(stage: Stage) -> None:
    stage.desks[101].picks = declines("486 Busy Here", 0)
    stage.desks[102].picks = declines("603 Decline", 0.2)
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(136)
    await call.is_answered()
    await call.lasts(5)
    call.hang_up()


@scene(missed(136))
async def queue_in_turn_everybody_declines(stage: Stage) -> None:
    for desk in stage.desks.values():
        desk.picks = declines("603 Decline", 0.2)
    call = stage.dial(136)
    await call.is_answered()
    await call.lasts(5)
    call.hang_up()


@scene(answered(137))
async def queue_by_rank_the_second_answers(stage: Stage) -> None:
    stage.desks[101].picks = stage.busy
    stage.desks[102].picks = answers(0.4)
    call = stage.dial(137)
    await call.is_answered()
    await call.lasts(5.5)
    call.hang_up()


@scene(missed(138, voicemail=True))
async def queue_left_with_a_key_for_voicemail(stage: Stage) -> None:
    call = stage.dial(138)
    await press(call, "1", 1.0)
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(110, caller=DAN), answered(110, caller=DANA))
async def queue_two_wait_and_one_is_answered(stage: Stage) -> None:
    first = stage.dial(110, caller=DAN)
    await first.is_answered()
    second = stage.dial(110, caller=DANA, name="Dana")
    await second.is_answered()
    first.hang_up()
    await second.lasts(0.5)
    stage.desks[102].picks = answers(0.3)
    await second.lasts(5.0)
    second.hang_up()


@scene(internal("103", "400", accepted=True))
async def internal_call_to_a_queue(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    call = stage.desks[103].call("400")
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


@scene(missed(164, voicemail=True))
async def queue_whose_agents_voicemail_takes_the_call(stage: Stage) -> None:
    call = stage.dial(164)
    await press(call, "#", 1.7)  # skips the greeting
    await call.lasts(3)
    call.hang_up()


@scene(answered(163))
async def queue_with_announcements_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(1.0)
    call = stage.dial(163)
    await call.is_answered()
    await call.lasts(4)
    call.hang_up()


@scene(missed(163))
async def queue_with_announcements_left(stage: Stage) -> None:
    call = stage.dial(163)
    await call.is_answered()
    await call.lasts(4)
    call.hang_up()


@scene(answered(173), told_by_steps=True)
async def queue_whose_agent_is_played_answered(stage: Stage) -> None:
    call = stage.dial(173)
    await call.is_answered()
    await call.lasts(3.0)
    call.hang_up()


@scene(missed(173))
async def queue_whose_agent_is_played_abandoned(stage: Stage) -> None:
    call = stage.dial(173)
    await call.is_answered()
    await call.lasts(0.5)
    call.hang_up()


@scene(answered(179))
async def queue_that_does_not_answer_itself_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.6)
    await talk(stage.dial(179))


@scene(missed(179))
async def queue_that_does_not_answer_itself_given_up(stage: Stage) -> None:
    call = stage.dial(179)
    await call.lasts(1.5)
    call.cancel()
    await call.is_over()


@scene(answered(101, caller=DANA), missed(180, caller=DAN))
async def queue_while_the_agent_speaks_with_another(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    first = stage.dial(101, caller=DANA, name="Dana")
    await first.is_answered()
    second = stage.dial(180)
    await second.is_answered()
    await second.lasts(2.0)
    second.hang_up()
    await talk(first, 0.3)


@scene(answered(101, caller=DANA), answered(180, caller=DAN))
async def queue_until_the_agent_is_free_again(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    first = stage.dial(101, caller=DANA, name="Dana")
    await first.is_answered()
    second = stage.dial(180)
    await second.is_answered()
    await second.lasts(1.0)
    first.hang_up()
    await second.lasts(4.0)
    second.hang_up()


@scene(missed(181, voicemail=True))
async def queue_that_is_left_because_nobody_is_there_voicemail_left(stage: Stage) -> None:
    call = stage.dial(181)
    await call.is_answered()
    await call.lasts(5.5)
    call.hang_up()


@scene(missed(182, voicemail=True))
async def group_then_queue_then_voicemail_left(stage: Stage) -> None:
    call = stage.dial(182)
    await call.is_answered()
    await call.lasts(4.0)
    call.hang_up()


@scene(answered(182))
async def group_then_queue_answered(stage: Stage) -> None:
    call = stage.dial(182)
    await call.rings()
    await call.lasts(0.6)
    stage.desks[102].picks = answers(0.3)
    await call.lasts(2.8)
    call.hang_up()


@scene(
    missed(105, caller=DAN, voicemail=True),
    answered(110, caller=DANA),
    internal("103", "104", accepted=True),
)
async def message_queue_and_internal_call_at_once(stage: Stage) -> None:
    stage.desks[104].picks = answers(0.2)
    first, second = stage.dial(105), stage.dial(110, caller=DANA, name="Dana")
    inside = stage.desks[103].call("104")

    async def waits() -> None:
        await second.is_answered()
        await second.lasts(3.0)
        stage.desks[102].picks = answers(0.3)
        await second.lasts(4.0)
        second.hang_up()

    async def leaves() -> None:
        await first.is_answered()
        await leave_message(first)

    await together(leaves(), waits(), talk(inside, 1.0))
