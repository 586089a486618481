"""What makes a request Vonage's, and what does not."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ringback.lib.secret import Secret
from ringback.phone.provider import NotGenuine, Request
from ringback.phone.signed import encoded, token_signature
from ringback.phone.vonage.provider import PROVIDER
from ringback.phone.vonage.tests import CASE, SETTINGS
from ringback.phone.vonage.wire import AUTHORIZATION

VECTORS = Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json"
VECTOR = json.loads(VECTORS.read_text())["vonage"]
AT = datetime.fromtimestamp(VECTOR["at"], UTC)
KEYED = replace(SETTINGS, signature_secret=Secret(VECTOR["secret"]))


def request(**changes: Any) -> Request:
    headers = {AUTHORIZATION: VECTOR["authorization"], "content-type": "application/json"}
    url = "https://ringback.example.com/in/ln_test/text_status"
    given = Request("POST", url, "text_status", headers, VECTOR["body"].encode(), AT)
    return replace(given, **changes)


def bearing(header: dict[str, Any], claims: dict[str, Any], body: bytes = b"{}") -> Request:
    """A request with a token of our own making, well signed."""
    signed = encoded(header) + b"." + encoded(claims)
    token = signed + b"." + token_signature(signed, KEYED.signature_secret)
    return request(headers={AUTHORIZATION: f"Bearer {token.decode()}"}, body=body)


def is_genuine(asked: Request) -> bool:
    try:
        PROVIDER.verify(asked, KEYED)
    except NotGenuine:
        return False
    return True


HASH = hashlib.sha256(b"{}").hexdigest()
GOOD = {"iat": VECTOR["at"], "jti": "1", "payload_hash": HASH}


def test_the_official_package_and_ours_agree() -> None:
    assert is_genuine(request())
    assert not is_genuine(request(body=b'{"message_uuid":"2"}')), "the token alone would still be good"
    assert not is_genuine(request(at=AT.replace(year=2024)))


def test_a_token_counts_in_one_way_only() -> None:
    assert is_genuine(bearing({"alg": "HS256"}, GOOD))
    assert is_genuine(bearing({"alg": "HS256"}, GOOD | {"payload_hash": HASH.upper()}))
    for header in ({"alg": "none"}, {"alg": "RS256"}, {"alg": "HS512"}, {}):
        assert not is_genuine(bearing(header, GOOD))


@pytest.mark.parametrize(
    "claims", [{"iat": None}, {"iat": "soon"}, {"payload_hash": None}, {"payload_hash": 7}]
)
def test_a_token_without_time_or_hash_is_worth_nothing(claims: dict[str, Any]) -> None:
    assert not is_genuine(bearing({"alg": "HS256"}, GOOD | claims))


@pytest.mark.parametrize(
    ("until", "good"), [(1, True), (0, False), (-100, False), (None, True), ("later", False)]
)
def test_a_token_counts_no_longer_than_it_says(until: object, good: bool) -> None:
    said = VECTOR["at"] + until if isinstance(until, int) else until
    assert is_genuine(bearing({"alg": "HS256"}, GOOD | {"exp": said})) is good


def test_a_question_without_a_body_needs_no_hash() -> None:
    assert is_genuine(bearing({"alg": "HS256"}, {"iat": VECTOR["at"], "jti": "1"}, body=b""))


def test_the_same_token_with_another_query_is_a_repetition() -> None:
    """Nothing signs the query. Whoever has seen a token cannot make a second call of it."""
    seen = CASE.webhook("call_started__plain")
    other = replace(seen, url=seen.url.replace("15125550178", "15125550199"))
    assert PROVIDER.event_id(seen) == PROVIDER.event_id(other)


def test_the_scheme_is_written_in_any_case() -> None:
    given = VECTOR["authorization"].replace("Bearer ", "bearer  ")
    assert is_genuine(request(headers={AUTHORIZATION: given}))
    assert not is_genuine(
        request(headers={AUTHORIZATION: VECTOR["authorization"].replace("Bearer", "Basic")})
    )
