"""What can go wrong at a carrier, to be switched on at will. Nothing is wrong by default."""

from dataclasses import dataclass, field
from datetime import timedelta

NONE = timedelta(0)


@dataclass(slots=True)
class Faults:
    copies: int = 1  # every webhook comes so many times, all at once
    shuffled: bool = False  # what happens in a call is told only when it is over, the last thing first
    late: timedelta = NONE  # every webhook but the first of a call comes so much later
    lost: frozenset[str] = frozenset()  # events of these names are never told
    refuse_texts: int = 0  # so many of the next texts are not taken: 503
    cut_answers: int = 0  # so many of the next texts are taken, and the connection is cut before the answer
    slow: timedelta = NONE  # so long the answer to a text takes
    landlines: set[str] = field(default_factory=set)  # numbers that cannot receive texts
