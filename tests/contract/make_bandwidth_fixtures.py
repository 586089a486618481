"""Writes Bandwidth's fixtures: `.venv/bin/python -m tests.contract.make_bandwidth_fixtures`."""

import base64
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/bandwidth/fixtures"
READ = "read 2026-11-20"
NOW = "read 2026-11-27"
ORIGIN = '# from "{page}" of the Bandwidth docs, {read}; credentials are those of the test line'
USER, PASSWORD = "ringback", "bandwidth test password"

CALL, LEG = "c-00000000-0000-4000-8000-0000000000a1", "c-00000000-0000-4000-8000-0000000000b1"
TEXT, RECORDING = "00000000-0000-4000-8000-0000000000c1", "r-00000000-0000-4000-8000-0000000000d1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"
CALLS_AT = "https://voice.bandwidth.com/api/v2/accounts/9900000/calls"

Fields = dict[str, object]
ACCOUNT: Fields = {"accountId": "9900000", "applicationId": "00000000-0000-4000-8000-0000000000e1"}
TIMES: Fields = {"eventTime": "2026-11-20T17:03:10.477Z", "startTime": "2026-11-20T17:02:28.234Z"}
IN_CALL: Fields = {
    **ACCOUNT,
    **TIMES,
    "from": DAN,
    "to": LINE,
    "direction": "inbound",
    "callId": CALL,
    "callUrl": f"{CALLS_AT}/{CALL}",
}
ON_LEG: Fields = {
    **IN_CALL,
    "direction": "outbound",
    "callId": LEG,
    "callUrl": f"{CALLS_AT}/{LEG}",
    "parentCallId": CALL,
    "transferCallerId": DAN,
    "transferTo": ROSA,
}
ANSWERED: Fields = {"answerTime": "2026-11-20T17:02:28.300Z", "endTime": "2026-11-20T17:03:10.400Z"}
UNANSWERED: Fields = {"endTime": "2026-11-20T17:03:10.400Z"}
CAUSES = (
    "hangup busy timeout cancel rejected callback-error invalid-bxml application-error account-limit "
    "node-capacity-exceeded error unknown parked"
)


def webhook(name: str, page: str, kind: str, said: object, *, query: str = "", made_up: bool = False) -> None:
    body = json.dumps(said)
    target = f"/in/ln_test/{kind}" + (f"?{query}" if query else "")
    head = [
        f"POST {target} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: BandwidthAPI/v2",
        f"Authorization: Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
    ]
    origin = (
        f"# made up, because it is broken, new or not documented; {page}"
        if made_up
        else ORIGIN.format(page=page, read=READ)
    )
    write(name, origin, head, body)


def answer(name: str, page: str, status: str, content: object, read: str = READ, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the Bandwidth docs, {read}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", body])).encode())


def word(cause: str) -> str:
    return "new_cause" if cause == "parked" else cause.replace("-", "_")


def without(said: Fields, name: str) -> Fields:
    return {key: value for key, value in said.items() if key != name}


def calls() -> None:
    page, said = "Initiate", {**IN_CALL, "eventType": "initiate"}
    webhook("call_started__plain", page, "voice", said)
    diversion = {"origTo": ROSA, "reason": "no-answer", "privacy": "off", "screen": "no", "counter": "1"}
    webhook("call_started__forwarded", page, "voice", {**said, "diversion": diversion})
    for letter in "ABC":
        stir = {"verstat": "TN-Validation-Passed", "attestationIndicator": letter, "originatingId": "made-up"}
        webhook(f"call_started__stir_{letter.lower()}", page, "voice", {**said, "stirShaken": stir})
    failed = {"verstat": "TN-Validation-Failed", "attestationIndicator": "A"}
    webhook("call_started__stir_failed", page, "voice", {**said, "stirShaken": failed})
    odd = {"verstat": "No-TN-Validation", "attestationIndicator": None}
    webhook("call_started__stir_none", page, "voice", {**said, "stirShaken": odd})
    webhook("call_started__anonymous", page, "voice", {**said, "from": "Anonymous"}, made_up=True)
    webhook("call_started__no_caller", page, "voice", {**said, "from": None}, made_up=True)
    webhook("call_started__placed_by_us", page, "voice", {**said, "direction": "outbound"}, made_up=True)
    webhook("call_started__no_call", page, "voice", without(said, "callId"), made_up=True)
    webhook("call__new_event", page, "voice", {**IN_CALL, "eventType": "parked"}, made_up=True)
    page, said = "Disconnect", {**IN_CALL, "eventType": "disconnect"}
    for cause in CAUSES.split():
        ended = {**said, **ANSWERED, "cause": cause}
        webhook(f"call_ended__{word(cause)}", page, "voice_status", ended, made_up=cause == "parked")
    webhook("call_ended__unanswered", page, "voice_status", {**said, **UNANSWERED, "cause": "hangup"})
    ours = {**said, **ANSWERED, "cause": "hangup", "direction": "outbound"}
    webhook("call_ended__placed_by_us", page, "voice_status", ours)


def phones() -> None:
    page, said = "Transfer complete", {**IN_CALL, "eventType": "transferComplete", "transferTo": ROSA}
    for cause in CAUSES.split():
        name = f"ringing_ended__{word(cause)}"
        webhook(name, page, "dial_done", {**said, "cause": cause}, made_up=cause == "parked")
    webhook("ringing_ended__first_in_turn", page, "dial_done", {**said, "cause": "timeout"}, query="left=1")
    webhook("ringing_ended__odd_turn", page, "dial_done", {**said, "cause": "timeout"}, query="left=all")
    taken = {**said, "cause": "hangup"}
    webhook("ringing_ended__first_in_turn_answered", page, "dial_done", taken, query="left=1")
    of_call, picked_up = f"call={CALL}", {**ON_LEG, "eventType": "transferAnswer"}
    webhook("screen__picked_up", "Transfer answer", "screen", picked_up, query=of_call)
    webhook("screen__bare_address", "Transfer answer", "screen", picked_up)
    webhook("screen__no_phone", "Transfer answer", "screen", without(picked_up, "transferTo"), made_up=True)
    key = {**ON_LEG, "eventType": "gather", "terminatingDigit": ""}
    for digits in ["1", "2", ""]:
        name = f"screen_key__pressed_{digits or 'nothing'}"
        webhook(name, "Gather", "screen_key", {**key, "digits": digits}, query=of_call)
    asked = {**IN_CALL, **ANSWERED, "eventType": "gather", "terminatingDigit": ""}
    for digits in ["1", "2", ""]:
        name = f"caller_key__pressed_{digits or 'nothing'}"
        webhook(name, "Gather", "caller_key", {**asked, "digits": digits})
    for cause in CAUSES.split():
        ended = {**ON_LEG, **UNANSWERED, "eventType": "transferDisconnect", "cause": cause}
        ended |= ANSWERED if cause == "hangup" else {}
        name, made_up = f"leg_ended__{word(cause)}", cause == "parked"
        webhook(name, "Transfer disconnect", "leg", ended, query=of_call, made_up=made_up)


def voicemails() -> None:
    media = {"recordingId": RECORDING, "mediaUrl": f"{CALLS_AT}/{CALL}/recordings/{RECORDING}/media"}
    said = {**IN_CALL, **media, "eventType": "recordComplete", "channels": 1, "fileFormat": "mp3"}
    webhook("voicemail__left", "Record complete", "voicemail", {**said, "duration": "PT12.056S"})
    webhook("voicemail__empty", "Record complete", "voicemail", {**said, "duration": "PT0.4S"})
    webhook("voicemail__long", "Record complete", "voicemail", {**said, "duration": "PT1H2M3S"})
    odd = {**said, "duration": "PT"}
    webhook("voicemail__length_unknown", "Record complete", "voicemail", odd, made_up=True)
    ready = {**said, "eventType": "recordingAvailable", "duration": "PT12.056S"}
    for status in ["complete", "partial", "error", "parked"]:
        name = f"voicemail_status__{'new_status' if status == 'parked' else status}"
        given, made_up = {**ready, "status": status}, status == "parked"
        webhook(name, "Recording available", "voicemail_status", given, made_up=made_up)
    transcription = {"id": "t-made-up", "status": "available", "url": f"{CALLS_AT}/{CALL}/made-up"}
    written = {**said, "eventType": "transcriptionAvailable", "transcription": transcription}
    webhook("transcript__available", "Transcription available", "voicemail_status", written)


def in_text(text: str, **more: object) -> list[Fields]:
    message: Fields = {
        "id": TEXT,
        "owner": LINE,
        "applicationId": "00000000-0000-4000-8000-0000000000e2",
        "time": "2026-11-20T17:03:10.123Z",
        "segmentCount": 1,
        "direction": "in",
        "to": [LINE],
        "from": DAN,
        "text": text,
    }
    to = more.get("owner", LINE)
    head: Fields = {"type": "message-received", "time": "2026-11-20T17:03:10.200Z", "to": to}
    return [{**head, "description": "Incoming message received", "message": {**message, **more}}]


def out_text(kind: str, code: int | None = None, **more: object) -> list[Fields]:
    message: Fields = {
        "id": TEXT,
        "owner": LINE,
        "time": "2026-11-20T17:03:10.123Z",
        "segmentCount": 1,
        "direction": "out",
        "to": [DAN],
        "from": LINE,
        "text": "",
        "tag": "text_1",
        **more,
    }
    said: Fields = {"type": kind, "time": "2026-11-20T17:03:10.500Z", "description": "made up", "to": DAN}
    return [{**said, "message": message} | ({"errorCode": code} if code else {})]


def texts() -> None:
    page = "Message callbacks"
    webhook("text_received__plain", page, "text", in_text("Café & tea? 100% 👍"))
    webhook("text_received__stop", page, "text", in_text("Stop"))
    webhook("text_received__stop_toll_free", page, "text", in_text("stop", owner="+18005550142"))
    files = "https://messaging.bandwidth.com/api/v2/users/9900000/media/made-up"
    media = [f"{files}/0/0.smil", f"{files}/1/sink.jpg"]
    webhook("text_received__picture", page, "text", in_text("Look", media=media))
    webhook("text_received__bare_object", page, "text", in_text("Hi")[0], made_up=True)
    webhook("text_received__two", page, "text", in_text("One") + in_text("Two"), made_up=True)
    webhook("text_received__no_id", page, "text", in_text("Hi", id=None), made_up=True)
    for kind in ["message-sending", "message-sent", "message-delivered", "message-read", "message-failed"]:
        webhook(f"delivery__{kind.removeprefix('message-')}", page, "text_status", out_text(kind))
    webhook("delivery__new_type", page, "text_status", out_text("message-parked"), made_up=True)
    webhook("delivery__of_unknown_text", page, "text_status", out_text("message-sent", tag=None))
    other = out_text("message-failed", direction="in")
    webhook("delivery__of_a_received_text", page, "text_status", other, made_up=True)
    page = "Messaging errors and codes"
    for code in map(int, CODES.split()):
        webhook(f"delivery__{code}", page, "text_status", out_text("message-failed", code))
    webhook("delivery__new_code", page, "text_status", out_text("message-failed", 4999), made_up=True)


CODES = """4303 4360 4403 4404 4405 4406 4432 4433 4434 4452 4470 4482 4493 4701 4702 4720 4721 4750 4753 4770
           4771 4772 4773 4774 4775 4780 4781 4785 4795 5100 5220 5620 9902 9999"""


def message(id: str, **other: object) -> Fields:
    return {
        "messageId": id,
        "accountId": "9900000",
        "sourceTn": LINE,
        "destinationTn": DAN,
        "messageStatus": "SENDING",
        "messageDirection": "OUTBOUND",
        "messageType": "sms",
        "segmentCount": 1,
        "errorCode": 0,
        "receiveTime": "2026-11-20T17:03:10.123Z",
        **other,
    }


def listed(*rows: Fields) -> Fields:
    return {"totalCount": len(rows), "pageInfo": {}, "messages": list(rows)}


def answers() -> None:
    taken = {"id": TEXT, "owner": LINE, "direction": "out", "to": [DAN], "from": LINE, "tag": "text_1"}
    answer("send__accepted", "Create message", "202 Accepted", taken)
    answer("send__accepted_without_id", "Create message", "202 Accepted", {**taken, "id": None})
    statuses = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}
    for status, words in statuses.items():
        refused = {"type": "request-validation", "description": "as documented"}
        answer(f"send__refused_{status}", "Create message", f"{status} {words}", refused)
    full = {"type": "max-message-queue-size-exceeded", "description": "as documented"}
    answer("send__busy", "Rate limits", "429 Too Many Requests", full, Retry_After="5")
    page = "List messages"
    inbound = message("x", messageDirection="INBOUND")
    answer("find__found", page, "200 OK", listed(message(TEXT), inbound))
    answer("find__not_there", page, "200 OK", listed())
    answer("find__to_another", page, "200 OK", listed(message("y", destinationTn="+15125550199")))
    answer("check__good_key", page, "200 OK", listed())
    answer("check__bad_key", page, "401 Unauthorized", {"type": "unauthorized"})


def numbers() -> None:
    for kind in ("MOBILE", "FIXED", "VOIP", "VOIP-FIXED", "PAGER"):
        row = {
            "phoneNumber": DAN,
            "lineType": kind,
            "voiceProvider": "Example Mobile",
            "countryCodeA3": "USA",
        }
        data = {"requestId": "r1", "status": "COMPLETE", "results": [row]}
        looked = {"links": [], "data": data, "errors": []}
        answer(f"lookup__{kind.lower().replace('-', '_')}", "Phone number lookup", "200 OK", looked, NOW)
    page, toll_free = "Toll-free verification", "+18885550142"
    for status in ("VERIFIED", "UNVERIFIED", "PENDING", "PARTIALLY_VERIFIED", "INVALID_STATUS", "PARKED"):
        stands = {"phoneNumber": toll_free, "status": status, "internalTicketNumber": "t1"}
        answer(f"registration__{status.lower()}", page, "200 OK", stands, NOW)
    blocked = {
        "phoneNumber": toll_free,
        "status": "UNVERIFIED",
        "blocked": True,
        "blockedReason": "as documented",
    }
    answer("registration__blocked", page, "200 OK", blocked, NOW)
    answer("registration__none", page, "404 Not Found", {"type": "resource-not-found"}, NOW)


def placed() -> None:
    """A call that we place."""
    own: Fields = {**IN_CALL, "from": LINE, "to": ROSA, "direction": "outbound"}
    whom, only, create = "placed=placed_1&to=%2B15125550178", "placed=placed_1", "Create call"
    picked_up = {**own, "eventType": "answer", "answerTime": ANSWERED["answerTime"]}
    webhook("placed__picked_up", "Answer", "placed", picked_up, query=whom)
    for word, digits in {"one": "1", "two": "2", "nothing": ""}.items():
        said = {**own, "eventType": "gather", "digits": digits, "terminatingDigit": ""}
        webhook(f"placed_key__pressed_{word}", "Gather", "placed_key", said, query=whom)
    leg = {**ON_LEG, "transferCallerId": LINE, "transferTo": DAN}
    webhook(
        "placed_leg__answered",
        "Transfer answer",
        "placed_leg",
        {**leg, "eventType": "transferAnswer"},
        query=only,
    )
    for cause in CAUSES.split():
        page, made_up = "Transfer complete", cause == "parked"
        said = {**own, "eventType": "transferComplete", "cause": cause, "transferTo": DAN}
        name = "new_status" if made_up else cause.replace("-", "_")
        webhook(f"placed_done__{name}", page, "placed_done", said, query=only, made_up=made_up)
        said = {**own, "eventType": "disconnect", "cause": cause}
        webhook(f"placed_status__{name}", "Disconnect", "placed_status", said, query=only, made_up=made_up)
    ended: Fields = {**own, "eventType": "disconnect", "cause": "hangup"}
    webhook("placed_status__of_no_call", "Disconnect", "placed_status", ended)
    new = {**own, "eventType": "parked"}
    webhook("placed_status__new_event", "Disconnect", "placed_status", new, query=only, made_up=True)
    made = {**ACCOUNT, "callId": LEG, "from": LINE, "to": ROSA, "callUrl": f"{CALLS_AT}/{LEG}"}
    answer("place__started", create, "201 Created", made, NOW)
    refused = {"id": "as documented", "type": "validation", "description": "as documented"}
    answer("place__refused", create, "400 Bad Request", refused, NOW)


def main() -> None:
    calls()
    phones()
    voicemails()
    texts()
    answers()
    numbers()
    placed()


if __name__ == "__main__":
    main()
