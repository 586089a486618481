"""What is played: calls that are fetched from where they ring or wait, and those that nobody fetches."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import DAN, DANA, Stage, answered, internal, missed, scene, talk


async def _fetched(stage: Stage, number: int, code: str) -> None:
    """It rings elsewhere, and a fourth phone picks it up."""
    call = stage.dial(number)
    await call.rings()
    await call.lasts(1.0)
    pick = stage.desks[104].call(code)
    await talk(call, 0.8)
    await pick.is_over()


@scene(answered(110), internal("104", "*8", accepted=True))
async def queue_picked_up_at_another_phone(stage: Stage) -> None:
    await _fetched(stage, 110, "*8")


@scene(answered(111), internal("104", "*8", accepted=True))
async def queue_of_local_channels_picked_up_at_another_phone(stage: Stage) -> None:
    await _fetched(stage, 111, "*8")


@scene(answered(104), internal("104", "**101", accepted=True))
async def local_group_picked_up_by_its_number(stage: Stage) -> None:
    await _fetched(stage, 104, "**101")


@scene(answered(124), internal("104", "**102", accepted=True))
async def optimised_local_group_picked_up_by_its_number(stage: Stage) -> None:
    await _fetched(stage, 124, "**102")


@scene(answered(126), internal("103", "701", accepted=True))
async def parked_by_the_switch_and_fetched(stage: Stage) -> None:
    call = stage.dial(126)
    await call.is_answered()
    await call.lasts(1.2)
    fetched = stage.desks[103].call("701")
    await fetched.is_answered()
    await call.lasts(1.0)
    call.hang_up()
    await fetched.is_over()


@scene(missed(201))
async def parked_by_the_switch_and_then_nobody_answers(stage: Stage) -> None:
    await stage.dial(201).is_over()


@scene(answered(201))
async def parked_by_the_switch_and_then_the_group_answers(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(201), 5)


@scene(missed(202))
async def parked_and_announced_and_never_fetched(stage: Stage) -> None:
    """Who is told that somebody waits hears a machine, and not the caller."""
    stage.desks[101].picks = answers(0.3, talks=1.5)
    await stage.dial(202).is_over()


@scene(answered(202), internal("103", "701", accepted=True))
async def parked_and_announced_and_fetched(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=1.0)
    call = stage.dial(202)
    await call.is_answered()
    await call.lasts(2.0)
    fetched = stage.desks[103].call("701")
    await fetched.is_answered()
    await call.lasts(1.0)
    call.hang_up()
    await fetched.is_over()


@scene(missed(122, caller=DAN), missed(122, caller=DANA))
async def two_callers_alone_in_a_conference(stage: Stage) -> None:
    first, second = stage.dial(122), stage.dial(122, caller=DANA, name="Dana")
    await first.is_answered()
    await second.is_answered()
    await first.lasts(1.0)
    first.hang_up()
    await second.lasts(0.5)
    second.hang_up()
    await second.is_over()


@scene(missed(209))
async def alone_in_a_conference_that_speaks_and_is_recorded(stage: Stage) -> None:
    await talk(stage.dial(209), 3.0)


@scene(answered(209))
async def a_program_calls_a_person_into_the_conference(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(209)
    await call.is_answered()
    await call.lasts(4.0)
    stage.command(
        Action="Originate",
        Channel=f"{stage.switch.tech}/101",
        Application="ConfBridge",
        Data="300,recorded,loud",
        Async="true",
    )
    await call.lasts(9.0)  # both are told first how many are there
    call.hang_up()
    await call.is_over()
    for desk in stage.desks[101].calls.values():
        desk.hang_up()


@scene(missed(162))
async def everybody_is_called_and_nobody_hears_the_caller(stage: Stage) -> None:
    await talk(stage.dial(162), 2.5)
