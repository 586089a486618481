"""The battery, on our addresses at a company: are they there, and out again. What each company says is data.

That connecting twice leaves one is tested beside each provider, and as a story in tests/lines.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from ringback.lib.http import Http
from ringback.phone import fixtures
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, Capability, SendFailed
from tests.contract.case import ContractCase, case_of, every_case
from tests.contract.standin import CUT, http, standin

Case = ContractCase[Any]
IN = f"{fixtures.HOST}/in/{fixtures.LINE_KEY}"
GONE, DONE = http("404 Not Found"), http("204 No Content")


def said(content: object) -> bytes:
    return http("200 OK", json.dumps(content), "application/json")


def addresses(case: Case) -> dict[str, str]:
    return {address.kind: f"{IN}/{address.kind}" for address in case.provider.addresses}


@dataclass(frozen=True)
class Told:
    """What the company answers, one after the other, and what follows."""

    company: str
    answers: tuple[bytes, ...]
    wrong: str = ""  # what `connected` says
    removed: tuple[str, ...] = ()  # by `disconnect`

    def __repr__(self) -> str:
        return f"{self.company}: {self.wrong or ', '.join(self.removed) or 'well'}"


def hook(**fields: object) -> dict[str, object]:
    return {"webhook_id": 9, "url": f"{IN}/event", "active": True, **fields}


EVENTS_OF_AIRCALL = [
    *("call.created", "call.ringing_on_agent", "call.agent_declined", "call.answered", "call.hungup"),
    *("call.ended", "call.voicemail_left", "ai_voice_agent.started"),
    *("message.received", "message.sent", "message.status_updated"),
]
EVENTS_OF_ZOOM = [
    *("phone.callee_ringing", "phone.callee_answered", "phone.callee_rejected", "phone.callee_missed"),
    *("phone.callee_ended", "phone.callee_call_history_completed"),
    *("phone.voicemail_received", "phone.voicemail_transcript_completed"),
    *("phone.sms_received", "phone.sms_sent", "phone.sms_sent_failed", "phone.sms_campaign_number_opt_out"),
]
OTHER = {"webhook_id": 8, "url": "https://other.example", "active": True, "events": EVENTS_OF_AIRCALL}
DIALPAD_HOOKS = said({"items": [{"id": 11, "hook_url": f"{IN}/call"}, {"id": 12, "hook_url": f"{IN}/text"}]})
NUMBER = said({"data": [{"id": "n1", "phone_number": fixtures.NUMBER, "connection_id": "a1"}]})
OWN_NAME = f"Ringback {fixtures.NUMBER}"
PLIVO_WANTS = {
    "answer_url": f"{IN}/voice",
    "answer_method": "POST",
    "hangup_url": f"{IN}/voice_status",
    "hangup_method": "POST",
    "message_url": f"{IN}/text",
    "message_method": "POST",
}
PLIVO_APP = {"app_name": "Ringback_15125550142", "app_id": "7", **PLIVO_WANTS}
GIVEN = said({"application": "/v1/Account/MA1/Application/7/"})


def subscription(id: str = "s1", **fields: object) -> dict[str, object]:
    return {"id": id, "status": "Active", "deliveryMode": {"address": f"{IN}/events?key=k"}, **fields}


def at_zoom(id: str = "z1", **fields: object) -> dict[str, object]:
    ours = {"event_subscription_id": id, "event_webhook_url": f"{IN}/events", "events": EVENTS_OF_ZOOM}
    return {**ours, "subscription_scope": "account", "created_source": "openapi", **fields}


def application(name: str = "Shop", url: str = f"{IN}/voice") -> bytes:
    return said({"data": {"id": "a1", "application_name": name, "webhook_event_url": url}})


OF_NUMBER = said({"data": {"messaging_profile_id": "p1"}})
PROFILE = said({"data": {"id": "p1", "webhook_url": f"{IN}/text"}})
OTHER_PROFILE = said({"data": {"id": "p1", "webhook_url": "https://other.example"}})


def gateway(*events: str, url: str = f"{IN}/text_status") -> bytes:
    texts = {"id": "w0", "event": "sms:received", "url": f"{IN}/text"}
    return said(
        [texts, *({"id": f"w{at}", "event": event, "url": url} for at, event in enumerate(events, 1))]
    )


VONAGE: dict[str, dict[str, Any]] = {
    "voice": {
        "signed_callbacks": True,
        "webhooks": {
            "answer_url": {"address": f"{IN}/voice", "http_method": "POST"},
            "event_url": {"address": f"{IN}/voice_status"},
            "fallback_answer_url": {"address": "https://other.example"},
        },
    },
    "messages": {
        "webhooks": {"inbound_url": {"address": f"{IN}/text"}, "status_url": {"address": f"{IN}/text_status"}}
    },
}
LOOKS = [
    Told("vonage", (said({"capabilities": VONAGE}),)),
    Told(
        "vonage",
        (said({"capabilities": {"voice": VONAGE["voice"]}}),),
        "The application at Vonage has another inbound_url than this line, or none.",
    ),
    Told(
        "vonage",
        (said({"capabilities": VONAGE | {"voice": VONAGE["voice"] | {"signed_callbacks": False}}}),),
        "The application at Vonage does not sign what it tells of calls.",
    ),
    Told("aircall", (said({"webhooks": [OTHER, hook(events=EVENTS_OF_AIRCALL)]}),)),
    Told("aircall", (said({"webhooks": [OTHER]}),), "Aircall has no webhook with this line's address."),
    Told(
        "aircall",
        (said({"webhooks": [hook(active=False)]}),),
        "Aircall has switched this line's webhook off.",
    ),
    Told(
        "aircall",
        (said({"webhooks": [hook(events=EVENTS_OF_AIRCALL[1:])]}),),
        "This line's webhook at Aircall lacks call.created.",
    ),
    Told(
        "dialpad",
        (
            DIALPAD_HOOKS,
            said({"items": [{"id": 21, "webhook": {"id": "11"}}]}),
            DIALPAD_HOOKS,
            said({"items": [{"id": 22, "webhook": {"id": 12}, "enabled": True}]}),
        ),
    ),
    Told("dialpad", (said({}), said({})), "Dialpad has no subscription for the calls of this line."),
    Told(
        "dialpad",
        (DIALPAD_HOOKS, said({"items": [{"id": 21, "webhook": {"id": "11"}, "enabled": False}]})),
        "Dialpad has switched the subscription for the calls of this line off.",
    ),
    Told(
        "dialpad",
        (
            DIALPAD_HOOKS,
            said({"items": [{"id": 21, "webhook": {"id": "11"}}]}),
            DIALPAD_HOOKS,
            said({"items": [{"id": 22, "webhook": {"id": "99"}}]}),
        ),
        "Dialpad has no subscription for the texts of this line.",
    ),
    Told("openphone", (said({"data": [{"id": "WH1", "url": f"{IN}/event", "status": "enabled"}]}),)),
    Told("openphone", (said({"data": [{"id": "WH1", "url": f"{IN}/event"}]}),)),
    Told("openphone", (said({"data": []}),), "Quo has no webhook with this line's address."),
    Told(
        "openphone",
        (said({"data": [{"id": "WH1", "url": f"{IN}/event", "status": "disabled"}]}),),
        "Quo has switched this line's webhook off.",
    ),
    Told("ringcentral", (said({"records": [subscription("old", status="Suspended"), subscription()]}),)),
    Told(
        "ringcentral",
        (said({"records": []}),),
        "RingCentral has no subscription with this line's address; those that end are removed.",
    ),
    Told(
        "ringcentral",
        (said({"records": [subscription(status="Blacklisted")]}),),
        "RingCentral has suspended this line's subscription, because its events were not taken.",
    ),
    Told("zoom", (said({"event_subscriptions": [at_zoom()]}),)),
    Told(
        "zoom",
        (
            said({"event_subscriptions": [at_zoom(events=EVENTS_OF_ZOOM[:3])], "next_page_token": "2"}),
            said({"event_subscriptions": [at_zoom(events=EVENTS_OF_ZOOM[3:], created_source="default")]}),
        ),
    ),
    Told(
        "zoom",
        (said({"event_subscriptions": [at_zoom(event_webhook_url="https://other.example")]}),),
        "Zoom has no event subscription with this line's address.",
    ),
    Told(
        "zoom",
        (said({"event_subscriptions": [at_zoom(events=EVENTS_OF_ZOOM[1:])]}),),
        "This line's event subscription at Zoom lacks phone.callee_ringing.",
    ),
    Told("telnyx", (NUMBER, application(), OF_NUMBER, PROFILE)),
    Told(
        "telnyx",
        (NUMBER, application(url="https://other.example"), OF_NUMBER, PROFILE),
        "The number's call application at Telnyx has another address than this line's, or none.",
    ),
    Told(
        "telnyx",
        (NUMBER, GONE, OF_NUMBER, PROFILE),
        "The number's call application at Telnyx has another address than this line's, or none.",
    ),
    Told(
        "telnyx",
        (NUMBER, application(), OF_NUMBER, OTHER_PROFILE),
        "The number's messaging profile at Telnyx has another address than this line's, or none.",
    ),
    Told(
        "telnyx",
        (NUMBER, application(), said({"data": {}})),
        "The number's messaging profile at Telnyx has another address than this line's, or none.",
    ),
    Told("plivo", (GIVEN, said({"objects": [PLIVO_APP]}))),
    Told(
        "plivo",
        (said({"application": "/v1/Account/MA1/Application/8/"}), said({"objects": [PLIVO_APP]})),
        "The number is not given to this line's application at Plivo.",
    ),
    Told(
        "plivo",
        (GIVEN, said({"objects": []})),
        "The number is not given to this line's application at Plivo.",
    ),
    Told(
        "plivo",
        (GIVEN, said({"objects": [PLIVO_APP | {"message_url": "https://other.example"}]})),
        "This line's application at Plivo has other addresses than this line.",
    ),
    Told("android", (gateway("sms:sent", "sms:delivered", "sms:failed"),)),
    Told(
        "android",
        (gateway("sms:sent"),),
        "The SMS gateway has no webhook of this line for sms:delivered, sms:failed.",
    ),
]
REMOVALS = [
    Told("aircall", (said({"webhooks": [OTHER, hook()]}), DONE), removed=("/v1/webhooks/9",)),
    Told("aircall", (said({"webhooks": [hook()]}), GONE), removed=("/v1/webhooks/9",)),
    Told("aircall", (said({"webhooks": [OTHER]}),)),
    Told(
        "dialpad",
        (
            DIALPAD_HOOKS,
            said({"items": [{"id": 20, "webhook": None}, {"id": 21, "webhook": {"id": "11"}}]}),
            DONE,
            DONE,
            DIALPAD_HOOKS,
            said({"items": []}),
            DONE,
        ),
        removed=("/api/v2/subscriptions/call/21", "/api/v2/webhooks/11", "/api/v2/webhooks/12"),
    ),
    Told(
        "openphone",
        (
            said(
                {"data": [{"id": "WH0", "url": "https://other.example"}, {"id": "WH1", "url": f"{IN}/event"}]}
            ),
            DONE,
        ),
        removed=("/webhooks/WH1",),
    ),
    Told(
        "ringcentral",
        (
            said({"records": [subscription("a/b"), subscription("other", deliveryMode={"address": "x"})]}),
            DONE,
        ),
        removed=("/restapi/v1.0/subscription/a%2Fb",),
    ),
    Told(
        "zoom",
        (said({"event_subscriptions": [at_zoom("a/b"), at_zoom("c", event_webhook_url="x")]}), DONE),
        removed=("/v2/marketplace/app/event_subscription/a%2Fb",),
    ),
    Told(
        "zoom",
        (said({"event_subscriptions": [at_zoom()]}), GONE),
        removed=("/v2/marketplace/app/event_subscription/z1",),
    ),
    Told(
        "telnyx",
        (NUMBER, application(OWN_NAME), OF_NUMBER, PROFILE, said({}), said({}), DONE),
        removed=("/v2/call_control_applications/a1",),
    ),
    Told("telnyx", (NUMBER, application(url="https://other.example"), OF_NUMBER, OTHER_PROFILE)),
    Told(
        "plivo",
        (said({"objects": [PLIVO_APP, {"app_name": "Shop", "app_id": "8"}]}), DONE),
        removed=("/Application/7/",),
    ),
    Told("android", (gateway("sms:sent", url="https://other.example"), DONE), removed=("/webhooks/w0",)),
]


@pytest.mark.parametrize("told", LOOKS, ids=repr)
async def test_it_is_said_whether_our_addresses_are_there(told: Told, client: Http) -> None:
    case = case_of(told.company)
    async with standin(*told.answers) as company:
        found = await case.provider.connected(fixtures.NUMBER, addresses(case), case.at(company.base), client)
        methods = {request.method for request in company.seen}
    assert found == told.wrong
    assert methods == {"GET"}  # it changes nothing


@pytest.mark.parametrize("told", REMOVALS, ids=repr)
async def test_only_what_is_ours_is_taken_out(told: Told, client: Http) -> None:
    case = case_of(told.company)
    async with standin(*told.answers) as company:
        await case.provider.disconnect(fixtures.NUMBER, addresses(case), case.at(company.base), client)
        removed = [request.target for request in company.seen if request.method == "DELETE"]
    assert len(removed) == len(told.removed)
    assert [found for found, end in zip(removed, told.removed, strict=True) if not found.endswith(end)] == []


async def test_of_an_application_only_our_addresses_are_taken(client: Http) -> None:
    case = case_of("vonage")
    present = {"name": "Shop", "capabilities": VONAGE | {"rtc": {}}}
    async with standin(said(present)) as company:
        await case.provider.disconnect(fixtures.NUMBER, addresses(case), case.at(company.base), client)
        written = [json.loads(request.body) for request in company.seen if request.method == "PUT"]
    kept = {"fallback_answer_url": {"address": "https://other.example"}}
    capabilities = {
        "voice": {"signed_callbacks": True, "webhooks": kept},
        "messages": {"webhooks": {}},
        "rtc": {},
    }
    assert written == [{"name": "Shop", "capabilities": capabilities}]


async def test_an_application_that_serves_others_is_left_to_the_owner(client: Http) -> None:
    case = case_of("telnyx")
    async with standin(NUMBER, application("Shop"), OF_NUMBER, PROFILE, said({})) as company:
        with pytest.raises(SendFailed) as failed:
            await case.provider.disconnect(fixtures.NUMBER, addresses(case), case.at(company.base), client)
        written = [(request.method, json.loads(request.body)) for request in company.seen if request.body]
    assert written == [("PATCH", {"webhook_url": ""})]
    assert failed.value.problem.problem is Problem.MISCONFIGURED


@pytest.mark.parametrize("case", every_case(Capability.CONNECT))
@pytest.mark.parametrize("answer", [CUT, http("500 Internal Server Error"), http("200 OK", "<html></html>")])
async def test_without_an_answer_nothing_is_said_of_our_addresses(
    case: Case, answer: bytes, client: Http
) -> None:
    async with standin(answer) as company:
        settings = case.at(company.base)
        for ask in (case.provider.connected, case.provider.disconnect):
            with pytest.raises(CannotAsk):
                await ask(fixtures.NUMBER, addresses(case), settings, client)


@pytest.mark.parametrize("case", every_case(Capability.CONNECT))
async def test_a_refused_key_is_the_owners_to_put_right(case: Case, client: Http) -> None:
    async with standin(http("401 Unauthorized")) as company:
        settings = case.at(company.base)
        for ask in (case.provider.connected, case.provider.disconnect):
            with pytest.raises(SendFailed) as failed:
                await ask(fixtures.NUMBER, addresses(case), settings, client)
            assert failed.value.problem.problem is Problem.MISCONFIGURED
