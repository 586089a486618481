"""FreeSWITCH's words: hangup causes in ours ("Hangup Cause Code Table"), and what is kept of its events."""

import re
from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome

ENDED: Final[Mapping[str, Outcome]] = {
    "ALLOTTED_TIMEOUT": Outcome.NO_ANSWER,
    "CALL_REJECTED": Outcome.DECLINED,
    "DESTINATION_OUT_OF_ORDER": Outcome.FAILED,
    "GATEWAY_DOWN": Outcome.FAILED,
    "INVALID_GATEWAY": Outcome.FAILED,
    "INVALID_NUMBER_FORMAT": Outcome.FAILED,
    "INVALID_PROFILE": Outcome.FAILED,
    "LOSE_RACE": Outcome.NO_ANSWER,  # another phone was faster
    "MEDIA_TIMEOUT": Outcome.FAILED,
    "NETWORK_OUT_OF_ORDER": Outcome.FAILED,
    "NONE": Outcome.NO_ANSWER,
    "NORMAL_CIRCUIT_CONGESTION": Outcome.FAILED,
    "NORMAL_CLEARING": Outcome.COMPLETED,
    "NORMAL_TEMPORARY_FAILURE": Outcome.FAILED,
    "NORMAL_UNSPECIFIED": Outcome.COMPLETED,
    "NO_ANSWER": Outcome.NO_ANSWER,
    "NO_ROUTE_DESTINATION": Outcome.FAILED,
    "NO_USER_RESPONSE": Outcome.NO_ANSWER,
    "ORIGINATOR_CANCEL": Outcome.NO_ANSWER,  # of a phone: its caller has hung up, or it was not needed
    "PICKED_OFF": Outcome.NO_ANSWER,  # of a phone: the call was taken at another one
    "RECOVERY_ON_TIMER_EXPIRE": Outcome.FAILED,
    "SUBSCRIBER_ABSENT": Outcome.FAILED,
    "SUCCESS": Outcome.COMPLETED,
    "UNALLOCATED_NUMBER": Outcome.FAILED,
    "USER_BUSY": Outcome.BUSY,
    "USER_NOT_REGISTERED": Outcome.FAILED,
    "WRONG_CALL_STATE": Outcome.FAILED,
}


def call_outcome(cause: str) -> Outcome:
    """Of a call that nobody took: never "completed", whatever the last leg says."""
    outcome = ENDED.get(cause, Outcome.NO_ANSWER)
    return Outcome.NO_ANSWER if outcome is Outcome.COMPLETED else outcome


# Of some two hundred fields of an event, those that say something about the call.
KEPT: Final = re.compile(
    r"Event-(Name|Subclass|Date-Timestamp)|Unique-ID|Call-Direction|Answer-State|Hangup-Cause|VM-.*"
    r"|Channel-(Name|Call-UUID)|Bridge-[AB]-Unique-ID|Other-(Type|Leg-Unique-ID|Leg-Channel-Name)"
    r"|Caller-(Caller-ID-N.*|Destination-Number|Context|Privacy-Hide-Number|Channel-.*-Time)"
    r"|variable_(last_bridge_to|originate_disposition|sip_hangup_disposition|sip_verstat.*|sip_h_Diversion)"
)


def worth_keeping(event: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in event.items() if KEPT.fullmatch(name)}
