"""What is played, and what came of it: each scene with the verdict that follows from it.

Here: phones, ring groups, voicemail, menus and closed hours. More in `more_scenes.py`.
"""

from tests.asterisk.phones import Call, answers, declines, sends_on
from tests.asterisk.stage import (
    DAN,
    DANA,
    DAVE,
    Stage,
    answered,
    give_up,
    missed,
    press,
    scene,
    talk,
    together,
)


@scene(answered(101))
async def one_phone_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    await talk(stage.dial(101))


@scene(answered(101))
async def one_phone_answered_and_it_hangs_up(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, talks=0.6)
    await stage.dial(101).is_over()


@scene(missed(101))
async def one_phone_not_answered(stage: Stage) -> None:
    await stage.dial(101).is_over()


@scene(missed(101, caller="anonymous"))
async def hidden_number_not_answered(stage: Stage) -> None:
    await stage.dial(101, hidden=True).is_over()


@scene(missed(101))
async def one_phone_declined(stage: Stage) -> None:
    stage.desks[101].picks = declines("603 Decline")
    await stage.dial(101).is_over()


@scene(missed(101))
async def caller_gives_up_at_once(stage: Stage) -> None:
    await give_up(stage.dial(101), 0.2)


@scene(answered(102))
async def group_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.6)
    await talk(stage.dial(102))


@scene(missed(102))
async def group_not_answered(stage: Stage) -> None:
    await stage.dial(102).is_over()


@scene(missed(102))
async def group_caller_gives_up(stage: Stage) -> None:
    await give_up(stage.dial(102), 1.0)


@scene(missed(102))
async def group_all_busy(stage: Stage) -> None:
    for desk in stage.desks.values():
        desk.picks = declines("486 Busy Here", 0)
    await stage.dial(102).is_over()


@scene(missed(102))
async def group_declined_congested_and_silent(stage: Stage) -> None:
    stage.desks[101].picks = declines("603 Decline")
    stage.desks[102].picks = declines("503 Service Unavailable")
    await stage.dial(102).is_over()


@scene(answered(102))
async def group_one_declines_another_answers(stage: Stage) -> None:
    stage.desks[101].picks = declines("603 Decline")
    stage.desks[103].picks = answers(0.8)
    await talk(stage.dial(102))


@scene(answered(103))
async def in_turn_the_second_answers(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(103))


@scene(missed(103, voicemail=True))
async def in_turn_nobody_then_voicemail_left(stage: Stage) -> None:
    call = stage.dial(103)
    await call.is_answered()
    await leave_message(call)


@scene(missed(103))
async def in_turn_caller_gives_up_at_the_second(stage: Stage) -> None:
    await give_up(stage.dial(103), 3.0)


@scene(answered(104))
async def local_group_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.6)
    await talk(stage.dial(104))


@scene(missed(104))
async def local_group_not_answered(stage: Stage) -> None:
    await stage.dial(104).is_over()


@scene(missed(104))
async def local_group_caller_gives_up(stage: Stage) -> None:
    await give_up(stage.dial(104), 1.0)


@scene(answered(124))
async def optimised_local_group_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.6)
    await talk(stage.dial(124), 1.2)


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


@scene(answered(107))
async def menu_then_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(107)
    await press(call, "1", 0.6)
    await call.lasts(2.5)
    call.hang_up()


@scene(missed(107))
async def menu_then_nobody_and_hung_up_before_the_beep(stage: Stage) -> None:
    call = stage.dial(107)
    await press(call, "1", 0.6)
    await call.lasts(5.5)
    call.hang_up()


@scene(missed(107))
async def hung_up_in_the_menu(stage: Stage) -> None:
    call = stage.dial(107)
    await call.is_answered()
    await call.lasts(0.8)
    call.hang_up()


@scene(missed(107))
async def menu_runs_out(stage: Stage) -> None:
    await stage.dial(107).is_over()


@scene(missed(107))
async def menu_wrong_key_then_hung_up(stage: Stage) -> None:
    call = stage.dial(107)
    await press(call, "7", 0.6)
    await call.lasts(1.0)
    call.hang_up()


@scene(missed(129))
async def two_menus_then_caller_gives_up_while_it_rings(stage: Stage) -> None:
    call = stage.dial(129)
    await press(call, "1", 0.6)
    await press(call, "1", 1.5)
    await call.lasts(1.5)
    call.hang_up()


@scene(missed(108))
async def closed(stage: Stage) -> None:
    await stage.dial(108).is_over()


@scene(missed(109, voicemail=True))
async def closed_voicemail_left(stage: Stage) -> None:
    call = stage.dial(109)
    await call.is_answered()
    await call.lasts(3.6)  # "sorry"
    await leave_message(call)


@scene(missed(120))
async def congestion_tone(stage: Stage) -> None:
    await stage.dial(120).is_over()


@scene(missed(121))
async def music_until_the_end(stage: Stage) -> None:
    await stage.dial(121).is_over()


@scene(missed(130))
async def busy_tone(stage: Stage) -> None:
    await stage.dial(130).is_over()


@scene(missed(123))
async def please_hold_and_then_nobody(stage: Stage) -> None:
    await stage.dial(123).is_over()


@scene(answered(101))
async def phone_forwards_to_another_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(101))


@scene(missed(101))
async def phone_forwards_to_another_that_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    await stage.dial(101).is_over()


@scene(
    answered(102, caller=DAN),
    missed(101, caller=DANA),
    missed(106, caller=DAVE, voicemail=True),
)
async def three_at_once(stage: Stage) -> None:
    stage.desks[102].picks = answers(1.0)
    first, second = stage.dial(102, caller=DAN), stage.dial(101, caller=DANA, name="Dana")
    third = stage.dial(106, caller=DAVE, name="Dave")
    await third.is_answered()

    async def leave() -> None:
        await third.lasts(3)
        third.hang_up()

    await together(talk(first, 1.5), second.is_over(), leave())


@scene(missed(101, caller=DAN), missed(101, caller=DAN), answered(101, caller=DAN))
async def redials_until_somebody_answers(stage: Stage) -> None:
    await give_up(stage.dial(101), 0.8)
    await give_up(stage.dial(101), 0.8)
    stage.desks[101].picks = answers(0.4)
    await talk(stage.dial(101))


async def leave_message(call: Call) -> None:
    """Hear the greeting, speak for two seconds after the beep, hang up."""
    await call.lasts(0.5)
    call.press("#")
    await call.lasts(3)
    call.hang_up()
    await call.is_over()
