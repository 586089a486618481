"""What is played: menus, closed hours, announcements, and machines that answer."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import Stage, answered, give_up, missed, press, scene, talk


@scene(answered(107))
async def menu_then_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(107)
    await press(call, "1", 0.6)
    await call.lasts(2.5)
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


@scene(answered(139))
async def phone_hears_an_announcement_first(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    await talk(stage.dial(139), 3.0)


@scene(answered(158))
async def recorded_and_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(158)
    await call.is_answered()
    await call.lasts(2)
    call.hang_up()


@scene(missed(158))
async def recorded_and_not_answered(stage: Stage) -> None:
    await stage.dial(158).is_over()


@scene(missed(189))
async def a_machine_whistles(stage: Stage) -> None:
    await talk(stage.dial(189), 1.0)


@scene(missed(191))
async def closed_by_the_clock_and_hung_up_during_the_announcement(stage: Stage) -> None:
    call = stage.dial(191)
    await call.is_answered()
    await call.lasts(0.4)
    call.hang_up()
