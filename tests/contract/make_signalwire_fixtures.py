"""Writes SignalWire's fixtures: `.venv/bin/python -m tests.contract.make_signalwire_fixtures`.

Forms are signed as the company does whose markup SignalWire speaks; SignalWire's own package calls that
company's validator for them. So does this, and our code is not compared with itself.
"""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from twilio.request_validator import RequestValidator

from ringback.phone.signalwire.replay import TEST_PROJECT

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/signalwire/fixtures"
READ = "read 2026-11-20"
NOW = "read 2026-11-27"
ORIGIN = '# from "{page}" of the SignalWire docs, {read}; signature computed with the test key'
BASE = "https://ringback.example.com"
KEY = "PSK_test_signing_key"

CALL, LEG = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"
TEXT, RECORDING = "00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000d1"
LINE, ROSA, DAN, OTHER = "+15125550142", "+15125550143", "+15125550178", "+15125550199"

VOICE, DIAL, NUMBER, RECORD = "cXML voice overview", "Dial", "Number", "Record"
CALLBACK, STATUS, INBOUND = "Inbound call status callbacks", "SMS status callback", "cXML messaging overview"
ERRORS, MESSAGE, CALLS = "Error codes", "Create a message", "List calls"

STANDARD = {"AccountSid": TEST_PROJECT, "ApiVersion": "2010-04-01"}
IN_CALL = {"CallSid": CALL, **STANDARD, "From": DAN, "To": LINE, "Direction": "inbound"}
ON_LEG = {
    "CallSid": LEG,
    "ParentCallSid": CALL,
    **STANDARD,
    "From": DAN,
    "To": ROSA,
    "Direction": "outbound-dial",
}
IN_TEXT = {
    "MessageSid": TEXT,
    "SmsSid": TEXT,
    **STANDARD,
    "From": DAN,
    "To": LINE,
    "NumSegments": "1",
    "SmsStatus": "received",
}
OUT_TEXT = {"MessageSid": TEXT, **STANDARD, "From": LINE, "To": DAN, "Body": "Hi", "NumSegments": "1"}


def webhook(
    name: str,
    page: str,
    kind: str,
    form: dict[str, str],
    *,
    get: bool = False,
    query: str = "",
    made_up: bool = False,
) -> None:
    body = "" if get else urlencode(form)
    query = urlencode(form) if get else query
    target = f"/in/ln_test/{kind}" + (f"?{query}" if query else "")
    signed = dict(parse_qsl(body, keep_blank_values=True))
    head = [
        f"{'GET' if get else 'POST'} {target} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: SignalWire",
        f"X-SignalWire-Signature: {RequestValidator(KEY).compute_signature(BASE + target, signed)}",
    ]
    if not get:
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    origin = (
        f"# made up, because it is broken or new; {page}" if made_up else ORIGIN.format(page=page, read=READ)
    )
    write(name, origin, head, body)


def answer(name: str, page: str, status: str, content: object, read: str = READ, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the SignalWire docs, {read}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", body])).encode())


def word(status: str) -> str:
    return "new_status" if status == "parked" else status.replace("-", "_")


def calls() -> None:
    voice = {**IN_CALL, "CallStatus": "ringing"}
    webhook("call_started__plain", VOICE, "voice", {**voice, "CallerName": "DAN MILLER"})
    webhook("call_started__get", VOICE, "voice", voice, get=True)
    webhook("call_started__forwarded", VOICE, "voice", {**voice, "ForwardedFrom": ROSA})
    webhook("call_started__anonymous", VOICE, "voice", {**voice, "From": "anonymous"})
    webhook("call_started__placed_by_us", VOICE, "voice", {**voice, "Direction": "outbound-api"})
    webhook("call_started__no_call", VOICE, "voice", {"From": DAN, "To": LINE}, made_up=True)
    webhook("call_started__no_caller", VOICE, "voice", {"CallSid": CALL, "To": LINE}, made_up=True)
    for status in [
        "completed",
        "failed",
        "busy",
        "no-answer",
        "canceled",
        "queued",
        "initiated",
        "ringing",
        "in-progress",
        "parked",
    ]:
        ending = {**IN_CALL, "CallStatus": status, "HangupBy": "caller", "SequenceNumber": "1"}
        ending |= {"CallDuration": "42"} if status == "completed" else {"SipResultCode": "487"}
        webhook(f"call_ended__{word(status)}", CALLBACK, "voice_status", ending, made_up=status == "parked")
    webhook(
        "call_ended__placed_by_us",
        CALLBACK,
        "voice_status",
        {**IN_CALL, "Direction": "outbound-api", "CallStatus": "completed"},
    )


def phones() -> None:
    done = {**IN_CALL, "CallStatus": "in-progress", "DialCallSid": LEG, "DialCallDuration": "9"}
    for status in ["busy", "no-answer", "failed", "canceled", "answered", "completed", "parked"]:
        said = {**done, "DialCallStatus": status}
        webhook(f"ringing_ended__{word(status)}", DIAL, "dial_done", said, made_up=status == "parked")
    for case, status, left in [
        ("first_in_turn", "no-answer", "left=1"),
        ("first_in_turn_answered", "completed", "left=1"),
        ("odd_turn", "no-answer", "left=all"),
    ]:
        said = {**done, "DialCallStatus": status}
        webhook(f"ringing_ended__{case}", DIAL, "dial_done", said, query=left)
    for status in [
        "queued",
        "initiated",
        "ringing",
        "in-progress",
        "completed",
        "busy",
        "no-answer",
        "failed",
        "canceled",
        "parked",
    ]:
        said = {**ON_LEG, "CallStatus": status, "SequenceNumber": "1"}
        webhook(f"leg__{word(status)}", NUMBER, "leg", said, query=f"call={CALL}", made_up=status == "parked")
    screen = {**ON_LEG, "CallStatus": "in-progress"}
    webhook("screen__picked_up", NUMBER, "screen", screen, query=f"call={CALL}")
    for case, digits in {"pressed_1": "1", "pressed_2": "2"}.items():
        said = {**screen, "Digits": digits}
        webhook(f"screen_key__{case}", "Gather", "screen_key", said, query=f"call={CALL}")
    webhook("screen_key__pressed_nothing", "Gather", "screen_key", screen, query=f"call={CALL}")
    greeted = {**IN_CALL, "CallStatus": "in-progress"}
    webhook("caller_key__pressed_1", "Gather", "caller_key", {**greeted, "Digits": "1"})
    webhook("caller_key__pressed_2", "Gather", "caller_key", {**greeted, "Digits": "2"})


def voicemails() -> None:
    address = (
        f"https://rosa.signalwire.com/api/laml/2010-04-01/Accounts/{TEST_PROJECT}/Recordings/{RECORDING}"
    )
    left = {**IN_CALL, "CallStatus": "completed", "RecordingUrl": address, "Digits": ""}
    webhook("voicemail__left", RECORD, "voicemail", {**left, "RecordingDuration": "12"})
    webhook("voicemail__empty", RECORD, "voicemail", {**left, "RecordingDuration": "0"})
    webhook("voicemail__none", RECORD, "voicemail", {**IN_CALL, "CallStatus": "completed"})
    for status in ["completed", "in-progress", "absent", "parked"]:
        said = {
            **STANDARD,
            "CallSid": CALL,
            "RecordingSid": RECORDING,
            "RecordingUrl": address,
            "RecordingStatus": status,
            "RecordingDuration": "12",
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
        }
        made_up = status == "parked"
        webhook(f"voicemail_status__{word(status)}", RECORD, "voicemail_status", said, made_up=made_up)
    for status in ["completed", "failed", "parked"]:
        words = "My sink is leaking, please call me back." if status == "completed" else ""
        said = {
            **IN_CALL,
            "TranscriptionSid": "00000000-0000-4000-8000-0000000000e1",
            "TranscriptionText": words,
            "TranscriptionStatus": status,
            "RecordingSid": RECORDING,
            "RecordingUrl": address,
        }
        webhook(f"transcript__{word(status)}", RECORD, "transcript", said, made_up=status == "parked")


LATE = """30001 30002 30003 30004 30005 30006 30007 30008 30009 30010 30022 30027 35125 63011 63019 21610"""
AT_ONCE = """4001 10000 10001 10004 11751 20003 20010 20404 20429 21210 21211 21212 21217 21219 21601 21602
             21603 21604 21606 21610 21611 21612 21614 21617 21620 21623 21624 21701 21703 21705 21717"""


def texts() -> None:
    def received(case: str, body: str, **more: str) -> None:
        webhook(f"text_received__{case}", INBOUND, "text", {**IN_TEXT, "Body": body, "NumMedia": "0", **more})

    received("plain", "Café & tea? 100% 👍")
    for keyword in ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "START", "UNSTOP", "HELP"]:
        received(keyword.lower(), f" {keyword.title()} ")
    received("stop_sentence", "stop please")
    received("stop_toll_free", "stop", To="+18005550142")
    picture = {"NumMedia": "1", "MediaUrl0": "https://files.example.com/made-up.jpg"}
    received("picture", "", **picture, MediaContentType0="image/jpeg")
    webhook("text_received__no_id", INBOUND, "text", {"From": DAN, "To": LINE, "Body": "Hi"}, made_up=True)
    for status in [
        "queued",
        "initiated",
        "sending",
        "sent",
        "delivered",
        "undelivered",
        "failed",
        "receiving",
        "received",
        "parked",
    ]:
        said, made_up = {**OUT_TEXT, "MessageStatus": status}, status == "parked"
        name = f"delivery__{word(status)}"
        webhook(name, STATUS, "text_status", said, query="text=text_1", made_up=made_up)
    for code in [*LATE.split(), "39999"]:
        said = {**OUT_TEXT, "MessageStatus": "undelivered", "ErrorCode": code}
        name = "new_code" if code == "39999" else code
        made_up = code == "39999"
        webhook(f"delivery__failed_{name}", ERRORS, "text_status", said, query="text=text_1", made_up=made_up)
    webhook("delivery__of_unknown_text", STATUS, "text_status", {**OUT_TEXT, "MessageStatus": "sent"})


HELLO = "Hi, this is Rosa's Plumbing. Sorry we missed your call."


def message(sid: str, body: str, made: str) -> dict[str, object]:
    return {
        "sid": sid,
        "account_sid": TEST_PROJECT,
        "from": LINE,
        "to": DAN,
        "body": body,
        "status": "queued",
        "direction": "outbound-api",
        "num_segments": 1,
        "error_code": None,
        "date_created": f"Fri, 20 Nov 2026 {made} +0000",
        "date_sent": None,
    }


def call(last: int, status: str, **other: object) -> dict[str, object]:
    return {
        "sid": f"00000000-0000-4000-8000-0000000001a{last}",
        "from": DAN,
        "to": LINE,
        "status": status,
        "direction": "inbound",
        "parent_call_sid": None,
        "start_time": "Fri, 20 Nov 2026 17:03:10 +0000",
        **other,
    }


def answers() -> None:
    answer("send__accepted", MESSAGE, "201 Created", message(TEXT, HELLO, "17:03:10"))
    statuses = {"20003": "401 Unauthorized", "20404": "404 Not Found", "20429": "429 Too Many Requests"}
    for code in AT_ONCE.split():
        content = {"code": code, "message": "As documented.", "status": 422}
        answer(f"send__refused_{code}", ERRORS, statuses.get(code, "422 Unprocessable Entity"), content)
    new = {"code": 29999, "message": "Something new.", "status": 422}
    answer("send__refused_new_code", ERRORS, "422 Unprocessable Entity", new)
    other = message("00000000-0000-4000-8000-0000000000c2", "Another", "17:03:11")
    listed = {
        "uri": "x",
        "page": 0,
        "messages": [other, message(TEXT, HELLO, "17:03:10")],
        "next_page_uri": None,
    }
    answer("find__found", "List messages", "200 OK", listed)
    answer("find__not_there", "List messages", "200 OK", {**listed, "messages": [other]})
    rows = [
        call(0, "completed"),
        call(1, "in-progress"),
        call(2, "completed", direction="outbound-dial", parent_call_sid=CALL),
        call(3, "completed", start_time="Fri, 20 Nov 2026 17:03:08 +0000"),
    ]
    answer("calls__listed", CALLS, "200 OK", {"calls": rows, "next_page_uri": None})
    answer("check__good_key", "List messages", "200 OK", {"messages": [], "next_page_uri": None})
    refused = {"code": "20003", "message": "Authentication Error", "status": 401}
    answer("check__bad_key", ERRORS, "401 Unauthorized", refused)


LOOKUP, REGISTRY = "Phone number lookup", "Campaign registry"


def numbers() -> None:
    for kind in ("wireless", "landline", "voip", "pager"):
        found = {"e164": DAN, "number_type": "Fixed Line or Mobile", "country_code": "US"}
        carrier, name = {"linetype": kind, "lec": "Example Mobile"}, {"caller_id": "DAN MILLER"}
        answer(f"lookup__{kind}", LOOKUP, "200 OK", {**found, "carrier": carrier, "cnam": name}, NOW)
    brands = {"data": [{"id": "brand-1", "state": "completed"}]}
    answer("registration__no_brand", REGISTRY, "200 OK", {"links": {}, "data": []}, NOW)
    for state in ("active", "pending", "inactive", "parked"):
        answer(f"registration__{state}", REGISTRY, "200 OK", brands, NOW)
        campaigns = {"data": [{"id": "campaign-1", "state": state}]}
        answer(f"first__campaign_{state}", REGISTRY, "200 OK", campaigns, NOW)
    for state in ("completed", "pending", "failed", "parked"):
        rows = [{"id": "a1", "state": "completed", "phone_number": {"number": OTHER}}]
        rows += [{"id": "a2", "state": state, "phone_number": {"number": LINE}}]
        answer(f"first__number_{state}", REGISTRY, "200 OK", {"data": rows}, NOW)
        answer(f"registration__number_{state}", REGISTRY, "200 OK", brands, NOW)
    answer("registration__another_number", REGISTRY, "200 OK", brands, NOW)
    others = [{"id": "a1", "state": "completed", "phone_number": {"number": OTHER}}]
    answer("first__another_number", REGISTRY, "200 OK", {"data": others}, NOW)


def main() -> None:
    calls()
    phones()
    voicemails()
    texts()
    answers()
    numbers()


if __name__ == "__main__":
    main()
