"""What is played: who calls, by which way, and several at once."""

from tests.asterisk.phones import answers
from tests.asterisk.stage import DAN, DANA, DAVE, Stage, answered, give_up, missed, scene, talk, together


@scene(missed(101, caller="anonymous"))
async def hidden_number_not_answered(stage: Stage) -> None:
    await stage.dial(101, hidden=True).is_over()


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


@scene(missed(101))
async def from_an_address_nobody_named_not_answered(stage: Stage) -> None:
    await stage.guest.call("+15125550101", caller=DAN, name="Dan").is_over()


@scene(answered(102))
async def from_an_address_nobody_named_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    await talk(stage.guest.call("+15125550102", caller=DAN, name="Dan"))


@scene(answered(101, caller="anonymous"))
async def hidden_number_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    await talk(stage.dial(101, hidden=True))


@scene(missed(101, caller="15125550161"), missed(101, caller="15125550161"))
async def same_caller_again_after_a_second(stage: Stage) -> None:
    await give_up(stage.dial(101, caller="15125550161"), 0.5)
    await stage.waits(1)
    await stage.dial(101, caller="15125550161").is_over()


@scene(answered(101, caller=DAN), missed(101, caller=DANA))
async def second_caller_while_the_phone_is_busy(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    first = stage.dial(101)
    await first.is_answered()
    stage.desks[101].picks = stage.busy
    await stage.dial(101, caller=DANA, name="Dana").is_over()
    await talk(first, 0.3)
