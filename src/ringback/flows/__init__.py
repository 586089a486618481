"""What Ringback does when something happens, one file for each such thing: the product's table of contents.

`ON` says which flow an event from a phone company goes to.
"""

from collections.abc import Callable
from typing import Any

from ringback.db.transaction import Transaction
from ringback.flows.call_heard import call_heard
from ringback.flows.called_out import placed_call_heard
from ringback.flows.caller_pressed import caller_pressed
from ringback.flows.delivery_report import report_received
from ringback.flows.send_asked import send_asked
from ringback.flows.text_received import text_received
from ringback.flows.voicemail_left import voicemail_left
from ringback.lines.store import Line
from ringback.phone import events

ON: dict[type, Callable[[Transaction, Line, Any], None]] = {
    events.CallStarted: call_heard,
    events.LegRang: call_heard,
    events.LegAnswered: call_heard,
    events.LegAccepted: call_heard,
    events.LegEnded: call_heard,
    events.RingingEnded: call_heard,
    events.CallEnded: call_heard,
    events.VoicemailLeft: voicemail_left,
    events.CallerPressed: caller_pressed,
    events.PlacedCall: placed_call_heard,
    events.TextReceived: text_received,
    events.TextReport: report_received,
    events.SendAsked: send_asked,
}
