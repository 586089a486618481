"""Writes RingCentral's fixtures: `.venv/bin/python -m tests.contract.make_ringcentral_fixtures`."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/ringcentral/fixtures"
READ = "read 2026-11-20"
TOKEN = "test-ringcentral-token"
LINE, BEN, DAN = "+15125550142", "+15125550144", "+15125550178"
CALL, PARTY, AGENT = "s-0000000000000001", "p-0000000000000001-1", "p-0000000000000001-2"
SESSIONS, INSTANT = "Account telephony sessions event", "Instant message event"
ACCOUNT = "/restapi/v1.0/account/100"

made = 0


def event(name: str, page: str, filter: str, body: object, made_up: str = "", **whole: Any) -> None:
    global made
    made += 1
    said = {
        "uuid": f"9000000000000000{made:03d}",
        "event": filter,
        "timestamp": "2026-11-20T17:03:11.000Z",
        "subscriptionId": "subscription_1",
        "ownerId": "200",
        "body": body,
    } | whole
    webhook(name, page, json.dumps({key: value for key, value in said.items() if value != "-"}), made_up)


def webhook(name: str, page: str, body: str, made_up: str = "") -> None:
    head = [
        "POST /in/ln_test/events HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: RingCentral-Webhook/8.3",
        "Content-Type: application/json; charset=UTF-8",
        f"Content-Length: {len(body.encode())}",
        f"Validation-Token: {TOKEN}",
    ]
    origin = f'# from "{page}" of the RingCentral docs, {READ}; with the test token'
    write(name, f"# made up, because {made_up}" if made_up else origin, head, body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    content = "\r\n".join([*head, "", ""]) + body
    (FOLDER / f"{name}.http").write_bytes(f"{origin}\n{content}".encode())


def party(code: str, reason: str | None = None, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"accountId": "100", "extensionId": "200", "id": PARTY, "direction": "Inbound"}
    said |= {"to": {"phoneNumber": LINE, "name": "Rosa", "extensionId": "200"}}
    said |= {"from": {"phoneNumber": DAN, "name": "Dan Miller"}, "park": {}, "missedCall": False}
    return said | {"status": {"code": code, "reason": reason, "rcc": False}} | changes


def session(name: str, *parties: dict[str, Any], made_up: str = "", **changes: Any) -> None:
    body = {"sequence": 3, "sessionId": "300", "telephonySessionId": CALL, "serverId": "server.one"}
    body |= {"eventTime": "2026-11-20T17:03:00.000Z", "parties": list(parties), "origin": {"type": "Call"}}
    event(f"call__{name}", SESSIONS, f"{ACCOUNT}/telephony/sessions", body | changes, made_up)


MOVED = "Pickup Supervising TakeOver BlindTransfer RccTransfer AttendedTransfer CallerInputRedirect CallFlip"
MOVED += " ParkLocation DtmfTransfer CallPark CallRedirected CallSwitch AgentAnswered AgentDropped"
ENDED = "NoAnswer Voicemail TargetBusy Rejected CallReplied Cancelled CallFinished CallDropped InternalError"
ENDED += " InvalidNumber InternationalDisabled DestinationBlocked NotEnoughFunds NoSuchUser"


def make_calls() -> None:
    for code in (
        "Setup",
        "Proceeding",
        "Answered",
        "FaxReceive",
        "Voicemail",
        "VMScreening",
        "VoiceMailScreening",
    ):
        session(code.lower(), party(code))
    for code in ("Hold", "Parked", "Gone"):
        session(code.lower(), party(code))
    session("disconnected", party("Disconnected"))
    session("disconnected_missed", party("Disconnected", missedCall=True))
    for reason in [*MOVED.split(), *ENDED.split(), "Timeout"]:
        session(f"disconnected_{reason.lower()}", party("Disconnected", reason))
    session("timeout_missed", party("Disconnected", "Timeout", missedCall=True))
    session("finished_missed", party("Disconnected", "CallFinished", missedCall=True))
    session("busy_missed", party("Disconnected", "TargetBusy", missedCall=True))
    agent: dict[str, Any] = {
        "id": AGENT,
        "to": {"extensionNumber": "102", "name": "Ben", "extensionId": "201"},
    }
    session("agent_rings", party("Proceeding", **agent))
    session("agent_answers", party("Answered", **agent))
    session("agent_misses", party("Disconnected", "AgentDropped", missedCall=True, **agent))
    session("two_parties", party("Answered"), party("Disconnected", "AgentDropped", **agent))
    session("hidden_caller", party("Proceeding") | {"from": {"name": ""}})
    session("no_number_called", party("Proceeding", to={"name": "Rosa"}))
    session("without_origin", party("Setup"), origin=None)
    session("internal", party("Proceeding") | {"from": {"phoneNumber": "103", "extensionId": "203"}})
    session("outbound", party("Proceeding", direction="Outbound"))
    session("ring_out", party("Proceeding"), origin={"type": "RingOut"})
    session("nobody")
    session("new_status", party("Levitating"), made_up="this status does not exist")
    session(
        "new_reason__new_status", party("Disconnected", "Levitated"), made_up="this reason does not exist"
    )
    lost = party("Disconnected", "Levitated", missedCall=True)
    session("new_reason_but_missed", lost, made_up="this reason does not exist")
    session("no_call", party("Setup"), telephonySessionId=None, made_up="a session has an id")
    session("no_status", party("Setup", status={}), made_up="a party has a status")
    session("no_party_id", party("Answered", id=None), made_up="a party has an id")
    session("odd_parties", parties={}, made_up="the parties are a list")


def text(name: str, made_up: str = "", **changes: Any) -> None:
    body: dict[str, Any] = {"id": "400", "to": [{"phoneNumber": LINE, "name": "Rosa"}], "type": "SMS"}
    body |= {"from": {"phoneNumber": DAN, "name": "Dan Miller"}, "direction": "Inbound"}
    body |= {"creationTime": "2026-11-20T17:03:10.000Z", "readStatus": "Unread", "messageStatus": "Received"}
    body |= {"subject": "My sink is leaking", "conversation": {"id": "500"}, "ownerId": "200"}
    body |= {
        "attachments": [
            {"id": "400", "type": "Text", "contentType": "text/plain", "uri": "https://x.example/t"}
        ]
    }
    filter = f"{ACCOUNT}/extension/200/message-store/instant?type=SMS"
    event(f"text_received__{name}", INSTANT, filter, body | changes, made_up)


def make_texts() -> None:
    text("plain")
    text("number_as_id", id=400)
    for word in ("STOP", "unsubscribe", "Quit", "CANCEL", "END", "START", "UNSTOP"):
        text(word.lower(), subject=word)
    text("stop_sentence", subject="please stop texting me")
    text("toll_free_stop", subject="STOP", to=[{"phoneNumber": "+18885550142"}])
    text("group", to=[{"phoneNumber": BEN}, {"phoneNumber": LINE, "target": True}])
    picture = {
        "id": "401",
        "type": "MmsAttachment",
        "contentType": "image/jpeg",
        "uri": "https://x.example/p",
    }
    text("picture", subject=None, attachments=[picture, {"id": "402", "type": "Text"}])
    text("outbound", direction="Outbound")
    text("new_status", type="Telepathy", made_up="this type does not exist")
    text("no_id", id=None, made_up="a text has an id")
    text("no_sender", made_up="a text has a sender", **{"from": None})
    text("no_line", to=[], made_up="a text goes to somebody")
    voicemail = {
        "id": "600",
        "type": "Voicemail",
        "from": {"phoneNumber": DAN},
        "to": [{"phoneNumber": LINE}],
    }
    event("voicemail__left", "Voicemail message event", f"{ACCOUNT}/extension/200/voicemail", voicemail)
    reminder = "/restapi/v1.0/subscription/~?threshold=3600&interval=900"
    event("other__reminder", "Subscription renewal", reminder, None)
    event("other__new_event", "", f"{ACCOUNT}/levitation", {}, made_up="this event does not exist")
    without = "this event has no uuid"
    event("other__without_id", "", f"{ACCOUNT}/levitation", {"n": 1}, made_up=without, uuid="-")
    webhook("broken__no_json", "", "no json", made_up="an event is JSON")
    webhook("broken__a_list", "", "[]", made_up="an event is an object")
    webhook("broken__no_event", "", '{"body": {}}', made_up="an event has a filter")


def answer(name: str, page: str, said: object, status: str = "200 OK", made_up: str = "") -> None:
    body = json.dumps(said)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json;charset=utf-8"]
    head += [f"Content-Length: {len(body.encode())}", "Connection: close"]
    origin = (
        f"# made up, because {made_up}" if made_up else f'# from "{page}" of the RingCentral docs, {READ}'
    )
    write(name, origin, head, body)


ERRORS = (
    "RC-403 RC-410 UP-410 CAR-411 RC-413 UP-413 CAR-413 UP-414 CAR-414 RC-430 UP-430 CAR-430 UP-431 UP-432"
)
ERRORS += (
    " CAR-432 CAR-435 CAR-450 CAR-451 CAR-452 CAR-461 RC-500 UP-500 CAR-410 CAR-431 CAR-500 CAR-104 CAR-199"
)


def make_answers() -> None:
    sent: dict[str, Any] = {"id": 700, "type": "SMS", "direction": "Outbound", "messageStatus": "Queued"}
    sent |= {"creationTime": "2026-11-20T17:03:10.000Z", "to": [{"phoneNumber": DAN}]}
    sent |= {"from": {"phoneNumber": LINE}, "conversation": {"id": "500"}}
    sent |= {"subject": "Hi, this is Rosa's Plumbing. Sorry we missed your call."}
    answer("send__accepted", "Sending SMS", sent)
    answer("send__accepted_without_id", "", sent | {"id": None}, made_up="a text that was taken has an id")
    failed = sent | {"messageStatus": "SendingFailed", "deliveryErrorCode": "SMS-RC-413"}
    answer("send__failed_at_once", "Sending SMS", failed)
    answer("send__failed_without_code", "Sending SMS", failed | {"deliveryErrorCode": None})
    for code in ERRORS.split():
        refused = {"errorCode": f"SMS-{code}", "message": "No.", "errors": []}
        answer(
            f"send__refused_{code.lower().replace('-', '_')}", "SMS error codes", refused, "400 Bad Request"
        )
    unknown = {"errorCode": "MSG-000", "message": "No."}
    answer("send__refused_new_code", "", unknown, "400 Bad Request", made_up="there is no such code")
    answer("send__forbidden", "Sending SMS", {"errorCode": "CMN-401", "message": "No."}, "403 Forbidden")
    others = [
        sent | {"id": 701, "creationTime": "2026-11-20T16:00:00.000Z"},
        sent | {"id": 702, "subject": "Hi"},
        sent | {"id": 703, "direction": "Inbound"},
        sent | {"id": 704, "to": [{"phoneNumber": BEN}]},
        sent | {"id": 705, "creationTime": "yesterday"},
        sent | {"id": 706, "creationTime": "2026-11-20T17:03:20.000Z"},
    ]
    answer("find__found", "Message store", {"records": [*others, sent], "navigation": {}})
    answer("find__not_there", "Message store", {"records": others[:5], "navigation": {}})
    make_call_log()
    answer("check__good_key", "Get extension", {"id": 200, "extensionNumber": "101", "status": "Enabled"})


def make_recordings() -> None:
    message = {"id": 600, "type": "Voicemail", "direction": "Inbound", "from": {"phoneNumber": DAN}}
    words = {"id": 602, "type": "AudioTranscription", "contentType": "text/plain"}
    sound = {"id": 601, "type": "AudioRecording", "contentType": "audio/mpeg", "vmDuration": 8}
    answer("recording__found", "Get message", message | {"attachments": [words, sound]})
    why = "a voicemail has a sound"
    answer("recording__none", "Get message", message | {"attachments": [words]}, made_up=why)
    gone, why = {"errorCode": "CMN-102", "message": "No."}, "the page shows no answer for a deleted one"
    answer("recording__gone", "Get message", gone, "404 Not Found", made_up=why)


def make_call_log() -> None:
    row: dict[str, Any] = {"id": "log_1", "telephonySessionId": CALL, "direction": "Inbound", "type": "Voice"}
    row |= {"startTime": "2026-11-20T17:03:10.000Z", "duration": 20, "result": "Missed"}
    row |= {"from": {"phoneNumber": DAN}, "to": {"phoneNumber": LINE}}
    rows = [
        row,
        row | {"id": "log_2"},
        row | {"telephonySessionId": "s-2", "result": "In Progress", "from": {"name": "Anonymous"}},
        row | {"telephonySessionId": "s-3", "direction": "Outbound"},
        row | {"telephonySessionId": "s-4", "to": {"phoneNumber": BEN}},
        row | {"telephonySessionId": "s-5", "startTime": "2026-11-20T17:00:00.000Z"},
        row | {"telephonySessionId": None},
    ]
    answer("calls__listed", "Call log", {"records": rows, "navigation": {}})


def main() -> None:
    make_calls()
    make_texts()
    make_answers()
    make_recordings()


if __name__ == "__main__":
    main()
