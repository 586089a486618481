"""Which text fits a missed call. The owner may write one for each situation; the first that has one is sent.

So the situation that a caller would least want to see ignored comes first. A caller who left a voicemail has
said what they want; asking for it again would show that nobody listens, at night too.
"""

from collections.abc import Callable, Iterator
from typing import Final

from ringback.phone.events import Outcome
from ringback.rules.facts import Facts
from ringback.rules.voicemail import Voicemail

_HOLDS: Final[dict[str, Callable[[Facts, bool], bool]]] = {
    "voicemail_urgent": lambda facts, is_open: facts.voicemail is Voicemail.URGENT,
    "voicemail_quote": lambda facts, is_open: facts.voicemail is Voicemail.QUOTE,
    "voicemail": lambda facts, is_open: facts.voicemail is not Voicemail.NONE,
    "repeat": lambda facts, is_open: facts.texts_this_episode > 0,
    "after_hours": lambda facts, is_open: not is_open,
    "known_customer": lambda facts, is_open: facts.known,
    "declined": lambda facts, is_open: facts.outcome is Outcome.DECLINED,
    "busy": lambda facts, is_open: facts.outcome in (Outcome.BUSY, Outcome.DECLINED),
    "failed": lambda facts, is_open: facts.outcome is Outcome.FAILED,
    "gave_up": lambda facts, is_open: facts.caller_gave_up,
    "missed": lambda facts, is_open: True,
}
SITUATIONS: Final = tuple(_HOLDS)


def situations_of(facts: Facts, is_open: bool) -> Iterator[str]:
    """The situations that apply, in order; "missed" always applies."""
    return (name for name, holds in _HOLDS.items() if holds(facts, is_open))
