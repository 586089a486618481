"""What only Vonage says of a call."""

from tests.contract.verdicts import judged

from ringback.calls.verdict import Missed
from ringback.phone.events import Outcome
from ringback.phone.vonage.tests import CASE


def test_a_caller_who_hangs_up_while_it_rings_is_told_from_one_who_waits() -> None:
    missed = judged(CASE, ["call_started__plain", "leg_ended__cancelled", "call_ended__completed"])
    assert isinstance(missed, Missed)
    assert missed.outcome is Outcome.HUNG_UP
