"""Writes Zoom's fixtures: `.venv/bin/python -m tests.contract.make_zoom_fixtures`.

Signed with a made-up secret, by the standard library alone.
"""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/zoom/fixtures"
READ = "read 2026-11-20"
SECRET = b"test-zoom-secret"
TIME = "1795194191"  # 2026-11-20T17:03:11Z
LINE, BEN, DAN = "+15125550142", "+15125550144", "+15125550178"
CALL = "7000000000000000001"
EVENTS, HISTORY, TEXTS = "Phone events: calls", "Phone events: call history", "Phone events: SMS"

ROSA = {"extension_id": "ext_rosa", "extension_type": "user", "user_id": "user_rosa", "phone_number": LINE}
ROSA |= {"extension_number": "800", "timezone": "America/Chicago", "device_id": "device_1"}
MEMBER = {
    "extension_id": "ext_ben",
    "extension_type": "user",
    "extension_number": "801",
    "user_id": "user_ben",
}
RECEPTIONIST = {"extension_id": "ext_ar", "extension_type": "autoReceptionist", "phone_number": LINE}
CALLER = {
    "phone_number": DAN,
    "name": "Dan Miller",
    "extension_type": "pstn",
    "connection_type": "pstn_off_net",
}
COLLEAGUE = {
    "phone_number": "802",
    "extension_id": "ext_carl",
    "user_id": "user_carl",
    "connection_type": "voip",
}
QUEUE: dict[str, Any] = {
    "forwarded_by": {"name": "Front desk", "extension_number": "900", "extension_type": "callQueue"}
}
RANG, TAKEN, OVER = "2026-11-20T17:03:00Z", "2026-11-20T17:03:05Z", "2026-11-20T17:03:10Z"

made = 0


def event(name: str, page: str, type: str, said: dict[str, Any], made_up: str = "") -> None:
    global made
    made += 1  # no two events come in the same millisecond, so no two fixtures are the same delivery
    payload = {"account_id": "account_1", "object": said}
    body = {"event": type, "event_ts": 1795194191000 + made, "payload": payload}
    webhook(name, page, json.dumps(body), made_up)


def webhook(name: str, page: str, body: str, made_up: str = "") -> None:
    digest = hmac.new(SECRET, f"v0:{TIME}:{body}".encode(), hashlib.sha256).hexdigest()
    head = [
        "POST /in/ln_test/events HTTP/1.1",
        "Host: ringback.example.com",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body.encode())}",
        f"x-zm-request-timestamp: {TIME}",
        f"x-zm-signature: v0={digest}",
    ]
    origin = f'# from "{page}" of the Zoom docs, {READ}; signature computed with the test secret'
    write(name, f"# made up, because {made_up}" if made_up else origin, head, body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    content = "\r\n".join([*head, "", ""]) + body
    (FOLDER / f"{name}.http").write_bytes(f"{origin}\n{content}".encode())


def call(name: str, what: str, made_up: str = "", **changes: Any) -> None:
    said = {"call_id": CALL, "caller": CALLER, "callee": ROSA, "ringing_start_time": RANG} | changes
    event(name, EVENTS, f"phone.callee_{what}", said, made_up)


def make_calls() -> None:
    ended: dict[str, Any] = {"call_end_time": OVER}
    taken: dict[str, Any] = {"answer_start_time": TAKEN, **ended}
    call("leg__ringing", "ringing")
    call("leg__ringing_in_queue", "ringing", callee=MEMBER, **QUEUE)
    call("leg__ringing_hidden", "ringing", caller={"connection_type": "pstn_off_net"})
    call("leg__ringing_internal", "ringing", caller=COLLEAGUE)
    untyped = {key: value for key, value in COLLEAGUE.items() if key != "connection_type"}
    call("leg__ringing_internal_untyped", "ringing", caller=untyped)
    call("leg__ringing_untyped", "ringing", caller={"phone_number": DAN, "name": "Dan Miller"})
    call("leg__answered", "answered", answer_start_time=TAKEN)
    call("leg__answered_in_queue", "answered", callee=MEMBER, answer_start_time=TAKEN, **QUEUE)
    call("leg__answered_by_receptionist", "answered", callee=RECEPTIONIST, answer_start_time=TAKEN)
    call("leg__answered_internal", "answered", caller=COLLEAGUE)
    call("leg__rejected", "rejected", **ended)
    call("leg__rejected_internal", "rejected", caller=COLLEAGUE)
    call("leg__missed", "missed", **ended)
    call("leg__missed_in_queue", "missed", callee=MEMBER, **QUEUE, **ended)
    call("leg__missed_after_redirect", "missed", redirect_forwarded_by=QUEUE["forwarded_by"], **ended)
    call("leg__missed_internal", "missed", caller=COLLEAGUE)
    call("leg__ended_after_answer", "ended", handup_result="Call connected", **taken)
    call("leg__ended_connected_without_time", "ended", handup_result="Call connected", **ended)
    call("leg__ended_canceled", "ended", handup_result="Call Cancel", **ended)
    call(
        "leg__ended_canceled_in_queue", "ended", callee=MEMBER, handup_result="Call Cancel", **QUEUE, **ended
    )
    call("leg__ended_voicemail", "ended", handup_result="Voicemail", **taken)
    call("leg__ended_some_way", "ended", handup_result="Something else", **ended)
    call("leg__ended_by_receptionist", "ended", callee=RECEPTIONIST, **taken)
    call("leg__ended_internal", "ended", caller=COLLEAGUE)
    call("leg__no_call", "ringing", call_id="", made_up="a call has an id")
    call("leg__odd_caller", "ringing", caller=[], made_up="a caller is an object")
    for ignored in ("hold", "unhold", "mute", "unmute"):
        call(f"other__{ignored}", ignored)
    for what in ("ringing", "connected", "ended", "call_history_completed", "call_log_completed"):
        event(f"other__caller_{what}", EVENTS, f"phone.caller_{what}", {"call_id": CALL})
    transferred = "phone.transfer_call_to_voicemail_initiated"
    event("other__to_voicemail", EVENTS, transferred, {"call_id": CALL})
    event("other__new_event", EVENTS, "phone.callee_levitated", {}, made_up="this event does not exist")
    plain = {"event": "endpoint.url_validation", "event_ts": 1, "payload": {"plainToken": "test-plain-token"}}
    webhook("other__url_validation", "Using webhooks", json.dumps(plain))


def log(result: str, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"id": "log_1", "call_id": CALL, "direction": "inbound", "result": result}
    said |= {"start_time": RANG, "end_time": OVER, "event": "incoming"}
    return said | {"caller_did_number": DAN, "callee_did_number": LINE, "hide_caller_id": False} | changes


def history(name: str, *logs: dict[str, Any], made_up: str = "", **changes: Any) -> None:
    said = {"user_id": "user_rosa", "call_logs": list(logs)} | changes
    event(f"history__{name}", HISTORY, "phone.callee_call_history_completed", said, made_up)


RESULTS = "answered accepted picked_up connected succeeded voicemail no_answer ring_timeout rejected busy"
RESULTS += " overflowed unconnected abandoned hang_up canceled system_blocked call_failed service_unavailable"


def make_histories() -> None:
    for result in RESULTS.split():
        history(result, log(result))
    history("talked", log("answered", answer_time=TAKEN, talk_time=42))
    history("invalid_number", log("invalid_number"))
    history("by_other", log("no_answer", result_reason="answered_by_other"))
    history("hung_up_after_answer", log("hang_up", answer_time=TAKEN, talk_time=5))
    history("one_of_two_answered", log("no_answer"), log("answered", talk_time=42))
    history("rang_then_voicemail", log("no_answer"), log("voicemail"))
    history("hidden", log("no_answer", hide_caller_id=True, caller_did_number=""))
    history("anonymous", log("no_answer", caller_number_type="anonymous_number"))
    history("outbound", log("answered", direction="outbound"))
    history("new_status", log("levitated"), made_up="this result does not exist")
    history("no_call", log("busy", call_id=None), made_up="a call has an id")
    said = {"call_logs": [log("no_answer")]}
    event("history__older_name", HISTORY, "phone.callee_call_log_completed", said)


def voicemail(name: str, what: str = "received", made_up: str = "", **changes: Any) -> None:
    said = {"id": "voicemail_1", "call_id": CALL, "date_time": OVER, "duration": 7, "caller_number": DAN}
    said |= {"caller_name": "Dan Miller", "callee_number": LINE, "download_url": "https://zoom.us/v/1"}
    event(f"voicemail__{name}", "Phone events: voicemail", f"phone.voicemail_{what}", said | changes, made_up)


def make_voicemails() -> None:
    voicemail("received")
    voicemail("received_without_call", call_id=None)
    words: dict[str, Any] = {"transcription": {"status": 1, "content": "My sink is leaking."}}
    voicemail("written", "transcript_completed", **words)
    voicemail("not_written", "transcript_completed", transcription={"status": 4, "content": ""})
    voicemail("written_without_call", "transcript_completed", call_id=None, **words)


def text(name: str, made_up: str = "", without: str = "", **changes: Any) -> None:
    said: dict[str, Any] = {"message_id": "message_1", "session_id": "session_1", "date_time": OVER}
    said |= {"sender": {"phone_number": DAN}, "to_members": [{"phone_number": LINE}], "attachments": []}
    said |= {"owner": {"type": "user", "id": "user_rosa"}, "message": "My sink is leaking"} | changes
    said.pop(without, None)
    event(f"text_received__{name}", TEXTS, "phone.sms_received", said, made_up)


def report(name: str, type: str, **changes: Any) -> None:
    said: dict[str, Any] = {"message_id": "message_1", "session_id": "session_1", "date_time": OVER}
    said |= {"sender": {"phone_number": LINE}, "to_members": [{"phone_number": DAN}], "message": "Hi"}
    event(f"delivery__{name}", TEXTS, f"phone.{type}", said | changes)


def make_texts() -> None:
    text("plain")
    for word in ("STOP", "start", "Unstop", "HELP"):
        text(word.lower(), message=word)
    text("stop_sentence", message="please stop texting me")
    text("toll_free_stop", message="STOP", to_members=[{"phone_number": "+18885550142"}])
    attached = {"id": "a1", "size": 1, "name": "leak.jpg", "type": "image/jpeg"}
    attached |= {"download_url": "https://zoom.us/a/1"}
    text("picture", message=None, attachments=[attached])
    text("no_id", without="message_id", made_up="a text has an id")
    text("no_line", to_members=[], made_up="a text goes to somebody")
    report("sent", "sms_sent")
    report("not_sent", "sms_sent_failed", failure_reason="Sorry, we could not send your message.")
    status = {"consumer_phone_number": DAN, "zoom_phone_user_number": LINE, "opt_status": "opt_out"}
    report("opted_out", "sms_sent_failed", phone_number_campaign_opt_statuses=[status])
    campaign = {"consumer_phone_number": DAN, "zoom_phone_user_number": LINE}
    event("opt__out", TEXTS, "phone.sms_campaign_number_opt_out", campaign)
    several = {"consumer_phone_number": DAN, "zoom_phone_user_numbers": [{"phone_number": LINE}]}
    event("opt__out_of_several", TEXTS, "phone.sms_campaign_number_opt_out", several)
    event("opt__in", TEXTS, "phone.sms_campaign_number_opt_in", campaign)
    webhook("broken__no_json", TEXTS, "no json", made_up="an event is JSON")
    webhook("broken__a_list", TEXTS, "[]", made_up="an event is an object")
    webhook("broken__no_event", TEXTS, '{"payload": {}}', made_up="an event has a name")


def answer(name: str, page: str, said: object, status: str = "200 OK", made_up: str = "") -> None:
    body = json.dumps(said)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json;charset=UTF-8"]
    head += [f"Content-Length: {len(body.encode())}", "Connection: close"]
    origin = f"# made up, because {made_up}" if made_up else f'# from "{page}" of the Zoom docs, {READ}'
    write(name, origin, head, body)


def make_answers() -> None:
    sent = {"message_id": "message_2", "session_id": "session_1", "date_time": "2026-11-20T17:03:12Z"}
    answer("send__accepted", "Post SMS message", sent, "201 Created")
    without_id = {"session_id": "session_1"}
    answer(
        "send__accepted_without_id", "", without_id, "201 Created", made_up="a text that was taken has an id"
    )
    for code in (104, 124, 200, 300, 429, 1001, 4711):
        refused = {"code": code, "message": "No."}
        answer(f"send__refused_{code}", "Error definitions", refused, "400 Bad Request")
    answer(
        "send__refused_new_code",
        "",
        {"code": 99, "message": "No."},
        "400 Bad Request",
        "there is no such code",
    )
    answer("send__forbidden", "Error definitions", {"message": "No."}, "403 Forbidden")
    make_lists()


def make_lists() -> None:
    both = "one answer has to do for the list of conversations and for each of them"
    body = "Hi, this is Rosa's Plumbing. Sorry we missed your call."
    ours: dict[str, Any] = {
        "message_id": "message_2",
        "direction": "Out",
        "message": body,
        "date_time": "2026-11-20T17:03:10Z",
    }
    ours |= {"to_members": [{"phone_number": DAN}]}
    session: dict[str, Any] = {
        "session_id": "session_1",
        "participants": [{"phone_number": LINE}, {"phone_number": DAN}],
    }
    others: dict[str, Any] = {"session_id": "session_2", "participants": [{"phone_number": "+15125550179"}]}
    page: dict[str, Any] = {"sms_sessions": [others, session], "next_page_token": ""}
    earlier = ours | {"message_id": "message_0", "date_time": "2026-11-20T16:00:00Z"}
    wrong = [
        earlier,
        ours | {"message_id": "message_3", "message": "Hi"},
        ours | {"message_id": "message_4", "direction": "In"},
        ours | {"message_id": "message_5", "to_members": [{"phone_number": "+15125550179"}]},
        ours | {"message_id": "message_6", "date_time": "yesterday"},
    ]
    later = ours | {"message_id": "message_7", "date_time": "2026-11-20T17:03:20Z"}
    answer("find__found", "", page | {"sms_histories": [*wrong, later, ours]}, made_up=both)
    bare: dict[str, Any] = {
        "sms_sessions": [{"session_id": "session_1"}],
        "sms_histories": [ours | {"to_members": None}],
    }
    answer("find__found_without_names", "", bare, made_up=both)
    answer("find__not_there", "", page | {"sms_histories": wrong}, made_up=both)
    nobody = {"sms_sessions": [others], "sms_histories": [ours]}
    answer("find__another_person", "", nobody, made_up=both)
    row = log("no_answer", start_time="2026-11-20T17:03:10Z")
    rows = [
        row,
        row | {"id": "log_2"},
        row | {"call_id": "7000000000000000002", "hide_caller_id": True},
        row | {"call_id": "7000000000000000003", "direction": "outbound"},
        row | {"call_id": "7000000000000000004", "callee_did_number": BEN},
        row | {"call_id": "7000000000000000005", "start_time": "2026-11-20T17:00:00Z"},
        row | {"call_id": None},
    ]
    answer("calls__listed", "Get call history", {"call_logs": rows, "next_page_token": ""})
    answer("check__good_key", "Get account's SMS sessions", {"sms_sessions": [], "next_page_token": ""})
    answer("check__no_scope", "Error definitions", {"code": 4711, "message": "No."}, "400 Bad Request")


def make_recordings() -> None:
    found = {
        "call_id": "7000000000000000001",
        "caller_number_type": 1,
        "date_time": "2026-11-20T17:03:09Z",
        "download_url": "https://zoom.us/v2/phone/voice_mails/download/voicemail_1",
        "duration": 7,
        "id": "voicemail_1",
        "status": "unread",
    }
    answer("recording__found", "Get voicemail details", found)
    gone, why = (
        {"code": 404, "message": "Voicemail does not exist."},
        "the page shows no answer for a deleted one",
    )
    answer("recording__gone", "Get voicemail details", gone, "404 Not Found", made_up=why)


def main() -> None:
    make_calls()
    make_histories()
    make_voicemails()
    make_texts()
    make_answers()
    make_recordings()


if __name__ == "__main__":
    main()
