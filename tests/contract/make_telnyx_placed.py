"""Writes more of Telnyx's fixtures, of calls that we place and of recordings:
`.venv/bin/python -m tests.contract.make_telnyx_placed`, after make_telnyx_fixtures.
"""

from typing import Any

from tests.contract import make_telnyx_fixtures
from tests.contract.make_telnyx_fixtures import (
    ANSWERED,
    BRIDGED,
    CAUSES,
    CONNECTION,
    DAN,
    GATHER,
    HANGUP,
    INITIATED,
    LINE,
    ON_PHONE,
    PHONE,
    PHONE_LEG,
    ROSA,
    SESSION,
    answer,
    event,
    note,
)

NOW = "read 2026-11-27"
FIRST = 1000  # of the ids of these events


def placed() -> None:
    """A call that we place: the member's own phone, then the person's."""
    ours = {"shown": False, "call": "placed_1"}
    own = {**ON_PHONE, "client_state": note("calls_out", caller=DAN, **ours), "from": LINE, "to": ROSA}
    theirs = {**own, "client_state": note("called", caller=PHONE, **ours), "to": DAN}

    def told(case: str, page: str, type: str, payload: dict[str, Any], *, made_up: bool = False) -> None:
        event(case, page, "placed", f"call.{type}", payload, made_up=made_up)

    told("placed__initiated", INITIATED, "initiated", own)
    told("placed__picked_up", ANSWERED, "answered", own)
    told("placed__of_no_call", ANSWERED, "answered", {**own, "client_state": None})
    told("placed__of_another_kind", ANSWERED, "answered", {**own, "client_state": note("phone")})
    told("placed__speak_started", ANSWERED, "speak.started", own)
    told("placed__new_event", ANSWERED, "juggled", own, made_up=True)
    told("placed__connected", BRIDGED, "bridged", own)
    gathered = {"valid": "2", "timeout": "", "call_hangup": "", "parked": ""}
    told("placed_key__pressed_one", GATHER, "gather.ended", own | {"status": "valid", "digits": "1"})
    for status, digits in gathered.items():
        name = {"valid": "pressed_two", "parked": "new_status"}.get(status, status)
        said, made_up = own | {"status": status, "digits": digits}, status == "parked"
        told(f"placed_key__{name}", GATHER, "gather.ended", said, made_up=made_up)
    for type in ("initiated", "answered", "bridged"):
        told(f"placed_leg__{type}", ANSWERED, type, theirs)
    for cause in [*CAUSES.split(), "parked"]:
        name, made_up = "new_status" if cause == "parked" else cause, cause == "parked"
        told(f"placed_leg__{name}", HANGUP, "hangup", theirs | {"hangup_cause": cause}, made_up=made_up)
        told(f"placed_status__{name}", HANGUP, "hangup", own | {"hangup_cause": cause}, made_up=made_up)
    page = "Dial"
    made = {"call_control_id": PHONE, "call_leg_id": PHONE_LEG, "call_session_id": SESSION, "is_alive": False}
    answer("place__started", page, "200 OK", {"data": made | {"record_type": "call"}})
    refused = {"errors": [{"code": "10015", "title": "Invalid value"}]}
    answer("place__refused", page, "422 Unprocessable Entity", refused)
    ours_there = {"id": "1", "phone_number": LINE, "connection_id": CONNECTION}
    answer("first__number", "List phone numbers", "200 OK", {"data": [ours_there]})


def recordings() -> None:
    def row(*kinds: str) -> dict[str, Any]:
        at = "https://s3.example.com/recordings/voicemail"
        signed = {kind: f"{at}.{kind}?signed=1" for kind in kinds}
        return {
            "call_control_id": "v3:made-up",
            "call_leg_id": "00000000-0000-4000-8000-0000000000a1",
            "call_session_id": SESSION,
            "channels": "single",
            "created_at": "2026-11-20T17:03:10.521Z",
            "download_urls": signed,
            "duration_millis": 12000,
            "id": "00000000-0000-4000-8000-0000000000d1",
            "record_type": "recording",
            "recording_started_at": "2026-11-20T17:02:57Z",
            "recording_ended_at": "2026-11-20T17:03:09Z",
            "source": "call",
            "status": "completed",
        }

    def listed(name: str, *rows: dict[str, Any]) -> None:
        meta = {"total_pages": 1, "total_results": len(rows), "page_number": 1, "page_size": 25}
        answer(name, "List all call recordings", "200 OK", {"data": list(rows), "meta": meta}, NOW)

    listed("recording__found", row("mp3", "wav"))
    listed("recording__only_wav", row("wav"))
    listed("recording__none")


def main() -> None:
    make_telnyx_fixtures.made = FIRST
    placed()
    recordings()


if __name__ == "__main__":
    main()
