"""What is played: calls that a program answers, places, redirects or connects."""

from tests.asterisk.phones import answers
from tests.asterisk.program import program
from tests.asterisk.stage import DAN, Stage, answered, missed, outbound, scene


@scene(outbound("101", "95125550177", accepted=True))
async def click_to_call(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.carrier.picks = answers(0.5)
    stage.command(
        Action="Originate",
        Channel=f"{stage.switch.tech}/101",
        Context="from-internal",
        Exten="95125550177",
        Priority="1",
        CallerID='"Click" <101>',
        Async="true",
    )
    await stage.waits(3)
    for call in stage.carrier.calls.values():
        call.hang_up()


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


@scene(missed(101))
async def caller_played_by_the_switch_not_answered(stage: Stage) -> None:
    plays_a_caller(stage, 101)
    await stage.waits(5)


@scene(answered(101))
async def caller_played_by_the_switch_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, talks=1.5)
    plays_a_caller(stage, 101)
    await stage.waits(4)


@scene(answered(101))
async def redirected_after_it_was_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(101)
    await call.is_answered()
    await call.lasts(0.5)
    await redirects(stage, "from-internal", "103")
    await call.lasts(2)
    call.hang_up()


@scene(answered(168))
async def redirected_to_a_phone_that_answers(stage: Stage) -> None:
    stage.desks[103].picks = answers(0.4)
    call = stage.dial(168)
    await call.is_answered()
    await call.lasts(0.5)
    await redirects(stage, "from-internal", "103")
    await call.lasts(2)
    call.hang_up()


@scene(missed(168))
async def redirected_to_a_phone_that_does_not_answer(stage: Stage) -> None:
    call = stage.dial(168)
    await call.is_answered()
    await call.lasts(0.5)
    await redirects(stage, "from-internal", "103")
    await call.lasts(2)
    call.hang_up()


@scene(missed(102))
async def redirected_while_it_rings_to_the_closing_words(stage: Stage) -> None:
    call = stage.dial(102)
    await call.rings()
    await call.lasts(0.5)
    await redirects(stage, "timeconditions", "1")
    await call.is_over()


@scene(answered(168))
async def connected_by_a_program_with_a_waiting_phone(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.2)
    call = stage.dial(168)
    await call.is_answered()
    stage.command(
        Action="Originate",
        Channel=f"{stage.switch.tech}/102",
        Application="Wait",
        Data="6",
        Async="true",
    )
    await call.lasts(1.0)
    caller, phone = await stage.channel("trunk"), await stage.channel("102")
    stage.command(Action="Bridge", Channel1=caller, Channel2=phone)
    await call.lasts(1.5)
    call.hang_up()
    await stage.waits(0.5)
    for desk in stage.desks[102].calls.values():
        desk.hang_up()


@scene(missed(168))
async def a_phone_is_called_by_a_program_while_somebody_waits(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.2)
    call = stage.dial(168)
    await call.is_answered()
    stage.command(
        Action="Originate",
        Channel=f"{stage.switch.tech}/102",
        Application="Wait",
        Data="2",
        Async="true",
    )
    await call.lasts(1.5)
    call.hang_up()
    await stage.waits(1.5)


@scene(answered(110))
async def caller_played_by_the_switch_waits_in_a_queue(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.8, talks=1.5)
    plays_a_caller(stage, 110)
    await stage.waits(5)


def plays_a_caller(stage: Stage, number: int) -> None:
    """As a call that comes in, without a carrier: whoever tests a dialplan does it so."""
    stage.command(
        Action="Originate",
        Channel=f"Local/+15125550{number}@from-trunk/n",
        Application="Wait",
        Data="5",
        CallerID=f'"Dan" <{DAN}>',
        Async="true",
    )


async def redirects(stage: Stage, context: str, exten: str) -> None:
    channel = await stage.channel("trunk")
    stage.command(Action="Redirect", Channel=channel, Context=context, Exten=exten, Priority="1")
