"""GoHighLevel's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, TextState

# "Webhook events", type. None: it is about a message, and `calls.py` or `texts.py` makes something of it.
TYPES: Final[Mapping[str, str | None]] = {
    "InboundMessage": None,
    "OutboundMessage": None,
    "ContactDndUpdate": "this is about a contact",
    "ContactCreate": "this is about a contact",
    "ContactUpdate": "this is about a contact",
    "ContactDelete": "this is about a contact",
    "ContactTagUpdate": "this is about a contact",
    "ConversationUnreadWebhook": "this is about a conversation",
}

# "InboundMessage", messageType: what came, in our words. "": by a way that is none of ours.
MESSAGES: Final[Mapping[str, str]] = {
    "CALL": "call",
    "VOICEMAIL": "call",
    "SMS": "text",
    "MMS": "text",
    "EMAIL": "",
    "GMB": "",
    "FB": "",
    "IG": "",
    "LIVE CHAT": "",
    "WHATSAPP": "",
}

# "Conversation providers", type of what is to be delivered.
ASKED: Final = frozenset({"SMS", "MMS"})

# "Update message status", status: how far a text has come that we were asked to send.
TOLD: Final[Mapping[TextState, str]] = {
    TextState.ACCEPTED: "pending",
    TextState.SENT: "pending",
    TextState.DELIVERED: "delivered",
    TextState.UNDELIVERED: "failed",
}

# "MessageMeta", callStatus, of a call that came in. A voicemail is an outcome of its own there.
CALL_ENDED: Final[Mapping[str, Outcome]] = {
    "completed": Outcome.COMPLETED,
    "answered": Outcome.COMPLETED,
    "no-answer": Outcome.NO_ANSWER,
    "voicemail": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "failed": Outcome.FAILED,
    "canceled": Outcome.HUNG_UP,
}
CALL_GOES_ON: Final = frozenset({"pending"})

# "Get message", status. None: it has not left.
TEXT_STATE: Final[Mapping[str, TextState | None]] = {
    "pending": None,
    "scheduled": None,
    "queued": TextState.ACCEPTED,
    "sent": TextState.SENT,
    "connected": TextState.SENT,
    "delivered": TextState.DELIVERED,
    "read": TextState.DELIVERED,
    "opened": TextState.DELIVERED,
    "clicked": TextState.DELIVERED,
    "undelivered": TextState.UNDELIVERED,
    "failed": TextState.UNDELIVERED,
    "opt_out": TextState.UNDELIVERED,
}

# "DND settings", status: "active" means that they are not to be disturbed.
DO_NOT_DISTURB: Final = frozenset({"active", "permanent"})

# Where the sub-account's phone company answers them itself.
OWN_WORDS: Final = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP", "HELP"}
)
