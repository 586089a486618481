"""What is played, odd ones: other ways in, and calls that a program or a key of the phone sends about."""

from tests.asterisk.phones import Call, answers, declines, sends_on
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

# --- other ways in ---


@scene(missed(101))
async def from_an_address_nobody_named_not_answered(stage: Stage) -> None:
    await stage.guest.call("+15125550101", caller=DAN, name="Dan").is_over()


@scene(answered(102))
async def from_an_address_nobody_named_answered(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.4)
    await talk(stage.guest.call("+15125550102", caller=DAN, name="Dan"))


@scene(missed(101))
async def caller_played_by_the_switch_not_answered(stage: Stage) -> None:
    plays_a_caller(stage, 101)
    await stage.waits(5)


@scene(answered(101))
async def caller_played_by_the_switch_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5, talks=1.5)
    plays_a_caller(stage, 101)
    await stage.waits(4)


@scene(answered(110))
async def caller_played_by_the_switch_waits_in_a_queue(stage: Stage) -> None:
    stage.desks[102].picks = answers(0.8, talks=1.5)
    plays_a_caller(stage, 110)
    await stage.waits(5)


@scene(answered(101, caller="anonymous"))
async def hidden_number_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    await talk(stage.dial(101, hidden=True))


@scene(missed(106, caller="anonymous", voicemail=True))
async def hidden_number_voicemail_left(stage: Stage) -> None:
    call = stage.dial(106, hidden=True)
    await call.is_answered()
    await call.lasts(3)
    call.hang_up()


@scene(missed(101, caller="15125550161"), missed(101, caller="15125550161"))
async def same_caller_again_after_a_second(stage: Stage) -> None:
    await give_up(stage.dial(101, caller="15125550161"), 0.5)
    await stage.waits(1)
    await stage.dial(101, caller="15125550161").is_over()


# --- phones and the dialplan ---


@scene(missed(157))
async def all_phones_unplugged(stage: Stage) -> None:
    await stage.dial(157).is_over()


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


@scene(answered(159))
async def both_go_on_to_a_conference(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(159)
    await call.is_answered()
    await call.lasts(2)
    call.hang_up()
    desk_call(stage, 101).hang_up()


@scene(missed(160, voicemail=True))
async def who_picks_up_sends_the_caller_to_voicemail(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    call = stage.dial(160)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(161, voicemail=True))
async def caller_presses_a_key_while_it_rings(stage: Stage) -> None:
    call = stage.dial(161)
    await press(call, "1", 1.0)
    await call.lasts(3.5)
    call.hang_up()


@scene(missed(164, voicemail=True))
async def queue_whose_agents_voicemail_takes_the_call(stage: Stage) -> None:
    call = stage.dial(164)
    await press(call, "#", 1.7)  # skips the greeting
    await call.lasts(3)
    call.hang_up()


@scene(answered(163))
async def queue_with_announcements_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(1.0)
    call = stage.dial(163)
    await call.is_answered()
    await call.lasts(4)
    call.hang_up()


@scene(missed(163))
async def queue_with_announcements_left(stage: Stage) -> None:
    call = stage.dial(163)
    await call.is_answered()
    await call.lasts(4)
    call.hang_up()


@scene(answered(165))
async def sent_to_another_of_our_numbers_answered(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.5)
    await talk(stage.dial(165))


@scene(missed(165))
async def sent_to_another_of_our_numbers_not_answered(stage: Stage) -> None:
    await stage.dial(165).is_over()


@scene(answered(166))
async def sent_out_by_the_dialplan_answered(stage: Stage) -> None:
    stage.carrier.picks = answers(0.5)
    await talk(stage.dial(166))


@scene(missed(166))
async def sent_out_by_the_dialplan_not_answered(stage: Stage) -> None:
    await give_up(stage.dial(166), 1.5)


@scene(missed(167))
async def only_recorded_without_a_box(stage: Stage) -> None:
    await stage.dial(167).is_over()


@scene(missed(169, voicemail=True))
async def phone_and_mobile_are_both_asked_and_say_nothing(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.3)
    stage.carrier.picks = answers(0.5)
    call = stage.dial(169)
    await call.is_answered()
    await call.lasts(3.5)
    call.hang_up()


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


@scene(answered(101))
async def phone_forwards_to_one_that_forwards_to_one_that_answers(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("102")
    stage.desks[102].picks = sends_on("103")
    stage.desks[103].picks = answers(0.4)
    await talk(stage.dial(101))


@scene(missed(102))
async def one_forwards_to_a_busy_mobile_and_the_rest_ring(stage: Stage) -> None:
    stage.desks[101].picks = sends_on("95125550177")
    stage.carrier.picks = declines("486 Busy Here", 0.2)
    await stage.dial(102).is_over()


# --- sent about by keys of the phone ---


@scene(answered(127))
async def sent_on_by_keys_to_one_who_answers(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    await keyed(desk_call(stage, 101), "#1103")
    await call.lasts(5)
    call.hang_up()


@scene(answered(127))
async def handed_over_by_keys(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    stage.desks[103].picks = answers(0.5)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    desk = desk_call(stage, 101)
    await keyed(desk, "*2103")
    await desk.lasts(5)
    desk.hang_up()
    await call.lasts(1.5)
    call.hang_up()


@scene(answered(127))
async def handed_over_by_keys_to_nobody_and_back(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    desk = desk_call(stage, 101)
    await keyed(desk, "*2103")
    await desk.lasts(9)
    call.hang_up()
    await call.is_over()


@scene(answered(127))
async def parked_by_keys_and_never_fetched(stage: Stage) -> None:
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.5)
    await keyed(desk_call(stage, 101), "#1700")
    await call.lasts(4)
    call.hang_up()


@scene(answered(127), internal("101", "103"))
async def handed_over_while_it_still_rings(stage: Stage) -> None:
    """A person spoke with the caller, and then somebody else does not come."""
    stage.desks[101].picks = answers(0.4)
    call = stage.dial(127)
    await call.is_answered()
    await call.lasts(0.4)
    asked = stage.desks[101].call("103")
    await asked.rings()
    desk_call(stage, 101).transfer_to(asked)
    await call.lasts(2.0)
    call.hang_up()
    asked.hang_up()


# --- sent about by a program ---


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


@scene(outbound("102", "95125550177", accepted=True))
async def outbound_and_handed_to_a_colleague(stage: Stage) -> None:
    stage.carrier.picks = answers(0.4)
    stage.desks[103].picks = answers(0.4)
    call = stage.desks[102].call("95125550177")
    await call.is_answered()
    await call.lasts(0.6)
    call.transfer("103")
    await stage.waits(2)
    for out in stage.carrier.calls.values():
        out.hang_up()


@scene(outbound("101", "95125550177"), answered(102), missed(101, caller=DANA))
async def three_ways_and_one_is_missed(stage: Stage) -> None:
    stage.carrier.picks = declines("480 Temporarily Unavailable", 1.0)
    stage.desks[102].picks = answers(0.6)
    out = stage.desks[101].call("95125550177")
    await together(
        out.is_over(),
        talk(stage.dial(102), 1.2),
        give_up(stage.dial(101, caller=DANA, name="Dana"), 1.4),
    )


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


def desk_call(stage: Stage, number: int) -> Call:
    return next(iter(stage.desks[number].calls.values()))


async def keyed(call: Call, keys: str) -> None:
    for key in keys:
        call.press(key)
        await call.lasts(0.25)


async def redirects(stage: Stage, context: str, exten: str) -> None:
    channel = await stage.channel("trunk")
    stage.command(Action="Redirect", Channel=channel, Context=context, Exten=exten, Priority="1")
