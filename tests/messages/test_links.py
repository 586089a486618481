import json
from pathlib import Path

import pytest

from ringback.messages.links import Link, carrier_rules, is_misleading, is_on, is_public_shortener, links_in

READINESS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "registration_readiness.json").read_text("utf-8")
)


def test_every_known_shortener_is_on_the_list() -> None:
    assert carrier_rules().shorteners == set(READINESS["shortener_hosts"])


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("Pick a time at https://book.rosas.example/v, or reply.", ["book.rosas.example"]),
        ("See www.rosas.example.", ["rosas.example"]),
        ("See Rosas.Com!", ["rosas.com"]),
        ("bit.ly/abc123 or https://t.co/x", ["bit.ly", "t.co"]),
        ("Map: goo.gl/maps/x", ["goo.gl"]),
        ("shorturl.at/abc", ["shorturl.at"]),
        ("http://10.0.0.1/x", ["10.0.0.1"]),
        ("https://bank.com@evil.example/x", ["evil.example"]),
        ("Write to rosa@rosas.com or call.", []),
        ("Tell us.It leaks? Call Mr.Miller at 2.30, e.g. now...", []),
        ("Version 2.0.1 of the St. Louis store", []),
    ],
)
def test_links_in_a_text(text: str, hosts: list[str]) -> None:
    assert [link.host for link in links_in(text)] == hosts


def test_a_link_is_known_as_it_was_written() -> None:
    assert links_in("See http://www.Rosas.example/a?b=1.") == [
        Link("http://www.Rosas.example/a?b=1", "rosas.example", secure=False)
    ]


def test_a_shortener_under_another_name_of_its_own() -> None:
    assert is_public_shortener("rosas.app.link")
    assert not is_public_shortener("rabbit.ly")
    assert not is_public_shortener("bit.ly.rosas.example")


def test_own_pages() -> None:
    assert is_on("book.rosas.example", "www.rosas.example")
    assert is_on("rosas.example", "rosas.example")
    assert not is_on("evilrosas.example", "rosas.example")
    assert not is_on("rosas.example", "")


@pytest.mark.parametrize(
    "text", ["http://10.0.0.1/x", "https://bank.com@evil.example", "https://xn--bnk-6na.example"]
)
def test_links_that_hide_where_they_lead(text: str) -> None:
    assert [is_misleading(link) for link in links_in(text)] == [True]


def test_a_plain_link_hides_nothing() -> None:
    assert [is_misleading(link) for link in links_in("https://rosas.example/@rosa")] == [False]
