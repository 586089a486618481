"""Writes the fixtures of the Twilio provider: `.venv/bin/python -m tests.contract.make_twilio_fixtures`.

The signatures are computed by Twilio's own Python package, so that our code is not compared with itself.
"""

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from twilio.request_validator import RequestValidator

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/twilio/fixtures"
READ = "read 2026-11"
ORIGIN = '# from "{page}" of the Twilio docs, {read}; signature computed with the test key'
BASE = "https://ringback.example.com"

TOKEN = "12345678901234567890123456789012"
SHARED_KEY = "test-shared-key"
SHARED = "key=webhooks_sharedkey_test,algorithm=HMAC_SHA256"

ACCOUNT = "AC00000000000000000000000000000001"
CALL = "CA00000000000000000000000000000001"
LEG = "CA00000000000000000000000000000002"
TEXT = "SM00000000000000000000000000000001"
RECORDING = "RE00000000000000000000000000000001"
LINE, ROSA, DAN, OTHER = "+15125550142", "+15125550143", "+15125550178", "+15125550199"

DIAL, NUMBER, RECORD = "TwiML Voice: <Dial>", "TwiML Voice: <Number>", "TwiML Voice: <Record>"
VOICE, STIR, GATHER = "TwiML for Programmable Voice", "SHAKEN/STIR", "TwiML Voice: <Gather>"
STATUS, INBOUND = (
    "Outbound Message Status in Status Callbacks",
    "Twilio's request to your incoming message Webhook URL",
)
WORDS, MESSAGE, ERRORS = "Advanced Opt-Out", "Message resource", "Error and Warning Dictionary"
CALLS, NUMBERS = "Call resource", "IncomingPhoneNumber resource"

STANDARD = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01"}
CITY = {
    "FromCity": "AUSTIN",
    "FromState": "TX",
    "FromZip": "78701",
    "FromCountry": "US",
    "ToCity": "AUSTIN",
    "ToState": "TX",
    "ToZip": "",
    "ToCountry": "US",
}
IN_CALL = {"CallSid": CALL, **STANDARD, "From": DAN, "To": LINE, "Direction": "inbound"}
ON_LEG = {
    "CallSid": LEG,
    "ParentCallSid": CALL,
    **STANDARD,
    "From": DAN,
    "To": ROSA,
    "Direction": "outbound-dial",
    "CallbackSource": "call-progress-events",
}
IN_TEXT = {
    "MessageSid": TEXT,
    "SmsSid": TEXT,
    "SmsMessageSid": TEXT,
    **STANDARD,
    "From": DAN,
    "To": LINE,
    "NumSegments": "1",
    "SmsStatus": "received",
}
OUT_TEXT = {"MessageSid": TEXT, "SmsSid": TEXT, **STANDARD, "From": LINE, "To": DAN}

made = 0


def webhook(
    name: str,
    page: str,
    kind: str,
    form: dict[str, str],
    *,
    get: bool = False,
    query: str = "",
    scheme: str = "",
    made_up: bool = False,
) -> None:
    global made
    made += 1
    body = "" if get else urlencode(form)
    query = urlencode(form) if get else query
    target = f"/in/ln_test/{kind}" + (f"?{query}" if query else "")
    validator = RequestValidator(SHARED_KEY if scheme else TOKEN)
    signed = dict(parse_qsl(body, keep_blank_values=True))
    signature = validator.compute_signature(BASE + target, signed, "HMAC_SHA256" if scheme else None)
    head = [
        f"{'GET' if get else 'POST'} {target} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: TwilioProxy/1.1",
        "Accept: */*",
        f"I-Twilio-Idempotency-Token: {made:08d}-0000-4000-8000-000000000001",
        f"X-Twilio-Signature: {signature}",
    ]
    head += [f"X-Twilio-Webhooks-Signature-Settings: {scheme}"] if scheme else []
    if not get:
        head += [
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8",
            f"Content-Length: {len(body)}",
        ]
    origin = (
        f"# made up, because it is broken or new; {page}" if made_up else ORIGIN.format(page=page, read=READ)
    )
    write(name, origin, head, body)


def answer(name: str, page: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the Twilio docs, {READ}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    content = origin + "\n" + "\r\n".join([*head, "", body])
    (FOLDER / f"{name}.http").write_bytes(content.encode())


def call_webhooks() -> None:
    voice = {**IN_CALL, "CallStatus": "ringing", **CITY}
    webhook("call_started__plain", VOICE, "voice", {**voice, "CallerName": "DAN MILLER"})
    webhook("call_started__get", VOICE, "voice", voice, get=True)
    webhook("call_started__shared_key", VOICE, "voice", voice, scheme=SHARED)
    webhook(
        "call_started__forwarded",
        VOICE,
        "voice",
        {**voice, "ForwardedFrom": ROSA, "StirVerstat": "TN-Validation-Passed-A-Diverted"},
    )
    webhook("call_started__anonymous", VOICE, "voice", {**voice, "From": "anonymous", "Caller": "anonymous"})
    webhook("call_started__empty_caller", VOICE, "voice", {**voice, "From": ""})
    webhook("call_started__placed_by_us", VOICE, "voice", {**voice, "Direction": "outbound-api"})
    webhook("call_started__no_call", VOICE, "voice", {**STANDARD, "From": DAN, "To": LINE}, made_up=True)
    webhook(
        "call_started__no_caller", VOICE, "voice", {**STANDARD, "CallSid": CALL, "To": LINE}, made_up=True
    )
    for letter in "ABC":
        webhook(
            f"call_started__stir_passed_{letter.lower()}",
            STIR,
            "voice",
            {**voice, "StirVerstat": f"TN-Validation-Passed-{letter}"},
        )
        webhook(
            f"call_started__stir_failed_{letter.lower()}",
            STIR,
            "voice",
            {**voice, "StirVerstat": f"TN-Validation-Failed-{letter}-Passthrough"},
        )
    for case, value in {
        "failed": "TN-Validation-Failed",
        "none": "No-TN-Validation",
        "null": "NULL",
        "new": "TN-Validation-Maybe",
    }.items():
        webhook(f"call_started__stir_{case}", STIR, "voice", {**voice, "StirVerstat": value})

    for status in [
        "completed",
        "busy",
        "no-answer",
        "failed",
        "canceled",
        "queued",
        "initiated",
        "ringing",
        "in-progress",
        "parked",
    ]:
        seconds = {"CallDuration": "42", "Duration": "1"} if status == "completed" else {"CallDuration": "0"}
        ending = {
            **IN_CALL,
            "CallStatus": status,
            **seconds,
            "Timestamp": "Fri, 20 Nov 2026 17:03:09 +0000",
            "CallbackSource": "call-progress-events",
            "SequenceNumber": "0",
        }
        webhook(f"call_ended__{word(status)}", CALLS, "voice_status", ending, made_up=status == "parked")
    webhook(
        "call_ended__placed_by_us",
        CALLS,
        "voice_status",
        {**IN_CALL, "Direction": "outbound-api", "CallStatus": "completed"},
    )
    webhook(
        "call_ended__odd_duration",
        CALLS,
        "voice_status",
        {**IN_CALL, "CallStatus": "completed", "CallDuration": "long"},
        made_up=True,
    )


def ringing_webhooks() -> None:
    done = {**IN_CALL, "CallStatus": "in-progress", "DialCallSid": LEG}
    for status in ["busy", "no-answer", "failed", "canceled", "answered", "completed"]:
        webhook(f"ringing_ended__{word(status)}", DIAL, "dial_done", {**done, "DialCallStatus": status})
    bridged = {**done, "DialCallStatus": "completed", "DialCallDuration": "31"}
    webhook("ringing_ended__bridged", DIAL, "dial_done", {**bridged, "DialBridged": "true"})
    webhook("ringing_ended__not_bridged", DIAL, "dial_done", {**bridged, "DialBridged": "false"})
    webhook(
        "ringing_ended__no_answer_not_bridged",
        DIAL,
        "dial_done",
        {**done, "DialCallStatus": "no-answer", "DialBridged": "false"},
    )
    webhook(
        "ringing_ended__new_status", DIAL, "dial_done", {**done, "DialCallStatus": "parked"}, made_up=True
    )

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
        webhook(
            f"leg__{word(status)}",
            NUMBER,
            "leg",
            {**ON_LEG, "CallStatus": status, "SequenceNumber": "1"},
            query=f"call={CALL}",
            made_up=status == "parked",
        )
    webhook("leg__only_parent", NUMBER, "leg", {**ON_LEG, "CallStatus": "ringing"})
    webhook(
        "leg__of_no_call", NUMBER, "leg", {"CallSid": LEG, "To": ROSA, "CallStatus": "ringing"}, made_up=True
    )

    screen = {key: value for key, value in ON_LEG.items() if key != "CallbackSource"} | {
        "CallStatus": "in-progress"
    }
    webhook("screen__picked_up", NUMBER, "screen", screen, query=f"call={CALL}")
    for case, digits in {"pressed_1": "1", "pressed_2": "2"}.items():
        webhook(
            f"screen_key__{case}",
            GATHER,
            "screen_key",
            {**screen, "Digits": digits, "FinishedOnKey": ""},
            query=f"call={CALL}",
        )
    webhook("screen_key__pressed_nothing", GATHER, "screen_key", screen, query=f"call={CALL}")


def voicemail_webhooks() -> None:
    address = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}"
    left = {**IN_CALL, "CallStatus": "completed", "RecordingUrl": address, "Digits": "hangup"}
    webhook("voicemail__left", RECORD, "voicemail", {**left, "RecordingDuration": "12"})
    webhook("voicemail__empty", RECORD, "voicemail", {**left, "RecordingDuration": "0"})
    webhook("voicemail__none", RECORD, "voicemail", {**IN_CALL, "CallStatus": "completed"})
    for status in ["completed", "in-progress", "absent", "failed", "parked"]:
        ready = {
            "AccountSid": ACCOUNT,
            "CallSid": CALL,
            "RecordingSid": RECORDING,
            "RecordingUrl": address,
            "RecordingStatus": status,
            "RecordingDuration": "12",
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
            "RecordingStartTime": "Fri, 20 Nov 2026 17:03:09 +0000",
        }
        webhook(
            f"voicemail_status__{word(status)}", RECORD, "voicemail_status", ready, made_up=status == "parked"
        )
    for status in ["completed", "failed", "parked"]:
        written = {
            **IN_CALL,
            "RecordingSid": RECORDING,
            "RecordingUrl": address,
            "TranscriptionSid": "TR00000000000000000000000000000001",
            "TranscriptionStatus": status,
            "TranscriptionText": "My sink is leaking, please call me back." if status == "completed" else "",
        }
        webhook(f"transcript__{word(status)}", RECORD, "transcript", written, made_up=status == "parked")


def text_webhooks() -> None:
    plain = {**IN_TEXT, "NumMedia": "0", **CITY}
    webhook("text_received__plain", INBOUND, "text", {**plain, "Body": "Caf\u00e9 & tea? 100% \U0001f44d"})
    webhook("text_received__yes", INBOUND, "text", {**plain, "Body": "Yes"})
    webhook("text_received__stop_sentence", INBOUND, "text", {**plain, "Body": "stop please"})
    own = "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT START UNSTOP HELP INFO"
    for keyword in own.split():
        webhook(
            f"text_received__{keyword.lower()}", INBOUND, "text", {**plain, "Body": f" {keyword.title()} "}
        )
    for kind in ["STOP", "START", "HELP"]:
        webhook(
            f"text_received__opt_out_type_{kind.lower()}",
            WORDS,
            "text",
            {
                **plain,
                "Body": "basta",
                "OptOutType": kind,
                "MessagingServiceSid": "MG00000000000000000000000000000001",
            },
        )
    for keyword in ["STOP", "START", "UNSTOP"]:
        webhook(
            f"text_received__toll_free_{keyword.lower()}",
            INBOUND,
            "text",
            {**plain, "To": "+18005550142", "Body": keyword},
        )
    media = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{TEXT}/Media/ME0000000000000000000000000000000"
    webhook(
        "text_received__pictures",
        INBOUND,
        "text",
        {
            **IN_TEXT,
            "NumMedia": "2",
            "Body": "",
            "MediaUrl0": media + "1",
            "MediaContentType0": "image/jpeg",
            "MediaUrl1": media + "2",
            "MediaContentType1": "video/mp4",
        },
    )
    webhook(
        "text_received__no_id",
        INBOUND,
        "text",
        {**STANDARD, "From": DAN, "To": LINE, "Body": "Hi"},
        made_up=True,
    )


def delivery_webhooks() -> None:
    def report(case: str, status: str, *, made_up: bool = False, **more: str) -> None:
        form = {**OUT_TEXT, "MessageStatus": status, "SmsStatus": status, **more}
        webhook(f"delivery__{case}", STATUS, "text_status", form, query="text=text_1", made_up=made_up)

    for status in ["accepted", "scheduled", "queued", "sending", "sent", "read", "canceled", "parked"]:
        report(word(status), status, made_up=status == "parked")
    report("delivered", "delivered", RawDlrDoneDate="2611201703")
    report("undelivered", "undelivered")
    report("failed_odd_code", "failed", made_up=True, ErrorCode="thirty")
    report("failed_new_code", "failed", made_up=True, ErrorCode="39999")
    late = """30001 30002 30003 30004 30005 30006 30007 30008 30017 30022 30023 30024 30027 30032 30033 30034
              30035 30450 63038"""
    for code in late.split():
        report(
            f"failed_{code}",
            "undelivered" if code in ("30003", "30005", "30006") else "failed",
            ErrorCode=code,
        )
    webhook("delivery__of_unknown_text", STATUS, "text_status", {**OUT_TEXT, "MessageStatus": "sent"})


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


def list_answers() -> None:
    def page(name: str, key: str, rows: list[dict[str, object]], following: str | None = None) -> None:
        shown = {key: rows, "page": 0, "page_size": 100, "next_page_uri": following, "uri": "/2010-04-01"}
        answer(name, CALLS if key == "calls" else MESSAGE, "200 OK", shown)

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


def word(status: str) -> str:
    return {"parked": "new_status"}.get(status, status.replace("-", "_"))


def main() -> None:
    for old in FOLDER.glob("*.http"):
        old.unlink()
    for part in (
        call_webhooks,
        ringing_webhooks,
        voicemail_webhooks,
        text_webhooks,
        delivery_webhooks,
        send_answers,
        list_answers,
    ):
        part()
    sys.stdout.write(f"{len(list(FOLDER.glob('*.http')))} fixtures\n")


if __name__ == "__main__":
    main()
