"""SMS Gateway for Android: what each fixture says, for the battery in tests/contract, and what we ask it."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.case import AT, TEXT, ContractCase
from tests.contract.standin import http, standin

from ringback.lib.http import Http
from ringback.lib.secret import Secret
from ringback.phone.android import texts
from ringback.phone.android.provider import PROVIDER, AndroidSettings
from ringback.phone.asked import Connection, Sent
from ringback.phone.events import Event, Ignored, Problem, SendProblem, TextReceived, TextReport, TextState
from ringback.phone.provider import SendFailed

KEY = "android signing key"
SETTINGS = AndroidSettings("rosa", Secret("android password"), Secret(KEY), sim="1")
ROTATED = replace(SETTINGS, signing_key=Secret("new key"), previous_signing_key=Secret(KEY))
LINE, DAN = "+15125550142", "+15125550178"
IN = "https://ringback.example.com/in/ln_test"


def received(body: str, **changes: Any) -> list[Event]:
    return [replace(TextReceived("made-up-event", DAN, LINE, body, AT), **changes)]


def reported(state: TextState, error: SendProblem | None = None) -> list[Event]:
    return [TextReport("text_1", "", state, AT, error)]


def failed(reason: str) -> list[Event]:
    problem, said = texts.REASONS[reason]
    return reported(TextState.UNDELIVERED, SendProblem(problem, reason, said))


UNKNOWN = SendProblem(Problem.REFUSED, said="The text did not arrive, for a reason Ringback does not know.")
EVENTS: dict[str, list[Event]] = {
    "text_received__plain": received("Café & tea? 👍"),
    "text_received__stop": received("STOP"),
    "text_received__older_app": received("Hi", to=""),
    "text_received__second_sim": [Ignored("a text to the phone's other SIM card")],
    "ignored__sms_data_received": [Ignored("a message between machines")],
    "ignored__mms_received": [Ignored("a picture message, which the app only announces")],
    "ignored__mms_downloaded": [Ignored("a picture message, which Ringback cannot fetch from the app")],
    "ignored__system_ping": [Ignored("the phone says that it is there")],
    "text__new_event": [Ignored("event says sms-parked, which is new to us")],
    "delivery__sent": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__failed_generic": failed("RESULT_ERROR_GENERIC_FAILURE"),
    "delivery__failed_limit": failed("RESULT_ERROR_LIMIT_EXCEEDED"),
    "delivery__failed_modem": failed("RESULT_RIL_MODEM_ERR"),
    "delivery__failed_no_app": failed("RESULT_NO_DEFAULT_SMS_APP"),
    "delivery__failed_no_sim": failed("No SIMs found"),
    "delivery__failed_bad_number": failed("Invalid number"),
    "delivery__failed_new_reason": reported(TextState.UNDELIVERED, UNKNOWN),
    "delivery__failed_no_reason": reported(TextState.UNDELIVERED, UNKNOWN),
}


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    events=EVENTS,
    new_words=["text__new_event"],
    unreadable={"text_received__no_id": "id", "text_received__no_payload": "payload"},
    signature_headers=["x-signature", "x-timestamp"],
    signs_url=False,
    window_seconds=300,
    sends={
        "send__accepted": Sent("text_1"),
        "send__accepted_by_the_phone": Sent("text_1"),
        "send__has_it_already": Sent("text_1"),
        "send__refused": SendProblem(Problem.REFUSED, "", "The SMS gateway refused the text."),
        "send__bad_key": SendProblem(
            Problem.MISCONFIGURED, "", "The SMS gateway does not accept the user name and password."
        ),
        "send__busy": SendProblem(Problem.BUSY, "", "The SMS gateway asks us to wait."),
    },
    finds={"find__found": Sent("text_1"), "find__not_there": None},
    checks={"check__good_key": None, "check__bad_key": Problem.MISCONFIGURED},
)


# --- What we ask ---


async def test_a_text_goes_through_the_line_s_sim_card_with_our_id(client: Http) -> None:
    async with standin(CASE.answer("send__accepted")) as gateway:
        await PROVIDER.send_text(TEXT, CASE.at(gateway.base + "/"), client)
    [request] = gateway.seen
    assert (request.method, request.target) == ("POST", "/messages")
    assert json.loads(request.body) == {
        "id": "text_1",
        "textMessage": {"text": TEXT.body},
        "phoneNumbers": [DAN],
        "ttl": 900,
        "withDeliveryReport": True,
        "simNumber": 1,
    }


async def test_a_picture_is_refused_before_anything_is_asked(client: Http) -> None:
    with pytest.raises(SendFailed) as refused:
        await PROVIDER.send_text(replace(TEXT, media=("https://a.example/1",)), SETTINGS, client)
    assert refused.value.problem.problem is Problem.REFUSED


async def test_connecting_enters_what_is_missing_and_nothing_twice(client: Http) -> None:
    addresses = {kind: f"{IN}/{kind}" for kind in ("text", "text_status")}
    present = [
        {"id": "w1", "event": "sms:received", "url": f"{IN}/text"},
        {"id": "w2", "event": "sms:sent", "url": "https://elsewhere.example/hook"},
    ]
    listed = http("200 OK", json.dumps(present), "application/json")
    async with standin(listed, http("201 Created", "{}", "application/json")) as gateway:
        made = await PROVIDER.connect(LINE, addresses, CASE.at(gateway.base), client)
    assert made == Connection("", None)
    assert [json.loads(request.body) for request in gateway.seen[1:]] == [
        {"event": event, "url": f"{IN}/text_status"} for event in ("sms:sent", "sms:delivered", "sms:failed")
    ]
