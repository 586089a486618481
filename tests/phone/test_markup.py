"""What every dialect of the markup relies on; the documents are checked with the company that speaks them."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.quick import examples

from ringback.lib.secret import Secret
from ringback.phone.markup import form_pairs, is_signed, signature, url_forms

URL = "https://ringback.example.com/in/ln_test/voice?call=CA1"


@pytest.mark.parametrize(
    ("url", "forms"),
    [
        ("https://a.example/x", ["https://a.example/x", "https://a.example:443/x"]),
        ("http://a.example/x", ["http://a.example/x", "http://a.example:80/x"]),
        ("https://a.example:8443/x?y=", ["https://a.example:8443/x?y=", "https://a.example/x?y="]),
        ("https://u:p@a.example/x#rc=3", ["https://u:p@a.example/x", "https://u:p@a.example:443/x"]),
        ("https://[::1]:8443/x", ["https://[::1]:8443/x", "https://[::1]/x"]),
    ],
)
def test_an_address_may_be_signed_with_or_without_its_port(url: str, forms: list[str]) -> None:
    assert list(url_forms(url)) == forms


def test_blank_parameters_and_odd_bytes_are_kept() -> None:
    assert form_pairs(b"a=&b&c=%FF+%2B&a=2") == (("a", ""), ("b", ""), ("c", "\udcff +"), ("a", "2"))


@given(
    st.lists(st.sampled_from([b"a", b"&", b"=", b"+", b"%2", b"%C3%A9", b"%", b"\xff", b";"])).map(b"".join)
)
@examples(200)
def test_a_form_is_read_as_the_library_reads_it(body: bytes) -> None:
    said = body.decode("utf-8", "surrogateescape")
    assert list(form_pairs(body)) == parse_qsl(said, keep_blank_values=True, errors="surrogateescape")


def test_a_repeated_value_counts_once_and_order_does_not_matter() -> None:
    once = signature(URL, [("b", "2"), ("a", "2"), ("a", "1")], Secret("key"))
    assert signature(URL, [("a", "1"), ("a", "2"), ("b", "2"), ("a", "1")], Secret("key")) == once


def test_any_of_the_secrets_will_do_but_an_empty_one_never() -> None:
    given = signature(URL, [], Secret("key"))
    assert is_signed(URL, (), given, [Secret("new"), Secret("key")])
    assert not is_signed(URL, (), given, [Secret("new")])
    assert not is_signed(URL, (), signature(URL, [], Secret("")), [Secret("")])
    assert not is_signed(URL, (), "", [Secret("key")])
    assert not is_signed(URL, (), given, [])


def test_the_hash_is_an_argument() -> None:
    given = signature(URL, [], Secret("key"), "sha256")
    assert is_signed(URL, (), given, [Secret("key")], "sha256")
    assert not is_signed(URL, (), given, [Secret("key")])
