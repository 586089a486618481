"""Writes Vonage's fixtures: `.venv/bin/python -m tests.contract.make_vonage_fixtures`.

Signed here a second time after the description of signed webhooks, so that our code is not compared with
itself; Vonage's own package has confirmed the tokens.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/vonage/fixtures"
READ = "read 2026-11-20"
ORIGIN = '# from "{page}" of the Vonage docs, {read}; signature computed with the test key'
SECRET = b"vonage-signature-secret-0123456789ab"
AT = 1795194191  # 2026-11-20 17:03:11 UTC

TAIL = "-0000-4000-8000-0000000000"
CALL, CALLER = f"CON-00000000{TAIL}a1", f"00000000{TAIL}b1"
PHONE, TEXT, FILE = f"00000000{TAIL}c1", f"00000000{TAIL}d1", f"00000000{TAIL}e1"
LINE, ROSA, DAN = "15125550142", "15125550143", "15125550178"
TIME = "2026-11-20T17:03:11.000Z"

ANSWER, EVENTS, CONTROL = "Webhook reference", "Webhook reference", "NCCO reference"
INBOUND, REPORTS, ERRORS = "Messages API reference", "Messages API status callbacks", "Messages API errors"

IN_CALL = {"from": DAN, "to": LINE, "uuid": CALLER, "conversation_uuid": CALL}
ON_PHONE = {
    "from": LINE,
    "to": ROSA,
    "uuid": PHONE,
    "conversation_uuid": CALL,
    "direction": "outbound",
    "timestamp": TIME,
}
OF_CALL = urlencode({"call": CALL, "leg": CALLER, "caller": DAN})
MORE_LEFT = OF_CALL + "&left=1"

made = 0


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def token(body: bytes) -> str:
    said = {"iat": AT, "jti": f"{made:08x}-0000-4000-8000-000000000000", "iss": "Vonage"}
    said |= {"payload_hash": hashlib.sha256(body).hexdigest()} if body else {}
    said |= {"api_key": "abcd1234"}
    plain = [
        json.dumps(one, separators=(",", ":")).encode() for one in ({"alg": "HS256", "typ": "JWT"}, said)
    ]
    signed = ".".join(part(one) for one in plain)
    return f"{signed}.{part(hmac.digest(SECRET, signed.encode(), 'sha256'))}"


def webhook(
    name: str,
    page: str,
    kind: str,
    said: dict[str, Any],
    *,
    get: bool = False,
    query: str = "",
    made_up: bool = False,
) -> None:
    global made
    made += 1
    body = b"" if get else json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    query = "&".join(one for one in (query, urlencode(said) if get else "") if one)
    head = [
        f"{'GET' if get else 'POST'} /in/ln_test/{kind}{'?' + query if query else ''} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: Vonage/1.0",
        f"Authorization: Bearer {token(body)}",
    ]
    if not get:
        head += ["Content-Type: application/json; charset=utf-8", f"Content-Length: {len(body)}"]
    why = (
        f"# made up, because it is broken or new; {page}" if made_up else ORIGIN.format(page=page, read=READ)
    )
    write(name, why, head, body)


def answer(name: str, page: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content).encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the Vonage docs, {READ}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: bytes) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", ""])).encode() + body)


CALL_ENDS = "completed disconnected cancelled unanswered timeout busy rejected failed"
NOTHING = "answered human machine transfer record input"
TEXT_STATUS = "submitted delivered read rejected undeliverable"
CODES = (
    "1000 1010 1020 1021 1022 1030 1040 1050 1060 1070 1080 1090 1100 1110 1120 1130 1140 1150 1160 1170 "
    "1180 1190 1200 1210 1220 1230 1240 1241 1250 1260 1280 1290 1300 1330 1360"
)


def calls() -> None:
    webhook("call_started__plain", ANSWER, "voice", IN_CALL, get=True)
    newer = {
        **IN_CALL,
        "endpoint_type": "phone",
        "region_url": "https://api-us-3.vonage.com",
        "custom_data": "{}",
    }
    webhook("call_started__post", ANSWER, "voice", newer)
    webhook("call_started__with_plus", ANSWER, "voice", {**IN_CALL, "from": f"+{DAN}", "to": f"+{LINE}"})
    webhook("call_started__anonymous", ANSWER, "voice", {**IN_CALL, "from": "anonymous"}, get=True)
    webhook("call_started__unknown", ANSWER, "voice", {**IN_CALL, "from": "Unknown"})
    hidden = {name: value for name, value in IN_CALL.items() if name != "from"}
    webhook("call_started__no_caller", ANSWER, "voice", hidden, get=True)
    webhook("call_started__app_user", ANSWER, "voice", {**hidden, "from_user": "dan"})
    webhook("call_started__no_call", ANSWER, "voice", {"from": DAN, "to": LINE, "uuid": CALLER}, made_up=True)
    caller = {**IN_CALL, "direction": "inbound", "timestamp": TIME}
    for status in ["started", "ringing", "parked"]:
        name = "call__new_status" if status == "parked" else f"call__{status}"
        webhook(name, EVENTS, "voice_status", {**caller, "status": status}, made_up=status == "parked")
    webhook("call__answered_get", EVENTS, "voice_status", {**caller, "status": "answered"}, get=True)
    for status in NOTHING.split():
        said = {**caller, "status": status, "start_time": None, "rate": "", "network": ""}
        if status in ("human", "machine"):
            said = {
                "call_uuid": PHONE,
                **{name: said[name] for name in ("from", "to", "status", "timestamp")},
            }
        webhook(f"call__{status}", EVENTS, "voice_status", said)
    for status in CALL_ENDS.split():
        said = {**caller, "status": status}
        if status == "completed":
            times = {"start_time": TIME, "end_time": "2026-11-20T17:03:53.000Z", "duration": "42"}
            said |= {**times, "rate": "0.00450000", "price": "0.00315000", "network": "US-FIXED"}
        webhook(f"call_ended__{status}", EVENTS, "voice_status", said)
    error: dict[str, Any] = {
        "reason": "Syntax error in NCCO. Invalid value type or action.",
        "conversation_uuid": CALL,
    }
    webhook("call__error", EVENTS, "voice_status", {**error, "timestamp": TIME})
    webhook("call__no_status", EVENTS, "voice_status", caller, made_up=True)


def phones() -> None:
    for status in ["started", "ringing", "answered", "parked"]:
        name = "leg__new_status" if status == "parked" else f"leg__{status}"
        webhook(
            name, EVENTS, "leg", {**ON_PHONE, "status": status}, query=OF_CALL, made_up=status == "parked"
        )
    webhook("leg__answered_at_events", EVENTS, "voice_status", {**ON_PHONE, "status": "answered"})
    for status in CALL_ENDS.split():
        said = {**ON_PHONE, "status": status}
        said |= {"duration": "9", "start_time": TIME} if status == "completed" else {}
        webhook(f"leg_ended__{status}", EVENTS, "leg", said, query=OF_CALL)
    for status, detail in {
        "rejected": "declined invalid_number restricted",
        "unanswered": "unavailable timeout",
        "failed": "cannot_route number_out_of_service",
    }.items():
        for one in detail.split():
            said = {**ON_PHONE, "status": status, "detail": one}
            webhook(f"leg_ended__{status}_{one}", EVENTS, "leg", said, query=MORE_LEFT)
    webhook("leg_ended__first_in_turn", EVENTS, "leg", {**ON_PHONE, "status": "timeout"}, query=MORE_LEFT)
    webhook(
        "leg_ended__cancelled_in_turn", EVENTS, "leg", {**ON_PHONE, "status": "cancelled"}, query=MORE_LEFT
    )
    webhook("leg_ended__at_events", EVENTS, "voice_status", {**ON_PHONE, "status": "timeout"})
    odd = OF_CALL + "&left=all"
    webhook("leg_ended__odd_turn", EVENTS, "leg", {**ON_PHONE, "status": "busy"}, query=odd)
    no_uuid = {name: value for name, value in ON_PHONE.items() if name != "uuid"}
    webhook("leg__no_uuid", EVENTS, "leg", {**no_uuid, "status": "ringing"}, query=OF_CALL, made_up=True)
    asked = {"from": LINE, "to": ROSA, "uuid": PHONE, "conversation_uuid": CALL}
    webhook("screen__asked", CONTROL, "screen", asked, get=True, query=OF_CALL)
    key: dict[str, Any] = {**asked, "timestamp": TIME}
    digits = {"1": "one", "5": "five", "": "none"}
    for pressed, name in digits.items():
        dtmf = {"digits": pressed, "timed_out": not pressed}
        taken: dict[str, Any] = {**key, "dtmf": dtmf, "speech": {}}
        webhook(f"key__{name}", CONTROL, "screen_key", taken, query=OF_CALL)
    bare: dict[str, Any] = {"uuid": PHONE, "conversation_uuid": CALL, "timestamp": TIME}
    nothing = {**key, "dtmf": {"digits": None, "timed_out": True}}
    webhook("key__none_in_turn", CONTROL, "screen_key", nothing, query=MORE_LEFT)
    webhook("key__older", CONTROL, "screen_key", {**bare, "dtmf": "1", "timed_out": False}, query=OF_CALL)


def voicemails() -> None:
    left = {
        "start_time": "2026-11-20T17:03:40Z",
        "recording_url": f"https://api.nexmo.com/v1/files/{FILE}",
        "size": 12222,
        "recording_uuid": f"00000000{TAIL}e2",
        "end_time": "2026-11-20T17:03:52Z",
        "conversation_uuid": CALL,
        "timestamp": TIME,
    }
    webhook("voicemail__left", CONTROL, "voicemail", left, query=OF_CALL)
    webhook("voicemail__at_bare_address", CONTROL, "voicemail", left)
    webhook("voicemail__length_unknown", CONTROL, "voicemail", {**left, "end_time": None}, query=OF_CALL)
    webhook("voicemail__empty", CONTROL, "voicemail", {**left, "end_time": left["start_time"]}, query=OF_CALL)
    webhook("voicemail__no_bytes", CONTROL, "voicemail", {**left, "size": 0}, query=OF_CALL)
    without = {name: value for name, value in left.items() if name != "recording_url"}
    webhook("voicemail__no_recording", CONTROL, "voicemail", without, query=OF_CALL, made_up=True)


def texts() -> None:
    base = {"channel": "sms", "message_uuid": TEXT, "to": LINE, "from": DAN, "timestamp": TIME}
    sms = {"sms": {"num_messages": "1", "keyword": "STOP"}, "usage": {"currency": "EUR", "price": "0.0057"}}

    def received(case: str, said: dict[str, Any], made_up: bool = False) -> None:
        webhook(f"text_received__{case}", INBOUND, "text", said, made_up=made_up)

    plain = {**base, "message_type": "text", **sms}
    received("plain", {**plain, "text": "Café & tea? 100% 👍"})
    for word in ["stop", "start", "help"]:
        received(word, {**plain, "text": word.title()})
    received("stop_sentence", {**plain, "text": "stop please"})
    received("stop_toll_free", {**plain, "text": "stop", "to": "18005550142"})
    file = {"url": "https://api.nexmo.com/v3/media/made-up", "name": "tap.jpg"}
    mms = {**base, "channel": "mms"}
    received("picture", {**mms, "message_type": "image", "image": {**file, "caption": "Look"}})
    for kind in ["audio", "video", "file", "vcard"]:
        received(kind, {**mms, "message_type": kind, kind: file})
    received("new_kind", {**mms, "message_type": "hologram", "hologram": file}, made_up=True)
    older: dict[str, Any] = {"message_uuid": TEXT, "timestamp": TIME, "direction": "inbound"}
    older |= {"from": {"type": "sms", "number": DAN}, "to": {"type": "sms", "number": LINE}}
    received("older_form", {**older, "message": {"content": {"type": "text", "text": "Hi"}}})
    received("other_channel", {**base, "channel": "whatsapp", "message_type": "text", "text": "Hi"})
    received("no_id", {**plain, "message_uuid": None, "text": "Hi"}, made_up=True)
    reports(base)


def reports(base: dict[str, Any]) -> None:
    ours = {
        **base,
        "to": DAN,
        "from": LINE,
        "client_ref": "text_1",
        "destination": {"network_code": "310260"},
    }

    def reported(case: str, said: dict[str, Any], query: str = "text=text_1", made_up: bool = False) -> None:
        webhook(f"delivery__{case}", REPORTS, "text_status", said, query=query, made_up=made_up)

    for status in [*TEXT_STATUS.split(), "parked"]:
        name = "new_status" if status == "parked" else status
        reported(name, {**ours, "status": status, "sms": {"count_total": "2"}}, made_up=status == "parked")
    reported("by_reference", {**ours, "status": "delivered"}, query="")
    reported("of_unknown_text", {**base, "to": DAN, "from": LINE, "status": "submitted"}, query="")
    reported("other_channel", {**ours, "channel": "whatsapp", "status": "read"})
    for code in [*CODES.split(), "1320", "9999"]:
        name = {"9999": "new_code", "1320": "already_sent"}.get(code, code)
        where = f"https://developer.vonage.com/api-errors/messages#{code}"
        error = {"type": where, "title": int(code), "detail": "as documented", "instance": "made-up"}
        reported(name, {**ours, "status": "rejected", "error": error}, made_up=code == "9999")
    where = "https://developer.nexmo.com/api-errors/messages-olympus#1240"
    reported(
        "code_in_address", {**ours, "status": "rejected", "error": {"type": where, "title": "Opted out"}}
    )
    older: dict[str, Any] = {"message_uuid": TEXT, "timestamp": TIME, "status": "delivered"}
    older |= {"client_ref": "text_1"}
    older |= {"to": {"type": "sms", "number": DAN}, "from": {"type": "sms", "number": LINE}}
    reported("older_form", older)


def answers() -> None:
    page = "Messages API reference"
    answer("send__accepted", page, "202 Accepted", {"message_uuid": TEXT})
    answer("send__accepted_without_id", page, "202 Accepted", {"message_uuid": ""})
    statuses = {401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found"}
    for status, words in statuses.items():
        refused = {"type": "https://developer.vonage.com/api-errors#as-documented", "title": words}
        answer(f"send__refused_{status}", page, f"{status} {words}", refused)
    for code in ["1000", "1120", "1150", "1240", "9999"]:
        where = f"https://developer.vonage.com/api-errors/messages#{code}"
        answer(
            f"send__refused_{code}",
            ERRORS,
            "422 Unprocessable Entity",
            {"type": where, "title": "as documented"},
        )
    answer("send__busy", page, "429 Too Many Requests", {"title": "Rate Limit Hit"}, Retry_After="2")
    row = {"account_id": "abcd1234", "message_id": TEXT, "client_ref": "text_1", "direction": "outbound"}
    row |= {"from": LINE, "to": DAN, "date_received": TIME, "status": "submitted"}
    top = {
        "request_id": "made-up",
        "request_status": "SUCCESS",
        "product": "MESSAGES",
        "direction": "outbound",
    }
    other = {**row, "message_id": f"00000000{TAIL}d2", "client_ref": "text_2"}
    answer("find__found", "Reports API", "200 OK", {**top, "items_count": 2, "records": [other, row]})
    answer("find__not_there", "Reports API", "200 OK", {**top, "items_count": 0, "records": []})
    answer("find__of_another", "Reports API", "200 OK", {**top, "items_count": 1, "records": [other]})
    listed()
    application = {
        "id": f"00000000{TAIL}f1",
        "name": "Ringback",
        "capabilities": {"voice": {}, "messages": {}},
    }
    answer("check__good_key", "Application API v2", "200 OK", application)
    answer("check__bad_key", "Application API v2", "401 Unauthorized", {"title": "Unauthorized"})
    answer("check__unknown_application", "Application API v2", "404 Not Found", {"title": "Not Found"})


def listed() -> None:
    def call(last: int, **other: object) -> dict[str, object]:
        ends = {"from": {"type": "phone", "number": DAN}, "to": {"type": "phone", "number": LINE}}
        ids = {"uuid": f"00000000{TAIL}1{last}", "conversation_uuid": f"CON-00000000{TAIL}0{last}"}
        times = {"start_time": "2026-11-20T17:03:10.000Z", "status": "completed", "direction": "inbound"}
        every: dict[str, object] = {**ids, **ends, **times}
        return every | other

    rows = [
        call(1),
        call(2, direction="outbound", to={"type": "phone", "number": ROSA}),
        call(3, start_time="2026-11-20T17:03:08.000Z"),
        call(4, **{"from": {"type": "phone", "number": "anonymous"}}, status="answered"),
        call(5, to={"type": "phone", "number": "15125550199"}),
    ]
    page = {"count": len(rows), "page_size": 100, "record_index": 0, "_embedded": {"calls": rows}}
    answer("calls__listed", "Voice API reference", "200 OK", page)
    answer("calls__none", "Voice API reference", "200 OK", {**page, "count": 0, "_embedded": {"calls": []}})


def callers_keys() -> None:
    """Made last, so that the others keep their numbers and with them their signatures."""
    caller = {"from": DAN, "to": LINE, "uuid": CALLER, "conversation_uuid": CALL, "timestamp": TIME}
    for pressed, name in {"1": "pressed_1", "2": "pressed_2", "": "none"}.items():
        dtmf = {"digits": pressed, "timed_out": not pressed}
        webhook(f"caller_key__{name}", CONTROL, "caller_key", {**caller, "dtmf": dtmf}, query=OF_CALL)


def placed() -> None:
    """A call that we place. Both phones are outbound."""
    whom = "placed=placed_1&to=%2B15125550178"
    own: dict[str, Any] = {"from": LINE, "to": ROSA, "uuid": CALLER, "conversation_uuid": CALL}
    theirs = {**own, "to": DAN, "uuid": PHONE}
    webhook("placed__picked_up", ANSWER, "placed", own, query=whom)
    webhook("placed__without_whom", ANSWER, "placed", own)
    for pressed, name in {"1": "one", "2": "two", "": "nothing"}.items():
        dtmf = {"digits": pressed, "timed_out": not pressed}
        said = {**own, "timestamp": TIME, "dtmf": dtmf}
        webhook(f"placed_key__pressed_{name}", CONTROL, "placed_key", said, query=whom)
    for status in ["started", "ringing", "answered", *CALL_ENDS.split(), "parked"]:
        name, made_up = ("new_status" if status == "parked" else status), status == "parked"
        said = {"direction": "outbound", "timestamp": TIME, "status": status}
        length = {"duration": "61"} if status == "completed" else {}
        about = {**theirs, **said, **length}
        webhook(f"placed_leg__{name}", EVENTS, "placed_leg", about, query=whom, made_up=made_up)
        webhook(f"placed_status__{name}", EVENTS, "placed_status", own | said, query=whom, made_up=made_up)
    ended = {"direction": "outbound", "timestamp": TIME, "status": "completed"}
    webhook("placed_leg__of_the_own_phone", EVENTS, "placed_leg", own | ended, query=whom)
    webhook("placed_status__of_their_phone", EVENTS, "placed_status", theirs | ended, query=whom)
    page = "Voice API reference"
    made = {"uuid": CALLER, "conversation_uuid": CALL, "status": "started", "direction": "outbound"}
    answer("place__started", page, "201 Created", made)
    answer("place__refused", page, "400 Bad Request", {"title": "as documented"})


def main() -> None:
    calls()
    phones()
    voicemails()
    texts()
    callers_keys()
    placed()
    answers()


if __name__ == "__main__":
    main()
