"""What is played, phones that the dialplan plays, and turns that a call takes once it was answered or not."""

from tests.asterisk.odd_scenes import desk_call
from tests.asterisk.phones import answers, declines, sends_on
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
    press,
    scene,
    talk,
    together,
)

# --- phones that the dialplan plays ---


@scene(answered(171), told_by_steps=True)
async def phone_played_by_the_dialplan_answers(stage: Stage) -> None:
    await talk(stage.dial(171), 1.0)


@scene(missed(171))
async def caller_gives_up_before_the_played_phone_answers(stage: Stage) -> None:
    await give_up(stage.dial(171), 0.3)


@scene(answered(171))
async def a_real_phone_is_faster_than_the_played_one(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await talk(stage.dial(171), 1.0)


@scene(missed(172))
async def played_phone_rings_and_nobody_answers(stage: Stage) -> None:
    await stage.dial(172).is_over()


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


@scene(missed(174))
async def group_member_that_only_announces_takes_the_call(stage: Stage) -> None:
    await stage.dial(174).is_over()


@scene(answered(175), told_by_steps=True)
async def optimised_phone_played_by_the_dialplan_answers(stage: Stage) -> None:
    await talk(stage.dial(175), 1.0)


@scene(answered(176), told_by_steps=True)
async def phone_that_echoes_is_played_by_the_dialplan(stage: Stage) -> None:
    await talk(stage.dial(176), 1.0)


@scene(answered(177, voicemail=True), told_by_steps=True)
async def played_phone_hangs_up_and_the_caller_leaves_a_message(stage: Stage) -> None:
    call = stage.dial(177)
    await call.is_answered()
    await call.lasts(4.5)
    call.hang_up()


@scene(missed(178))
async def answered_for_a_phone_that_is_not_there(stage: Stage) -> None:
    await stage.dial(178).is_over()


# --- queues ---


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


# --- waiting, fetched, sent on ---


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


@scene(missed(185))
async def something_is_done_after_a_call_that_nobody_answered(stage: Stage) -> None:
    await stage.dial(185).is_over()


@scene(answered(185))
async def something_is_done_after_a_call_that_was_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    await talk(stage.dial(185))


@scene(missed(185))
async def something_is_done_after_a_call_that_was_given_up(stage: Stage) -> None:
    await give_up(stage.dial(185), 0.8)


@scene(missed(186))
async def subroutine_rings_and_nobody_answers(stage: Stage) -> None:
    await stage.dial(186).is_over()


@scene(answered(187))
async def a_step_before_each_phone_and_one_answers(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    await talk(stage.dial(187))


@scene(missed(187))
async def a_step_before_each_phone_and_all_decline(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = declines("603 Decline")
    await stage.dial(187).is_over()


@scene(answered(188))
async def caller_dials_on_to_the_outside_and_is_answered(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    call = stage.dial(188)
    await press(call, "95125550177", 1.0)
    await call.lasts(4.5)
    call.hang_up()


@scene(missed(189))
async def a_machine_whistles(stage: Stage) -> None:
    await talk(stage.dial(189), 1.0)


@scene(answered(190))
async def two_phones_are_picked_up_at_the_same_moment(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = answers(0.5)
    await talk(stage.dial(190), 1.0)


@scene(missed(191))
async def closed_by_the_clock_and_hung_up_during_the_announcement(stage: Stage) -> None:
    call = stage.dial(191)
    await call.is_answered()
    await call.lasts(0.4)
    call.hang_up()


@scene(missed(192, voicemail=True))
async def voicemail_after_a_local_channel_that_answered_for_a_silent_phone(stage: Stage) -> None:
    call = stage.dial(192)
    await call.is_answered()
    await call.lasts(8.5)
    call.hang_up()


@scene(answered(193))
async def nobody_then_the_mobile_answers(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    call = stage.dial(193)
    await talk(call, 0.8)


@scene(missed(101, voicemail=True))
async def phone_sends_its_calls_to_voicemail(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("*101")
    call = stage.dial(101)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


@scene(internal("103", "81"))
async def a_phone_of_the_shop_dials_the_shops_own_number(stage: Stage) -> None:
    await stage.desks[103].call("81").is_over()


@scene(answered(162))
async def everybody_hears_the_caller(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = answers(0.1)
    call = stage.dial(162)
    await call.is_answered()
    await call.lasts(2.5)
    call.hang_up()


@scene(missed(101), outbound("101", "95125550161", accepted=True))
async def missed_and_called_back(stage: Stage) -> None:
    await give_up(stage.dial(101), 0.8)
    stage.carrier.picks = answers(0.4)
    await talk(stage.desks[101].call("95125550161"))


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
