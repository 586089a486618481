"""What one's own switchboards have in common: which calls are the line's, how a call ends, and that no text
leaves there.
"""

import re
from datetime import datetime
from typing import Final, Protocol

from ringback.phone.events import CallEnded, Event, Outcome, Problem, Proof, RingingEnded, SendProblem

NO_TEXTS: Final = SendProblem(
    Problem.MISCONFIGURED, "", "A PBX cannot send texts; name a line that can, in texts_via."
)
SHORTEST_NUMBER: Final = 7  # digits that must agree; fewer could be any number's


class Over(Protocol):
    """What was heard at the end of a call."""

    @property
    def call(self) -> str: ...
    @property
    def caller(self) -> str: ...
    @property
    def dialled(self) -> str: ...
    @property
    def person(self) -> bool:
        """Did somebody take it?"""
        ...

    @property
    def known(self) -> bool:
        """False: it ended while the connection was away."""
        ...

    @property
    def hung_up(self) -> bool:
        """Did the caller, while it rang?"""
        ...

    @property
    def rang_until(self) -> datetime | None: ...
    @property
    def seconds(self) -> int | None: ...


def over(heard: Over, outcome: Outcome, at: datetime) -> list[Event]:
    """That nobody took it is the switch's own proof: it connects people nowhere else than in bridges.

    `outcome` is how the ringing ended, if nothing else is known.
    """
    who = heard.call, heard.caller, heard.dialled
    if heard.person:
        return [CallEnded(*who, Outcome.COMPLETED, Proof.PERSON, at, heard.seconds)]
    rang_until = heard.rang_until or at
    if not heard.known:  # the last moment that we know of counts
        return [CallEnded(*who, Outcome.FAILED, Proof.UNCLEAR, rang_until)]
    if heard.hung_up:
        return [CallEnded(*who, Outcome.HUNG_UP, Proof.NOBODY, at)]
    return [
        RingingEnded(*who, outcome, Proof.UNCLEAR, rang_until),
        CallEnded(*who, outcome, Proof.NOBODY, at),
    ]


def is_ours(dialled: str, numbers: str) -> bool:
    """One of the line's numbers, with or without its country or trunk prefix; any, when none are named."""
    digits = re.sub(r"\D", "", dialled)
    ours = [re.sub(r"\D", "", number) for number in listed(numbers)]
    return not ours or any(
        min(len(digits), len(number)) >= SHORTEST_NUMBER
        and (digits.endswith(number) or number.endswith(digits))
        for number in ours
    )


def listed(words: str) -> list[str]:
    """As people write lists: with commas, semicolons or blanks."""
    return re.split(r"[\s,;]+", words.strip()) if words.strip() else []
