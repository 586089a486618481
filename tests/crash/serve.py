"""The server that is killed: `python -m tests.crash.serve BEGAN TIMES MISTAKE`, set up by the environment."""

import os
import sys

from ringback.lib import logs
from ringback.serving import serve
from ringback.settings import read_settings
from tests.crash.mistakes import made
from tests.crash.rush import RushingClock

began, times, mistake = sys.argv[1:]
logs.configure("error")
with made(mistake):
    serve(read_settings(os.environ), lambda _address: None, RushingClock(float(began), float(times)))
