"""Bandwidth's login, and who answers its keywords."""

from dataclasses import replace

import pytest

from ringback.phone.bandwidth import tables
from ringback.phone.bandwidth.provider import PROVIDER
from ringback.phone.bandwidth.tests import CASE, SETTINGS, received
from ringback.phone.provider import NotGenuine


@pytest.mark.parametrize(
    ("given", "genuine"),
    [
        ("Basic cmluZ2JhY2s6YmFuZHdpZHRoIHRlc3QgcGFzc3dvcmQ=", True),
        ("basic  cmluZ2JhY2s6YmFuZHdpZHRoIHRlc3QgcGFzc3dvcmQ=", True),
        ("Bearer cmluZ2JhY2s6YmFuZHdpZHRoIHRlc3QgcGFzc3dvcmQ=", False),
        ("Basic b3RoZXI6YmFuZHdpZHRoIHRlc3QgcGFzc3dvcmQ=", False),  # another user
        ("Basic ringback:bandwidth test password", False),
        ("Basic é", False),
    ],
)
def test_user_and_password_must_both_be_ours(given: str, genuine: bool) -> None:
    request = replace(CASE.webhook("call_started__plain"), headers={"authorization": given})
    try:
        PROVIDER.verify(request, SETTINGS)
    except NotGenuine:
        assert not genuine
    else:
        assert genuine


@pytest.mark.parametrize("word", sorted(tables.OWN_WORDS))
def test_each_word_that_bandwidth_answers_is_left_to_it_where_it_does(word: str) -> None:
    stop = CASE.webhook("text_received__stop")
    said = replace(stop, body=stop.body.replace(b'"Stop"', f'" {word.lower()}"'.encode()))
    for who, answered in (("bandwidth", True), ("ringback", False)):
        [event] = PROVIDER.parse(said, replace(SETTINGS, keyword_replies=who))
        assert event == received(f" {word.lower()}", answered)[0]
