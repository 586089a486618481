"""The server that is killed: `python -m tests.crash.serve BEGAN TIMES MISTAKE`, set up by the environment."""

import os
import sys
from datetime import timedelta

from ringback.app import serve
from ringback.db.transaction import Transaction
from ringback.lib import logs
from ringback.messages import outcome
from ringback.messages.store import Text
from ringback.settings import read_settings
from tests.crash.rush import RushingClock


def send_again(tx: Transaction, text: Text) -> None:
    """What must never be done with a text that may have left already."""
    outcome.try_again(tx, text, "down", "The answer was lost.", timedelta(0))


began, times, mistake = sys.argv[1:]
if mistake == "repeats":
    outcome.unsure = send_again
logs.configure("error")
serve(read_settings(os.environ), lambda _address: None, RushingClock(float(began), float(times)))
