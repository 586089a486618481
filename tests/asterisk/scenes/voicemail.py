"""What is played: voicemail, left and not left."""

from tests.asterisk.phones import answers, declines, sends_on
from tests.asterisk.stage import DANA, Stage, answered, leave_message, missed, press, scene, together


@scene(missed(103, voicemail=True))
async def in_turn_nobody_then_voicemail_left(stage: Stage) -> None:
    call = stage.dial(103)
    await call.is_answered()
    await leave_message(call)


@scene(missed(125, voicemail=True))
async def group_member_voicemail_takes_the_call(stage: Stage) -> None:
    """The owner's phone rings on, but the voicemail of a colleague picks up for the whole group."""
    call = stage.dial(125)
    await call.is_answered()
    await leave_message(call)


@scene(missed(125))
async def group_member_voicemail_takes_the_call_and_nothing_is_said(stage: Stage) -> None:
    call = stage.dial(125)
    await call.is_answered()
    await call.lasts(0.2)
    call.hang_up()


@scene(missed(105, voicemail=True))
async def not_answered_voicemail_left(stage: Stage) -> None:
    call = stage.dial(105)
    await call.is_answered()
    await leave_message(call)


@scene(missed(105))
async def not_answered_hung_up_before_the_beep(stage: Stage) -> None:
    call = stage.dial(105)
    await call.is_answered()
    await call.lasts(0.8)
    call.hang_up()


@scene(missed(105, voicemail=True))
async def busy_voicemail_left_with_a_key(stage: Stage) -> None:
    for desk in stage.desks.values():
        desk.picks = declines("486 Busy Here", 0)
    call = stage.dial(105)
    await press(call, "#", 0.5)  # skips the greeting
    await call.lasts(3)
    call.press("#")
    await call.lasts(1)
    call.hang_up()


@scene(missed(106))
async def voicemail_at_once_too_short_to_keep(stage: Stage) -> None:
    call = stage.dial(106)
    await call.is_answered()
    await call.lasts(0.6)
    call.hang_up()


@scene(missed(106, voicemail=True))
async def voicemail_at_once_left(stage: Stage) -> None:
    call = stage.dial(106)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(119))
async def phone_unplugged_voicemail_not_left(stage: Stage) -> None:
    call = stage.dial(119)
    await call.is_answered()
    await call.lasts(0.2)
    call.hang_up()


@scene(missed(107))
async def menu_then_nobody_and_hung_up_before_the_beep(stage: Stage) -> None:
    call = stage.dial(107)
    await press(call, "1", 0.6)
    await call.lasts(5.5)
    call.hang_up()


@scene(missed(109, voicemail=True))
async def closed_voicemail_left(stage: Stage) -> None:
    call = stage.dial(109)
    await call.is_answered()
    await call.lasts(3.6)  # "sorry"
    await leave_message(call)


@scene(missed(132, voicemail=True))
async def voicemail_behind_an_optimised_local_channel(stage: Stage) -> None:
    call = stage.dial(132)
    await call.is_answered()
    await leave_message(call)


@scene(missed(115))
async def voicemail_of_the_mobile_presses_nothing(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await stage.dial(115).is_over()


@scene(missed(142, voicemail=True))
async def voicemail_in_two_boxes(stage: Stage) -> None:
    call = stage.dial(142)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(143, voicemail=True))
async def voicemail_reviewed_and_kept(stage: Stage) -> None:
    call = stage.dial(143)
    await call.is_answered()
    await call.lasts(2.5)
    call.press("#")
    await call.lasts(1.0)
    call.press("1")
    await call.lasts(1.5)
    call.hang_up()


@scene(missed(144, voicemail=True), missed(144, caller=DANA))
async def voicemail_fills_the_box_and_the_next_caller_finds_it_full(stage: Stage) -> None:
    first = stage.dial(144)
    await first.is_answered()
    await first.lasts(3)
    first.hang_up()
    await stage.waits(0.5)
    second = stage.dial(144, caller=DANA, name="Dana")
    await second.is_answered()
    await second.lasts(2.5)
    second.hang_up()


@scene(missed(145, voicemail=True), told_by_steps=True)
async def voicemail_sent_as_mail_and_deleted(stage: Stage) -> None:
    call = stage.dial(145)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(answered(146))
async def operator_instead_of_voicemail(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(146)
    await press(call, "0", 0.6)
    await call.lasts(6)
    call.hang_up()


@scene(missed(146))
async def operator_does_not_come(stage: Stage) -> None:
    call = stage.dial(146)
    await press(call, "0", 0.6)
    await call.is_over()


@scene(answered(146))
async def star_instead_of_voicemail_and_somebody_comes(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(146)
    await press(call, "*", 0.6)
    await call.lasts(4)
    call.hang_up()


@scene(missed(146))
async def star_instead_of_voicemail_and_nobody_comes(stage: Stage) -> None:
    call = stage.dial(146)
    await press(call, "*", 0.6)
    await call.is_over()


@scene(missed(148))
async def busy_greeting_and_hung_up_during_it(stage: Stage) -> None:
    stage.desks[101].picks = stage.busy
    call = stage.dial(148)
    await call.is_answered()
    await call.lasts(0.6)
    call.hang_up()


@scene(missed(148, voicemail=True), missed(148, caller=DANA))
async def one_leaves_a_message_while_another_does_not(stage: Stage) -> None:
    stage.desks[101].picks = stage.busy
    first, second = stage.dial(148), stage.dial(148, caller=DANA, name="Dana")
    await second.is_answered()

    async def hang_up() -> None:
        await second.lasts(0.5)
        second.hang_up()

    await first.is_answered()
    await together(leave_message(first), hang_up())


@scene(missed(106, caller="anonymous", voicemail=True))
async def hidden_number_voicemail_left(stage: Stage) -> None:
    call = stage.dial(106, hidden=True)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(167))
async def only_recorded_without_a_box(stage: Stage) -> None:
    await stage.dial(167).is_over()


@scene(answered(177, voicemail=True), told_by_steps=True)
async def played_phone_hangs_up_and_the_caller_leaves_a_message(stage: Stage) -> None:
    call = stage.dial(177)
    await call.is_answered()
    await call.lasts(4.5)
    call.hang_up()


@scene(missed(192, voicemail=True))
async def voicemail_after_a_local_channel_that_answered_for_a_silent_phone(stage: Stage) -> None:
    call = stage.dial(192)
    await call.is_answered()
    await call.lasts(8.5)
    call.hang_up()


@scene(missed(101, voicemail=True))
async def phone_sends_its_calls_to_voicemail(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("*101")
    call = stage.dial(101)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(161, voicemail=True))
async def caller_presses_a_key_while_it_rings(stage: Stage) -> None:
    call = stage.dial(161)
    await press(call, "1", 1.0)
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(142, voicemail=True), missed(147))
async def owner_listens_to_voicemail_from_outside(stage: Stage) -> None:
    left = stage.dial(142)
    await left.is_answered()
    await left.lasts(3)
    left.hang_up()
    await stage.waits(0.5)
    call = stage.dial(147)
    await call.is_answered()
    await call.lasts(1.0)
    call.press("1")
    await call.lasts(3.0)
    call.hang_up()
