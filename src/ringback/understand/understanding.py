"""What came of understanding a text. `meaning` makes it, and is 5 MB of words: this file is not."""

from dataclasses import dataclass
from enum import StrEnum

OPTS_OUT = frozenset(("opt_out", "wrong_number", "consent_disputed"))
PRESSING = frozenset(("crisis", "emergency_life", "emergency_property"))


class Expect(StrEnum):
    """What the system does; the words of the labelled sets."""

    NORMAL = "normal"
    SUPPRESS = "suppress"
    SAFETY = "safety"
    URGENT = "urgent"
    IGNORE = "ignore"
    CLOSE = "close"
    HELP = "help"
    OPT_IN = "opt_in"
    PAUSE_HUMAN = "pause_human"


@dataclass(frozen=True, slots=True)
class Understanding:
    """`why` is for the owner. `labels` may say more than `expect`: an opt-out in an emergency keeps both."""

    text: str
    labels: tuple[str, ...]
    expect: Expect
    why: str

    @property
    def opts_out(self) -> bool:
        """Whether this person must go on the suppression list, whatever `expect` asks for first."""
        return not OPTS_OUT.isdisjoint(self.labels)

    @property
    def pressing(self) -> bool:
        """Whether a person must hear of it at once: danger or damage, also from somebody who opts out."""
        acted_on = (Expect.SAFETY, Expect.URGENT, Expect.SUPPRESS)
        return self.expect in acted_on and not PRESSING.isdisjoint(self.labels)
