"""How long things took, as people say it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ringback.calls.store import Call, CallState
from ringback.calls.verdict import Evidence
from ringback.phone.events import Outcome
from ringback.retold import retold
from ringback.web.story import Known, Leg, tell

NOON = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
UNDER_WAY = Evidence(arrival_is_missed=False, press_needed=True, longest_ring=None, started_at=NOON)


def known(*, rang: float, outcome: Outcome) -> Known:
    ended = NOON + timedelta(seconds=rang)
    values: dict[str, Any] = dict.fromkeys(Call.__dataclass_fields__, "")  # the story reads only these:
    call = Call(**{**values, "state": CallState.OPEN, "first_heard_at": NOON, "evidence": UNDER_WAY})
    leg = Leg("Rosa", rang_at=NOON, answered_at=None, accepted_at=None, ended_at=ended, outcome=outcome)
    return Known(call, "Dan", [leg], None, None, [], "")


@pytest.mark.parametrize(
    ("rang", "outcome", "words"),
    [
        (4.99, Outcome.NO_ANSWER, "Rosa's phone rang for 5 seconds. Nobody answered."),
        (1.2, Outcome.DECLINED, "Rosa declined the call after 1 second."),
        (0, Outcome.BUSY, "Rosa's phone was busy."),
        (0, Outcome.FAILED, "Rosa's phone could not be reached."),
    ],
)
def test_a_phone_that_nobody_answered(rang: float, outcome: Outcome, words: str) -> None:
    told = tell(known(rang=rang, outcome=outcome), NOON)
    assert [line.words for line in told.lines] == ["Dan called.", words]


@pytest.mark.parametrize(
    ("outcome", "words", "spanish"),
    [
        (
            Outcome.NO_ANSWER,
            "Your phone (512) 555-0143 rang for 5 seconds. Nobody answered.",
            "Tu teléfono (512) 555-0143 sonó 5 segundos. Nadie contestó.",
        ),
        (
            Outcome.DECLINED,
            "Your phone (512) 555-0143 declined the call after 5 seconds.",
            "Tu teléfono (512) 555-0143 rechazó la llamada a los 5 segundos.",
        ),
    ],
)
def test_a_phone_that_is_nobodys_own_is_the_shops(outcome: Outcome, words: str, spanish: str) -> None:
    it = known(rang=5, outcome=outcome)
    leg = replace(it.legs[0], name="(512) 555-0143", is_someones=False)
    said = tell(replace(it, legs=[leg]), NOON).lines[1].words
    assert (said, retold(said, "es")) == (words, spanish)


def test_what_the_caller_said_after_the_tone_is_told() -> None:
    left = replace(known(rang=14, outcome=Outcome.NO_ANSWER), voicemail="My sink is leaking.")
    assert tell(left, NOON).lines[1].words == "Dan left a message: “My sink is leaking.”"
