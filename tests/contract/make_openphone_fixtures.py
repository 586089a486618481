"""Writes Quo's fixtures: `.venv/bin/python -m tests.contract.make_openphone_fixtures`.

Signed with a made-up secret, by the standard library alone.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/openphone/fixtures"
READ = "read 2026-11-20"
KEY = b"a made-up key of a Quo webhook"
SIGNED_AT = 1795194191  # 2026-11-20 17:03:11 UTC
LINE, DAN, OFFICE = "+15125550142", "+15125550178", "+15125550143"
CALL, TEXT, NUMBER_ID, BEN = (
    "AC0000000000000001",
    "AC0000000000000002",
    "PN0000000000000001",
    "US0000000000000001",
)
AGENT = "SYU0000000000000001"
AT, TAKEN, END = "2026-11-20T17:03:00.000Z", "2026-11-20T17:03:05.000Z", "2026-11-20T17:03:10.000Z"
RECORDING = "https://files.example.com/voicemail.mp3"
PAYLOADS, LEGACY_PAGE = "Webhook event payloads", "Webhook payload reference (legacy)"
STATUSES = "queued initiated ringing in-progress missed no-answer busy failed canceled abandoned"


def signature(signed: bytes) -> str:
    return base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()


def webhook(name: str, said: object, *, made_up: str = "", legacy: bool = False) -> None:
    body = said if isinstance(said, bytes) else json.dumps(said, separators=(",", ":")).encode()
    page = LEGACY_PAGE if legacy else PAYLOADS
    origin = f'# from "{page}" of the Quo docs, {READ}; signature computed with the test secret'
    head = [
        "POST /in/ln_test/event HTTP/1.1",
        "Host: ringback.example.com",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(legacy_headers(body) if legacy else dated_headers(f"msg_{name}", body)),
    ]
    write(name, f"# made up, because {made_up}" if made_up else origin, head, body)


def dated_headers(id: str, body: bytes) -> list[str]:
    given = signature(f"{id}.{SIGNED_AT}.".encode() + body)
    return [f"webhook-id: {id}", f"webhook-timestamp: {SIGNED_AT}", f"webhook-signature: v1,{given}"]


def legacy_headers(body: bytes) -> list[str]:
    given = signature(f"{SIGNED_AT}000.".encode() + body)
    return [f"openphone-signature: hmac;1;{SIGNED_AT}000;{given}"]


def write(name: str, origin: str, head: list[str], body: bytes) -> None:
    content = f"{origin}\n".encode() + "\r\n".join([*head, "", ""]).encode() + body
    (FOLDER / f"{name}.http").write_bytes(content)


# --- Calls ---


def event(name: str, kind: str, resource: object, context: object, made_up: str = "") -> None:
    said = {"id": "EV1", "apiVersion": "2026-03-30", "createdAt": END, "type": kind}
    webhook(
        name,
        said | {"data": {"resource": resource, "context": context, "links": {"quo": None}}},
        made_up=made_up,
    )


def taking_part(**changes: Any) -> dict[str, Any]:
    who = {"external": [DAN], "workspace": [LINE], "resolution": "available"} | changes
    contacts = {"ids": [], "lookupStatus": "none"}
    return {"orgId": "OR1", "phoneNumberId": NUMBER_ID, "contacts": contacts, "participants": who}


def resource(**changes: Any) -> dict[str, Any]:
    said = {"id": CALL, "direction": "incoming", "status": "completed", "createdAt": AT, "answeredAt": None}
    return said | {"completedAt": END, "updatedAt": END, "duration": 10, "hasVoicemail": False} | changes


def call(name: str, kind: str, made_up: str = "", **changes: Any) -> None:
    event(name, f"call.{kind}", resource(**changes), taking_part(), made_up)


def make_calls() -> None:
    live: dict[str, Any] = {"completedAt": None, "duration": 0}
    call("call_started__ringing", "ringing", status="ringing", **live)
    unknown = taking_part(external=[], workspace=[], resolution="unavailable")
    event("call_started__nobody_known", "call.ringing", resource(status="ringing", **live), unknown)
    call("call_answered__person", "answered", status="in-progress", answeredAt=TAKEN, answeredByUserId=BEN)
    call("call_answered__nobody_named", "answered", status="in-progress", answeredAt=TAKEN)
    call("call_answered__agent", "answered", status="in-progress", answeredAt=TAKEN, answeredBy=AGENT)
    call("call_forwarded__away", "forwarded", status="forwarded", forwardedTo=OFFICE)
    call("call_forwarded__somewhere", "forwarded", status="ringing")
    call("call_forwarded__to_a_person", "forwarded", status="ringing", forwardedTo=BEN)
    call("call_ended__forwarded_to_a_person", "completed", forwardedTo=BEN)
    call("call_missed__plain", "missed", status="missed")
    call("call_missed__hung_up", "missed", status="abandoned")
    call("call_missed__status_lags", "missed", status="answered")
    call("call_missed__status_unknown", "missed", status="levitating", made_up="this status does not exist")
    call("call_missed__agent", "missed", status="missed", aiHandled="ai-agent")
    beside = {"id": "EV1", "type": "call.missed", "data": {"links": {"quo": None}}}
    webhook("call_missed__beside_data", beside | {"resource": resource(), "context": taking_part()})
    call(
        "call_ended__answered", "completed", status="completed", answeredAt=TAKEN, answeredBy=BEN, duration=5
    )
    call("call_ended__answered_by_status", "completed", status="answered", answeredBy=BEN, duration=5)
    call("call_ended__completed", "completed")
    call("call_ended__forwarded", "completed", status="forwarded", answeredAt=TAKEN)
    call("call_ended__forwarded_to", "completed", forwardedTo=OFFICE)
    call("call_ended__agent", "completed", answeredAt=TAKEN, aiHandled="ai-agent")
    call("call_ended__voicemail", "completed", answeredAt=TAKEN, hasVoicemail=True)
    call("call_ended__without_status", "completed", status=None)
    for status in STATUSES.split():
        call(f"call_ended__{status.replace('-', '_')}", "completed", status=status)
    call("call__new_status", "completed", status="levitating", made_up="this status does not exist")
    call("call__new_direction", "completed", direction="sideways", made_up="this direction does not exist")
    call("call__new_type", "levitated", made_up="this event does not exist")
    call("call__outgoing", "completed", direction="outgoing")
    for kind in ("menu.selected", "recording.completed", "summary.completed", "transcript.completed"):
        call(f"call__{kind.replace('.', '_')}", kind)
    event("call__other_number", "call.missed", resource(), taking_part() | {"phoneNumberId": "PN2"})
    call("call__no_direction", "completed", direction=None, made_up="a call has a direction")
    call("call__no_id", "completed", id=None, made_up="a call has an id")
    webhook("call__no_json", b"no json", made_up="a webhook is JSON")
    webhook("call__no_resource", {"type": "call.missed", "data": {}}, made_up="an event is about something")
    webhook("call__no_type", {"data": {"resource": {}}}, made_up="an event has a type")


def make_voicemails() -> None:
    left = {
        "callId": CALL,
        "id": "VM1",
        "direction": "incoming",
        "createdAt": END,
        "duration": 12,
        "from": DAN,
    }
    left |= {"to": LINE, "recordingUrl": RECORDING, "transcript": "My sink is leaking."}
    kind = "call.voicemail.completed"
    event("voicemail__left", kind, left, taking_part())
    bare = left | {"direction": None, "recordingUrl": None, "transcript": None}
    event("voicemail__without_words", kind, bare, taking_part())
    event("voicemail__outgoing", kind, left | {"direction": "outgoing"}, taking_part())


def legacy(name: str, kind: str, said: object, made_up: str = "") -> None:
    all_of_it = {"id": f"EV{name.replace('_', '')}", "object": "event", "apiVersion": "v4", "createdAt": END}
    webhook(name, all_of_it | {"type": kind, "data": {"object": said}}, made_up=made_up, legacy=True)


def make_legacy() -> None:
    said = resource(participants=[DAN, LINE], phoneNumberId=NUMBER_ID, userId=BEN, callRoute="phone-number")
    legacy("legacy_call_started__ringing", "call.ringing", said | {"status": "ringing", "completedAt": None})
    legacy("legacy_call_ended__missed", "call.completed", said | {"status": "no-answer"})
    answered = {"status": "completed", "answeredAt": TAKEN, "answeredBy": BEN}
    legacy("legacy_call_ended__answered", "call.completed", said | answered)
    legacy("legacy_call_ended__one_participant", "call.completed", said | {"participants": [DAN]})
    older = resource() | {"from": DAN, "to": LINE}
    left = {"url": RECORDING, "type": "audio/mpeg", "duration": 12}
    legacy("legacy_call_ended__voicemail", "call.completed", older | {"voicemail": left})
    legacy(
        "legacy_call__group",
        "call.completed",
        said | {"participants": [DAN, LINE, OFFICE]},
        made_up="nothing says who of three has called",
    )
    text = {"id": TEXT, "object": "message", "from": DAN, "to": [LINE], "direction": "incoming", "media": []}
    text |= {"status": "received", "text": "My sink is leaking", "phoneNumberId": NUMBER_ID, "createdAt": END}
    legacy("legacy_text_received__plain", "message.received", text)
    older_text = {name: text[name] for name in text if name != "text"} | {"to": LINE, "body": "Leaking"}
    legacy("legacy_text_received__body", "message.received", older_text)
    sent = text | {"from": LINE, "to": [DAN], "direction": "outgoing", "status": "delivered"}
    legacy("legacy_delivery__delivered", "message.delivered", sent)
    legacy("legacy_contact__updated", "contact.updated", {"id": "c1"})
    legacy("legacy_contact__deleted", "contact.deleted", {"id": "c1"})


# --- Texts ---


def text(name: str, body: str, to: str = LINE, made_up: str = "", without: str = "", **changes: Any) -> None:
    said: dict[str, Any] = {"id": TEXT, "createdAt": END, "direction": "incoming", "media": []}
    said |= {"status": "received", "text": body} | changes
    context = {"phoneNumberId": NUMBER_ID, "senderIdentifier": DAN, "recipientIdentifiers": [to]}
    context.pop(without, None)
    event(name, "message.received", said, context, made_up)


def make_texts() -> None:
    text("text_received__plain", "My sink is leaking")
    media = [{"url": "https://files.example.com/1.jpg", "type": "image/jpeg"}]
    text("text_received__picture", "", media=media)
    for word in ("STOP", "stopall", "Unsubscribe", "CANCEL", "END", "QUIT", "START", "UNSTOP"):
        text(f"text_received__{word.lower()}", word)
    text("text_received__help", "HELP")
    text("text_received__stop_please", "stop please")
    text("text_received__no_id", "Hi", id=None, made_up="a text has an id")
    text("text_received__no_sender", "Hi", without="senderIdentifier", made_up="a text has a sender")
    text("text_received__no_line", "Hi", without="recipientIdentifiers", made_up="a text goes to somebody")
    sent = {"id": TEXT, "createdAt": END, "direction": "outgoing", "media": [], "text": "Hi"}
    context = {"phoneNumberId": NUMBER_ID, "senderIdentifier": LINE, "recipientIdentifiers": [DAN]}
    event("delivery__delivered", "message.delivered", sent | {"status": "delivered"}, context)
    event("delivery__undelivered", "message.undelivered", sent | {"status": "undelivered"}, context)
    event("delivery__failed", "message.failed", sent | {"status": "failed", "errorCode": "30007"}, context)
    event(
        "delivery__failed_number", "message.failed", sent | {"status": "failed", "errorCode": 30007}, context
    )


# --- Answers ---


def answer(name: str, page: str, said: object, status: str = "200 OK", made_up: str = "") -> None:
    body = json.dumps(said).encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    origin = f"# made up, because {made_up}" if made_up else f'# from "{page}" of the Quo docs, {READ}'
    write(name, origin, [*head, "Connection: close"], body)


def make_answers() -> None:
    page = "Send a text message"
    sent: dict[str, Any] = {"id": "AC0000000000000003", "conversationId": "CN1", "status": "queued"}
    answer("send__accepted", page, {"data": sent}, "202 Accepted")
    answer("send__without_id", page, {"data": {}}, "202 Accepted", made_up="a text that was taken has an id")
    for name, code, status in (
        ("send__not_registered", "0206400", "400 Bad Request"),
        ("send__daily_limit", "0204403", "403 Forbidden"),
        ("send__refused", "0200400", "400 Bad Request"),
    ):
        answer(
            name, page, {"message": "…", "code": code, "status": int(status[:3]), "title": status[4:]}, status
        )
    answer("send__no_credit", page, {"message": "…", "status": 402}, "402 Payment Required")
    answer("check__good_key", "List webhooks", {"data": []})
    make_lists()


def make_lists() -> None:
    body = "Hi, this is Rosa's Plumbing. Sorry we missed your call."
    one = {"id": "AC0000000000000003", "to": [DAN], "from": LINE, "text": body, "direction": "outgoing"}
    one |= {"status": "sent", "createdAt": END, "phoneNumberId": NUMBER_ID, "media": []}
    others = [
        one | {"id": "AC4", "text": "Something else"},
        one | {"id": "AC5", "direction": "incoming", "from": DAN, "to": [LINE]},
        one | {"id": "AC6", "to": [DAN, OFFICE]},
        one | {"id": "AC7", "createdAt": "2026-11-20T17:02:08.000Z"},
    ]
    early = one | {"id": "AC8", "createdAt": AT}
    answer("find__by_their_clock", "List messages", {"data": [early], "nextCursor": None})
    late = one | {"id": "AC9", "createdAt": "2026-11-20T17:03:40.000Z"}
    answer("find__twice", "List messages", {"data": [late, one, early], "nextCursor": None})
    answer("find__there", "List messages", {"data": [*others, one], "nextCursor": None})
    answer("find__not_there", "List messages", {"data": others, "nextCursor": None})
    came = resource(createdAt=END, phoneNumberId=NUMBER_ID)
    came["participants"] = [{"phoneNumber": LINE, "actorId": BEN}, {"phoneNumber": DAN, "actorId": None}]
    elsewhere = [{"phoneNumber": OFFICE, "actorId": BEN}, {"phoneNumber": DAN, "actorId": None}]
    listed = [
        came,
        came | {"id": "AC4", "completedAt": None, "participants": came["participants"][:1]},
        came | {"id": "AC5", "direction": "outgoing"},
        came | {"id": "AC6", "participants": elsewhere},
        came | {"id": "AC7", "createdAt": AT},
    ]
    answer("calls__listed", "List calls", {"data": listed, "nextCursor": None})


def main() -> None:
    make_calls()
    make_voicemails()
    make_legacy()
    make_texts()
    make_answers()


if __name__ == "__main__":
    main()
