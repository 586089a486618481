"""Writes Aircall's fixtures: `.venv/bin/python -m tests.contract.make_aircall_fixtures`.

With a made-up token: nothing of Aircall's is signed.
"""

import json
from itertools import count
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/aircall/fixtures"
READ = "read 2026-11-20"
TOKEN = "test-aircall-webhook-token"
LINE, DAN = "+15125550142", "+15125550178"
NUMBER = {"id": 4242, "name": "Rosa's Plumbing", "digits": "+1 512-555-0142", "e164_digits": LINE}
BEN = {"id": 77, "name": "Ben", "email": "ben@example.com"}
DAN_MILLER = {"id": 5, "first_name": "Dan", "last_name": "Miller"}
START, TAKEN, END = 1795194180, 1795194185, 1795194190
RECORDING = "https://assets.example.com/voicemail.mp3"
CALL, TEXT = 1000001, "b0000000-0000-4000-8000-000000000001"
TIMES = count(1795194191)

GOES_ON = "transferred external_transferred unsuccessful_transfer hold unhold ivr_option_selected assigned"
GOES_ON += " archived commented tagged untagged comm_assets_generated"
REASONS = "out_of_opening_hours no_available_agent agents_did_not_answer short_abandoned abandoned_in_ivr"
REASONS += " abandonned_in_ivr abandoned_in_classic"


def webhook(name: str, page: str, said: object, made_up: str = "") -> None:
    body = json.dumps(said).encode()
    head = [
        "POST /in/ln_test/event HTTP/1.1",
        "Host: ringback.example.com",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    origin = f'# from "{page}" of the Aircall docs, {READ}; with the test token'
    write(name, f"# made up, because {made_up}" if made_up else origin, head, body)


def write(name: str, origin: str, head: list[str], body: bytes) -> None:
    content = f"{origin}\n".encode() + "\r\n".join([*head, "", ""]).encode() + body
    (FOLDER / f"{name}.http").write_bytes(content)


def event(name: str, page: str, kind: str, data: object, made_up: str = "") -> None:
    resource = kind.partition(".")[0]
    said = {"resource": resource, "event": kind, "timestamp": next(TIMES), "token": TOKEN, "data": data}
    webhook(name, page, said, made_up)


# --- Calls ---


def of_call(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"id": CALL, "direction": "inbound", "status": "initial", "started_at": START}
    said |= {"missed_call_reason": None, "answered_at": None, "ended_at": None, "duration": 0}
    said |= {"raw_digits": "+1 512-555-0178", "voicemail": None, "recording": None, "number": NUMBER}
    return said | {"user": None, "contact": DAN_MILLER, "teams": [], "tags": [], "comments": []} | changes


def call(name: str, kind: str, made_up: str = "", **changes: Any) -> None:
    event(name, "Webhooks overview", f"call.{kind}", of_call(**changes), made_up)


def make_calls() -> None:
    call("call_started__created", "created")
    call("call_started__anonymous", "created", raw_digits="anonymous", contact=None)
    plain_number = {"id": 4242, "name": "Rosa's Plumbing", "digits": "+1 512-555-0142"}
    call("call_started__number_for_people", "created", number=plain_number)
    call("leg__ringing", "ringing_on_agent", user=BEN)
    call("leg__declined", "agent_declined", user=BEN)
    call("leg__answered", "answered", status="answered", answered_at=TAKEN, user=BEN)
    over: dict[str, Any] = {"status": "done", "ended_at": END, "duration": 10}
    call("call_hungup__unanswered", "hungup", **over)
    call("call_hungup__answered", "hungup", answered_at=TAKEN, user=BEN, **over)
    call("call_hungup__reason", "hungup", missed_call_reason="short_abandoned", **over)
    call("call_ended__unanswered", "ended", **over)
    call("call_ended__answered", "ended", answered_at=TAKEN, user=BEN, **over)
    call("call_ended__answered_without_times", "ended", answered_at=TAKEN, user=BEN, status="done")
    call(
        "call_ended__voicemail", "ended", missed_call_reason="no_available_agent", voicemail=RECORDING, **over
    )
    for reason in REASONS.split():
        call(f"call_ended__{reason}", "ended", missed_call_reason=reason, **over)
    made_up = "this reason does not exist"
    call("call_ended__reason_unknown", "ended", made_up, missed_call_reason="eaten_by_dog", **over)
    call("voicemail__left", "voicemail_left", voicemail=RECORDING, **over)
    call("voicemail__address_not_yet", "voicemail_left", **over)
    call("call__outbound", "ended", direction="outbound", **over)
    for kind in GOES_ON.split():
        call(f"call__{kind}", kind)
    call("call__other_number", "ended", number={"id": 4343, "digits": "+1 512-555-0143"}, **over)
    call("call__new_event", "levitated", made_up="this event does not exist")
    call("call__new_direction", "created", made_up="this direction does not exist", direction="sideways")
    call("call__no_direction", "created", made_up="a call has a direction", direction=None)
    call("call__no_id", "created", made_up="a call has an id", id=None)
    call("call__odd_caller", "created", made_up="a number is no list", raw_digits=[DAN])
    event("call__no_data", "", "call.created", None, made_up="an event is about something")
    webhook("call__no_event", "", {"token": TOKEN, "data": {}}, made_up="a webhook names its event")
    agent = {"id": "session-1", "call_id": CALL, "number": NUMBER}
    page = "Log Voice Agent calls"
    event("agent__started", page, "ai_voice_agent.started", agent)
    event("agent__started_call_inside", page, "ai_voice_agent.started", {"id": "s", "call": {"id": CALL}})
    event("agent__started_no_call", page, "ai_voice_agent.started", {"id": "session-1"})
    for kind in ("escalated", "ended", "summary"):
        event(f"agent__{kind}", page, f"ai_voice_agent.{kind}", agent)
    for kind in ("summary.created", "transcription.created"):
        event(f"note__{kind.replace('.', '_')}", page, kind, {"id": 9, "call_id": CALL})


# --- Texts ---


def text(name: str, kind: str = "received", made_up: str = "", without: str = "", **changes: Any) -> None:
    data: dict[str, Any] = {"id": TEXT, "direction": "inbound", "channel": "sms", "status": "received"}
    data |= {"body": "My sink is leaking", "media_urls": [], "from": DAN, "to": [LINE], "number": NUMBER}
    data |= {"contact": DAN_MILLER, "created_at": END} | changes
    data.pop(without, None)
    event(name, "Messaging overview", f"message.{kind}", data, made_up)


def make_texts() -> None:
    text("text_received__plain")
    text("text_received__without_channel", without="channel")
    text("text_received__without_number", without="number")
    text("text_received__picture", channel="mms", body=None, media_urls=["https://assets.example.com/1.jpg"])
    for word in ("STOP", "stopall", "Unsubscribe", "CANCEL", "END", "QUIT", "START", "UNSTOP"):
        text(f"text_received__{word.lower()}", body=word)
    toll_free = {"id": 4242, "e164_digits": "+18885550142"}
    text("text_received__toll_free_stop", body="STOP", number=toll_free)
    text("text_received__whatsapp", channel="whatsapp")
    text("text__new_channel", made_up="this channel does not exist", channel="pigeon")
    text("text_received__no_id", made_up="a text has an id", without="id")
    text("text_received__no_sender", made_up="a text has a sender", without="from")
    text("text_received__no_line", made_up="a text goes to somebody", without="number", to=[])
    sent: dict[str, Any] = {"direction": "outbound", "from": LINE, "to": [DAN], "body": "Hi"}
    text("delivery__event_sent", "sent", status="created", **sent)
    text("delivery__event_sent_pending", "sent", status="pending", **sent)
    for status in ("pending", "queued", "sent", "delivered", "undelivered", "failed"):
        text(f"delivery__{status}", "status_updated", status=status, **sent)
    made_up = "this status does not exist"
    text("delivery__new_status", "status_updated", made_up, status="parked", **sent)
    text("delivery__no_status", "status_updated", "an update has a status", "status", **sent)
    text("text__inbound_updated", "status_updated", status="delivered")
    for kind in ("received", "sent", "status_updated"):
        event(f"group__{kind}", "Messaging overview", f"group_message.{kind}", {"id": TEXT})


# --- Answers ---


def answer(name: str, page: str, said: object, status: str = "200 OK", made_up: str = "") -> None:
    body = json.dumps(said).encode()
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    origin = f"# made up, because {made_up}" if made_up else f'# from "{page}" of the Aircall docs, {READ}'
    write(name, origin, [*head, "Connection: close"], body)


def make_answers() -> None:
    page, id = "Sending SMS messages", "b0000000-0000-4000-8000-000000000002"
    answer("send__accepted", page, {"id": id, "status": "pending"})
    answer("send__accepted_inside", page, {"message": {"id": id, "status": "pending"}}, "201 Created")
    answer("send__accepted_as_number", page, {"id": 42, "status": "pending"})
    answer("send__without_id", "", {"status": "pending"}, made_up="a text that was taken has an id")
    refused = {"error": "Bad Request", "troubleshoot": "…"}
    answer("send__refused", page, refused, "400 Bad Request")
    answer("send__unknown_number", page, refused | {"error": "Not Found"}, "404 Not Found")
    answer("check__good_key", "Numbers", {"number": NUMBER})
    answer("check__unknown_number", "Numbers", refused | {"error": "Not Found"}, "404 Not Found")
    came = of_call(status="done", started_at=END, ended_at=END)
    listed = [
        came,
        came | {"id": 1000002, "status": "answered", "ended_at": None, "raw_digits": "anonymous"},
        came | {"id": 1000003, "direction": "outbound"},
        came | {"id": 1000004, "number": {"id": 4343, "digits": "+1 512-555-0143"}},
        came | {"id": 1000005, "started_at": START},
    ]
    answer("calls__listed", "Calls", {"meta": {"next_page_link": None}, "calls": listed})


def make_recordings() -> None:
    page, at = "Retrieve a Call", "https://assets.example.com"
    call = {
        "id": 1000001,
        "direction": "inbound",
        "status": "done",
        "missed_call_reason": "no_available_agent",
        "started_at": 1795194174,
        "answered_at": None,
        "ended_at": 1795194212,
        "duration": 38,
        "voicemail": f"{at}/voicemail.mp3?fresh=1",
        "recording": None,
        "asset": f"{at}/calls/1000001/voicemail",
    }
    answer("recording__found", page, {"call": call})
    answer("recording__none", page, {"call": call | {"voicemail": None}})
    gone, why = {"error": "Not Found"}, "the docs only name the status"
    answer("recording__gone", page, gone, "404 Not Found", made_up=why)


def main() -> None:
    make_calls()
    make_texts()
    make_answers()
    make_recordings()


if __name__ == "__main__":
    main()
