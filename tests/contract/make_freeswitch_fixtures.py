"""Make the fixtures of the freeswitch provider: `python -m tests.contract.make_freeswitch_fixtures`.

No FreeSWITCH was at hand, so none is recorded: each is what the listener makes of events as the documentation
shows them ("Event List": CHANNEL_CREATE, CHANNEL_BRIDGE, CHANNEL_HANGUP_COMPLETE).
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.freeswitch import provider
from ringback.phone.freeswitch.calls import Heard, News
from ringback.phone.freeswitch.tables import ENDED

FOLDER = Path(provider.__file__).parent / "fixtures"
SECRET = Secret("test-password")
RANG_UNTIL = datetime(2026, 11, 20, 17, 3, 1, tzinfo=UTC)
WHY = "made up, because no FreeSWITCH was at hand; in the manner of the documentation's event list"

CALL = Heard(News.STARTED, "call-1", "+15125550178", "+15125550142", "Dan", attestation="A")
LEG = replace(CALL, news=News.LEG_OVER, leg="leg-1", phone="1002")
OVER = replace(CALL, news=News.ENDED, rang_until=RANG_UNTIL)
FIXTURES: dict[str, Heard] = {
    "started": CALL,
    "started__forwarded": replace(
        CALL, call="call-2", forwarded_from="<sip:+15125550143@pbx.example.com>", attestation="failed"
    ),
    "started__hidden": replace(CALL, call="call-3", caller="anonymous", caller_name="", attestation=""),
    "rang": replace(LEG, news=News.RANG),
    "taken": replace(LEG, news=News.TAKEN, person=True),
    "ended__answered": replace(OVER, person=True, seconds=61, cause="NORMAL_CLEARING"),
    "ended__no_answer": replace(OVER, call="call-4", cause="NO_ANSWER"),
    "ended__busy": replace(OVER, call="call-5", cause="USER_BUSY"),
    "ended__gave_up": replace(OVER, call="call-6", hung_up=True, cause="ORIGINATOR_CANCEL"),
    "ended__menu": replace(OVER, call="call-7", cause="NORMAL_CLEARING"),
    "ended__while_away": replace(OVER, call="call-8", known=False),
    "voicemail": replace(CALL, news=News.VOICEMAIL, leg="1000", seconds=9, recording="message-1"),
    "leg_over__new_word": replace(LEG, leg="leg-new", cause="BORED"),
    **{f"leg_over__{word.lower()}": replace(LEG, leg=f"leg-{word}", cause=word) for word in ENDED},
}
BROKEN: dict[str, dict[str, Any]] = {
    "news": {"news": "sung"},
    "call": {"call": ""},
    "person": {"person": 1},
    "seconds": {"seconds": "nine"},
    "rang_until": {"rang_until": "soon"},
    "no_time_zone": {"rang_until": "2026-11-20T12:00:00"},
    "caller": {"caller": None},
}


def main() -> None:
    for name, heard in FIXTURES.items():
        _write(name, WHY, _body(heard))
    said = json.loads(_body(OVER))
    for name, change in BROKEN.items():
        body = json.dumps({**said, **change}).encode()
        _write(f"broken__{name}", "made up, because Ringback writes no such thing", body)
    for name, body in {"no_json": b"{", "a_list": b"[]"}.items():
        _write(f"broken__{name}", "made up, because Ringback writes no such thing", body)


def _body(heard: Heard) -> bytes:
    event = {"Unique-ID": heard.leg or heard.call, "Hangup-Cause": heard.cause}
    return stored.request(heard, event, "", SECRET, RANG_UNTIL).body


def _write(name: str, origin: str, body: bytes) -> None:
    head = [
        "POST /in/ln_test/socket HTTP/1.1",
        "Host: ringback.example.com",
        f"Ringback-Seal: {stored.seal(body, SECRET)}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    content = f"# {origin}\n".encode() + "\r\n".join([*head, "", ""]).encode() + body
    (FOLDER / f"{name}.http").write_bytes(content)


if __name__ == "__main__":
    main()
