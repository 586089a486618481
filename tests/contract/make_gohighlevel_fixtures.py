"""Writes GoHighLevel's fixtures: `.venv/bin/python -m tests.contract.make_gohighlevel_fixtures`."""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/gohighlevel/fixtures"
READ = "read 2026-11-20"
ORIGIN = '# from "{page}" of the HighLevel docs, {read}; signature computed with the test key'
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TIME = "2026-11-20T17:03:11.000Z"
LOCATION, CONTACT = "l1C08ntBrFjLS0elLIYU", "cI08i1Bls3iTB9bKgFJh"
CALL, TEXT, LINE, DAN = "p1mRSHeLDhAms5q0LMr4", "bBNyfkUCNTNXUuMvTcLb", "+15125550142", "+15125550178"

made = 0


def webhook(
    name: str, page: str, said: dict[str, Any], *, made_up: bool = False, when: object = TIME
) -> None:
    global made
    made += 1
    said = {**said, "timestamp": when, "webhookId": f"{made:08x}-0000-4000-8000-000000000000"}
    signed("event", name, page, said, made_up)


def signed(kind: str, name: str, page: str, said: dict[str, Any], made_up: bool = False) -> None:
    said = {key: value for key, value in said.items() if value is not None}
    body = json.dumps(said, ensure_ascii=False).encode()
    head = [
        f"POST /in/ln_test/{kind} HTTP/1.1",
        "Host: ringback.example.com",
        "Content-Type: application/json",
        f"X-GHL-Signature: {base64.b64encode(KEY.sign(body)).decode()}",
        f"Content-Length: {len(body)}",
    ]
    origin = ORIGIN.format(page=page, read=READ)
    write(name, f"# made up, because it is broken or new; {page}" if made_up else origin, head, body)


def answer(name: str, page: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content).encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, f'# from "{page}" of the HighLevel docs, {READ}', [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: bytes) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", ""])).encode() + body)


BASE: dict[str, Any] = {
    "type": "InboundMessage",
    "locationId": LOCATION,
    "contactId": CONTACT,
    "conversationId": "fcanlLgpbQgQhderivVs",
    "dateAdded": "2026-11-20T17:03:10.000Z",
    "direction": "inbound",
}
IN_CALL = BASE | {"messageType": "CALL", "messageId": CALL}
IN_TEXT = BASE | {"messageType": "SMS", "messageId": TEXT, "contentType": "text/plain", "status": "delivered"}
OUT_TEXT = IN_TEXT | {"type": "OutboundMessage", "direction": "outbound", "body": "Hi", "source": "api"}
TEXT_STATUS = (
    "pending scheduled queued sent connected delivered read opened clicked undelivered failed opt_out"
)
OTHER_TYPES = (
    "ContactDndUpdate ContactCreate ContactUpdate ContactDelete ContactTagUpdate ConversationUnreadWebhook"
)


def calls() -> None:
    page = "InboundMessage"
    answered = {
        "status": "completed",
        "callStatus": "completed",
        "callDuration": 120,
        "userId": "2RvTbJ5oJ8Z4H0Qe0k1Z",
    }
    webhook("call__completed", page, IN_CALL | answered | {"type": "OutboundMessage"})
    webhook(
        "call__answered", page, IN_CALL | {"status": "completed", "callStatus": "answered", "callDuration": 8}
    )
    for status in ["no-answer", "busy", "failed", "canceled", "pending", "parked"]:
        name = "new_status" if status == "parked" else status.replace("-", "_")
        said = IN_CALL | {"status": status, "callStatus": status, "callDuration": 0}
        webhook(f"call__{name}", page, said, made_up=status == "parked")
    recording = {"attachments": ["https://storage.example.com/made-up.mp3"]}
    webhook("call__voicemail", page, IN_CALL | {"status": "voicemail", "callDuration": 14} | recording)
    kept = {"status": "voicemail", "callStatus": "voicemail", "attachments": []}
    webhook("call__voicemail_without_recording", page, IN_CALL | {"messageType": "VOICEMAIL"} | kept)
    webhook("call__outbound", page, IN_CALL | answered | {"direction": "outbound", "type": "OutboundMessage"})
    webhook("call__new_direction", page, IN_CALL | answered | {"direction": "sideways"}, made_up=True)
    webhook("call__no_contact", page, IN_CALL | {"status": "busy", "contactId": None}, made_up=True)
    webhook("call__time_in_milliseconds", page, IN_CALL | {"status": "busy"}, when=1795194191000)
    webhook("call__without_time", page, IN_CALL | {"status": "busy"}, when=None)


def texts() -> None:
    page = "InboundMessage"
    webhook("text_received__plain", page, IN_TEXT | {"body": "Café & tea? 100% 👍", "attachments": []})
    for word in ["stop", "help"]:
        webhook(f"text_received__{word}", page, IN_TEXT | {"body": word.title()})
    webhook("text_received__stop_sentence", page, IN_TEXT | {"body": "stop please"})
    picture = {"body": "", "attachments": ["https://storage.example.com/tap.jpg"], "messageType": "MMS"}
    webhook("text_received__picture", page, IN_TEXT | picture)
    webhook("text_received__no_id", page, IN_TEXT | {"body": "Hi", "messageId": None}, made_up=True)
    for kind in ["Email", "GMB", "FB", "IG", "Live Chat", "WhatsApp", "Hologram"]:
        name = "new_kind" if kind == "Hologram" else kind.lower().replace(" ", "_")
        said = IN_TEXT | {"messageType": kind, "body": "Hi"}
        webhook(f"message__{name}", page, said, made_up=kind == "Hologram")
    for status in [*TEXT_STATUS.split(), "parked"]:
        name = "new_status" if status == "parked" else status
        webhook(
            f"delivery__{name}", "OutboundMessage", OUT_TEXT | {"status": status}, made_up=status == "parked"
        )
    for kind in [*OTHER_TYPES.split(), "HologramSent"]:
        name = "new_type" if kind == "HologramSent" else kind.lower()
        said = {"type": kind, "locationId": LOCATION, "id": CONTACT}
        webhook(f"event__{name}", kind, said, made_up=kind == "HologramSent")


def asked() -> None:
    """What people have written in HighLevel: without a time, and without an id of the delivery."""
    page = "Conversation providers"
    text = {
        "contactId": CONTACT,
        "locationId": LOCATION,
        "messageId": "GKJxs4P5L8dWc5CFUITM",
        "type": "SMS",
        "phone": DAN,
        "message": "We can come at 3 — see you then! 👍",
        "attachments": [],
        "userId": "2RvTbJ5oJ8Z4H0Qe0k1Z",
    }
    signed("deliver", "asked__text", page, text)
    picture = {"type": "MMS", "attachments": ["https://storage.example.com/tap.jpg"], "messageId": "GKJxs2"}
    signed("deliver", "asked__picture", page, text | picture)
    signed("deliver", "asked__new_type", page, text | {"type": "Hologram", "messageId": "GKJxs3"}, True)
    signed("deliver", "asked__no_id", page, text | {"messageId": None}, True)
    signed("deliver", "asked__no_number", page, text | {"phone": None, "messageId": "GKJxs4"}, True)
    page = "Update message status"
    answer("tell__accepted", page, "200 OK", {"conversationId": "fcanlLgpbQgQhderivVs", "messageId": TEXT})
    answer("tell__refused_400", page, "400 Bad Request", {"statusCode": 400, "message": "as documented"})
    answer("tell__refused_401", page, "401 Unauthorized", {"statusCode": 401, "message": "as documented"})
    page = "Add an inbound message"
    answer("show__accepted", page, "200 OK", {"success": True, "messageId": "made-up", "message": "ok"})
    answer("show__refused_400", page, "400 Bad Request", {"statusCode": 400, "message": "as documented"})
    answer("show__refused_401", page, "401 Unauthorized", {"statusCode": 401, "message": "as documented"})


def answers() -> None:
    contact = {"id": CONTACT, "locationId": LOCATION, "phone": DAN, "firstName": "Dan", "dnd": False}
    answer("first__contact", "Upsert contact", "200 OK", {"new": False, "contact": contact})
    answer("enrich__found", "Get contact", "200 OK", {"contact": contact})
    answer("enrich__no_number", "Get contact", "200 OK", {"contact": {**contact, "phone": None}})
    answer("enrich__removed", "Get contact", "404 Not Found", {"message": "Contact not found"})
    page = "Send a new message"
    sent = {"conversationId": "fcanlLgpbQgQhderivVs", "messageId": TEXT}
    answer("send__accepted", page, "201 Created", sent)
    answer("send__accepted_without_id", page, "201 Created", {**sent, "messageId": None})
    for status, words in {400: "Bad Request", 401: "Unauthorized", 422: "Unprocessable Entity"}.items():
        refused = {"statusCode": status, "message": "as documented"}
        answer(f"send__refused_{status}", page, f"{status} {words}", refused)
    answer("send__busy", page, "429 Too Many Requests", {"message": "Too Many Requests"}, Retry_After="5")
    row = {
        "id": TEXT,
        "direction": "outbound",
        "messageType": "TYPE_SMS",
        "contactId": CONTACT,
        "source": "api",
    }
    row |= {"body": "Hi, this is Rosa's Plumbing. Sorry we missed your call."}
    row |= {"dateAdded": "2026-11-20T17:03:10.000Z", "status": "sent"}
    page = "Export messages"
    others = [{**row, "id": "x1", "direction": "inbound"}, {**row, "id": "x2", "body": "Hi"}]
    earlier = {**row, "id": "x3", "dateAdded": "2026-11-20T17:02:40.000Z"}
    answer(
        "find__found", page, "200 OK", {"messages": [*others, earlier, row], "total": 4, "nextCursor": None}
    )
    answer("find__not_there", page, "200 OK", {"messages": others, "total": 2})
    missed = {"meta": {"callStatus": "no-answer", "callDuration": "0"}, "messageType": "TYPE_CALL"}
    call = {"id": CALL, "direction": "inbound", "contactId": CONTACT, "dateAdded": "2026-11-20T17:03:10.000Z"}
    rows = [
        {**call, **missed},
        {**call, "id": "c2", "meta": {"callStatus": "completed", "callDuration": "60"}},
        {**call, "id": "c3", **missed, "direction": "outbound"},
        {**call, "id": "c4", **missed, "dateAdded": "2026-11-20T17:03:08.000Z"},
    ]
    answer("calls__listed", page, "200 OK", {"messages": rows, "total": 4})
    answer("calls__none", page, "200 OK", {"messages": [], "total": 0})
    answer("check__good_key", "Get sub-account", "200 OK", {"location": {"id": LOCATION}})
    answer("check__bad_key", "Get sub-account", "401 Unauthorized", {"message": "Invalid token"})
    answer("check__unknown_location", "Get sub-account", "400 Bad Request", {"message": "Not found"})


def main() -> None:
    calls()
    texts()
    asked()
    answers()


if __name__ == "__main__":
    main()
