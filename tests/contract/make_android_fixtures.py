"""Writes the fixtures of SMS Gateway for Android: `.venv/bin/python -m tests.contract.make_android_fixtures`.

Signed here a second time after the page's description, so that our code is not compared with itself.
"""

import hashlib
import hmac
import json
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/android/fixtures"
READ = "read 2026-11-20"
ORIGIN = '# from "{page}" of the SMSGate documentation, {read}; signature computed with the test key'
KEY, TIME = b"android signing key", "1795194191"
LINE, DAN = "+15125550142", "+15125550178"
REASONS = {
    "generic": "Sending: RESULT_ERROR_GENERIC_FAILURE",
    "limit": "Sending: RESULT_ERROR_LIMIT_EXCEEDED",
    "modem": "RESULT_RIL_MODEM_ERR",
    "no_app": "RESULT_NO_DEFAULT_SMS_APP",
    "no_sim": "Can't send message: No SIMs found",
    "bad_number": "Invalid number",
    "new_reason": "made up",
    "no_reason": None,
}


def webhook(name: str, kind: str, said: object, made_up: bool = False) -> None:
    body = json.dumps(said)
    signed = hmac.new(KEY, body.encode() + TIME.encode(), hashlib.sha256).hexdigest()
    head = [
        f"POST /in/ln_test/{kind} HTTP/1.1",
        "Host: ringback.example.com",
        f"X-Timestamp: {TIME}",
        f"X-Signature: {signed}",
        "Content-Type: application/json",
        f"Content-Length: {len(body.encode())}",
    ]
    origin = (
        "# made up, because it is broken or new" if made_up else ORIGIN.format(page="Webhooks", read=READ)
    )
    write(name, origin, head, body)


def answer(name: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    origin = f'# from "Sending messages" of the SMSGate documentation, {READ}; not recorded'
    write(name, origin, [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", body])).encode())


def event(name: str, **payload: object) -> dict[str, object]:
    return {
        "deviceId": "made-up-device",
        "event": name,
        "id": "made-up-event",
        "payload": payload,
        "webhookId": "made-up-webhook",
    }


def received(text: str, **more: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "messageId": "abc123",
        "message": text,
        "sender": DAN,
        "recipient": LINE,
        "phoneNumber": DAN,
        "simNumber": 1,
        "receivedAt": "2026-11-20T11:03:10.000-06:00",
    }
    return event("sms:received", **usual | more)


def webhooks() -> None:
    webhook("text_received__plain", "text", received("Café & tea? 👍"))
    webhook("text_received__stop", "text", received("STOP"))
    old = {"sender": None, "recipient": None, "simNumber": None}
    webhook("text_received__older_app", "text", received("Hi", **old))
    webhook("text_received__second_sim", "text", received("Hi", simNumber=2))
    webhook("text_received__no_id", "text", {**received("Hi"), "id": None}, made_up=True)
    webhook("text_received__no_payload", "text", {**received("Hi"), "payload": None}, made_up=True)
    for name in ["sms:data-received", "mms:received", "mms:downloaded", "system:ping"]:
        webhook(f"ignored__{name.replace(':', '_').replace('-', '_')}", "text", event(name, health={}))
    webhook("text__new_event", "text", event("sms:parked"), made_up=True)
    sent = {"messageId": "text_1", "sender": LINE, "recipient": DAN, "simNumber": 1}
    webhook("delivery__sent", "text_status", event("sms:sent", **sent, sentAt="2026-11-20T11:03:10-06:00"))
    webhook("delivery__delivered", "text_status", event("sms:delivered", **sent))
    for name, reason in REASONS.items():
        webhook(f"delivery__failed_{name}", "text_status", event("sms:failed", **sent, reason=reason))


def answers() -> None:
    taken = {"id": "text_1", "state": "Pending", "recipients": [{"phoneNumber": DAN, "state": "Pending"}]}
    answer("send__accepted", "202 Accepted", taken)
    answer("send__accepted_by_the_phone", "201 Created", taken)
    answer("send__has_it_already", "409 Conflict", {"message": "made up"})
    answer("send__refused", "400 Bad Request", {"message": "made up"})
    answer("send__bad_key", "401 Unauthorized", {"message": "made up"})
    answer("send__busy", "429 Too Many Requests", {"message": "made up"}, Retry_After="5")
    answer("find__found", "200 OK", {**taken, "state": "Sent"})
    answer("find__not_there", "404 Not Found", {"message": "made up"})
    answer("check__good_key", "200 OK", [])
    answer("check__bad_key", "401 Unauthorized", {"message": "made up"})


def main() -> None:
    webhooks()
    answers()


if __name__ == "__main__":
    main()
