"""What is played: phones, ring groups, phones in turn, and what a phone answers instead of ringing."""

from tests.asterisk.phones import answers, declines, sends_on
from tests.asterisk.stage import Stage, answered, give_up, missed, scene, talk


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


@scene(missed(101))
async def one_phone_declined(stage: Stage) -> None:
    stage.desks[101].picks = declines("603 Decline")
    await stage.dial(101).is_over()


@scene(answered(102))
async def group_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.6)
    await talk(stage.dial(102))


@scene(missed(102))
async def group_not_answered(stage: Stage) -> None:
    await stage.dial(102).is_over()


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


@scene(answered(101))
async def phone_forwards_to_another_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(101))


@scene(missed(101))
async def phone_forwards_to_another_that_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    await stage.dial(101).is_over()


@scene(missed(102))
async def everybody_wants_not_to_be_disturbed(stage: Stage) -> None:
    for desk in stage.desks.values():
        desk.picks = declines("480 Temporarily Unavailable", 0)
    await stage.dial(102).is_over()


@scene(answered(102))
async def one_is_away_one_is_busy_one_answers(stage: Stage) -> None:
    stage.desks[101].picks = declines("480 Temporarily Unavailable", 0)
    stage.desks[102].picks = declines("486 Busy Here", 0)
    stage.desks[103].picks = answers(0.6)
    await talk(stage.dial(102))


@scene(missed(101))
async def phone_without_a_common_codec(stage: Stage) -> None:
    stage.desks[101].picks = declines("488 Not Acceptable Here", 0)
    await stage.dial(101).is_over()


@scene(answered(140))
async def call_is_cut_off_by_its_limit(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await stage.dial(140).is_over()


@scene(answered(141))
async def tried_again_and_answered(stage: Stage) -> None:
    call = stage.dial(141)
    await call.lasts(2.6)
    stage.desks[101].picks = answers(0.3)
    await call.lasts(2.0)
    call.hang_up()


@scene(missed(141))
async def tried_again_and_again(stage: Stage) -> None:
    await stage.dial(141).is_over()


@scene(missed(157))
async def all_phones_unplugged(stage: Stage) -> None:
    await stage.dial(157).is_over()


@scene(answered(101))
async def phone_forwards_to_one_that_forwards_to_one_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    stage.desks[102].picks = sends_on("103")
    stage.desks[103].picks = answers(0.4)
    await talk(stage.dial(101))


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


@scene(missed(101))
async def caller_gives_up_at_once(stage: Stage) -> None:
    await give_up(stage.dial(101), 0.2)


@scene(missed(102))
async def group_caller_gives_up(stage: Stage) -> None:
    await give_up(stage.dial(102), 1.0)


@scene(missed(103))
async def in_turn_caller_gives_up_at_the_second(stage: Stage) -> None:
    await give_up(stage.dial(103), 3.0)


@scene(answered(155))
async def phone_hangs_up_and_the_caller_hears_more(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=0.6)
    await stage.dial(155).is_over()
