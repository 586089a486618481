"""Make the fixtures of the asterisk provider out of the recordings: `python -m tests.asterisk.make_fixtures`.

Each is what the listener would have stored of one event of a real switch.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ringback.lib.secret import Secret
from ringback.phone import stored
from ringback.phone.asterisk import provider
from ringback.phone.asterisk.calls import Heard, News
from ringback.phone.asterisk.recording import read
from ringback.phone.asterisk.switchboard import Switchboard
from tests.asterisk.archive import Recording, recordings

FOLDER = Path(provider.__file__).parent / "fixtures"
SECRET = Secret("test-password")
RECORDED = "2026-11-21"

# Fixture -> the scene, and which of what was heard in it.
WANTED: dict[str, tuple[str, News, str]] = {
    "started": ("one_phone_answered", News.STARTED, ""),
    "started__hidden": ("hidden_number_not_answered", News.STARTED, ""),
    "rang": ("one_phone_answered", News.RANG, ""),
    "rang__mobile": ("mobile_presses_one", News.RANG, ""),
    "taken": ("one_phone_answered", News.TAKEN, ""),
    "leg_over__no_answer": ("one_phone_not_answered", News.LEG_OVER, "NOANSWER"),
    "leg_over__busy": ("group_all_busy", News.LEG_OVER, "BUSY"),
    "leg_over__cancel": ("caller_gives_up_at_once", News.LEG_OVER, "CANCEL"),
    "leg_over__congestion": ("group_declined_congested_and_silent", News.LEG_OVER, "CONGESTION"),
    "leg_over__no_key": ("mobile_presses_two", News.LEG_OVER, "CONTINUE"),
    "ended__answered": ("one_phone_answered", News.ENDED, ""),
    "ended__no_answer": ("one_phone_not_answered", News.ENDED, ""),
    "ended__busy": ("group_all_busy", News.ENDED, ""),
    "ended__gave_up": ("caller_gives_up_at_once", News.ENDED, ""),
    "ended__closed": ("closed", News.ENDED, ""),
    "ended__voicemail": ("not_answered_voicemail_left", News.ENDED, ""),
    "voicemail__after_the_end": ("group_member_voicemail_takes_the_call", News.VOICEMAIL, ""),
    "outbound": ("outbound_answered", News.ENDED, ""),
    "internal": ("internal_answered", News.ENDED, ""),
}
# Words that only some applications or mistakes bring about.
RARE = ("ABORT", "CHANUNAVAIL", "DONTCALL", "GOTO:menu", "INVALIDARGS", "TORTURE", "ANSWER", "PERHAPS")
BROKEN: dict[str, dict[str, Any]] = {
    "news": {"news": "sung"},
    "call": {"call": ""},
    "direction": {"direction": "sideways"},
    "person": {"person": 1},
    "rang": {"rang": "two"},
    "statuses": {"statuses": [1]},
    "rang_until": {"rang_until": "soon"},
    "no_time_zone": {"rang_until": "2026-11-20T12:00:00"},
    "caller": {"caller": None},
}


def main() -> None:
    new = {one.scene: one for one in recordings() if one.driver == "PJSIP"}
    for name, (scene, news, status) in WANTED.items():
        heard, event, at = next(found for found in _heard(new[scene]) if _is(found[0], news, status))
        _write(name, f"recorded {RECORDED} from Asterisk {new[scene].version}", _body(heard, event, at))
    heard, event, at = next(_of(new["one_phone_not_answered"], News.LEG_OVER))
    for number, status in enumerate(RARE):
        why = "made up, because no recording brings this word about"
        name = f"leg_over__{status.partition(':')[0].lower()}"
        _write(name, why, _body(replace(heard, call=f"made.{number}", status=status), event, at))
    ended, event, at = next(_of(new["one_phone_not_answered"], News.ENDED))
    why = "made up, because it takes a connection that is cut during a call"
    _write("ended__while_away", why, _body(replace(ended, call="made.up", known=False), event, at))
    for name, change in BROKEN.items():
        said = {**json.loads(_body(ended, event, at)), **change}
        _write(f"broken__{name}", "made up, because Ringback writes no such thing", json.dumps(said).encode())
    for name, body in {"no_json": b"{", "a_list": b"[]"}.items():
        _write(f"broken__{name}", "made up, because Ringback writes no such thing", body)


def _heard(recording: Recording) -> Iterator[tuple[Heard, Any, datetime]]:
    board = Switchboard(["from-trunk"])
    for seen, event, at in read(recording.manager):
        for heard in board.hear(seen, at):
            yield heard, event, at


def _of(recording: Recording, news: News) -> Iterator[tuple[Heard, Any, datetime]]:
    return (found for found in _heard(recording) if found[0].news is news)


def _is(heard: Heard, news: News, status: str) -> bool:
    return heard.news is news and status in ("", heard.status)


def _body(heard: Heard, event: Any, at: datetime) -> bytes:
    return stored.request(heard, event, "", SECRET, at.astimezone(UTC)).body


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
