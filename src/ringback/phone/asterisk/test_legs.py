"""What the dialplan does with a Local channel, and whether a telephone might do it, too."""

import pytest

from ringback.phone.asterisk.legs import AS_A_PHONE, Leg
from ringback.phone.asterisk.sightings import Channel

Step = tuple[str, str]


def plays_a_phone(*steps: Step) -> bool:
    leg = Leg(Channel("1.2", "Local/101@phones-00000001;2"), trunk=False)
    for application, data in steps:
        leg.went(application, data)
    return leg.plays_a_phone


@pytest.mark.parametrize("application", sorted(AS_A_PHONE))
def test_what_a_telephone_does_leaves_it_one(application: str) -> None:
    assert plays_a_phone((application, ""), ("Answer", ""), ("Wait", "10"))


@pytest.mark.parametrize("application", ["Playback", "VoiceMail", "Dial", "Queue", "Background", "AGI"])
def test_what_a_machine_does_makes_it_one_for_good(application: str) -> None:
    assert not plays_a_phone(("Answer", ""), (application, ""), ("Wait", "10"))


@pytest.mark.parametrize(
    ("steps", "phone"),
    [
        ([], False),  # a manager without the right to the dialplan's steps sees none
        ([("Answer", "")], False),
        ([("Answer", ""), ("Wait", "1")], False),  # so does a machine before it speaks
        ([("Answer", ""), ("Wait", "3")], True),
        ([("Answer", ""), ("Wait", "2.5")], False),
        ([("Answer", ""), ("Wait", "soon")], False),
        ([("Answer", ""), ("Wait", "1"), ("Hangup", "")], True),
        ([("Answer", ""), ("Echo", "")], True),
    ],
)
def test_it_counts_only_once_nothing_else_is_to_come(steps: list[Step], phone: bool) -> None:
    assert plays_a_phone(*steps) is phone
