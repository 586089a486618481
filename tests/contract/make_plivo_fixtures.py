"""Writes Plivo's fixtures: `.venv/bin/python -m tests.contract.make_plivo_fixtures`.

Signed here a second time after the description of the third version, so that our code is not compared with
itself; Plivo's own package has confirmed each of them.
"""

import base64
import hmac
import json
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

FOLDER = Path(__file__).parents[2] / "src/ringback/phone/plivo/fixtures"
READ = "read 2026-11-20"
NOW = "read 2026-11-27"
REGISTERED = "registered completed in_progress unregistered verified pending_verification unverified parked"
ORIGIN = '# from "{page}" of the Plivo docs, {read}; signature computed with the test key'
BASE = "https://ringback.example.com"
TOKEN = b"plivo_auth_token"

CALL, LEG = "00000000-0000-4000-8000-0000000000a1", "00000000-0000-4000-8000-0000000000b1"
TEXT, RECORDING = "00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000d1"
MADE_UP, TEST_ACCOUNT = "00000000-0000-4000-8000-0000000000f1", "MATEST0000000000TEST"
LINE, ROSA, DAN = "15125550142", "15125550143", "15125550178"

OVERVIEW, DIAL, RECORD, CAUSES = "XML overview", "Dial", "Record", "Hangup causes"
INPUT, MAKE = "Get input", "Make a call"
INCOMING, CALLBACKS, ERRORS = "Handling incoming SMS", "Message status callbacks", "Error codes"

IN_CALL = {"CallUUID": CALL, "From": DAN, "To": LINE, "Direction": "inbound", "BillRate": "0.0055"}
ON_LEG = {
    "CallUUID": CALL,
    "From": DAN,
    "To": LINE,
    "DialALegUUID": CALL,
    "DialBLegUUID": LEG,
    "DialBLegFrom": DAN,
    "DialBLegTo": ROSA,
}
IN_TEXT = {"MessageUUID": TEXT, "From": DAN, "To": LINE, "Type": "sms", "Units": "1"}
OUT_TEXT = {"MessageUUID": TEXT, "From": LINE, "To": DAN, "Type": "sms", "Units": "1", "MCC": "310"}

made = 0


def webhook(
    name: str,
    page: str,
    kind: str,
    form: dict[str, str],
    *,
    get: bool = False,
    query: str = "",
    made_up: bool = False,
) -> None:
    global made
    made += 1
    body, query = ("", urlencode(form)) if get else (urlencode(form), query)
    target = f"/in/ln_test/{kind}" + (f"?{query}" if query else "")
    nonce = f"{made:020d}"
    head = [
        f"{'GET' if get else 'POST'} {target} HTTP/1.1",
        "Host: ringback.example.com",
        "User-Agent: Plivo",
        f"X-Plivo-Signature-V3: {signature(BASE + target, {} if get else form, nonce)}",
        f"X-Plivo-Signature-V3-Nonce: {nonce}",
    ]
    if not get:
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    origin = (
        f"# made up, because it is broken or new; {page}" if made_up else ORIGIN.format(page=page, read=READ)
    )
    write(name, origin, head, body)


def signature(url: str, form: dict[str, str], nonce: str) -> str:
    parts = urlsplit(url)
    asked = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(parts.query)))
    said = "".join(name + form[name] for name in sorted(form))
    signed = f"https://{parts.netloc}{parts.path}"
    if asked and said:
        signed += f"?{asked}.{said}"
    elif asked or said:
        signed += f"?{asked}{said}"
    return base64.b64encode(hmac.digest(TOKEN, f"{signed}.{nonce}".encode(), "sha256")).decode()


def answer(name: str, page: str, status: str, content: object, read: str = READ, **headers: str) -> None:
    reply(name, f'# from "{page}" of the Plivo docs, {read}', status, content, **headers)


def reply(name: str, origin: str, status: str, content: object, **headers: str) -> None:
    body = json.dumps(content)
    head = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    head += [f"{key.replace('_', '-')}: {value}" for key, value in headers.items()]
    write(name, origin, [*head, "Connection: close"], body)


def write(name: str, origin: str, head: list[str], body: str) -> None:
    (FOLDER / f"{name}.http").write_bytes((origin + "\n" + "\r\n".join([*head, "", body])).encode())


def word(status: str) -> str:
    return "new_status" if status == "parked" else status.replace("-", "_")


def calls() -> None:
    voice = {**IN_CALL, "CallStatus": "ringing", "Event": "StartApp"}
    webhook("call_started__plain", OVERVIEW, "voice", {**voice, "CallerName": "DAN MILLER"})
    webhook("call_started__get", OVERVIEW, "voice", voice, get=True)
    webhook("call_started__forwarded", OVERVIEW, "voice", {**voice, "ForwardedFrom": ROSA})
    webhook("call_started__anonymous", OVERVIEW, "voice", {**voice, "From": "anonymous"})
    webhook("call_started__empty_caller", OVERVIEW, "voice", {**voice, "From": ""})
    webhook("call_started__keypad_spelling", OVERVIEW, "voice", {**voice, "From": "266696687"})
    for letter in "ABC":
        stir = {
            "STIRAttestation": letter,
            "STIRVerification": "Verified" if letter == "A" else "Not Verified",
        }
        webhook(f"call_started__stir_{letter.lower()}", "Inbound call", "voice", {**voice, **stir})
    none = {"STIRAttestation": "Not Applicable", "STIRVerification": "Not Applicable"}
    webhook("call_started__stir_none", "Inbound call", "voice", {**voice, **none})
    webhook("call_started__placed_by_us", OVERVIEW, "voice", {**voice, "Direction": "outbound"})
    webhook("call_started__no_call", OVERVIEW, "voice", {"From": DAN, "To": LINE}, made_up=True)
    webhook("call_started__no_caller", OVERVIEW, "voice", {"CallUUID": CALL, "To": LINE}, made_up=True)
    for status in [*CALL_STATUS.split(), "parked"]:
        ending = {**IN_CALL, "CallStatus": status, "Event": "Hangup", "HangupCauseCode": "4000"}
        ending |= {"Duration": "42", "BillDuration": "60"} if status == "completed" else {}
        name, made_up = f"call_ended__{word(status)}", status == "parked"
        webhook(name, OVERVIEW, "voice_status", ending, made_up=made_up)
    outbound = {**IN_CALL, "Direction": "outbound", "CallStatus": "completed", "Event": "Hangup"}
    webhook("call_ended__placed_by_us", OVERVIEW, "voice_status", outbound)


def phones() -> None:
    done = {**IN_CALL, "CallStatus": "in-progress", "Event": "Redirect", "DialALegUUID": CALL}
    nobody = {**done, "DialRingStatus": "true", "DialBLegUUID": "", "DialHangupCause": "NO_ANSWER"}
    somebody = {**done, "DialRingStatus": "true", "DialBLegUUID": LEG, "DialHangupCause": "NORMAL_CLEARING"}
    for status in ["busy", "failed", "cancel", "timeout", "no-answer", "completed", "parked"]:
        said = {**(somebody if status == "completed" else nobody), "DialStatus": status}
        name, made_up = f"ringing_ended__{word(status)}", status == "parked"
        webhook(name, DIAL, "dial_done", said, made_up=made_up)
    first = {**nobody, "DialStatus": "no-answer"}
    webhook("ringing_ended__first_in_turn", DIAL, "dial_done", first, query="left=1")
    webhook("ringing_ended__odd_turn", DIAL, "dial_done", first, query="left=all")
    taken = {**somebody, "DialStatus": "completed"}
    webhook("ringing_ended__first_in_turn_answered", DIAL, "dial_done", taken, query="left=1")
    of_call, with_key = f"call={CALL}", f"call={CALL}&press=1"
    for action in ["answer", "connected", "digits", "parked"]:
        said = {**ON_LEG, "Event": f"Dial{action.title()}", "DialAction": action, "DialBLegStatus": action}
        name, made_up = f"leg__{word(action)}", action == "parked"
        webhook(name, DIAL, "leg", said, query=with_key, made_up=made_up)
    said = {**ON_LEG, "DialAction": "connected", "DialBLegStatus": "connected"}
    webhook("leg__connected_without_key", DIAL, "leg", said, query=of_call)
    webhook("leg__answer_at_bare_address", DIAL, "leg", {**ON_LEG, "DialAction": "answer"})
    for code in CAUSE_CODES.split():
        said = {**ON_LEG, "DialAction": "hangup", "DialBLegStatus": "hangup", "DialBLegHangupCauseCode": code}
        name = "new_code" if code == "9999" else code
        webhook(f"leg_ended__{name}", CAUSES, "leg", said, query=with_key, made_up=code == "9999")
    webhook("leg__no_phone", DIAL, "leg", {"DialAction": "answer"}, query=of_call, made_up=True)
    webhook("screen__asked", DIAL, "screen", {**IN_CALL, "CallStatus": "in-progress"})


def voicemails() -> None:
    address = f"https://media.plivo.com/v1/Account/MA_TEST/Recording/{RECORDING}.mp3"
    left = {**IN_CALL, "RecordUrl": address, "RecordingID": RECORDING, "RecordingDurationMs": "12000"}
    webhook("voicemail__left", RECORD, "voicemail", {**left, "RecordingDuration": "12", "Digits": "#"})
    webhook("voicemail__length_unknown", RECORD, "voicemail", {**left, "RecordingDuration": "-1"})
    webhook("voicemail__empty", RECORD, "voicemail", {**left, "RecordingDuration": "0"})
    webhook("voicemail__none", RECORD, "voicemail", {**IN_CALL, "CallStatus": "completed"})
    ready = {"RecordUrl": address, "RecordingID": RECORDING, "RecordingDuration": "12"}
    webhook("voicemail_status__ready", RECORD, "voicemail_status", ready, query=f"call={CALL}")
    words = {"call_uuid": CALL, "recording_id": RECORDING, "duration": "12", "transcription_charge": "0.05"}
    said = "My sink is leaking, please call me back."
    written = {**words, "transcription": said, "error": ""}
    webhook("transcript__written", RECORD, "transcript", written, query=f"call={CALL}")
    webhook("transcript__bare_address", RECORD, "transcript", {**words, "transcription": said})
    webhook("transcript__error", RECORD, "transcript", {**words, "transcription": "", "error": "too short"})


def texts() -> None:
    def received(case: str, form: dict[str, str], made_up: bool = False) -> None:
        webhook(f"text_received__{case}", INCOMING, "text", form, made_up=made_up)

    received("plain", {**IN_TEXT, "Text": "Café & tea? 100% 👍", "MessageIntent": ""})
    for body, intent in {"Stop": "optout", "Start": "optin", "Help": "help"}.items():
        received(intent, {**IN_TEXT, "Text": body, "MessageIntent": intent})
    received("stop_sentence", {**IN_TEXT, "Text": "stop please", "MessageIntent": ""})
    received("stop_without_intent", {**IN_TEXT, "Text": "STOP"})
    received("stop_toll_free", {**IN_TEXT, "Text": "stop", "To": "18005550142"})
    files = "https://media.plivo.com/v1/Account/MA_TEST/Message/made-up/Media"
    mms = {**IN_TEXT, "Type": "mms", "Body": "Look", "MediaCount": "2"}
    received("pictures", {**mms, "Media1": f"{files}/1", "Media2": f"{files}/2"})
    received("pictures_from_zero", {**mms, "Media0": f"{files}/1", "Media1": f"{files}/2"})
    received("no_id", {"From": DAN, "To": LINE, "Text": "Hi"}, made_up=True)
    for status in [*TEXT_STATUS.split(), "parked"]:
        said, made_up = {**OUT_TEXT, "Status": status}, status == "parked"
        name = f"delivery__{word(status)}"
        webhook(name, CALLBACKS, "text_status", said, query="text=text_1", made_up=made_up)
    for code in CODES.split():
        said = {**OUT_TEXT, "Status": "undelivered", "ErrorCode": code}
        name = {"9999": "new_code", "x": "odd_code"}.get(code, code)
        made_up = name != code
        webhook(f"delivery__{name}", ERRORS, "text_status", said, query="text=text_1", made_up=made_up)
    webhook("delivery__of_unknown_text", CALLBACKS, "text_status", {**OUT_TEXT, "Status": "sent"})


CALL_STATUS = "completed failed timeout busy no-answer cancel ringing in-progress"
TEXT_STATUS = "queued sent delivered read failed undelivered rejected received"
CAUSE_CODES = "0 1000 2000 2010 3000 3010 3020 4000 4010 6010 9999"
CODES = "10 20 30 40 50 60 70 80 90 100 110 200 201 300 420 450 900 910 1000 9999 x"


def message(id: str, **other: object) -> dict[str, object]:
    return {
        "message_uuid": id,
        "message_direction": "outbound",
        "message_state": "queued",
        "message_time": "2026-11-20 17:03:10+00:00",
        "message_type": "sms",
        "from_number": LINE,
        "to_number": DAN,
        "error_code": None,
        "units": 1,
        **other,
    }


def call(last: int, **other: object) -> dict[str, object]:
    return {
        "call_uuid": f"00000000-0000-4000-8000-0000000001a{last}",
        "call_direction": "inbound",
        "parent_call_uuid": None,
        "from_number": DAN,
        "to_number": LINE,
        "initiation_time": "2026-11-20 11:03:10-06:00",
        "end_time": "2026-11-20 11:03:40-06:00",
        **other,
    }


def listed(*rows: dict[str, object]) -> dict[str, object]:
    return {"api_id": "made-up", "meta": {"limit": 20, "offset": 0, "next": None}, "objects": list(rows)}


def answers() -> None:
    taken = {"api_id": "made-up", "message": "message(s) queued", "message_uuid": [TEXT]}
    answer("send__accepted", "Send a message", "202 Accepted", taken)
    answer("send__accepted_without_id", "Send a message", "202 Accepted", {**taken, "message_uuid": []})
    statuses = {400: "Bad Request", 401: "Unauthorized", 402: "Payment Required"}
    statuses |= {403: "Forbidden", 404: "Not Found"}
    for status, words in statuses.items():
        refused = {"api_id": "made-up", "error": "as documented"}
        answer(f"send__refused_{status}", "API response", f"{status} {words}", refused)
    many = {"api_id": "made-up", "error": "too many requests"}
    answer("send__busy", "API response", "429 Too Many Requests", many, Retry_After="5")
    page, other = "List all messages", message("00000000-0000-4000-8000-0000000000c2")
    answer("find__found", page, "200 OK", listed(message(TEXT), message("x", message_direction="inbound")))
    answer("find__not_there", page, "200 OK", listed())
    answer("find__to_another", page, "200 OK", listed({**other, "to_number": "15125550199"}))
    rows = [
        call(0),
        call(1, parent_call_uuid=CALL),
        call(2, call_direction="outbound"),
        call(3, initiation_time="2026-11-20 11:03:08-06:00"),
        call(4, from_number="anonymous"),
    ]
    answer("calls__listed", "Retrieve all calls", "200 OK", listed(*rows))
    answer("check__good_key", "List numbers", "200 OK", listed({"number": LINE}))
    answer("check__bad_key", "API response", "401 Unauthorized", {"error": "Could not verify"})


def callers_keys() -> None:
    """Made last, so that the others keep their numbers and with them their signatures."""
    greeted = {**IN_CALL, "CallStatus": "in-progress", "Event": "Redirect", "InputType": "dtmf"}
    for digits in "12":
        webhook(f"caller_key__pressed_{digits}", INPUT, "caller_key", {**greeted, "Digits": digits})


def placed() -> None:
    """A call that we place: made after the others, for the same reason."""
    own = {**IN_CALL, "From": LINE, "To": ROSA, "Direction": "outbound", "CallStatus": "in-progress"}
    whom = urlencode({"placed": "placed_1", "to": "+" + DAN})
    only = "placed=placed_1"
    webhook("placed__picked_up", MAKE, "placed", {**own, "Event": "StartApp"}, query=whom)
    for word_, digits in {"one": "1", "two": "2"}.items():
        said = {**own, "Event": "Redirect", "InputType": "dtmf", "Digits": digits}
        webhook(f"placed_key__pressed_{word_}", INPUT, "placed_key", said, query=whom)
    leg = {**ON_LEG, "From": LINE, "To": ROSA, "DialBLegFrom": LINE, "DialBLegTo": DAN}
    for action in ("answer", "connected", "hangup", "digits", "parked"):
        said, made_up = {**leg, "DialAction": action}, action == "parked"
        webhook(f"placed_leg__{word(action)}", DIAL, "placed_leg", said, query=only, made_up=made_up)
    for status in ("completed", "busy", "failed", "cancel", "timeout", "no-answer", "parked"):
        said, made_up = {**own, "Event": "Redirect", "DialStatus": status}, status == "parked"
        webhook(f"placed_done__{word(status)}", DIAL, "placed_done", said, query=only, made_up=made_up)
    for status in ("completed", "busy", "failed", "cancel", "timeout", "no-answer", "parked"):
        said, made_up = {**own, "Event": "Hangup", "CallStatus": status}, status == "parked"
        webhook(f"placed_status__{word(status)}", MAKE, "placed_status", said, query=only, made_up=made_up)
    webhook("placed_status__of_no_call", MAKE, "placed_status", {**own, "CallStatus": "completed"})
    fired = {"api_id": "made-up", "message": "call fired", "request_uuid": LEG}
    answer("place__started", MAKE, "201 Created", fired, NOW)
    answer("place__refused", MAKE, "400 Bad Request", {"api_id": "made-up", "error": "as documented"}, NOW)


def recordings() -> None:
    """Where the sound of a voicemail is."""
    found = {
        "add_time": "2026-11-20 17:03:10+00:00",
        "api_id": MADE_UP,
        "call_uuid": CALL,
        "conference_name": None,
        "recording_duration_ms": "12000.00000",
        "recording_end_ms": None,
        "recording_format": "mp3",
        "recording_id": RECORDING,
        "recording_start_ms": None,
        "recording_type": "call",
        "recording_url": f"https://media.plivo.com/v1/Account/{TEST_ACCOUNT}/Recording/{RECORDING}.mp3",
        "resource_uri": f"/v1/Account/{TEST_ACCOUNT}/Recording/{RECORDING}/",
    }
    shape = '# from "RetrieveRecordingResponse" of the official package for Node, 4.75, read 2026-11-27'
    reply("recording__found", shape, "200 OK", found)
    unknown = "# made up, because Plivo does not show its answer after 30 days"
    reply("recording__gone", unknown, "404 Not Found", {"api_id": MADE_UP, "error": "not found"})


def numbers() -> None:
    """Of an ordinary number; a toll-free one says the like in the other field."""
    page = "Account phone number"
    ours = {"number": LINE.removeprefix("+"), "toll_free_sms_verification": None}
    for status in REGISTERED.split():
        stands = ours | {"tendlc_registration_status": status.upper()}
        answer(f"registration__{status}", page, "200 OK", stands, NOW)
    answer("registration__null", page, "200 OK", ours | {"tendlc_registration_status": None}, NOW)
    answer("registration__another_account", page, "404 Not Found", {"error": "not found"}, NOW)


def main() -> None:
    calls()
    phones()
    voicemails()
    texts()
    callers_keys()
    placed()
    answers()
    recordings()
    numbers()


if __name__ == "__main__":
    main()
