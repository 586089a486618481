"""Writes Dialpad's fixtures: `.venv/bin/python -m tests.contract.make_dialpad_fixtures`.

Signed with a made-up secret, by the standard library alone.
"""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/dialpad/fixtures"
READ = "read 2026-11-20"
SECRET = b"test-dialpad-secret-0123456789abcdef"
LINE, BEN, DAN = "+15125550142", "+15125550144", "+15125550178"
CALL, LEG, OTHER_LEG = 1000000000000001, 1000000000000002, 1000000000000003
OFFICE = {"id": 2000000000000001, "type": "office", "name": "Rosa's Plumbing", "phone": LINE, "email": ""}
PERSON = {"id": 2000000000000002, "type": "user", "name": "Ben", "phone": BEN, "email": "ben@example.com"}
START, RANG, TAKEN, END = 1795194180000, 1795194181000, 1795194186000, 1795194190500

GOES_ON = "admin barge eavesdrop hold merged monitor parked recording takeover admin_recording ai_playbook"
GOES_ON += (
    " call_transcription csat dispositions pcsat postcall recap_action_items recap_outcome recap_purposes"
)
GOES_ON += " recap_summary"


def encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def token(said: dict[str, Any]) -> bytes:
    # The blank after the brace keeps this token apart from the live keys that no fixture may hold.
    header = encoded(b'{ "alg":"HS256","typ":"JWT"}')
    signed = header + b"." + encoded(b"{ " + json.dumps(said).encode()[1:])
    return signed + b"." + encoded(hmac.new(SECRET, signed, hashlib.sha256).digest())


def webhook(name: str, page: str, kind: str, body: bytes, *, made_up: str = "") -> None:
    origin = f'# from "{page}" of the Dialpad docs, {READ}; signature computed with the test secret'
    head = [
        f"POST /in/ln_test/{kind} HTTP/1.1",
        "Host: ringback.example.com",
        "Content-Type: application/jwt",
        f"Content-Length: {len(body)}",
    ]
    write(name, f"# made up, because {made_up}" if made_up else origin, head, body)


def write(name: str, origin: str, head: list[str], body: bytes) -> None:
    content = f"{origin}\n".encode() + "\r\n".join([*head, "", ""]).encode() + body
    (FOLDER / f"{name}.http").write_bytes(content)


def call(name: str, state: str, made_up: str = "", without: str = "", **changes: Any) -> None:
    said = {
        "call_id": CALL,
        "master_call_id": None,
        "entry_point_call_id": None,
        "operator_call_id": None,
        "state": state,
        "direction": "inbound",
        "external_number": DAN,
        "internal_number": LINE,
        "contact": {"id": "c1", "name": "Dan Miller", "phone": DAN, "email": "", "type": "shared"},
        "target": OFFICE,
        "entry_point_target": {},
        "date_started": START,
        "date_rang": None,
        "date_connected": None,
        "date_ended": None,
        "event_timestamp": END,
        "duration": None,
        "is_transferred": False,
        "was_recorded": False,
        "voicemail_link": None,
        "voicemail_recording_id": None,
        "transcription_text": None,
    } | changes
    said.pop(without, None)
    webhook(name, "Call events", "call", token(said), made_up=made_up)


def leg(name: str, state: str, **changes: Any) -> None:
    of_ben: dict[str, Any] = {
        "call_id": LEG,
        "entry_point_call_id": CALL,
        "target": PERSON,
        "entry_point_target": OFFICE,
    }
    call(name, state, **(of_ben | changes))


def make_calls() -> None:
    call("call_started__calling", "calling")
    call("call_started__preanswer", "preanswer")
    call("call_started__queued", "queued")
    call("call_started__ringing", "ringing", date_rang=RANG)
    call("call_started__hidden", "ringing", external_number="", contact={})
    call("call_started__blocked_number", "ringing", external_number="blocked", internal_number="blocked")
    call("call_started__no_targets", "ringing", target={}, entry_point_target=None)
    leg("leg__ringing", "ringing", date_rang=RANG)
    leg("leg__ringing_for_master", "ringing", entry_point_call_id="0", master_call_id=str(CALL))
    leg("leg__connected", "connected", date_connected=TAKEN)
    leg("leg__missed", "missed")
    leg("leg__hangup_connected", "hangup", date_connected=str(TAKEN), date_ended=END)
    leg("leg__hangup_elsewhere", "hangup", call_id=OTHER_LEG, date_ended=END)
    leg("leg__of_the_entry_point", "missed", target=OFFICE, master_call_id="null")
    call("call_ended__missed", "missed", date_ended=END)
    call("call_ended__hung_up", "hangup", date_ended=END)
    call("call_ended__connected", "hangup", date_connected=TAKEN, date_ended=END, duration=4500.25)
    call("call_ended__blocked", "blocked")
    call("call_ended__own_entry_point", "hangup", entry_point_call_id=str(CALL), date_ended=END)
    call("call_ended__voicemail", "hangup", date_connected=TAKEN, voicemail_link="https://dialpad.com/v/1")
    call("voicemail__begins", "voicemail", date_ended=END)
    left: dict[str, Any] = {
        "voicemail_recording_id": 3000000000000001,
        "voicemail_link": "https://dialpad.com/v/1",
    }
    call("voicemail__uploaded", "voicemail_uploaded", **left)
    call("voicemail__only_link", "voicemail_uploaded", voicemail_link="https://dialpad.com/v/1")
    call("transcript__written", "transcription", transcription_text="My sink is leaking.", **left)
    call("transcript__nothing", "transcription")
    call("call__outbound", "ringing", direction="outbound")
    call("call__internal", "ringing", is_internal="TRUE")
    for state in GOES_ON.split():
        call(f"call__{state}", state)
    call("call__new_status", "levitating", made_up="this state does not exist")
    call("call__new_direction", "ringing", direction="sideways", made_up="this direction does not exist")
    call("call__no_state", "", made_up="a call event has a state")
    call("call__no_id", "ringing", without="call_id", made_up="a call has an id")
    call("call__odd_number", "ringing", external_number=[DAN], made_up="a number is no list")
    webhook("call__no_token", "Call events", "call", signed_garbage(), made_up="a token holds JSON")


def signed_garbage() -> bytes:
    signed = encoded(b'{ "alg":"HS256"}') + b"." + encoded(b"no json")
    return signed + b"." + encoded(hmac.new(SECRET, signed, hashlib.sha256).digest())


def text(name: str, page: str = "SMS events", made_up: str = "", without: str = "", **changes: Any) -> None:
    said = {
        "id": 4000000000000001,
        "created_date": END,
        "direction": "inbound",
        "event_timestamp": END,
        "target": OFFICE,
        "contact": {"id": "c1", "name": "Dan Miller", "phone_number": DAN},
        "sender_id": None,
        "from_number": DAN,
        "to_number": [LINE],
        "mms": False,
        "mms_url": None,
        "message_status": "success",
        "message_delivery_result": None,
        "text": "My sink is leaking",
    } | changes
    said.pop(without, None)
    webhook(name, page, "text", token(said), made_up=made_up)


def report(name: str, status: str, result: str | None = None, made_up: str = "") -> None:
    changes: dict[str, Any] = {"direction": "outbound", "from_number": LINE, "to_number": [DAN], "text": "Hi"}
    changes |= {"message_status": status, "message_delivery_result": result}
    text(name, made_up=made_up, **changes)


ERRORS = (
    "internal_error invalid_destination invalid_source no_route not_supported rejected rejected_spam time_out"
)


def make_texts() -> None:
    text("text_received__plain")
    text("text_received__one_number", to_number=LINE)
    text("text_received__without_the_words", without="text")
    text("text_received__picture", mms=True, mms_url="https://dialpad.com/mms/1", text=None)
    for word in ("STOP", "unstop", "Help"):
        text(f"text_received__{word.lower()}", "SMS opt-out", text=word)
    text("text_received__stop_and_blank", "SMS opt-out", text="STOP ")
    text("text_received__toll_free_stop", "SMS opt-out", text="STOP", to_number=["+18885550142"])
    text("text_received__toll_free_help", "SMS opt-out", text="HELP", to_number=["+18885550142"])
    text("text_received__no_id", without="id", made_up="a text has an id")
    text("text_received__no_line", to_number=[], made_up="a text goes to somebody")
    text("text__new_direction", direction="sideways", made_up="this direction does not exist")
    report("delivery__pending", "pending")
    report("delivery__success", "success", "accepted")
    for result in ERRORS.split():
        report(f"delivery__failed_{result}", "failed", result)
    report("delivery__failed_new_result", "failed", "eaten_by_dog", made_up="this result does not exist")
    report("delivery__new_status", "parked", made_up="this status does not exist")


def answer(name: str, page: str, said: object, status: str = "200 OK", made_up: str = "") -> None:
    body = json.dumps(said).encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    origin = f"# made up, because {made_up}" if made_up else f'# from "{page}" of the Dialpad docs, {READ}'
    write(name, origin, [*head, "Connection: close"], body)


def make_answers() -> None:
    sent = {
        "id": "4000000000000002",
        "created_date": "2026-11-20T17:03:11+00:00",
        "direction": "outbound",
        "from_number": LINE,
        "to_numbers": [DAN],
        "message_status": "pending",
        "message_delivery_result": None,
    }
    answer("send__accepted", "Send SMS", sent)
    answer("send__accepted_as_number", "Send SMS", sent | {"id": 4000000000000002})
    answer("send__accepted_without_id", "", sent | {"id": None}, made_up="a text that was taken has an id")
    failed = sent | {"message_status": "failed", "message_delivery_result": "invalid_destination"}
    answer("send__failed_at_once", "Send SMS", failed)
    answer("send__failed_without_result", "Send SMS", failed | {"message_delivery_result": None})
    refused = {"error": {"code": 400, "message": "text is required", "errors": [{"reason": "badRequest"}]}}
    answer("send__refused", "Send SMS", refused, "400 Bad Request")
    answer("check__good_key", "List webhooks", {"items": []})
    one: dict[str, Any] = {"call_id": str(CALL), "direction": "inbound", "external_number": DAN}
    one |= {"date_started": "1795194190000", "target": OFFICE, "entry_point_target": {}, "date_ended": END}
    its_leg = one | {"call_id": str(LEG), "entry_point_call_id": str(CALL), "target": PERSON}
    listed = [
        one,
        its_leg | {"entry_point_target": OFFICE},
        one | {"call_id": "1000000000000004", "external_number": None, "target": {}, "internal_number": LINE},
        one | {"call_id": "1000000000000005", "direction": "outbound"},
        one | {"call_id": "1000000000000006", "is_internal": True},
        one | {"call_id": "1000000000000007", "target": PERSON},
        one | {"call_id": "1000000000000008", "date_started": "1795194100000"},
    ]
    answer("calls__listed", "List calls", {"items": listed})


def main() -> None:
    make_calls()
    make_texts()
    make_answers()


if __name__ == "__main__":
    main()
