"""Does this call look like a robocall? Signs are weighed, because each is true of some real customers, too.

A plumber's neighbours have numbers like his, and somebody who needs a plumber now may call five of them. A
missing signature (attestation) is no sign: many honest calls come over old networks that sign nothing.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

LOOKS_LIKE = 3  # from so many points on a member is asked before a text leaves
SURE = 6  # from so many points on nobody is asked, and nothing is sent


class Sign(NamedTuple):
    points: int
    words: str  # "it hung up at once 3 times before": for the owner, without a number


class Step(NamedTuple):
    """From `at_least` of them on, they count `points`."""

    at_least: int
    points: int


SHARED_DIGITS = 6  # area code and exchange: people answer a number from next door, so machines pretend one
OTHER_BUSINESSES = (Step(6, 4), Step(3, 2))  # of this installation, within the hour
HANG_UPS = (Step(3, 3), Step(1, 1))  # earlier calls that ended before anybody could have picked up
NEIGHBOURS = (Step(2, 3),)  # numbers next to it that called within the hour: a machine that counts up
BESIDE = 5  # up to so far from it is next to it
BLOCK_CALLERS = (Step(20, 6), Step(6, 4))  # new numbers of one block, within ten minutes of the last day
IN_A_ROW = (Step(3, 3),)  # of them, such as follow each other
AT_ONCE = timedelta(minutes=10)
LAST_OF_BLOCK = 3  # digits
BOUNCES = (Step(1, 2),)  # earlier texts that did not arrive


@lru_cache(maxsize=1024)  # asked several times about one call, and most callers show the same few
def signs(
    *,
    attestation: str,
    shared_digits: int,
    other_businesses: int,
    hang_ups: int,
    bounces: int,
    neighbours: int = 0,
    block_callers: int = 0,
    block_in_a_row: int = 0,
) -> tuple[Sign, ...]:
    """The signs of a machine. `attestation` as in `phone.events.CallStarted`."""
    beside_it = _points(NEIGHBOURS, neighbours)
    weighed = (
        Sign(_ATTESTATION.get(attestation, 0), _SAID_OF.get(attestation, "")),
        Sign(int(shared_digits >= SHARED_DIGITS), "its number begins like yours"),
        Sign(
            _points(OTHER_BUSINESSES, other_businesses),
            f"it called {other_businesses} other businesses within the hour",
        ),
        Sign(_points(HANG_UPS, hang_ups), f"it hung up at once{_times(hang_ups)} before"),
        Sign(beside_it, f"{neighbours} numbers beside it called within the hour"),
        Sign(
            _points(BLOCK_CALLERS, block_callers),
            f"{block_callers} new numbers that begin like it called within ten minutes",
        ),
        Sign(
            0 if beside_it else _points(IN_A_ROW, block_in_a_row),  # the same thing, seen for longer
            f"{block_in_a_row} numbers in a row called within ten minutes, and it begins like them",
        ),
        Sign(_points(BOUNCES, bounces), "an earlier text to it did not arrive"),
    )
    return tuple(sign for sign in weighed if sign.points)


def score(found: tuple[Sign, ...]) -> int:
    return sum(sign.points for sign in found)


def beside(caller: str) -> range:
    """The numbers around one in E.164, with it, as integers; none for a caller who shows no such number."""
    digits = caller.removeprefix("+")
    if not caller.startswith("+") or not (digits.isascii() and digits.isdigit()):
        return range(0)
    return range(max(0, int(digits) - BESIDE), int(digits) + BESIDE + 1)


@lru_cache(maxsize=1024)  # each new number of a block is compared with all others there
def block_of(caller: str) -> str:
    """What all numbers of a caller's block begin with; "" for a caller who shows no such number.

    Carriers get numbers by the thousand, so it is all but the last three digits.
    """
    digits = caller.removeprefix("+")
    return caller[:-LAST_OF_BLOCK] if digits.isascii() and digits.isdigit() and len(digits) >= 10 else ""


class Swarm(NamedTuple):
    callers: int  # the most new numbers within ten minutes
    in_a_row: int  # the longest run of numbers among such that follow each other


def swarm(first_called: Mapping[str, datetime]) -> Swarm:
    """The busiest ten minutes of a block. `first_called`: its new numbers, and when each called first."""
    return Swarm(_most_at_once(sorted(first_called.values())), _longest_row(first_called))


def _most_at_once(times: Sequence[datetime]) -> int:
    begins = most = 0
    for place, at in enumerate(times):
        while at - times[begins] > AT_ONCE:
            begins += 1
        most = max(most, place - begins + 1)
    return most


def _longest_row(first_called: Mapping[str, datetime]) -> int:
    called = sorted((int(number), at) for number, at in first_called.items())
    following = groupby(enumerate(called), lambda placed: placed[1][0] - placed[0])
    return max((_most_in_a_row([at for _, (_, at) in row]) for _, row in following), default=0)


def _most_in_a_row(times: Sequence[datetime]) -> int:
    """The most neighbours of a row that all called within ten minutes."""
    if max(times) - min(times) <= AT_ONCE:  # so it mostly is, and else this is slow
        return len(times)
    longest, row = 0, deque[datetime]()
    for at in times:
        row.append(at)
        while max(row) - min(row) > AT_ONCE:
            row.popleft()
        longest = max(longest, len(row))
    return longest


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
