"""Writes the fixtures of calls that we place, for the companies that speak the markup:
`.venv/bin/python -m tests.contract.make_markup_placed`.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from ringback.phone.signalwire.replay import TEST_PROJECT
from tests.contract import make_signalwire_fixtures, make_twilio_answers, make_twilio_fixtures
from tests.contract.make_twilio_fixtures import DAN, LINE, ROSA

Form = dict[str, str]
WHOM, ONLY = urlencode({"placed": "placed_1", "to": DAN}), "placed=placed_1"
ENDS = ("completed", "busy", "no-answer", "failed", "canceled", "parked")
FIRST = 1000  # of the tokens of these webhooks


def word(status: str) -> str:
    return "new_status" if status == "parked" else status.replace("-", "_")


def webhooks(
    webhook: Callable[..., None], call: str, leg: str, standard: Form, pages: tuple[str, ...]
) -> None:
    calls, number, gather, dial = pages
    own = {"CallSid": call, **standard, "From": LINE, "To": ROSA, "Direction": "outbound-api"}
    theirs = {"CallSid": leg, **standard, "From": LINE, "To": DAN, "Direction": "outbound-dial"}
    theirs |= {"ParentCallSid": call}
    webhook("placed__picked_up", calls, "placed", {**own, "CallStatus": "in-progress"}, query=WHOM)
    for name, digits in {"one": "1", "two": "2"}.items():
        said = {**own, "CallStatus": "in-progress", "Digits": digits}
        webhook(f"placed_key__pressed_{name}", gather, "placed_key", said, query=WHOM)
    for name, status in {"answered": "in-progress", "completed": "completed"}.items():
        said = {**theirs, "CallStatus": status}
        webhook(f"placed_leg__{name}", number, "placed_leg", said, query=ONLY)
    for status in ENDS:
        new = status == "parked"
        length = {"DialCallDuration": "61"} if status == "completed" else {}
        said = {**own, "CallStatus": "in-progress", "DialCallSid": leg, "DialCallStatus": status, **length}
        webhook(f"placed_done__{word(status)}", dial, "placed_done", said, query=ONLY, made_up=new)
        said = {**own, "CallStatus": status}
        webhook(f"placed_status__{word(status)}", calls, "placed_status", said, query=ONLY, made_up=new)
    said = {**own, "CallStatus": "completed"}
    webhook("placed_status__of_no_call", calls, "placed_status", said, query="x=1")


def the_call(call: str, account: str) -> dict[str, object]:
    return {
        "sid": call,
        "account_sid": account,
        "from": LINE,
        "to": ROSA,
        "status": "queued",
        "direction": "outbound-api",
        "price": None,
        "date_created": None,
        "uri": f"/2010-04-01/Accounts/{account}/Calls/{call}.json",
    }


def of_twilio() -> None:
    maker, answer = make_twilio_fixtures, make_twilio_answers.answer
    maker.made = FIRST
    call, leg, page = (
        "CA00000000000000000000000000000009",
        "CA0000000000000000000000000000000a",
        "Make outbound calls",
    )
    webhooks(maker.webhook, call, leg, maker.STANDARD, (page, maker.NUMBER, maker.GATHER, maker.DIAL))
    answer("place__started", page, "201 Created", the_call(call, maker.ACCOUNT))
    refused = {"code": 21215, "message": "Account not authorized to call this number.", "status": 400}
    answer("place__refused", page, "400 Bad Request", refused)


def of_signalwire() -> None:
    maker = make_signalwire_fixtures
    call, leg = "00000000-0000-4000-8000-0000000000a9", "00000000-0000-4000-8000-0000000000b9"
    page = "Create a call"
    webhooks(maker.webhook, call, leg, maker.STANDARD, (page, maker.NUMBER, "Gather", maker.DIAL))
    maker.answer("place__started", page, "201 Created", the_call(call, TEST_PROJECT))
    refused = {"code": 21215, "message": "Geo permission not enabled", "status": 400}
    maker.answer("place__refused", page, "400 Bad Request", refused)


def main() -> None:
    of_twilio()
    of_signalwire()


if __name__ == "__main__":
    main()
