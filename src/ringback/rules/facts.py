"""Everything a decision may look at. Instants are in UTC; the receipt stores all of it."""

from dataclasses import dataclass
from datetime import datetime

from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode


@dataclass(frozen=True, slots=True)
class Facts:
    """One call, one caller, one line, at the moment of the decision."""

    now: datetime
    mode: Mode
    outcome: Outcome
    accepted: bool  # a person took the call
    missed_at: datetime  # when it became certain for the caller that nobody answers
    ring_seconds: float | None  # None: we did not see it ring (forwarded), or its start was never told
    caller_gave_up: bool  # the caller hung up before the ringing was over
    caller_kind: NumberKind
    caller_country: str  # ISO code; "" when unknown
    own_number: bool  # one of the business's own numbers or phones
    opted_out: bool
    never_text: bool  # on the owner's never-text list
    cannot_receive_texts: bool  # learned: an earlier text bounced (landline, unknown number)
    last_first_text_at: datetime | None  # the last automatic first text that was, or may have been, sent
    text_waiting: bool  # an automatic first text to this caller is queued right now
    voicemail_left: bool = False
