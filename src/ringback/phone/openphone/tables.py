"""Quo's words, and ours. Each table can be read against its page and has a fixture for every row."""

from collections.abc import Mapping
from typing import Final

from ringback.phone.events import Outcome, Problem

# "Webhook event payloads". None: `calls.py` or `texts.py` makes something of it, else why it means nothing.
TYPES: Final[Mapping[str, str | None]] = {
    "call.ringing": None,
    "call.answered": None,
    "call.completed": None,
    "call.missed": None,
    "call.forwarded": None,
    "call.voicemail.completed": None,
    "call.menu.selected": "the call goes on",
    "call.recording.completed": "this is about a recording",
    "call.summary.completed": "this is a note about the call",
    "call.transcript.completed": "this is a note about the call",
    "message.received": None,
    "message.delivered": None,
    "message.failed": None,
    "message.undelivered": None,
    "contact.updated": "this is about a contact",
    "contact.deleted": "this is about a contact",
}

# "List calls", status: how a call ended that nobody answered. One that was answered, forwarded or taken by
# Quo's agent is known by other fields; the words of a call that goes on may lag behind the event.
STATUS: Final[Mapping[str, Outcome]] = {
    "queued": Outcome.NO_ANSWER,
    "initiated": Outcome.NO_ANSWER,
    "ringing": Outcome.NO_ANSWER,
    "in-progress": Outcome.NO_ANSWER,
    "completed": Outcome.NO_ANSWER,
    "missed": Outcome.NO_ANSWER,
    "no-answer": Outcome.NO_ANSWER,
    "busy": Outcome.BUSY,
    "failed": Outcome.FAILED,
    "canceled": Outcome.HUNG_UP,
    "abandoned": Outcome.HUNG_UP,
    "answered": Outcome.COMPLETED,
    "forwarded": Outcome.COMPLETED,
}

# "Send a text message", the codes of its errors.
ERRORS: Final[Mapping[str, tuple[Problem, str]]] = {
    "0206400": (Problem.MISCONFIGURED, "Quo has not yet approved this number for texting to the US."),
    "0204403": (Problem.BUSY, "Quo's limit of texts for today is reached."),
}
# And those without a code. That 402 means the credit is not documented.
NO_CREDIT: Final = (Problem.MISCONFIGURED, "The Quo account has no credit left for texts.")

# "Message opt-out": Quo blocks and answers these itself, when they are the whole text.
OWN_WORDS: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP"})
