"""The scenarios, each with what must come of it. All begin on a Friday morning, the shop being open."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from ringback.cli.scenarios.stage import FRIDAY_MORNING, Stage
from ringback.cli.scenarios.story import Ending
from ringback.simulator.handset import Habit
from ringback.simulator.people import DAN

Play = Callable[[Stage], Awaitable[None]]

MINUTE: Final = timedelta(minutes=1)
FRIDAY_NIGHT: Final = datetime(2026, 11, 21, 3, 15, tzinfo=UTC)  # 9:15 PM at the shop
TEXTED: Final = Ending(("text",), ("missed_call",), ("delivered",), ())


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    title: str
    play: Play
    must_end: Ending
    start: datetime = FRIDAY_MORNING


async def _missed(stage: Stage) -> None:
    stage.rosa.habit = Habit.RING_ON
    await stage.dials()
    await stage.passes(3 * MINUTE)


async def _answered(stage: Stage) -> None:
    stage.rosa.habit, stage.rosa.talks_for = Habit.ANSWER, 2 * MINUTE
    await stage.dials()
    await stage.passes(5 * MINUTE)


async def _busy(stage: Stage) -> None:
    stage.rosa.habit = Habit.BUSY
    await stage.dials()
    await stage.passes(3 * MINUTE)


async def _voicemail_picks_up(stage: Stage) -> None:
    stage.rosa.habit, stage.rosa.after = Habit.VOICEMAIL, timedelta(seconds=10)
    await stage.dials()
    await stage.passes(3 * MINUTE)


async def _hung_up_early(stage: Stage) -> None:
    stage.rosa.habit = Habit.RING_ON
    await stage.dials()
    await stage.passes(timedelta(seconds=2))
    await stage.hangs_up()
    await stage.passes(3 * MINUTE)


async def _repeat_caller(stage: Stage) -> None:
    await _missed(stage)
    await stage.passes(7 * MINUTE)
    await _missed(stage)


async def _stop(stage: Stage) -> None:
    await _missed(stage)
    await stage.texts("Stop please")
    await stage.passes(10 * MINUTE)
    await _missed(stage)


async def _duplicate_webhooks(stage: Stage) -> None:
    stage.carrier.faults.copies = 3
    stage.warn("The carrier has a bad day: it will tell everything three times.")
    await _missed(stage)


async def _reordered_webhooks(stage: Stage) -> None:
    stage.carrier.faults.shuffled = True
    stage.warn("The carrier has a bad day: it will tell the end of the call first.")
    await _missed(stage)


async def _lost_final_webhook(stage: Stage) -> None:
    stage.carrier.faults.lost = frozenset({"ringing.ended", "call.ended"})
    stage.warn("The carrier has a bad day: it will not tell that the call is over.")
    await _missed(stage)


async def _carrier_5xx(stage: Stage) -> None:
    stage.carrier.faults.refuse_texts = 2
    stage.warn("The carrier has a bad day: it will refuse two texts.")
    await _missed(stage)


async def _carrier_answer_lost(stage: Stage) -> None:
    stage.carrier.faults.cut_answers = 1
    stage.carrier.faults.lost = frozenset({"text.status"})
    stage.warn("The carrier has a bad day: an answer of its will get lost, and all delivery reports.")
    await _missed(stage)


async def _landline(stage: Stage) -> None:
    stage.carrier.faults.landlines.add(DAN)
    stage.warn("Dan calls from a landline.")
    await _missed(stage)


SCENARIOS: Final = (
    Scenario("missed", "Nobody answers. Dan gets one text.", _missed, TEXTED),
    Scenario(
        "answered", "Rosa takes the call. Dan gets no text.", _answered, Ending(("answered",), (), (), ())
    ),
    Scenario("busy", "Rosa is on another call. Dan gets one text.", _busy, TEXTED),
    Scenario(
        "voicemail-picks-up",
        "Rosa's own voicemail picks up, which is no answer. Dan gets one text.",
        _voicemail_picks_up,
        TEXTED,
    ),
    Scenario(
        "hung-up-early",
        "Dan hangs up after two seconds: a slip of the finger. He gets no text.",
        _hung_up_early,
        Ending(("skip: hung_up_early",), (), (), ()),
    ),
    Scenario(
        "repeat-caller",
        "Dan calls again after ten minutes. He gets one text, not two, and Rosa is asked to call back.",
        _repeat_caller,
        Ending(("text", "call_back: repeat"), ("missed_call",), ("delivered",), ("call_back",)),
    ),
    Scenario(
        "after-hours",
        "Dan calls at night. The text says when the shop opens.",
        _missed,
        TEXTED,
        start=FRIDAY_NIGHT,
    ),
    Scenario(
        "stop",
        "Dan asks for no more texts. He gets one confirmation, then silence, also after his next call.",
        _stop,
        Ending(
            ("text", "call_back: opted_out"),
            ("missed_call", "confirmation"),
            ("delivered", "delivered"),
            ("call_back",),
        ),
    ),
    Scenario("duplicate-webhooks", "The carrier tells everything three times.", _duplicate_webhooks, TEXTED),
    Scenario("reordered-webhooks", "The carrier tells the end first.", _reordered_webhooks, TEXTED),
    Scenario(
        "lost-final-webhook",
        "The carrier never says that the call is over. Ringback finds out by itself.",
        _lost_final_webhook,
        TEXTED,
    ),
    Scenario(
        "carrier-5xx",
        "The carrier refuses the text twice. Ringback tries again until it is taken, once.",
        _carrier_5xx,
        TEXTED,
    ),
    Scenario(
        "carrier-answer-lost",
        "The carrier takes the text, but its answer is lost. Ringback looks it up and never sends it twice.",
        _carrier_answer_lost,
        Ending(("text",), ("missed_call",), ("accepted",), ()),
    ),
    Scenario(
        "landline",
        "Dan's phone is a landline. No text can arrive, so Rosa is asked to call back.",
        _landline,
        Ending(("text",), (), ("undelivered",), ("call_back",)),
    ),
)
