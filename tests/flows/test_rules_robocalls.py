"""What looks like a machine is not texted before a person has said so."""

from pathlib import Path

import pytest

from ringback.calls import store as calls
from ringback.flows.missed_call import text_anyway
from ringback.messages.store import State
from ringback.tasks.store import TaskKind
from tests.cast import CAROLS_LINE, CAROLS_SHOP, DAN
from tests.world import Shop, open_line, shop

STRANGER = "+14155550133"  # begins like no line of ours


async def misses(rosas: Shop, call: str = "CA1", caller: str = DAN, line: str = "", **said: str) -> None:
    query = {"CallSid": call, "AccountSid": "AC00000000000000000000000000000000", "From": caller}
    query["To"] = rosas.line.number
    for kind, more in (
        ("voice", {"CallStatus": "ringing", "Direction": "inbound", **said}),
        ("dial_done", {"DialCallStatus": "no-answer", "CallStatus": "in-progress"}),
        ("voice_status", {"CallStatus": "completed", "CallDuration": "9"}),
    ):
        assert (await rosas.webhook(kind, line=line, **query, **more))[0] == 200
        await rosas.after(10 if kind == "voice" else 0)


async def hangs_up_at_once(rosas: Shop, call: str, caller: str) -> None:
    await rosas.rings(call, caller)
    await rosas.after(1)
    await rosas.call("voice_status", call, caller=caller, CallStatus="canceled", CallDuration="0")
    await rosas.after(60)


async def test_neighbours_number_that_is_not_the_callers_is_held(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await misses(rosas, StirVerstat="TN-Validation-Failed-C")
        await rosas.after(60)
        assert rosas.sent == []
        assert [(task.kind, task.sentence) for task in await rosas.tasks()] == [
            (
                TaskKind.CALL_BACK,
                "Held: this looks like a robocall: the network says that the number is not the caller's and "
                "its number begins like yours. Text anyway?",
            )
        ]
        assert ((await rosas.receipt()).verdict, (await rosas.receipt()).reason) == ("hold", "robocall")


@pytest.mark.parametrize(
    "verified", ["TN-Validation-Passed-A", "TN-Validation-Passed-C", "No-TN-Validation", ""]
)
async def test_neighbour_who_is_not_known_to_lie_is_texted(tmp_path: Path, verified: str) -> None:
    async with shop(tmp_path) as rosas:
        await misses(rosas, StirVerstat=verified)
        await rosas.after(60)
        assert (len(rosas.sent), await rosas.tasks()) == (1, [])


async def test_number_that_hung_up_at_once_three_times_is_held(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for call in ("CA1", "CA2", "CA3"):
            await hangs_up_at_once(rosas, call, STRANGER)
        await misses(rosas, "CA4", STRANGER)
        await rosas.after(60)
        assert (rosas.sent, (await rosas.receipt()).verdict) == ([], "hold")


async def test_number_that_calls_six_businesses_at_once_is_neither_texted_nor_a_task(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for n in range(6):
            other = await rosas.ringback.db.run(
                open_line, rosas.company.base, {}, name=f"Shop {n}", number=f"+1512555016{n}"
            )
            await misses(rosas, f"CX{n}", STRANGER, line=other.id)
        await misses(rosas, "CA1", STRANGER, StirVerstat="TN-Validation-Failed-A")
        sent = len(rosas.sent)
        await rosas.after(60)
        assert (len(rosas.sent), await rosas.tasks()) == (sent, [])
        receipt = await rosas.receipt()
        assert (receipt.verdict, receipt.reason) == ("skip", "robocall")


async def test_known_caller_is_texted_whatever_the_network_says(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.texts_in("Do you fix boilers?")
        await rosas.after(30 * 3600)
        await misses(rosas, StirVerstat="TN-Validation-Failed-C")
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def test_owner_who_does_not_mind_texts_everybody(tmp_path: Path) -> None:
    async with shop(tmp_path, policy={"hold_robocalls": False}) as rosas:
        await misses(rosas, StirVerstat="TN-Validation-Failed-C")
        await rosas.after(60)
        assert len(rosas.sent) == 1


async def held(rosas: Shop) -> str:
    await misses(rosas, StirVerstat="TN-Validation-Failed-C")
    await rosas.after(60)
    return (await rosas.calls())[0].id


async def test_a_person_may_say_text_anyway(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call = await held(rosas)
        await rosas.after(1800)
        assert await rosas.ringback.db.run(text_anyway, rosas.line.account_id, call)
        assert not await rosas.ringback.db.run(text_anyway, rosas.line.account_id, call)
        await rosas.after(10)
        assert [text.state for text in await rosas.texts()] == [State.ACCEPTED]
        assert (len(rosas.sent), await rosas.tasks()) == (1, [])


async def test_who_opted_out_meanwhile_is_not_texted_anyway(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call = await held(rosas)
        await rosas.texts_in("STOP")
        await rosas.after(5)
        sent = len(rosas.sent)
        await rosas.ringback.db.run(text_anyway, rosas.line.account_id, call)
        await rosas.after(60)
        assert len(rosas.sent) == sent


async def test_only_a_held_call_of_this_business_is_texted_anyway(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        call = await held(rosas)
        run = rosas.ringback.db.run
        carols = await run(open_line, rosas.company.base, {}, name="Carol's", number="+15125550182")
        assert not await run(text_anyway, carols.account_id, call)
        assert not await run(text_anyway, rosas.line.account_id, "call_unknown")


async def test_what_the_network_says_is_kept_with_the_call(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await rosas.call("voice_status", CallStatus="completed", CallDuration="9")
        await misses(
            rosas, StirVerstat="TN-Validation-Passed-B", CallerName="MILLER DAN", ForwardedFrom="+15125550155"
        )
        call = await rosas.ringback.db.read(calls.get, (await rosas.calls())[0].id)
        assert call is not None
        assert (call.caller, call.caller_name, call.forwarded_from, call.attestation) == (
            DAN, "MILLER DAN", "+15125550155", "B",
        )  # fmt: skip


async def test_numbers_that_call_in_a_row_are_held_from_the_third_on(tmp_path: Path) -> None:
    """Whoever makes a phone system call from number after number has us text for money, or bombs somebody."""
    async with shop(tmp_path) as rosas:
        for last in range(160, 166):
            await misses(rosas, f"CA{last}", f"+15125550{last}")
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == ["+15125550160", "+15125550161"]
        sentences = [task.sentence for task in await rosas.tasks()]
        assert len(sentences) == 3
        assert "2 numbers beside it called within the hour" in sentences[0]
        sixth = await rosas.receipt()
        assert (sixth.verdict, sixth.reason) == ("skip", "robocall")
        assert "6 new numbers that begin like it called within ten minutes" in sixth.sentence


async def test_new_numbers_of_one_block_are_held_for_a_day_from_the_sixth_on(tmp_path: Path) -> None:
    """They are no neighbours, so each looks like anybody; together they are a machine."""
    async with shop(tmp_path) as rosas:
        for last in range(100, 170, 10):
            await misses(rosas, f"CA{last}", f"+15125550{last}")
        await rosas.after(60)
        assert len(rosas.sent) == 5
        assert (await rosas.receipt()).sentence == (
            "Held: this looks like a robocall: its number begins like yours and 7 new numbers that begin "
            "like it called within ten minutes. Text anyway?"
        )
        await rosas.after(23 * 3600)
        await misses(rosas, "CA7", "+15125550178")
        await rosas.after(60)
        assert len(rosas.sent) == 5
        await rosas.after(2 * 3600)
        await misses(rosas, "CA8", "+15125550189")
        await misses(rosas, "CA9", "+15125550100")  # not new any more
        await rosas.after(60)
        assert len(rosas.sent) == 7


async def test_customers_of_one_block_who_call_one_after_the_other_are_texted(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        for last in range(100, 170, 10):
            await misses(rosas, f"CA{last}", f"+15125550{last}")
            await rosas.after(180)
        assert len(rosas.sent) == 7


async def test_a_row_counts_across_businesses_and_for_a_day(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        carols = await rosas.ringback.db.run(
            open_line, rosas.company.base, {}, name=CAROLS_SHOP, number=CAROLS_LINE
        )
        await misses(rosas, "CA1", "+15125550160", carols.id)
        await misses(rosas, "CA2", "+15125550162")
        await misses(rosas, "CA3", "+15125550161", carols.id)
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == ["+15125550160", "+15125550162"]
        await rosas.after(3700)
        await misses(rosas, "CA4", "+15125550163")
        await rosas.after(60)
        assert len(rosas.sent) == 2
        assert (
            "3 numbers in a row called within ten minutes, and it begins like them"
            in (await rosas.receipt()).sentence
        )
        await rosas.after(23 * 3600)
        await misses(rosas, "CA5", "+15125550164")
        await rosas.after(60)
        assert [to for to, _ in rosas.sent][2:] == ["+15125550164"]


async def test_caller_of_the_same_block_who_shows_no_number_stops_no_decision(tmp_path: Path) -> None:
    async with shop(tmp_path) as rosas:
        await misses(rosas, "CA1", f"{STRANGER[:-3]}1x1")
        await misses(rosas, "CA2", STRANGER)
        await rosas.after(60)
        assert [to for to, _ in rosas.sent] == [STRANGER]
