"""Asterisk's words, in ours."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome

# DialStatus of a phone that was rung: app_dial and "AMI Event DialEnd". CANCEL is said of a phone whose
# caller hung up, and just so of one when another was faster.
DIAL_ENDED: Final[Mapping[str, Outcome]] = {
    "ABORT": Outcome.NO_ANSWER,
    "ANSWER": Outcome.COMPLETED,
    "BUSY": Outcome.BUSY,
    "CANCEL": Outcome.NO_ANSWER,
    "CHANUNAVAIL": Outcome.FAILED,
    "CONGESTION": Outcome.FAILED,
    "CONTINUE": Outcome.DECLINED,  # picked up, and did not press the key
    "DONTCALL": Outcome.DECLINED,
    "GOTO": Outcome.DECLINED,  # picked up, and sent the caller elsewhere
    "INVALIDARGS": Outcome.FAILED,
    "NOANSWER": Outcome.NO_ANSWER,
    "TORTURE": Outcome.DECLINED,
}
# Of several phones the one that says most about why nobody came to the telephone.
TELLING: Final = (Outcome.NO_ANSWER, Outcome.DECLINED, Outcome.BUSY, Outcome.FAILED)


def leg_outcome(status: str) -> Outcome | None:
    """None for a word that is new to us."""
    return DIAL_ENDED.get(status.partition(":")[0])


def call_outcome(statuses: tuple[str, ...]) -> Outcome:
    outcomes = {leg_outcome(status) for status in statuses}
    return next((outcome for outcome in TELLING if outcome in outcomes), Outcome.NO_ANSWER)
