"""What is SignalWire's own: its signatures, its addresses, and phones that ring in turn."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.contract.case import AT, BEN, ROSA, SINCE, TEXT, plan
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.events import TextReceived
from ringback.phone.fixtures import Target, load, replay
from ringback.phone.markup import FORM, form_pairs, signature
from ringback.phone.provider import CallPlan, Mode, NotGenuine, Request, Unreadable
from ringback.phone.signalwire.provider import PROVIDER, SignalWireSettings, body_signature
from ringback.phone.signalwire.tests import CALL, CASE, DAN, KEY, LINE, SETTINGS, TOKEN

VECTOR = json.loads((Path(__file__).parents[4] / "tests/vectors/webhook_signatures.json").read_text())[
    "signalwire"
]
KEYS = replace(SETTINGS, signing_key=Secret(VECTOR["signing_key"]))
IN = "https://ringback.example.com/in/ln_test"


# --- Signatures ---


def of_the_vector(what: str, name: str = "x-signalwire-signature") -> Request:
    kind = FORM if what == "form" else "application/json"
    headers = {"content-type": kind, name: VECTOR[f"{what}_signature"]}
    return Request("POST", VECTOR["url"], "voice", headers, VECTOR[what].encode(), AT)


@pytest.mark.parametrize("what", ["form", "json"])
def test_vectors_of_the_official_package(what: str) -> None:
    request = of_the_vector(what)
    PROVIDER.verify(request, KEYS)
    for worse in (
        replace(request, url=VECTOR["url"] + "1"),
        replace(request, body=request.body.replace(b"1", b"2", 1)),
        replace(request, headers={**request.headers, "x-signalwire-signature": "x"}),
    ):
        with pytest.raises(NotGenuine):
            PROVIDER.verify(worse, KEYS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(request, replace(KEYS, signing_key=Secret("")))


def test_a_form_may_be_signed_under_the_name_of_the_imitated_company() -> None:
    PROVIDER.verify(of_the_vector("form", "x-twilio-signature"), KEYS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(of_the_vector("json", "x-twilio-signature"), KEYS)


def test_one_good_signature_of_two_is_enough() -> None:
    request = of_the_vector("form", "x-twilio-signature")
    PROVIDER.verify(replace(request, headers={**request.headers, "x-signalwire-signature": "x"}), KEYS)


def test_a_body_may_be_signed_with_sha256() -> None:
    signed = body_signature(VECTOR["url"], VECTOR["json"].encode(), Secret(VECTOR["signing_key"]), "sha256")
    headers = {"content-type": "application/json", "x-signalwire-sha256-signature": signed}
    request = replace(of_the_vector("json"), headers=headers)
    PROVIDER.verify(request, KEYS)
    with pytest.raises(NotGenuine):
        PROVIDER.verify(replace(request, body=b"{}"), KEYS)


def signed_by_the_raw_bytes(url: str, body: bytes, kind: str) -> Request:
    signed = body_signature(url, body, Secret(VECTOR["signing_key"]), "sha1")
    return Request("POST", url, "voice", {"content-type": kind, "x-signalwire-signature": signed}, body, AT)


def test_a_form_may_be_signed_as_it_came() -> None:
    """The official package believes the raw bytes of any body."""
    request = signed_by_the_raw_bytes(VECTOR["url"], VECTOR["form"].encode(), FORM)
    PROVIDER.verify(request, KEYS)
    for worse in (replace(request, body=request.body + b"&"), replace(request, url=VECTOR["url"] + "1")):
        with pytest.raises(NotGenuine):
            PROVIDER.verify(worse, KEYS)


def test_a_json_body_of_words_may_be_signed_by_its_fields() -> None:
    """The official package tries that, too; what is no word stands in no such signature."""
    words = json.dumps({"To": "Café & tea", "From": "+15125550142"}).encode()
    signed = signature(VECTOR["url"], json.loads(words).items(), Secret(VECTOR["signing_key"]))
    headers = {"content-type": "application/json", "x-signalwire-signature": signed}
    request = Request("POST", VECTOR["url"], "voice", headers, words, AT)
    PROVIDER.verify(request, KEYS)
    bodies = [words.replace(b"tea", b"pea"), words[:-1] + b', "Digits": "1"}', words[:-1] + b', "n": 1}']
    for body in [*bodies, b"", b"[]", b"{}", words[:-1], b'{"To": "\\ud83d"}', b'{"\\ude00": ""}']:
        with pytest.raises(NotGenuine):
            PROVIDER.verify(replace(request, body=body), KEYS)


def test_a_signature_of_a_form_is_none_for_a_body() -> None:
    request = of_the_vector("form")
    with pytest.raises(NotGenuine):
        PROVIDER.verify(
            replace(request, headers={**request.headers, "content-type": "application/json"}), KEYS
        )


def test_a_port_in_the_address_makes_no_difference() -> None:
    url = VECTOR["url"].replace(".com/", ".com:443/")
    for given, asked in [(url, VECTOR["url"]), (VECTOR["url"], url)]:
        for what in ("form", "json"):
            body = VECTOR[what].encode()
            key = Secret(VECTOR["signing_key"])
            signed = (
                signature(given, form_pairs(body), key)
                if what == "form"
                else body_signature(given, body, key, "sha1")
            )
            request = of_the_vector(what)
            headers = {**request.headers, "x-signalwire-signature": signed}
            PROVIDER.verify(replace(request, url=asked, headers=headers), KEYS)


def test_a_signed_body_that_is_no_form_cannot_be_read() -> None:
    with pytest.raises(Unreadable, match=r"^content-type$"):
        PROVIDER.parse(of_the_vector("json"), KEYS)


def test_with_a_seed_a_replay_is_another_call_of_another_project() -> None:
    other = SignalWireSettings("ben", "00000000-0000-4000-8000-000000000bbb", Secret(TOKEN), Secret("k"))
    fixture, to = load("signalwire", "leg__ringing"), Target("https://other.example.com", "ln_2", LINE)
    requests = [replay("signalwire", fixture, to, other, AT, seed) for seed in ("", "a", "b")]
    assert len({PROVIDER.event_id(request) for request in requests}) == 3
    for request in requests:
        PROVIDER.verify(request, other)
        assert b"AccountSid=00000000-0000-4000-8000-000000000bbb" in request.body


def test_a_replay_of_a_body_is_signed_as_a_body() -> None:
    PROVIDER.verify(CASE.sign(of_the_vector("json")), SETTINGS)


# --- Keywords ---


@pytest.mark.parametrize(("replies", "answered"), [("ringback", False), ("signalwire", True), ("", False)])
def test_who_answers_keywords_is_the_owners_choice(replies: str, answered: bool) -> None:
    line = replace(SETTINGS, keyword_replies=replies)
    [event] = PROVIDER.parse(CASE.webhook("text_received__stop"), line)
    assert isinstance(event, TextReceived)
    assert event.keyword_answered is answered


# --- Documents ---


def told(fixture: str, **line: Any) -> ElementTree.Element:
    return ElementTree.fromstring(PROVIDER.answer(CASE.webhook(fixture), plan(**line)).body)


def rung(response: ElementTree.Element) -> tuple[list[str | None], str | None, str | None]:
    dial = response.find("Dial")
    assert dial is not None
    return [number.text for number in dial], dial.get("action"), dial.get("timeout")


def test_all_phones_ring_for_as_long_as_the_line_says() -> None:
    response = told("call_started__plain")
    assert rung(response) == ([ROSA, BEN], f"{IN}/dial_done", "14")
    assert [number.get("url") for number in response.iter("Number")] == [f"{IN}/screen?call={CALL}"] * 2


def test_phones_ring_in_turn_by_one_document_each() -> None:
    first = told("call_started__plain", in_turn=True)
    assert rung(first) == ([ROSA], f"{IN}/dial_done?left=1", "14")
    second = told("ringing_ended__first_in_turn", in_turn=True)
    assert rung(second) == ([BEN], f"{IN}/dial_done", "14")
    assert "sequential" not in ElementTree.tostring(first, encoding="unicode")


def test_after_the_last_in_turn_the_caller_is_greeted() -> None:
    for fixture in ("ringing_ended__no_answer", "ringing_ended__odd_turn"):
        assert [verb.tag for verb in told(fixture, in_turn=True)] == ["Say", "Record", "Hangup"]


@pytest.mark.parametrize("line", [{"mode": Mode.FORWARDED}, {"ring": ()}, {"ring": (DAN,)}])
def test_in_turn_no_phone_rings_that_the_line_no_longer_has(line: dict[str, Any]) -> None:
    assert told("ringing_ended__first_in_turn", in_turn=True, **line).find("Dial") is None


def test_whoever_was_connected_is_not_greeted() -> None:
    for fixture in ("ringing_ended__completed", "ringing_ended__first_in_turn_answered"):
        assert [verb.tag for verb in told(fixture, in_turn=True)] == ["Hangup"]


@pytest.mark.parametrize(
    ("fixture", "verbs"),
    [
        ("screen__picked_up", ["Gather", "Hangup"]),
        ("screen_key__pressed_1", []),
        ("screen_key__pressed_2", ["Hangup"]),
        ("voicemail__left", ["Hangup"]),
        ("text_received__plain", []),
        ("call_started__placed_by_us", ["Hangup"]),
    ],
)
def test_what_else_is_answered(fixture: str, verbs: list[str]) -> None:
    assert [verb.tag for verb in told(fixture)] == verbs


def test_a_plan_for_one_phone_is_the_same_in_turn_or_not() -> None:
    def body(line: CallPlan) -> str:
        return PROVIDER.answer(CASE.webhook("call_started__plain"), line).body

    assert body(plan(ring=(ROSA,), in_turn=True)) == body(plan(ring=(ROSA,)))


# --- Requests ---


async def test_a_text_is_sent_through_the_project(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as company:
        await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    [request] = company.seen
    assert request.target == f"/api/laml/2010-04-01/Accounts/{SETTINGS.project_id}/Messages"
    assert request.form == [
        ("To", "+15125550178"),
        ("From", LINE),
        ("Body", TEXT.body),
        ("StatusCallback", f"{IN}/text_status?text=text_1"),
        ("ValidityPeriod", "900"),
    ]


async def test_the_next_page_is_read_inside_the_interface(client: Http) -> None:
    following = f"/api/laml/2010-04-01/Accounts/{SETTINGS.project_id}/Messages?Page=1"
    first = http("200 OK", json.dumps({"messages": [], "next_page_uri": following}), "application/json")
    async with standin(first, CASE.answer("find__found")) as company:
        assert await PROVIDER.find_text(TEXT, SINCE, CASE.at(company.base), client) is not None
    assert company.seen[1].target == following


async def test_the_key_is_tried_where_texts_are(client: Http) -> None:
    async with standin(CASE.answer("check__good_key")) as company:
        await PROVIDER.check(CASE.at(company.base), client)
    assert company.seen[0].target.endswith("/Messages?PageSize=1")


@pytest.mark.parametrize(
    "space", ["rosa", "rosa.signalwire.com", "https://rosa.signalwire.com/", " rosa ", "rosa.signalwire.com/"]
)
async def test_the_space_may_be_written_in_several_ways(space: str) -> None:
    asked: list[str] = []

    class Listening(Http):
        async def request(self, method: str, url: str, **more: Any) -> Any:
            asked.append(url)
            raise NotImplementedError

    with pytest.raises(NotImplementedError):
        await PROVIDER.check(replace(SETTINGS, space=space), Listening())
    assert asked == [
        f"https://rosa.signalwire.com/api/laml/2010-04-01/Accounts/{SETTINGS.project_id}/Messages"
    ]


def test_the_test_key_is_the_one_of_the_vector() -> None:
    assert VECTOR["signing_key"] == KEY
