"""The client itself; what becomes of a request at a company is in tests/contract/test_sending.py."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.lib.http import Http, HttpAnswer, NotReached, form_body
from tests.quick import examples


async def test_whoever_asks_after_the_end_is_told_and_opens_nothing() -> None:
    """A job that is still under way when the server stops would leave a connection open for good."""
    http = Http()
    await http.close()
    with pytest.raises(NotReached, match="closed"):
        await http.request("GET", "http://127.0.0.1:9/")


@given(st.lists(st.tuples(st.text(), st.text())))
@examples(200)
def test_a_form_is_written_as_the_library_writes_it(form: list[tuple[str, str]]) -> None:
    assert form_body(form) == urlencode(form).encode()


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30", 30.0),
        ("1.5", 1.5),
        ("99999999999999999999", 86_400.0),
        ("\xb2", None),  # a superscript two: a digit, and no number
        ("-1", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("", None),
    ],
)
def test_pause_that_is_asked_for_is_a_time_that_one_can_wait(written: str, seconds: float | None) -> None:
    """Else the answer to a text would be lost over it, and nobody could say whether the text was sent."""
    assert HttpAnswer(429, {"retry-after": written}, b"").retry_after == seconds
