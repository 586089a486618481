"""Everything a decision may look at. Instants are in UTC; the receipt stores all of it."""

from dataclasses import dataclass
from datetime import datetime

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.voicemail import Voicemail


@dataclass(frozen=True, slots=True)
class Facts:
    """One call, one caller, one line, at the moment of the decision. No name and no number is in it.

    The defaults are the history of somebody who has never called before.
    """

    now: datetime
    # The call
    mode: Mode
    outcome: Outcome
    accepted: bool  # a person took the call
    missed_at: datetime  # when it became certain for the caller that nobody answers
    ring_seconds: float | None  # None: we did not see it ring (forwarded), or its start was never told
    caller_gave_up: bool  # the caller hung up before the ringing was over
    # The number
    caller_kind: NumberKind
    caller_country: str  # ISO code; "" when unknown
    own_number: bool = False  # one of the business's own numbers or phones
    listed: Listed = Listed.NO
    opted_out: bool = False  # or it is not clear whether they meant that
    undecided: bool = False  # it is not clear, and nothing automatic goes to them until a person has decided
    cannot_receive_texts: bool = False  # learned: an earlier text bounced (landline, unknown number)
    voicemail: Voicemail = Voicemail.NONE
    # What there was between the business and this caller
    known: bool = False  # has a name, or has texted or spoken with the business before
    last_first_text_at: datetime | None = (
        None  # the last automatic first text that was, or may have been, sent
    )
    text_waiting: bool = False  # an automatic first text to this caller is queued right now
    texts_this_episode: int = 0  # automatic first texts, sent or waiting, since 24 hours of quiet
    last_human_at: datetime | None = None  # when a person of the business last wrote to or spoke with them
    calls_this_hour: int = 1  # by this caller to the business, with this one
    texts_exchanged: int = 0  # with this caller within the hour, both ways
    # Signs of a machine (`calls.robocalls`)
    attestation: str = ""  # "A", "B", "C", "failed" or "": what the network says about the caller's number
    shared_digits: int = 0  # that the numbers of caller and line begin with in common
    other_businesses: int = 0  # of this installation, that this number called within the hour
    neighbours: int = 0  # numbers beside it that called within the hour
    # Of the thousand numbers that differ in their last three digits only: the most that were new callers
    # within ten minutes of the last day, and the longest run of such that follow each other
    block_callers: int = 0
    block_in_a_row: int = 0
    hang_ups: int = 0  # earlier calls of this number that ended at once
    bounces: int = 0  # earlier texts to this caller that did not arrive, for whatever reason
    # The business
    first_texts_this_minute: int = 0  # asked only where the owner limits it
    first_texts_this_hour: int = 0
    first_texts_today: int = 0  # within 24 hours
    fuse_reported: bool = False  # a person has been told within the hour that the fuse has blown
    parts_today: int = 0  # of all texts that left; asked only where the owner limits what they cost
    parts_this_month: int = 0
    texts_paused: bool = False  # hardly any arrived or was answered lately, and nobody has looked yet
