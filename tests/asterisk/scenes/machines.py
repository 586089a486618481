"""What is played: machines that speak, ask and record, and people whom they bring in, or do not."""

from tests.asterisk.agi import menu
from tests.asterisk.phones import Call, answers
from tests.asterisk.program import program
from tests.asterisk.stage import DAN, Expected, Stage, answered, give_up, missed, press, scene, talk


@scene(answered(208))
async def menu_of_a_program_then_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    async with menu(stage):
        call = stage.dial(208)
        await press(call, "1", 0.8)
        await call.lasts(2.5)
        call.hang_up()
        await call.is_over()


@scene(missed(208))
async def menu_of_a_program_then_nobody_answers(stage: Stage) -> None:
    async with menu(stage):
        call = stage.dial(208)
        await press(call, "1", 0.8)
        await call.is_over()


@scene(missed(208))
async def menu_of_a_program_and_no_key(stage: Stage) -> None:
    async with menu(stage):
        await stage.dial(208).is_over()


@scene(missed(149))
async def a_program_speaks_by_itself(stage: Stage) -> None:
    """The sound goes to a machine elsewhere and comes from there."""
    async with program(stage) as shop:
        call = stage.dial(149)
        caller = await shop.starts()
        machine = await shop.asks(
            "channels/externalMedia", app="shop", external_host="127.0.0.1:9", format="ulaw"
        )
        await shop.connects(caller, machine["id"])
        await call.lasts(1.5)
        call.hang_up()
        await shop.ends(machine["id"])


@scene(answered(149))
async def a_program_speaks_by_itself_and_then_brings_in_a_person(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    async with program(stage) as shop:
        call = stage.dial(149)
        caller = await shop.starts()
        machine = await shop.asks(
            "channels/externalMedia", app="shop", external_host="127.0.0.1:9", format="ulaw"
        )
        await shop.connects(caller, machine["id"])
        await call.lasts(0.6)
        await shop.starts()  # the machine's own channel, which comes to the program, too
        phone = await shop.rings(stage.switch, 101)
        await shop.connects(caller, phone)
        await call.lasts(0.8)
        call.hang_up()
        await call.lasts(0.5)
        for desk in stage.desks[101].calls.values():
            desk.hang_up()
        await shop.ends(machine["id"])


@scene(missed(149))
async def a_program_plays_and_records_and_nobody_else_is_there(stage: Stage) -> None:
    async with program(stage) as shop:
        call = stage.dial(149)
        caller = await shop.starts()
        bridge = (await shop.asks("bridges", type="mixing"))["id"]
        await shop.asks(f"bridges/{bridge}/addChannel", channel=caller)
        await shop.asks(f"bridges/{bridge}/play", media="sound:beep")
        await shop.asks(f"bridges/{bridge}/record", name="message", format="wav")
        await shop.asks(f"channels/{caller}/snoop", app="shop", spy="both")
        await call.lasts(1.5)
        call.hang_up()
        await call.lasts(0.5)


@scene(missed(203))
async def queue_whose_mobile_presses_nothing(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    await talk(stage.dial(203), 5)


@scene(answered(203))
async def queue_whose_mobile_presses_one(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4, keys="1")
    await talk(stage.dial(203), 4)


@scene(missed(204))
async def queue_whose_agent_hangs_up_during_the_announcement(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=0.5)
    await talk(stage.dial(204), 4)


@scene(answered(215))
async def queue_whose_agent_goes_through_a_step_first(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    await talk(stage.dial(215), 5)


@scene(missed(215))
async def queue_whose_agent_hangs_up_during_the_step(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4, talks=0.6)
    await talk(stage.dial(215), 1.8)


@scene(answered(138))
async def queue_left_with_a_key_for_a_person(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(138)
    await press(call, "2", 1.2)
    await call.lasts(2.5)
    call.hang_up()
    await call.is_over()


@scene(missed(139))
async def phone_hangs_up_during_the_announcement_to_it(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=0.4)
    await stage.dial(139).is_over()


@scene(missed(205))
async def asked_whether_a_phone_is_free_and_nobody_answers(stage: Stage) -> None:
    await stage.dial(205).is_over()


@scene(answered(205))
async def asked_whether_a_phone_is_free_and_somebody_answers(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.5)
    await talk(stage.dial(205))


@scene(missed(206))
async def a_phone_is_told_that_somebody_waits(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.3)
    await stage.dial(206).is_over()


@scene(missed(210))
async def confirmed_mobile_beside_a_phone_presses_nothing(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    await stage.dial(210).is_over()


@scene(answered(210))
async def confirmed_mobile_beside_a_phone_presses_one(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4, keys="1")
    await talk(stage.dial(210), 1.0)


@scene(answered(210))
async def confirmed_mobile_is_asked_while_the_phone_answers(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    stage.desks[101].picks = answers(1.5)
    await talk(stage.dial(210), 1.0)
    await stage.waits(4)  # the switch hears of it only when it has stopped asking


@scene(missed(211))
async def refused_before_anything_rings(stage: Stage) -> None:
    await stage.dial(211, name="Spam").is_over()


@scene(answered(213))
async def answered_and_hung_up_at_once_and_then_another_phone_rings(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3, talks=0.9)
    await talk(stage.dial(213), 3)


@scene(missed(214, voicemail=True))
async def message_to_be_reviewed_and_hung_up(stage: Stage) -> None:
    call = stage.dial(214)
    await call.is_answered()
    await call.lasts(7.5)  # until the beep
    await press(call, "#", 2.5)
    await call.lasts(1.0)
    call.hang_up()
    await call.is_over()


@scene(missed(101))
async def phone_that_does_not_even_ring(stage: Stage) -> None:
    async def only_hears_of_it(call: Call) -> None:
        call.hear()

    stage.desks[101].picks = only_hears_of_it
    await stage.dial(101).is_over()


@scene(Expected(DAN, ""))
async def no_number_is_dialled_and_nobody_answers(stage: Stage) -> None:
    await give_up(stage.carrier.call("s", caller=DAN, name="Dan"), 1.0)
