from datetime import UTC, datetime, timedelta

import pytest

from ringback.calls.robocalls import LOOKS_LIKE, SURE, block_of, score, shared_digits, signs, swarm

STRANGER: dict[str, object] = {
    "attestation": "", "shared_digits": 0, "other_businesses": 0, "hang_ups": 0, "bounces": 0,
}  # fmt: skip


def points(**known: object) -> int:
    return score(signs(**{**STRANGER, **known}))


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


NOON = datetime(2026, 11, 20, 18, tzinfo=UTC)


def called(*minutes: float, step: int = 10) -> dict[str, datetime]:
    return {f"+15125550{100 + n * step}": NOON + timedelta(minutes=at) for n, at in enumerate(minutes)}


@pytest.mark.parametrize(
    ("calls", "seen"),
    [
        ({}, (0, 0)),
        (called(0), (1, 1)),
        (called(0, 1, 2, 3, 4, 10), (6, 1)),
        (called(0, 1, 2, 3, 4, 10.1), (5, 1)),
        (called(0, 11, 22, 33, 44, 55), (1, 1)),
        (called(0, 20, 21, 22, 90), (3, 1)),
        (called(5, 3, 1, step=1), (3, 3)),
        (called(0, 20, 40, step=1), (1, 1)),
        (called(0, 1, step=1) | {"+15125550199": NOON}, (3, 2)),
    ],
)
def test_the_thickest_ten_minutes_of_a_block(calls: dict[str, datetime], seen: tuple[int, int]) -> None:
    assert swarm(calls) == seen


@pytest.mark.parametrize(
    ("caller", "block"),
    [
        ("+15125550142", "+15125550"),
        ("15125550142", "15125550"),  # as some companies write it
        ("anonymous", ""),
        ("+1512", ""),
        ("sip:dan@example.com", ""),
        ("", ""),
    ],
)
def test_numbers_are_given_out_by_the_thousand(caller: str, block: str) -> None:
    assert block_of(caller) == block


def test_numbers_in_a_row_are_not_counted_twice_while_they_are_neighbours() -> None:
    assert points(neighbours=2, block_in_a_row=3) == LOOKS_LIKE == points(block_in_a_row=3)
