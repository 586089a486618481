"""Writes Twilio's answers among its fixtures: `.venv/bin/python -m tests.contract.make_twilio_answers`."""

import json

from tests.contract.make_twilio_fixtures import (
    ACCOUNT,
    CALL,
    DAN,
    LINE,
    READ,
    TEXT,
    write,
)

OTHER = "+15125550199"
MESSAGE, ERRORS = "Message resource", "Error and Warning Dictionary"
CALLS, NUMBERS = "Call resource", "IncomingPhoneNumber resource"


def answer(name: str, page: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the Twilio docs, {READ}', [*head, "Connection: close"], body)


def message(sid: str, body: str, made: str, **other: object) -> dict[str, object]:
    return {
        "sid": sid,
        "account_sid": ACCOUNT,
        "from": LINE,
        "to": DAN,
        "body": body,
        "status": "queued",
        "direction": "outbound-api",
        "num_segments": "1",
        "num_media": "0",
        "messaging_service_sid": None,
        "error_code": None,
        "error_message": None,
        "price": None,
        "date_created": made,
        "date_sent": None,
        "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}.json",
    } | other


HELLO = "Hi, this is Rosa's Plumbing. Sorry we missed your call."
SENT_AT = "Fri, 20 Nov 2026 17:03:10 +0000"


def send_answers() -> None:
    answer("send__accepted", MESSAGE, "201 Created", message(TEXT, HELLO, SENT_AT))
    by_service = message(TEXT, HELLO, SENT_AT, status="accepted", num_segments="0") | {"from": None}
    answer("send__accepted_by_service", MESSAGE, "201 Created", by_service)
    statuses = {"20003": "401 Unauthorized", "20404": "404 Not Found", "20429": "429 Too Many Requests"}
    codes = """14107 20003 20404 20429 21211 21212 21266 21408 21601 21602 21606 21608 21610 21611 21612 21614
               21617 21659 21703 21704 21705 29999"""
    for code in codes.split():
        status = statuses.get(code, "400 Bad Request")
        said = {
            "code": int(code),
            "message": f"No text goes from {LINE} to {DAN}",
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": int(status[:3]),
        }
        answer(f"send__refused_{code}" if code != "29999" else "send__refused_new_code", ERRORS, status, said)
    answer(
        "send__busy_with_wait",
        ERRORS,
        "429 Too Many Requests",
        {"code": 20429, "message": "", "status": 429},
        Retry_After="7",
    )
    answer("send__forbidden", ERRORS, "403 Forbidden", {"detail": "no code"})
    answer("send__accepted_without_id", MESSAGE, "201 Created", {"status": "queued"})


def page(name: str, key: str, rows: list[dict[str, object]], following: str | None = None) -> None:
    shown = {key: rows, "page": 0, "page_size": 100, "next_page_uri": following, "uri": "/2010-04-01"}
    answer(name, CALLS if key == "calls" else MESSAGE, "200 OK", shown)


def find_answers() -> None:
    other, first, second = (f"SM0000000000000000000000000000001{n}" for n in range(3))
    page(
        "find__found",
        "messages",
        [
            message(other, "Another text", SENT_AT),
            message(first, HELLO, SENT_AT),
            message(second, HELLO, "Thu, 19 Nov 2026 17:03:10 +0000"),
        ],
    )
    page(
        "find__not_there",
        "messages",
        [
            message(other, HELLO + " ", SENT_AT),
            message(first, HELLO, SENT_AT, direction="inbound"),
            message(second, HELLO, SENT_AT, to=OTHER),
        ],
    )
    page("find__by_service", "messages", [message(first, HELLO, SENT_AT) | {"from": None}])
    page(
        "find__twice",
        "messages",
        [
            message(other, HELLO, "Fri, 20 Nov 2026 17:05:00 +0000"),
            message(first, HELLO, SENT_AT),
            message(second, HELLO, "Fri, 20 Nov 2026 17:02:40 +0000"),
        ],
    )
    page(
        "find__only_old",
        "messages",
        [message(first, HELLO, "Thu, 19 Nov 2026 17:03:10 +0000")],
        f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json?Page=1",
    )


def call_answers() -> None:
    def call(number: int, **other: object) -> dict[str, object]:
        return {
            "sid": f"CA0000000000000000000000000000001{number}",
            "from": DAN,
            "to": LINE,
            "status": "completed",
            "direction": "inbound",
            "parent_call_sid": None,
            "duration": "0",
            "forwarded_from": None,
            "date_created": SENT_AT,
            "start_time": SENT_AT,
            "end_time": None,
        } | other

    page(
        "calls__listed",
        "calls",
        [
            call(0, status="no-answer"),
            call(1, status="in-progress"),
            call(2, start_time=None, status="ringing"),
            call(3, direction="outbound-dial", parent_call_sid=CALL),
            call(4, start_time="Fri, 20 Nov 2026 08:00:00 +0000"),
            call(5, start_time="soon", date_created=None),
            call(6, status="busy") | {"from": None},
        ],
    )
    answer("check__good_key", NUMBERS, "200 OK", {"incoming_phone_numbers": [], "next_page_uri": None})


LOOKUP, CAMPAIGNS = "Lookup v2", "Usa2p"
LINE_TYPES = (
    "mobile landline fixedVoip nonFixedVoip tollFree personal premium sharedCost uan voicemail pager unknown"
)


def number_answers() -> None:
    name = {"caller_name": "DAN MILLER", "caller_type": "CONSUMER", "error_code": None}
    for kind in LINE_TYPES.split():
        found = {"type": kind, "carrier_name": "Example Mobile", "error_code": None}
        said = {"phone_number": "+15125550178", "valid": True, "caller_name": name}
        answer(f"lookup__{kind.lower()}", LOOKUP, "200 OK", {**said, "line_type_intelligence": found})
    for status in ["VERIFIED", "PENDING", "IN_PROGRESS", "FAILED", "PARKED"]:
        row = {"sid": "QE00000000000000000000000000000001", "campaign_status": status}
        answer(f"registration__{status.lower()}", CAMPAIGNS, "200 OK", {"compliance": [row]})
    answer("registration__none", CAMPAIGNS, "200 OK", {"compliance": [], "meta": {}})


def main() -> None:
    number_answers()
    send_answers()
    find_answers()
    call_answers()


if __name__ == "__main__":
    main()
