"""What is played, third part: what happens less often, and what only looks like an answer or like none."""

from tests.asterisk.phones import answers, declines, sends_on
from tests.asterisk.stage import (
    DAN,
    DANA,
    Stage,
    answered,
    give_up,
    internal,
    missed,
    press,
    scene,
    talk,
    together,
)

# --- before anything rings ---


@scene(missed(133))
async def early_announcement_then_nobody(stage: Stage) -> None:
    await stage.dial(133).is_over()


@scene(answered(133))
async def early_announcement_then_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await talk(stage.dial(133))


@scene(missed(134))
async def it_only_sounds_like_ringing(stage: Stage) -> None:
    await stage.dial(134).is_over()


@scene(missed(134))
async def caller_gives_up_what_only_sounds_like_ringing(stage: Stage) -> None:
    await give_up(stage.dial(134), 0.5)


@scene(missed(135))
async def caller_gives_up_before_anything_rings(stage: Stage) -> None:
    call = stage.dial(135)
    await call.lasts(0.4)
    call.cancel()
    await call.is_over()


@scene()
async def a_number_that_is_not_there(stage: Stage) -> None:
    await stage.dial(199).is_over()


@scene(missed(154))
async def a_machine_answers_and_nobody_else(stage: Stage) -> None:
    await talk(stage.dial(154), 1.0)


@scene(missed(156))
async def says_a_name_and_then_nobody_comes(stage: Stage) -> None:
    call = stage.dial(156)
    await press(call, "#", 1.0)
    await call.is_over()


# --- who calls ---


@scene(missed(101, caller="5125550161"))
async def caller_without_country(stage: Stage) -> None:
    await stage.dial(101, caller="5125550161").is_over()


@scene(answered(101, caller="00441632960001"))
async def caller_with_international_prefix(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await talk(stage.dial(101, caller="00441632960001"))


@scene(missed(101, caller="01632960001"))
async def caller_with_a_leading_zero(stage: Stage) -> None:
    await give_up(stage.dial(101, caller="01632960001"), 0.6)


@scene(missed(101))
async def caller_with_letters_of_the_world_in_the_name(stage: Stage) -> None:
    await stage.dial(101, name="Zoë Müller 李 🔧").is_over()


@scene(missed(151))
async def dialplan_changes_the_caller(stage: Stage) -> None:
    await stage.dial(151).is_over()


@scene(answered(151))
async def dialplan_changes_the_caller_and_somebody_answers(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.4)
    await talk(stage.dial(151))


@scene(missed(102), missed(102))
async def same_caller_twice_at_once(stage: Stage) -> None:
    first, second = stage.dial(102), stage.dial(102)
    await together(first.is_over(), second.is_over())


@scene(answered(102), missed(102))
async def same_caller_twice_at_once_and_one_is_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    first = stage.dial(102)
    await first.is_answered()
    stage.reset_picks()
    second = stage.dial(102)
    await second.is_over()
    await talk(first, 0.2)


@scene(missed(102))
async def through_another_carrier_not_answered(stage: Stage) -> None:
    await stage.second.call("+15125550102", caller=DAN, name="Dan").is_over()


@scene(answered(102, caller=DANA), missed(101, caller=DAN))
async def through_two_carriers_at_once(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.5)
    first = stage.second.call("+15125550102", caller=DANA, name="Dana")
    await together(talk(first, 0.8), stage.dial(101).is_over())


# --- phones ---


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


@scene(answered(101))
async def phone_forwards_to_a_mobile_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    stage.carrier.picks = answers(0.4)
    await talk(stage.dial(101))


@scene(missed(101))
async def phone_forwards_to_a_mobile_that_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    await give_up(stage.dial(101), 1.5)


@scene(answered(139))
async def phone_hears_an_announcement_first(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await talk(stage.dial(139), 3.0)


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


@scene(answered(155))
async def phone_hangs_up_and_the_caller_hears_more(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=0.6)
    await stage.dial(155).is_over()


@scene(missed(152))
async def screened_by_the_switch_and_refused(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, keys="3")
    await stage.dial(152).is_over()


@scene(missed(153))
async def group_of_groups_not_answered(stage: Stage) -> None:
    await stage.dial(153).is_over()


@scene(answered(153))
async def group_of_groups_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(153), 1.5)


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
