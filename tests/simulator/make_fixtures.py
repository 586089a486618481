"""Writes the fixtures of the simulator: `.venv/bin/python -m tests.simulator.make_fixtures`.

The signatures are computed here, from `setup.md`, so that our code is not compared with itself.
"""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/simulator/fixtures"
FROM_PAGE = '# from "What is said on the wire" of the simulator\'s setup.md, read 2026-11-20'
SIGNED = FROM_PAGE + "; signature computed with the test key"

KEY = "test-signing-key"
SIGNED_AT = 1795194191  # 2026-11-20 17:03:11 UTC
AT = "2026-11-20T17:03:11.000+00:00"
CALL, LEG, TEXT, RECORDING = "call_1", "leg_1", "text_1", "recording_1"
LINE, ROSA, DAN = "+15125550142", "+15125550143", "+15125550178"

IN_CALL = {"call": CALL, "from": DAN, "to": LINE}
ON_LEG = {"call": CALL, "leg": LEG, "phone": ROSA}
IN_TEXT = {"text": TEXT, "from": DAN, "to": LINE}
OF_TEXT = {"text": TEXT, "reference": "text_ours"}
PICTURE = {"url": "https://example.com/leak.jpg", "content_type": "image/jpeg"}
SOUND = "https://ringback.example.com/simulator/carrier/recordings/recording_1"
OUTCOMES = ("no_answer", "busy", "declined", "failed", "hung_up", "completed")
REPORTED_ERRORS = ("landline", "no_such_number", "opted_out", "filtered", "new_code")


def webhooks() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name -> the address it comes to, and what it says."""
    found = {
        "call_arrived": ("voice", {"event": "call.arrived", **IN_CALL}),
        "call_arrived__anonymous": ("voice", {"event": "call.arrived", **IN_CALL, "from": "anonymous"}),
        "call_arrived__forwarded": ("voice", {"event": "call.arrived", **IN_CALL, "forwarded_from": ROSA}),
        "leg_rang": ("call", {"event": "leg.rang", **ON_LEG}),
        "leg_answered": ("call", {"event": "leg.answered", **ON_LEG}),
        "leg_accepted": ("call", {"event": "leg.accepted", **ON_LEG}),
        "leg_ended__new_word": ("call", {"event": "leg.ended", **ON_LEG, "outcome": "beamed_up"}),
        "ringing_ended__connected": ("call", ended("ringing.ended", "completed", "connected")),
        "ringing_ended__new_proof": ("call", ended("ringing.ended", "completed", "perhaps")),
        "call_ended__connected": ("call", ended("call.ended", "completed", "connected") | {"seconds": 61}),
        **{
            f"placed__{step}": ("placed", {"event": "placed.changed", "reference": "placed_1", "step": step})
            for step in ("picked_up", "connecting", "spoke", "not_reached", "over", "beamed_up")
        },
        "voicemail_left": ("call", voicemail(words="My sink is leaking.", sound=SOUND)),
        "voicemail_left__no_words": ("call", voicemail()),
        "text_received": ("text", {"event": "text.received", **IN_TEXT, "body": "My sink is leaking"}),
        "text_received__stop": ("text", {"event": "text.received", **IN_TEXT, "body": "STOP"}),
        "text_received__picture": (
            "text",
            {"event": "text.received", **IN_TEXT, "body": "", "media": [PICTURE]},
        ),
        "text_status__new_word": ("text_status", {"event": "text.status", **OF_TEXT, "status": "pondered"}),
        "new_event": ("call", {"event": "call.dreamt", **IN_CALL}),
        "wrong_address": ("text", {"event": "leg.rang", **ON_LEG}),
    }
    for outcome in OUTCOMES:
        found[f"leg_ended__{outcome}"] = ("call", {"event": "leg.ended", **ON_LEG, "outcome": outcome})
        found[f"ringing_ended__{outcome}"] = ("call", ended("ringing.ended", outcome, "nobody"))
        found[f"call_ended__{outcome}"] = ("call", ended("call.ended", outcome, "nobody"))
    for status in ("accepted", "sent", "delivered"):
        found[f"text_status__{status}"] = (
            "text_status",
            {"event": "text.status", **OF_TEXT, "status": status},
        )
    for error in REPORTED_ERRORS:
        lost = {"event": "text.status", **OF_TEXT, "status": "undelivered", "error": error}
        found[f"text_status__{error}"] = ("text_status", lost)
    found["caller_pressed"] = ("call", {"event": "caller.pressed", **IN_CALL})
    return found


def ended(event: str, outcome: str, proof: str) -> dict[str, Any]:
    return {"event": event, **IN_CALL, "outcome": outcome, "proof": proof}


def voicemail(**about: str) -> dict[str, Any]:
    return {"event": "voicemail.left", "call": CALL, "recording": RECORDING, "seconds": 7, **about}


def broken() -> dict[str, tuple[str, bytes, str]]:
    """Name -> the address, the body, and why it is made up."""
    whole = {"id": "event_broken", "at": AT, "event": "call.arrived", **IN_CALL}
    naive = {**whole, "at": "2026-11-20T17:03:11"}
    return {
        "broken__no_json": ("voice", b"call=1", "the carrier writes only JSON"),
        "broken__a_list": ("voice", b"[1, 2]", "the carrier writes only objects"),
        "broken__no_call": ("voice", raw({**whole, "call": ""}), "a call always has an id"),
        "broken__no_time_zone": ("voice", raw(naive), "the carrier's times have a zone"),
        "broken__number_for_text": ("voice", raw({**whole, "from": 5}), "numbers are written as text"),
        "broken__media": (
            "text",
            raw({**whole, "event": "text.received", **IN_TEXT, "media": "x"}),
            "media is a list",
        ),
        "broken__seconds": (
            "call",
            raw({**whole, **ended("call.ended", "completed", "connected"), "seconds": -1}),
            "no call is shorter than nothing",
        ),
    }


def answers() -> dict[str, tuple[str, object]]:
    """Name -> the status line, and the body as JSON."""
    call = {"id": CALL, "from": DAN, "to": LINE, "started_at": AT, "ended_at": AT}
    text = {"id": TEXT, "from": LINE, "to": DAN, "body": "Hi", "taken_at": AT}
    refusals = {
        "bad_key": "401 Unauthorized",
        "not_your_number": "403 Forbidden",
        "bad_request": "400 Bad Request",
        "no_such_number": "400 Bad Request",
        "opted_out": "400 Bad Request",
        "slow_down": "429 Too Many Requests",
        "unavailable": "503 Service Unavailable",
    }
    return {
        "send__taken": ("201 Created", {"id": TEXT}),
        **{f"send__{code}": (status, {"error": code}) for code, status in refusals.items()},
        "place__started": ("201 Created", {"id": CALL}),
        "place__refused": ("403 Forbidden", {"error": "not_your_number"}),
        "find__known": ("200 OK", {"texts": [{**text, "reference": "text_1"}]}),
        "find__another": ("200 OK", {"texts": [{**text, "reference": "text_2"}]}),
        "find__nothing": ("200 OK", {"texts": []}),
        "calls__two": (
            "200 OK",
            {"calls": [call, {**call, "id": "call_2", "from": "anonymous", "ended_at": None}]},
        ),
        "calls__none": ("200 OK", {"calls": []}),
        "check__good": ("200 OK", {"numbers": [LINE]}),
        "check__bad_key": ("401 Unauthorized", {"error": "bad_key"}),
    }


def raw(said: object) -> bytes:
    return json.dumps(said).encode()


def write(name: str, origin: str, lines: list[str], body: bytes) -> None:
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""])
    (FOLDER / f"{name}.http").write_bytes(f"{origin}\n{head}".encode() + body)


def write_webhook(name: str, origin: str, kind: str, body: bytes) -> None:
    signed = hmac.new(KEY.encode(), f"{SIGNED_AT}.".encode() + body, hashlib.sha256).hexdigest()
    lines = [
        f"POST /in/ln_test/{kind}{'?text=text_ours' if kind == 'text_status' else ''} HTTP/1.1",
        "Host: ringback.example.com",
        f"Simulator-Time: {SIGNED_AT}",
        f"Simulator-Signature: v1={signed}",
        "Content-Type: application/json",
    ]
    write(name, origin, lines, body)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.http"):
        old.unlink()
    for number, (name, (kind, said)) in enumerate(sorted(webhooks().items())):
        body = raw({"id": f"event_{number:04}", "at": AT, **said})
        write_webhook(name, SIGNED, kind, body)
    for name, (kind, body, why) in broken().items():
        write_webhook(name, f"# made up, because {why}", kind, body)
    for name, (status, answer) in answers().items():
        lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", "Connection: close"]
        write(name, FROM_PAGE, lines, raw(answer))


if __name__ == "__main__":
    main()
