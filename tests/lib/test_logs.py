"""What reaches standard error is ours line by line, and quotes nobody."""

import json
import subprocess
import sys

from tests.cast import DAN

UNCAUGHT = f"""
import logging
from ringback.lib.logs import configure

configure("info")
try:
    int("{DAN} says stop")
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application with {DAN}")
logging.getLogger("asyncio").warning("Executing %s took long", "{DAN}")
logging.getLogger("asyncio").info("not asked for")
"""


def test_what_a_library_says_of_our_exception_quotes_nobody() -> None:
    said = subprocess.run([sys.executable, "-c", UNCAUGHT], capture_output=True, text=True, check=True).stderr
    lines = [json.loads(line) for line in said.splitlines()]
    assert [(line["level"], line["event"], line["logger"], line.get("error")) for line in lines] == [
        ("error", "library_said", "uvicorn.error", "ValueError"),
        ("warning", "library_said", "asyncio", None),
    ]
    assert lines[0]["where"].endswith("<string>:7")
    assert DAN not in said
