"""What is played, last part: queues, voicemail, programs, calls to the outside, as they happen less often."""

from tests.asterisk.phones import answers, declines
from tests.asterisk.program import program
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

# --- queues ---


@scene(answered(136))
async def queue_in_turn_the_third_answers(stage: Stage) -> None:
    stage.desks[101].picks = declines("486 Busy Here", 0)
    stage.desks[102].picks = declines("603 Decline", 0.2)
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(136)
    await call.is_answered()
    await call.lasts(5)
    call.hang_up()


@scene(missed(136))
async def queue_in_turn_everybody_declines(stage: Stage) -> None:
    for desk in stage.desks.values():
        desk.picks = declines("603 Decline", 0.2)
    call = stage.dial(136)
    await call.is_answered()
    await call.lasts(5)
    call.hang_up()


@scene(answered(137))
async def queue_by_rank_the_second_answers(stage: Stage) -> None:
    stage.desks[101].picks = stage.busy
    stage.desks[102].picks = answers(0.4)
    call = stage.dial(137)
    await call.is_answered()
    await call.lasts(5.5)
    call.hang_up()


@scene(missed(138, voicemail=True))
async def queue_left_with_a_key_for_voicemail(stage: Stage) -> None:
    call = stage.dial(138)
    await press(call, "1", 1.0)
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(110, caller=DAN), answered(110, caller=DANA))
async def queue_two_wait_and_one_is_answered(stage: Stage) -> None:
    first = stage.dial(110, caller=DAN)
    await first.is_answered()
    second = stage.dial(110, caller=DANA, name="Dana")
    await second.is_answered()
    first.hang_up()
    await second.lasts(0.5)
    stage.desks[102].picks = answers(0.3)
    await second.lasts(5.0)
    second.hang_up()


@scene(internal("103", "400", accepted=True))
async def internal_call_to_a_queue(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    call = stage.desks[103].call("400")
    await call.is_answered()
    await call.lasts(1.5)
    call.hang_up()


# --- voicemail ---


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


# --- a program ---


@scene(missed(149))
async def a_program_answers_and_nobody_else(stage: Stage) -> None:
    async with program(stage) as shop:
        call = stage.dial(149)
        await shop.starts()
        await call.lasts(1.0)
        call.hang_up()
        await call.lasts(0.5)


@scene(answered(149))
async def a_program_connects_a_phone(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    async with program(stage) as shop:
        call = stage.dial(149)
        caller = await shop.starts()
        phone = await shop.rings(stage.switch, 101)
        await shop.connects(caller, phone)
        await call.lasts(0.8)
        call.hang_up()
        await call.lasts(0.5)
        for desk in stage.desks[101].calls.values():
            desk.hang_up()


@scene(missed(150))
async def a_program_rings_a_phone_in_vain(stage: Stage) -> None:
    async with program(stage) as shop:
        call = stage.dial(150)
        await shop.starts()
        await shop.asks("channels", endpoint=f"{stage.switch.tech}/101", app="shop", timeout="1")
        await call.lasts(1.8)
        call.cancel()
        await call.is_over()


@scene(missed(149, voicemail=True))
async def a_program_sends_the_caller_to_voicemail(stage: Stage) -> None:
    async with program(stage) as shop:
        call = stage.dial(149)
        await shop.sends_on(await shop.starts(), "sub-vm", "s-direct")
        await call.lasts(3.5)
        call.hang_up()
        await call.lasts(0.5)


@scene(answered(150))
async def a_program_connects_a_mobile(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    async with program(stage) as shop:
        call = stage.dial(150)
        caller = await shop.starts()
        number = f"{stage.switch.tech}/" + ("+15125550177@trunk" if stage.is_new else "trunk/+15125550177")
        await shop.asks("channels", endpoint=number, app="shop", timeout="4")
        mobile = await shop.starts()
        await shop.asks(f"channels/{caller}/answer")
        await shop.connects(caller, mobile)
        await call.lasts(0.8)
        call.hang_up()
        await call.lasts(0.5)
        for other in stage.carrier.calls.values():
            other.hang_up()


# --- out ---


@scene(outbound("101", "95125550177"))
async def click_to_call_and_the_other_side_does_not_answer(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.command(
        Action="Originate",
        Channel="Local/101@from-internal/n",
        Context="from-internal",
        Exten="95125550177",
        Priority="1",
        CallerID='"Click" <101>',
        Async="true",
    )
    await stage.waits(2.5)
    for call in stage.desks[101].calls.values():
        call.hang_up()


@scene(outbound("101", "95125550177"))
async def outbound_busy(stage: Stage) -> None:
    stage.carrier.picks = stage.busy
    await stage.desks[101].call("95125550177").is_over()


@scene(outbound("101", "95125550177"))
async def outbound_refused_by_the_carrier(stage: Stage) -> None:
    stage.carrier.picks = declines("503 Service Unavailable", 0)
    await stage.desks[101].call("95125550177").is_over()


@scene(outbound("101", "95125550177", accepted=True))
async def click_to_call_through_a_local_channel(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.carrier.picks = answers(0.5)
    stage.command(
        Action="Originate",
        Channel="Local/101@from-internal/n",
        Context="from-internal",
        Exten="95125550177",
        Priority="1",
        CallerID='"Click" <101>',
        Async="true",
    )
    await stage.waits(3)
    for call in stage.carrier.calls.values():
        call.hang_up()


@scene(missed(101), outbound("102", "95125550177", accepted=True), internal("103", "104", accepted=True))
async def three_directions_end_in_another_order(stage: Stage) -> None:
    stage.carrier.picks = answers(0.3)
    stage.desks[104].picks = answers(0.2)
    out, inside = stage.desks[102].call("95125550177"), stage.desks[103].call("104")
    await stage.waits(0.3)
    await together(give_up(stage.dial(101), 1.0), talk(out, 2.5), talk(inside, 0.4))
