"""Writes the webhooks of Twilio's fixtures: `.venv/bin/python -m tests.contract.make_twilio_fixtures`.

The signatures are computed by Twilio's own Python package, so that our code is not compared with itself.
"""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from twilio.request_validator import RequestValidator

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/twilio/fixtures"
READ = "read 2026-11-20"
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
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"

DIAL, NUMBER, RECORD = "TwiML Voice: <Dial>", "TwiML Voice: <Number>", "TwiML Voice: <Record>"
VOICE, STIR, GATHER = "TwiML for Programmable Voice", "SHAKEN/STIR", "TwiML Voice: <Gather>"
STATUS, INBOUND = (
    "Outbound Message Status in Status Callbacks",
    "Twilio's request to your incoming message Webhook URL",
)
WORDS, CALLS = "Advanced Opt-Out", "Call resource"

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


def write(name: str, origin: str, head: list[str], body: str) -> None:
    content = origin + "\n" + "\r\n".join([*head, "", body])
    (FOLDER / f"{name}.http").write_bytes(content.encode())


ARRIVING = {**IN_CALL, "CallStatus": "ringing", **CITY}


def call_webhooks() -> None:
    voice = ARRIVING
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


def attested_webhooks() -> None:
    for letter in "ABC":
        webhook(
            f"call_started__stir_passed_{letter.lower()}",
            STIR,
            "voice",
            {**ARRIVING, "StirVerstat": f"TN-Validation-Passed-{letter}"},
        )
        webhook(
            f"call_started__stir_failed_{letter.lower()}",
            STIR,
            "voice",
            {**ARRIVING, "StirVerstat": f"TN-Validation-Failed-{letter}-Passthrough"},
        )
    for case, value in {
        "failed": "TN-Validation-Failed",
        "none": "No-TN-Validation",
        "null": "NULL",
        "new": "TN-Validation-Maybe",
    }.items():
        webhook(f"call_started__stir_{case}", STIR, "voice", {**ARRIVING, "StirVerstat": value})


def ended_webhooks() -> None:
    final = ["completed", "busy", "no-answer", "failed", "canceled"]
    for status in [*final, "queued", "initiated", "ringing", "in-progress", "parked"]:
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


def word(status: str) -> str:
    return {"parked": "new_status"}.get(status, status.replace("-", "_"))


def callers_keys() -> None:
    """Made last, so that the others keep their numbers and with them their signatures."""
    greeted = {**IN_CALL, "CallStatus": "in-progress", "FinishedOnKey": ""}
    webhook("caller_key__pressed_1", GATHER, "caller_key", {**greeted, "Digits": "1"})
    webhook("caller_key__pressed_2", GATHER, "caller_key", {**greeted, "Digits": "2"})


def main() -> None:
    call_webhooks()
    attested_webhooks()
    ended_webhooks()
    ringing_webhooks()
    voicemail_webhooks()
    text_webhooks()
    delivery_webhooks()
    callers_keys()


if __name__ == "__main__":
    main()
