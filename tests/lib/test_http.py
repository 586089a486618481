"""The client itself; what becomes of a request at a company is in tests/contract/test_sending.py."""

import pytest

from ringback.lib.http import Http, NotReached


async def test_whoever_asks_after_the_end_is_told_and_opens_nothing() -> None:
    """A job that is still under way when the server stops would leave a connection open for good."""
    http = Http()
    await http.close()
    with pytest.raises(NotReached, match="closed"):
        await http.request("GET", "http://127.0.0.1:9/")
