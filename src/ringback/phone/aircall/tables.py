"""Aircall's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, TextState

GOES_ON: Final = "the call goes on"
NOTE: Final = "this is a note about the call"
GROUP: Final = "this is a text of a group"

# "Webhook events". None: `calls.py` or `texts.py` makes something of it, else why it means nothing.
EVENTS: Final[Mapping[str, str | None]] = {
    "call.created": None,
    "call.ringing_on_agent": None,
    "call.agent_declined": None,
    "call.answered": None,
    "call.hungup": None,
    "call.ended": None,
    "call.voicemail_left": None,
    "call.transferred": GOES_ON,
    "call.external_transferred": GOES_ON,
    "call.unsuccessful_transfer": GOES_ON,
    "call.hold": GOES_ON,
    "call.unhold": GOES_ON,
    "call.ivr_option_selected": GOES_ON,
    "call.assigned": NOTE,
    "call.archived": NOTE,
    "call.commented": NOTE,
    "call.tagged": NOTE,
    "call.untagged": NOTE,
    "call.comm_assets_generated": NOTE,
    "ai_voice_agent.started": None,
    "ai_voice_agent.escalated": GOES_ON,
    "ai_voice_agent.ended": GOES_ON,
    "ai_voice_agent.summary": NOTE,
    "summary.created": NOTE,
    "transcription.created": NOTE,
    "message.received": None,
    "message.sent": None,
    "message.status_updated": None,
    "group_message.received": GROUP,
    "group_message.sent": GROUP,
    "group_message.status_updated": GROUP,
}

# "Calls", missed_call_reason. The misspelt one is seen, too.
REASONS: Final[Mapping[str, Outcome]] = {
    "out_of_opening_hours": Outcome.NO_ANSWER,
    "no_available_agent": Outcome.NO_ANSWER,
    "agents_did_not_answer": Outcome.NO_ANSWER,
    "short_abandoned": Outcome.HUNG_UP,
    "abandoned_in_ivr": Outcome.HUNG_UP,
    "abandonned_in_ivr": Outcome.HUNG_UP,
    "abandoned_in_classic": Outcome.HUNG_UP,
}

# "Messages", status. The words are not documented: these are what is seen, and any other is left alone.
TEXT_STATE: Final[Mapping[str, TextState]] = {
    "pending": TextState.ACCEPTED,
    "queued": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
}

# "Messages", channel. None: a text; else why it is none.
CHANNELS: Final[Mapping[str, str | None]] = {
    "sms": None,
    "mms": None,
    "whatsapp": "this came through WhatsApp",
}

# Whether Aircall answers these is not documented; this is what carriers in the United States know.
OWN_WORDS: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP"})
