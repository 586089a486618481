"""Where a key may be shown when a file is fetched."""

import pytest

from ringback.lib.download import belongs_to

BASE = "https://api.phones.example"


@pytest.mark.parametrize(
    ("url", "theirs"),
    [
        ("https://api.phones.example/recordings/1", True),
        ("https://files.phones.example/1.mp3", True),
        ("https://phones.example/1.mp3", True),
        ("http://files.phones.example/1.mp3", False),
        ("https://api.phones.example.thief.example/1.mp3", False),
        ("https://notphones.example/1.mp3", False),
        ("https://api.phones.example@thief.example/1.mp3", False),
        ("https://thief.example/phones.example", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_a_key_is_shown_only_where_it_belongs(url: str, theirs: bool) -> None:
    assert belongs_to(url, BASE, "phones.example") is theirs


def test_a_proxy_or_a_test_may_be_unencrypted_where_it_was_named_so() -> None:
    assert belongs_to("http://127.0.0.1:8080/1.mp3", "http://127.0.0.1:8080")
