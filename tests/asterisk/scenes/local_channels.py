"""What is played: phones behind Local channels, and phones that the dialplan only plays."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import Stage, answered, give_up, missed, scene, talk


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


@scene(missed(153))
async def group_of_groups_not_answered(stage: Stage) -> None:
    await stage.dial(153).is_over()


@scene(answered(153))
async def group_of_groups_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(153), 1.5)


@scene(answered(165))
async def sent_to_another_of_our_numbers_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    await talk(stage.dial(165))


@scene(missed(165))
async def sent_to_another_of_our_numbers_not_answered(stage: Stage) -> None:
    await stage.dial(165).is_over()


@scene(answered(170))
async def group_that_the_switch_answers_for_answered(stage: Stage) -> None:
    for desk in (101, 102):
        stage.desks[desk].picks = answers(0.5)
    call = stage.dial(170)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(170))
async def group_that_the_switch_answers_for_not_answered(stage: Stage) -> None:
    await stage.dial(170).is_over()


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


@scene(missed(174))
async def group_member_that_only_announces_takes_the_call(stage: Stage) -> None:
    await stage.dial(174).is_over()


@scene(answered(175), told_by_steps=True)
async def optimised_phone_played_by_the_dialplan_answers(stage: Stage) -> None:
    await talk(stage.dial(175), 1.0)


@scene(answered(176), told_by_steps=True)
async def phone_that_echoes_is_played_by_the_dialplan(stage: Stage) -> None:
    await talk(stage.dial(176), 1.0)


@scene(missed(178))
async def answered_for_a_phone_that_is_not_there(stage: Stage) -> None:
    await stage.dial(178).is_over()


@scene(answered(216), told_by_steps=True)
async def played_phone_jumps_and_logs_and_presses_a_key(stage: Stage) -> None:
    await talk(stage.dial(216), 1.0)
