"""What Twilio is asked, byte for byte, and how far we read its lists."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.contract.case import SINCE, TEXT
from tests.contract.standin import Seen, http, standin

from ringback.lib.http import Http
from ringback.phone.asked import Sent
from ringback.phone.events import Problem
from ringback.phone.provider import CannotAsk, SendFailed
from ringback.phone.twilio.numbers import NEW
from ringback.phone.twilio.provider import PROVIDER, TwilioSettings
from ringback.phone.twilio.tables import VERIFICATION
from ringback.phone.twilio.tests import ACCOUNT, CASE, LINE, TOKEN

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
SERVICE = "MG00000000000000000000000000000001"


@pytest.fixture
async def client() -> Any:
    http = Http(total_seconds=5)
    yield http
    await http.close()


async def sent(client: Http, changes: dict[str, Any], **text: Any) -> list[tuple[str, str]]:
    async with standin(CASE.answer("send__accepted")) as company:
        line = replace(CASE.at(company.base + "/"), **changes)
        await PROVIDER.send_text(replace(TEXT, **text), line, client)
    [request] = company.seen
    key = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert (request.method, request.target) == ("POST", MESSAGES)
    assert request.headers["authorization"] == f"Basic {key}"
    return request.form


async def test_a_text_is_sent_from_the_line_with_our_id_in_the_report(client: Http) -> None:
    assert await sent(client, {}, body="Café 👍 & tea") == [
        ("To", "+15125550178"),
        ("From", LINE),
        ("Body", "Café 👍 & tea"),
        ("StatusCallback", "https://ringback.example.com/in/ln_test/text_status?text=text_1"),
        ("ValidityPeriod", "900"),
    ]


async def test_a_messaging_service_still_sends_from_the_line(client: Http) -> None:
    form = await sent(client, {"messaging_service_sid": SERVICE})
    assert form[:3] == [("To", "+15125550178"), ("From", LINE), ("MessagingServiceSid", SERVICE)]


async def test_pictures_go_along_and_validity_stays_in_bounds(client: Http) -> None:
    form = await sent(
        client, {}, body="", media=("https://a.example/1", "https://a.example/2"), valid_seconds=0
    )
    assert form[2:] == [
        ("MediaUrl", "https://a.example/1"),
        ("MediaUrl", "https://a.example/2"),
        ("StatusCallback", TEXT.report_to),
        ("ValidityPeriod", "1"),
    ]


def page(*rows: dict[str, object], following: str | None = None) -> bytes:
    return http("200 OK", json.dumps({"messages": rows, "next_page_uri": following}), "application/json")


def row(sid: str, made: str, body: str = TEXT.body) -> dict[str, object]:
    return {
        "sid": sid,
        "from": LINE,
        "to": TEXT.to,
        "body": body,
        "direction": "outbound-api",
        "date_created": made,
    }


async def find(client: Http, *answers: bytes, **changes: Any) -> tuple[Sent | None, list[str]]:
    async with standin(*answers) as company:
        line = replace(CASE.at(company.base), **changes)
        found = await PROVIDER.find_text(TEXT, SINCE, line, client)
    return found, [request.target for request in company.seen]


async def test_texts_to_this_person_are_asked_for_without_a_date(client: Http) -> None:
    _, asked = await find(client, page())
    assert asked == [f"{MESSAGES}?To=%2B15125550178&PageSize=100&From=%2B15125550142"]


async def test_through_a_service_the_sender_may_not_be_chosen_yet(client: Http) -> None:
    _, asked = await find(client, page(), messaging_service_sid=SERVICE)
    assert asked == [f"{MESSAGES}?To=%2B15125550178&PageSize=100"]


async def test_the_second_page_is_read_while_the_first_is_young_enough(client: Http) -> None:
    more = f"{MESSAGES}?To=%2B15125550178&PageSize=100&Page=1&PageToken=PASM1"
    first = page(row("SM1", "Fri, 20 Nov 2026 17:04:00 +0000", "Other"), following=more)
    found, asked = await find(client, first, page(row("SM2", "Fri, 20 Nov 2026 17:03:09 +0000")))
    assert found == Sent("SM2")
    assert asked[1] == more


async def test_reading_stops_where_the_texts_are_older(client: Http) -> None:
    old = page(row("SM1", "Thu, 19 Nov 2026 17:04:00 +0000"), following=MESSAGES + "?Page=1")
    found, asked = await find(client, old, page(row("SM2", "Fri, 20 Nov 2026 17:03:09 +0000")))
    assert (found, len(asked)) == (None, 1)


@pytest.mark.parametrize(("made", "found"), [("17:02:09", Sent("SM1")), ("17:02:08", None)])
async def test_clocks_may_differ_by_a_minute(client: Http, made: str, found: Sent | None) -> None:
    assert (await find(client, page(row("SM1", f"Fri, 20 Nov 2026 {made} +0000"))))[0] == found


async def test_of_equal_texts_one_made_after_the_attempt_is_ours_though_an_earlier_one_is_closer(
    client: Http,
) -> None:
    later = row("SM2", "Fri, 20 Nov 2026 17:03:20 +0000")
    earlier = row("SM1", "Fri, 20 Nov 2026 17:03:05 +0000")
    assert (await find(client, page(later, earlier)))[0] == Sent("SM2")
    assert (await find(client, page(earlier)))[0] == Sent("SM1")


@pytest.mark.parametrize("following", ["//example.net/2010-04-01/x", "https://example.net/2010-04-01/", "@x"])
async def test_our_key_goes_to_no_other_place(client: Http, following: str) -> None:
    with pytest.raises(CannotAsk):
        await find(client, page(following=following))


async def test_a_list_without_end_is_no_answer(client: Http) -> None:
    with pytest.raises(CannotAsk):
        await find(client, page(following=MESSAGES))


@pytest.mark.parametrize("made", [None, "", "soon", "2026-11-20T17:03:10Z", 7])
async def test_an_unreadable_date_proves_nothing(client: Http, made: Any) -> None:
    assert (await find(client, page(row("SM1", made))))[0] is None


async def test_the_call_log_is_asked_for_by_day_in_gmt(client: Http) -> None:
    async with standin(CASE.answer("calls__listed")) as company:
        at: TwilioSettings = CASE.at(company.base)
        await PROVIDER.list_calls(LINE, SINCE - timedelta(hours=18), at, client)
    [request] = company.seen
    assert request.path == f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    assert request.query == {"To": LINE, "StartTime>": "2026-11-19", "PageSize": "100"}


async def test_the_key_is_tried_on_a_page_that_every_key_may_read(client: Http) -> None:
    async with standin(CASE.answer("check__good_key")) as company:
        await PROVIDER.check(CASE.at(company.base), client)
    [request] = company.seen
    assert request.target == f"/2010-04-01/Accounts/{ACCOUNT}/IncomingPhoneNumbers.json?PageSize=1"


@pytest.mark.parametrize("status", ["202 Accepted", "408 Request Timeout"])
async def test_an_answer_that_promises_nothing_is_unsure(client: Http, status: str) -> None:
    with pytest.raises(SendFailed) as caught:
        async with standin(http(status, '{"sid": "SM1"}', "application/json")) as company:
            await PROVIDER.send_text(TEXT, CASE.at(company.base), client)
    assert caught.value.problem.problem is Problem.UNSURE


# --- What else is known about numbers ---

TOLL_FREE = "+18005550142"


def json_answer(content: object) -> bytes:
    return http("200 OK", json.dumps(content), "application/json")


async def registered(client: Http, number: str, *answers: object, **settings: Any) -> tuple[str, list[Seen]]:
    async with standin(*map(json_answer, answers)) as company:
        said = await PROVIDER.registration(number, replace(CASE.at(company.base), **settings), client)
    return said, company.seen


@pytest.mark.parametrize(("status", "said"), [*VERIFICATION.items(), ("PARKED", NEW)])
async def test_a_toll_free_number_is_verified_by_its_own_id(client: Http, status: str, said: str) -> None:
    owned, filed = {"incoming_phone_numbers": [{"sid": "PN1"}]}, {"verifications": [{"status": status}]}
    told, [number, verification] = await registered(client, TOLL_FREE, owned, filed)
    assert told == said
    assert number.query == {"PhoneNumber": TOLL_FREE}
    assert verification.target == "/v1/Tollfree/Verifications?TollfreePhoneNumberSid=PN1"


async def test_what_is_missing_before_a_number_may_text_is_said(client: Http) -> None:
    nobody = "Nobody has asked Twilio to verify this toll-free number."
    elsewhere = "The line's number is not in this Twilio account."
    owned = {"incoming_phone_numbers": [{"sid": "PN1"}]}
    assert (await registered(client, TOLL_FREE, owned, {"verifications": []}))[0] == nobody
    assert (await registered(client, TOLL_FREE, {"incoming_phone_numbers": []}))[0] == elsewhere
    with pytest.raises(CannotAsk):
        await registered(client, LINE, {})
