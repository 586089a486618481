"""Writes Telnyx's fixtures: `.venv/bin/python -m tests.contract.make_telnyx_fixtures`.

Signed with the test key of the published vectors, by the cryptography package alone.
"""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/telnyx/fixtures"
READ = "read 2026-11-20"
ORIGIN = '# from "{page}" of the Telnyx docs, {read}; signature computed with the test key'
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TIME = "1795194191"  # 2026-11-20T17:03:11Z

LINE, ROSA, BEN, DAN = "+15125550142", "+15125550143", "+15125550144", "+15125550178"
SESSION = "00000000-0000-4000-8000-000000000001"
CALLER_LEG, PHONE_LEG = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"
CALLER, PHONE = "v3:made-up-caller", "v3:made-up-phone"
TEXT, RECORDING = "00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000d1"
CONNECTION = "1111111111111111111"

INITIATED, HANGUP, ANSWERED = "Call initiated", "Call hangup", "Call answered"
GATHER, BRIDGED, SAVED = "Call gather ended", "Call bridged", "Call recording saved"
RECEIVED, STATUS = "Receiving webhooks", "Delivery update"
ERRORS, MESSAGE = "Messaging error codes", "Send a message"

made = 0


def event(
    name: str,
    page: str,
    kind: str,
    type: str,
    payload: dict[str, Any],
    *,
    query: str = "",
    made_up: bool = False,
) -> None:
    global made
    made += 1
    data = {
        "record_type": "event",
        "event_type": type,
        "id": f"00000000-0000-4000-9000-{made:012d}",
        "occurred_at": "2026-11-20T17:03:10.912345Z",
        "payload": payload,
    }
    content = {
        "data": data,
        "meta": {"attempt": 1, "delivered_to": f"https://ringback.example.com/in/ln_test/{kind}"},
    }
    webhook(name, page, kind, json.dumps(content), query=query, made_up=made_up)


def webhook(name: str, page: str, kind: str, body: str, *, query: str = "", made_up: bool = False) -> None:
    signature = base64.b64encode(KEY.sign(f"{TIME}|{body}".encode())).decode()
    head = [
        f"POST /in/ln_test/{kind}{query} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: telnyx-webhooks",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
        f"telnyx-timestamp: {TIME}",
        f"telnyx-signature-ed25519: {signature}",
    ]
    origin = (
        f"# made up, because it is broken or new; {page}" if made_up else ORIGIN.format(page=page, read=READ)
    )
    write(name, origin, head, body)


def answer(name: str, page: str, status: str, content: object, read: str = READ, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the Telnyx docs, {read}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", body])).encode())


def note(role: str, **more: object) -> str:
    said = {"ringback": role, "call": SESSION, "caller": CALLER, "shown": True, "alone": True, "rest": []}
    return base64.b64encode(json.dumps(said | more).encode()).decode()


ON_CALLER = {
    "call_control_id": CALLER,
    "call_leg_id": CALLER_LEG,
    "call_session_id": SESSION,
    "connection_id": CONNECTION,
    "client_state": None,
    "from": DAN,
    "to": LINE,
    "start_time": "2026-11-20T17:02:50.000000Z",
}
ARRIVING: dict[str, Any] = {
    **ON_CALLER,
    "direction": "incoming",
    "state": "parked",
    "caller_id_name": "DAN MILLER",
    "calling_party_type": "pstn",
    "custom_headers": [],
    "tags": [],
}
ON_PHONE = {
    "call_control_id": PHONE,
    "call_leg_id": PHONE_LEG,
    "call_session_id": SESSION,
    "connection_id": CONNECTION,
    "client_state": note("phone"),
    "from": DAN,
    "to": ROSA,
    "start_time": "2026-11-20T17:02:51.000000Z",
}
CAUSES = """originator_cancel normal_clearing time_limit unspecified timeout no_answer call_rejected user_busy
            not_found"""

SILENT = """cost dtmf.received hold unhold machine.detection.ended machine.greeting.ended
            machine.premium.detection.ended machine.premium.greeting.ended playback.ended playback.started
            speak.started"""
FINAL = "delivered read delivery_unconfirmed expired sending_failed delivery_failed"


def arriving_calls() -> None:
    voice = "call.initiated"
    event("call_started__plain", INITIATED, "voice", voice, ARRIVING)
    event("call_started__anonymous", INITIATED, "voice", voice, {**ARRIVING, "from": "anonymous"})
    event("call_started__empty_caller", INITIATED, "voice", voice, {**ARRIVING, "from": ""})
    diverted = [{"name": "Diversion", "value": f"<sip:{ROSA}@sip.example.com>;reason=no-answer"}]
    event("call_started__forwarded", INITIATED, "voice", voice, {**ARRIVING, "sip_headers": diverted})
    odd = [{"name": "User-to-User", "value": "x"}, {"name": "diversion", "value": "<sip:switchboard@x>"}]
    event("call_started__forwarded_oddly", INITIATED, "voice", voice, {**ARRIVING, "sip_headers": odd})
    for letter in "ABC":
        stir = {"shaken_stir_attestation": letter, "shaken_stir_validated": True}
        event(f"call_started__stir_{letter.lower()}", INITIATED, "voice", voice, {**ARRIVING, **stir})
    failed = {"shaken_stir_attestation": "A", "shaken_stir_validated": False}
    event("call_started__stir_failed", INITIATED, "voice", voice, {**ARRIVING, **failed})
    event(
        "call_started__stir_new",
        INITIATED,
        "voice",
        voice,
        {**ARRIVING, "shaken_stir_attestation": "D"},
        made_up=True,
    )
    outgoing = {**ARRIVING, "direction": "outgoing", "state": "bridging"}
    event("call_started__placed_by_us", INITIATED, "voice", voice, outgoing)
    event(
        "call_started__new_direction",
        INITIATED,
        "voice",
        voice,
        {**ARRIVING, "direction": "internal"},
        made_up=True,
    )
    without = {key: value for key, value in ARRIVING.items() if key not in ("call_session_id", "from")}
    event("call_started__no_call", INITIATED, "voice", voice, without | {"from": DAN}, made_up=True)
    event(
        "call_started__no_caller",
        INITIATED,
        "voice",
        voice,
        without | {"call_session_id": SESSION},
        made_up=True,
    )


def callers_side() -> None:
    for role in ("taken", "unanswered", "arrived"):
        state = {"client_state": note(role), "state": "answered"}
        event(f"call_answered__{role}", ANSWERED, "voice", "call.answered", {**ON_CALLER, **state})
    event("call_answered__without_note", ANSWERED, "voice", "call.answered", ON_CALLER)
    event(
        "call_bridged__caller", BRIDGED, "voice", "call.bridged", {**ON_CALLER, "client_state": note("taken")}
    )
    for cause in [*CAUSES.split(), "parked"]:
        source = "caller" if cause in ("originator_cancel", "normal_clearing") else "unknown"
        ended = {
            **ON_CALLER,
            "state": "hangup",
            "hangup_cause": cause,
            "hangup_source": source,
            "sip_hangup_cause": "487" if cause == "originator_cancel" else "unspecified",
        }
        name = "new_cause" if cause == "parked" else cause
        event(f"call_ended__{name}", HANGUP, "voice", "call.hangup", ended, made_up=cause == "parked")
        if cause == "normal_clearing":
            event(
                "call_ended__after_talk",
                HANGUP,
                "voice",
                "call.hangup",
                {**ended, "client_state": note("taken")},
            )
    foreign = base64.b64encode(b'{"flow": 7}').decode()
    event(
        "call_ended__of_another_program",
        HANGUP,
        "voice",
        "call.hangup",
        {**ON_CALLER, "client_state": foreign, "hangup_cause": "normal_clearing"},
    )
    event(
        "call_ended__no_cause", HANGUP, "voice", "call.hangup", {**ON_CALLER, "state": "hangup"}, made_up=True
    )
    greeted = {**ON_CALLER, "client_state": note("unanswered")}
    del greeted["from"], greeted["to"]
    for case in ("completed", "call_hangup"):
        event(
            f"speak_ended__{case}",
            "Call speak ended",
            "voice",
            "call.speak.ended",
            {**greeted, "status": case},
        )
    for type in SILENT.split():
        event(f"silent__{type.replace('.', '_')}", "Call webhooks", "voice", f"call.{type}", greeted)
    event("new_event", "Call webhooks", "voice", "call.parked", greeted, made_up=True)


def phones_side() -> None:
    event(
        "leg__initiated",
        INITIATED,
        "leg",
        "call.initiated",
        {**ON_PHONE, "direction": "outgoing", "state": "bridging"},
    )
    event("leg__ringing", "Voice migration guide", "leg", "call.ringing", ON_PHONE)
    event("leg__answered", ANSWERED, "leg", "call.answered", {**ON_PHONE, "state": "answered"})
    together = note("phone", alone=False)
    event(
        "leg__answered_among_others",
        ANSWERED,
        "leg",
        "call.answered",
        {**ON_PHONE, "client_state": together, "state": "answered"},
    )
    event("leg__bridged", BRIDGED, "leg", "call.bridged", {**ON_PHONE, "client_state": note("taken")})
    event("leg__cost", "Call webhooks", "leg", "call.cost", ON_PHONE)
    for cause in [*CAUSES.split(), "parked"]:
        ended = {**ON_PHONE, "state": "hangup", "hangup_cause": cause, "hangup_source": "callee"}
        name = "new_cause" if cause == "parked" else cause
        event(f"leg_ended__{name}", HANGUP, "leg", "call.hangup", ended, made_up=cause == "parked")
    last = {**ON_PHONE, "state": "hangup", "hangup_source": "callee"}
    for case, cause, state in [
        ("declined_among_others", "call_rejected", together),
        ("rang_out_among_others", "timeout", together),
        ("rang_out_first_in_turn", "timeout", note("phone", rest=[BEN])),
        ("after_talk", "normal_clearing", note("taken")),
    ]:
        said = {**last, "hangup_cause": cause, "client_state": state}
        event(f"leg_ended__{case}", HANGUP, "leg", "call.hangup", said)
    for case, status, digits in [
        ("pressed_1", "valid", "1"),
        ("pressed_2", "valid", "2"),
        ("invalid", "invalid", "#"),
        ("timeout", "timeout", ""),
        ("cancelled", "cancelled", ""),
        ("cancelled_amd", "cancelled_amd", ""),
        ("hung_up", "call_hangup", ""),
        ("new_status", "parked", ""),
    ]:
        said = {**ON_PHONE, "status": status, "digits": digits}
        event(f"key__{case}", GATHER, "leg", "call.gather.ended", said, made_up=status == "parked")
    said = {**ON_PHONE, "client_state": together, "status": "valid", "digits": "1"}
    event("key__pressed_1_among_others", GATHER, "leg", "call.gather.ended", said)


def voicemails() -> None:
    saved = {
        "call_leg_id": CALLER_LEG,
        "call_session_id": SESSION,
        "connection_id": CONNECTION,
        "client_state": note("unanswered"),
        "channels": "single",
        "recording_started_at": "2026-11-20T17:02:58.000000Z",
        "recording_ended_at": "2026-11-20T17:03:10.000000Z",
        "recording_urls": {"mp3": "https://storage.example.com/made-up.mp3?expires=600"},
        "public_recording_urls": {},
    }
    event("voicemail__left", SAVED, "voice", "call.recording.saved", saved)
    event(
        "voicemail__with_id",
        SAVED,
        "voice",
        "call.recording.saved",
        {**saved, "recording_id": RECORDING},
    )
    empty = {**saved, "recording_ended_at": saved["recording_started_at"]}
    event("voicemail__empty", SAVED, "voice", "call.recording.saved", empty)
    odd = {**saved, "recording_ended_at": "soon"}
    event("voicemail__odd_time", SAVED, "voice", "call.recording.saved", odd, made_up=True)
    event(
        "voicemail__error",
        "Call recording error",
        "voice",
        "call.recording.error",
        {**ON_CALLER, "client_state": note("unanswered"), "reason": "Internal server error"},
    )
    words = {
        **ON_CALLER,
        "client_state": note("unanswered"),
        "recording_id": RECORDING,
        "recording_transcription_id": "00000000-0000-4000-8000-0000000000e1",
        "status": "completed",
    }
    type, page = "call.recording.transcription.saved", "Call recording transcription saved"
    said = "My sink is leaking, please call me back."
    event("transcript__completed", page, "voice", type, {**words, "transcription_text": said})
    event("transcript__empty", page, "voice", type, {**words, "transcription_text": " "})


def incoming_text(body: str, **more: object) -> dict[str, Any]:
    return {
        "id": TEXT,
        "record_type": "message",
        "direction": "inbound",
        "type": "SMS",
        "messaging_profile_id": "00000000-0000-4000-8000-0000000000f1",
        "from": {"phone_number": DAN, "carrier": "T-Mobile USA", "line_type": "Wireless"},
        "to": [
            {"phone_number": LINE, "carrier": "Telnyx", "line_type": "VoIP", "status": "webhook_delivered"}
        ],
        "cc": [],
        "text": body,
        "media": [],
        "encoding": "GSM-7",
        "parts": 1,
        "errors": [],
        "received_at": "2026-11-20T17:03:10.512+00:00",
        **more,
    }


def texts() -> None:
    def received(case: str, payload: dict[str, Any], made_up: bool = False) -> None:
        event(f"text_received__{case}", RECEIVED, "text", "message.received", payload, made_up=made_up)

    received("plain", incoming_text("Café & tea? 100% 👍"))
    for word in ("STOP", "START", "HELP"):
        received(f"{word.lower()}_answered", incoming_text(word, autoresponse_type=word))
    received("stop_unanswered", incoming_text("STOP", autoresponse_type=None))
    received("stop_sentence", incoming_text("stop please"))
    toll_free = [{"phone_number": "+18005550142", "status": "webhook_delivered"}]
    received("stop_toll_free", incoming_text("stop", to=toll_free))
    media = [
        {"url": "https://media.example.com/made-up-1.jpg", "content_type": "image/jpeg", "size": 10},
        {"url": "https://media.example.com/made-up-2.mp4", "content_type": "video/mp4", "size": 10},
    ]
    received("pictures", incoming_text("", type="MMS", media=media, text=None))
    received("no_id", incoming_text("Hello", id=None), made_up=True)
    received("to_nobody", incoming_text("Hello", to=[]), made_up=True)
    received("from_nobody", incoming_text("Hello", **{"from": None}), made_up=True)
    event("text__new_event", RECEIVED, "text", "message.parked", incoming_text("Hello"), made_up=True)


LATE = """40001 40002 40003 40004 40005 40006 40008 40010 40011 40014 40015 40016 40017 40018 40100 40150
          40300 40322"""
AT_ONCE = """20012 20100 40009 40012 40013 40300 40301 40302 40305 40308 40309 40310 40312 40313 40318 40319
             40320 40321 40328 40329"""


def outgoing_text(status: str, *errors: dict[str, object]) -> dict[str, Any]:
    return {
        "id": TEXT,
        "record_type": "message",
        "direction": "outbound",
        "type": "SMS",
        "from": {"phone_number": LINE, "carrier": "Telnyx", "line_type": "VoIP"},
        "to": [{"phone_number": DAN, "carrier": "T-Mobile USA", "line_type": "Wireless", "status": status}],
        "text": "Hi",
        "errors": list(errors),
        "webhook_url": "https://ringback.example.com/in/ln_test/text_status?text=text_1",
    }


def error(code: str) -> dict[str, object]:
    title = "Blocked due to STOP message" if code == "40300" else "As documented"
    return {
        "code": code,
        "title": title,
        "detail": "See the page of error codes.",
        "source": {"pointer": "/to"},
    }


def reports() -> None:
    def report(
        case: str,
        payload: dict[str, Any],
        page: str = STATUS,
        type: str = "message.finalized",
        query: str = "?text=text_1",
        made_up: bool = False,
    ) -> None:
        event(f"delivery__{case}", page, "text_status", type, payload, query=query, made_up=made_up)

    for status in ("queued", "sending", "sent"):
        report(status, outgoing_text(status), type="message.sent")
    for status in FINAL.split():
        report(status, outgoing_text(status))
    for code in LATE.split():
        report(f"failed_{code}", outgoing_text("delivery_failed", error(code)), page=ERRORS)
    odd = {**error("40300"), "title": "Rejected by the carrier", "detail": None}
    report("failed_40300_without_stop", outgoing_text("delivery_failed", odd), page=ERRORS)
    report("failed_new_code", outgoing_text("delivery_failed", error("49999")), made_up=True)
    report("failed_odd_code", outgoing_text("delivery_failed", error("none")), made_up=True)
    report("new_status", outgoing_text("parked"), made_up=True)
    report("of_unknown_text", outgoing_text("sent"), type="message.sent", query="")
    report("of_incoming", incoming_text("Hello"))
    report("delivered_by_name", outgoing_text("delivered"), "Messaging migration guide", "message.delivered")
    report("failed_by_name", outgoing_text("sending_failed"), "Messaging migration guide", "message.failed")


def callers_keys() -> None:
    """Made last, so that the others keep their numbers and with them their signatures."""
    asked = {**ON_CALLER, "client_state": note("unanswered")}
    for case, status, digits in [
        ("pressed_1", "valid", "1"),
        ("pressed_2", "valid", "2"),
        ("timeout", "timeout", ""),
        ("hung_up", "call_hangup", ""),
    ]:
        said = {**asked, "status": status, "digits": digits}
        event(f"caller_key__{case}", GATHER, "voice", "call.gather.ended", said)
    thanked = {name: said for name, said in ON_CALLER.items() if name not in ("from", "to")}
    thanked |= {"client_state": note("thanked"), "status": "completed"}
    event("speak_ended__thanked", "Call speak ended", "voice", "call.speak.ended", thanked)


def answers() -> None:
    sent = {"data": outgoing_text("queued")}
    answer("send__accepted", MESSAGE, "200 OK", sent)
    answer("send__accepted_without_id", MESSAGE, "200 OK", {"data": outgoing_text("queued") | {"id": None}})
    for code in AT_ONCE.split():
        status = {"20100": "402 Payment Required", "40300": "403 Forbidden"}.get(code, "400 Bad Request")
        answer(f"send__refused_{code}", ERRORS, status, {"errors": [error(code)]})
    for code, status in {"10009": "401 Unauthorized", "10010": "403 Forbidden"}.items():
        answer(f"send__refused_{code}", "API error codes", status, {"errors": [error(code)]})
    many = "429 Too Many Requests"
    answer("send__refused_10011", "API error codes", many, {"errors": [error("10011")]}, Retry_After="7")
    answer("send__refused_new_code", ERRORS, "422 Unprocessable Entity", {"errors": [error("49999")]})
    elsewhere = "https://ringback.example.com/in/ln_test/text_status?text=text_2"
    ours, other = record(TEXT, "?text=text_1"), record("00000000-0000-4000-8000-0000000000c2", "?text=text_2")
    page = "Search detail records"
    answer("find__found", page, "200 OK", {"data": [other, ours], "meta": {"total_results": 2}})
    answer("find__not_there", page, "200 OK", {"data": [], "meta": {"total_results": 0}})
    answer("find__another", page, "200 OK", {"data": [other | {"delivery_status_webhook_url": elsewhere}]})
    numbers = {"data": [{"id": "1", "phone_number": LINE, "status": "active"}], "meta": {"total_results": 1}}
    answer("check__good_key", "List phone numbers", "200 OK", numbers)
    answer("check__bad_key", "API error codes", "401 Unauthorized", {"errors": [error("10009")]})


def record(uuid: str, query: str) -> dict[str, object]:
    return {
        "record_type": "message_detail_record",
        "uuid": uuid,
        "cld": DAN,
        "cli": LINE,
        "created_at": "2026-11-20T17:03:10Z",
        "direction": "outbound",
        "delivery_status_webhook_url": f"https://ringback.example.com/in/ln_test/text_status{query}",
        "status": "delivered",
    }


def broken() -> None:
    def one(case: str, content: object) -> None:
        webhook(f"broken__{case}", "Receiving webhooks", "voice", json.dumps(content), made_up=True)

    one("a_list", [1])
    one("no_data", {"meta": {}})
    one("no_type", {"data": {"id": "1", "payload": {}}})
    one("no_payload", {"data": {"id": "2", "event_type": "call.hangup"}})
    one("list_for_text", {"data": {"id": "3", "event_type": "call.hangup", "payload": {"client_state": [7]}}})


def main() -> None:
    arriving_calls()
    callers_side()
    phones_side()
    voicemails()
    texts()
    reports()
    callers_keys()
    answers()
    broken()


if __name__ == "__main__":
    main()
