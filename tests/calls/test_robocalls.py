import pytest

from ringback.calls.robocalls import LOOKS_LIKE, SURE, score, shared_digits, signs

STRANGER: dict[str, object] = {
    "attestation": "", "shared_digits": 0, "other_businesses": 0, "hang_ups": 0, "bounces": 0,
}  # fmt: skip


def points(**known: object) -> int:
    return score(signs(**{**STRANGER, **known}))  # type: ignore[arg-type]  # a table of signs


@pytest.mark.parametrize(
    ("known", "weight"),
    [
        ({}, 0),
        ({"attestation": "A"}, 0),
        ({"attestation": "B"}, 0),
        ({"attestation": "C"}, 1),
        ({"attestation": "failed"}, 2),
        ({"shared_digits": 5}, 0),
        ({"shared_digits": 6}, 1),
        ({"shared_digits": 9}, 1),
        ({"other_businesses": 2}, 0),
        ({"other_businesses": 3}, 2),
        ({"other_businesses": 6}, 4),
        ({"hang_ups": 1}, 1),
        ({"hang_ups": 2}, 1),
        ({"hang_ups": 3}, 3),
        ({"bounces": 4}, 2),
    ],
)
def test_what_each_sign_weighs(known: dict[str, object], weight: int) -> None:
    assert points(**known) == weight


def test_no_single_sign_is_enough_to_be_sure() -> None:
    alone = [points(**{name: most}) for name, most in (("other_businesses", 99), ("hang_ups", 99),
             ("bounces", 99), ("shared_digits", 10), ("attestation", "failed"))]  # fmt: skip
    assert max(alone) < SURE


def test_an_honest_neighbour_is_texted() -> None:
    """In a small town everybody's number begins like the plumber's, and old networks vouch for nobody."""
    assert points(shared_digits=8) < LOOKS_LIKE
    assert points(shared_digits=8, attestation="C") < LOOKS_LIKE


def test_the_usual_trick_is_held() -> None:
    assert points(shared_digits=6, attestation="failed") == LOOKS_LIKE


@pytest.mark.parametrize(
    ("caller", "line", "shared"),
    [
        ("+15125550111", "+15125550142", 8),
        ("+15125550142", "+15125550142", 10),
        ("+15125559111", "+15125550142", 6),
        ("+14155550111", "+15125550142", 0),
        ("+442079460018", "+442079460019", 0),
        ("+15125550111", "+442079460019", 0),
    ],
)
def test_digits_in_common(caller: str, line: str, shared: int) -> None:
    assert shared_digits(caller, line) == shared


def test_the_signs_are_said_in_the_owners_words() -> None:
    found = signs(attestation="failed", shared_digits=7, other_businesses=3, hang_ups=1, bounces=1)
    assert [sign.words for sign in found] == [
        "the network says that the number is not the caller's",
        "its number begins like yours",
        "it called 3 other businesses within the hour",
        "it hung up at once before",
        "an earlier text to it did not arrive",
    ]
