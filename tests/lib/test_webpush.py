"""A push message, byte for byte as the standards' own examples have it.

There is no push service to try it on: whoever makes a browser runs its own, and takes messages for real
browsers only. What all of them check is in the examples of RFC 8291 (section 5 and appendix A) and RFC 8292
(section 2.4).
"""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Final

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from ringback.lib.webpush import MOST_BYTES, Sealed, encrypted, new_key, seal

# RFC 8291, appendix A.
WORDS: Final = b"When I grow up, I want to be a watermelon"
THEIR_PRIVATE: Final = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
THEIR_PUBLIC: Final = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH: Final = "BTBZMqHH6r4Tts7J_aSIgg"
OUR_PRIVATE: Final = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT: Final = "DGv6ra1nlYgDCS1FRnbzlw"
# RFC 8291, section 5: the body of the message.
BODY: Final = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# RFC 8292, section 2.4.
SIGNED: Final = (
    "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAi"
    "OjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCG"
    "SK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxH"
    "F6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
)
NOW: Final = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
ENDPOINT: Final = "https://fcm.googleapis.com/fcm/send/x"


def test_the_body_of_the_standards_example() -> None:
    ours = ec.derive_private_key(int.from_bytes(raw(OUR_PRIVATE)), ec.SECP256R1())
    body = encrypted(WORDS, p256dh=THEIR_PUBLIC, auth=AUTH, ours=ours, salt=raw(SALT))
    assert base64.urlsafe_b64encode(body).rstrip(b"=").decode() == BODY


def test_we_sign_as_the_standards_example_is_signed() -> None:
    private, public = new_key()
    header = sealed({"body": "x"}, private).headers["Authorization"]
    example = signed(SIGNED)
    assert example == (
        {"typ": "JWT", "alg": "ES256"},
        {"aud": "https://push.example.net", "exp": 1453523768, "sub": "mailto:push@example.com"},
    )
    named, claims = signed(header)
    assert named == example[0]
    assert claims == {
        "aud": "https://fcm.googleapis.com",
        "exp": int((NOW + timedelta(hours=12)).timestamp()),
        "sub": "https://ringback.example.com",
    }
    assert header.endswith(f"k={public}")


def test_what_somebody_else_has_signed_is_told_apart() -> None:
    private, _ = new_key()
    ours = sealed({"body": "x"}, private).headers["Authorization"]
    with pytest.raises(InvalidSignature):
        signed(f"{ours.partition(',')[0]}, {SIGNED.partition(', ')[2]}")


@pytest.mark.parametrize("letter", ["x", "é", "☎", "🛠", '"', "\u202e"])
def test_the_longest_words_fit_into_what_every_carrier_takes(letter: str) -> None:
    told = {"title": letter * 200, "body": letter * 240, "tag": "t" * 40, "path": "/a/x/inbox/y"}
    private, _ = new_key()
    body = sealed(told, private).body
    assert len(body) <= MOST_BYTES
    theirs = ec.derive_private_key(int.from_bytes(raw(THEIR_PRIVATE)), ec.SECP256R1())
    opened = http_ece.decrypt(body, private_key=theirs, auth_secret=raw(AUTH), version="aes128gcm")
    assert json.loads(opened) == told


def test_the_newest_of_one_conversation_takes_the_place_of_the_one_before() -> None:
    private, _ = new_key()
    topics = [sealed({"body": "x", "tag": tag}, private).headers["Topic"] for tag in ("a", "a", "b")]
    assert topics[0] == topics[1] != topics[2]
    assert {len(topic) for topic in topics} == {32}  # the most that there may be (RFC 8030, 5.4)


def sealed(told: dict[str, str], private: str) -> Sealed:
    return seal(
        told, endpoint=ENDPOINT, p256dh=THEIR_PUBLIC, auth=AUTH, private=private,
        contact="https://ringback.example.com", now=NOW,
    )  # fmt: skip


def signed(header: str) -> tuple[dict[str, str], dict[str, object]]:
    """The two parts of the token, when its signature (ES256) is that of the key. Raises InvalidSignature."""
    token, key = re.findall(r"[tk]=([\w.-]+)", header)
    content, _, signature = token.rpartition(".")
    r, s = int.from_bytes(raw(signature)[:32]), int.from_bytes(raw(signature)[32:])
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(key))
    public.verify(encode_dss_signature(r, s), content.encode(), ec.ECDSA(hashes.SHA256()))
    named, claims = (json.loads(raw(part)) for part in content.split("."))
    return named, claims


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
