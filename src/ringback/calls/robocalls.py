"""Does this call look like a robocall? Signs are weighed, because each is true of some real customers, too.

A plumber's neighbours do have numbers like his, and who needs a plumber now does call five of them.

What a missing signature would say is nothing: many honest calls come over old networks that sign none.
"""

from typing import NamedTuple

LOOKS_LIKE = 3  # points from which on a person is asked before a text goes out
SURE = 6  # points from which on nobody is asked


class Sign(NamedTuple):
    points: int
    words: str  # "it hung up at once 3 times before": for the owner, without a number


class Step(NamedTuple):
    """So many of them weigh so much."""

    at_least: int
    points: int


SHARED_DIGITS = 6  # area code and exchange: callers believe what looks like next door, so machines pretend it
OTHER_BUSINESSES = (Step(6, 4), Step(3, 2))  # of this installation, within the hour
HANG_UPS = (Step(3, 3), Step(1, 1))  # earlier calls that ended before anybody could have picked up
NEIGHBOURS = (Step(2, 3),)  # numbers beside it that called within the hour: a machine that counts
BESIDE = 5  # so near is beside
BOUNCES = (Step(1, 2),)  # earlier texts that did not arrive


def signs(
    *,
    attestation: str,
    shared_digits: int,
    other_businesses: int,
    hang_ups: int,
    bounces: int,
    neighbours: int = 0,
) -> tuple[Sign, ...]:
    """What speaks for a machine. `attestation` as in `phone.events.CallStarted`."""
    weighed = (
        Sign(_ATTESTATION.get(attestation, 0), _SAID_OF.get(attestation, "")),
        Sign(int(shared_digits >= SHARED_DIGITS), "its number begins like yours"),
        Sign(
            _points(OTHER_BUSINESSES, other_businesses),
            f"it called {other_businesses} other businesses within the hour",
        ),
        Sign(_points(HANG_UPS, hang_ups), f"it hung up at once{_times(hang_ups)} before"),
        Sign(_points(NEIGHBOURS, neighbours), f"{neighbours} numbers beside it called within the hour"),
        Sign(_points(BOUNCES, bounces), "an earlier text to it did not arrive"),
    )
    return tuple(sign for sign in weighed if sign.points)


def score(found: tuple[Sign, ...]) -> int:
    return sum(sign.points for sign in found)


def beside(caller: str) -> list[str]:
    """The numbers just below and above one in E.164; none for a caller who shows no such number."""
    digits = caller.removeprefix("+")
    if not caller.startswith("+") or not (digits.isascii() and digits.isdigit()):
        return []
    near = range(max(0, int(digits) - BESIDE), int(digits) + BESIDE + 1)
    return [f"+{number}" for number in near if number != int(digits)]


def shared_digits(caller: str, line: str) -> int:
    """How many digits two numbers (E.164) of one country begin with in common, after the country code.

    Only for North America, where these digits are a place; elsewhere 0.
    """
    if not (caller.startswith("+1") and line.startswith("+1")):
        return 0
    pairs = zip(caller[2:], line[2:], strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), len(line) - 2)


_ATTESTATION = {"failed": 2, "C": 1}
_SAID_OF = {
    "failed": "the network says that the number is not the caller's",
    "C": "the network does not know where the call comes from",
}


def _points(steps: tuple[Step, ...], count: int) -> int:
    return next((step.points for step in steps if count >= step.at_least), 0)


def _times(count: int) -> str:
    return "" if count == 1 else f" {count} times"
