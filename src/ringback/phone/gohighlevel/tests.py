"""GoHighLevel: what each fixture says, for the battery in tests/contract."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.contract.case import AT, ContractCase

from ringback.lib.secret import Secret
from ringback.phone.asked import FoundCall, Sent
from ringback.phone.events import (
    CallEnded,
    Event,
    Ignored,
    Media,
    Outcome,
    Problem,
    Proof,
    RingingEnded,
    SendAsked,
    SendProblem,
    TextReceived,
    TextReport,
    TextState,
    VoicemailLeft,
)
from ringback.phone.gohighlevel import tables
from ringback.phone.gohighlevel.events import OPTED_OUT, UNDELIVERED
from ringback.phone.gohighlevel.provider import PROVIDER, PUBLIC_KEY, GoHighLevelSettings
from ringback.phone.gohighlevel.replay import TEST_PUBLIC_KEY

LOCATION, CONTACT = "l1C08ntBrFjLS0elLIYU", "cI08i1Bls3iTB9bKgFJh"
LINE, DAN = "+15125550142", "+15125550178"
CALL, TEXT_ID = "p1mRSHeLDhAms5q0LMr4", "bBNyfkUCNTNXUuMvTcLb"
SETTINGS = GoHighLevelSettings(Secret("a token"), LOCATION, LINE, Secret(TEST_PUBLIC_KEY))
# Its key for tests is one: while it changes, the other one is the company's.
ROTATED = replace(SETTINGS, previous_public_key=Secret(PUBLIC_KEY))
WHO = f"contact {CONTACT}"  # until the number was asked for


# --- What each webhook says ---


def ended(outcome: Outcome, proof: Proof = Proof.NOBODY, seconds: int | None = None) -> list[Event]:
    return [CallEnded(CALL, WHO, LINE, outcome, proof, AT, seconds)]


def rang_out(*before: Event) -> list[Event]:
    over = RingingEnded(CALL, WHO, LINE, Outcome.NO_ANSWER, Proof.NOBODY, AT)
    return [*before, over, *ended(Outcome.NO_ANSWER)]


def received(body: str, answered: bool = False, media: tuple[Media, ...] = ()) -> list[Event]:
    return [TextReceived(TEXT_ID, WHO, LINE, body, AT, media, answered)]


def reported(state: TextState, error: SendProblem | None = None) -> list[Event]:
    return [TextReport(TEXT_ID, "", state, AT, error)]


def ignored(why: str) -> list[Event]:
    return [Ignored(why)]


RECORDING = "https://storage.example.com/made-up.mp3"
NOT_LEFT = ignored("the text has not left yet")
ELSEWHERE = ignored("this came by another way than text")
FAILED = SendProblem(Problem.REFUSED, "", UNDELIVERED)

EVENTS: dict[str, list[Event]] = {
    "call__completed": ended(Outcome.COMPLETED, Proof.PERSON, 120),
    "call__answered": ended(Outcome.COMPLETED, Proof.CONNECTED, 8),
    "call__no_answer": rang_out(),
    "call__busy": ended(Outcome.BUSY),
    "call__failed": ended(Outcome.FAILED),
    "call__canceled": ended(Outcome.HUNG_UP),
    "call__pending": ignored("the call is still going on"),
    "call__new_status": ignored("callStatus says parked, which is new to us"),
    "call__voicemail": rang_out(VoicemailLeft(CALL, RECORDING, None, "", AT)),
    "call__voicemail_without_recording": rang_out(VoicemailLeft(CALL, "", None, "", AT)),
    "call__outbound": ignored("this call did not come from outside"),
    "call__new_direction": ignored("direction says sideways, which is new to us"),
    "call__time_in_milliseconds": ended(Outcome.BUSY),
    "call__without_time": ended(Outcome.BUSY),
    "text_received__plain": received("Café & tea? 100% 👍"),
    "text_received__stop": received("Stop", True),
    "text_received__help": received("Help", True),
    "text_received__stop_sentence": received("stop please"),
    "text_received__picture": received("", media=(Media("https://storage.example.com/tap.jpg", ""),)),
    "message__email": ELSEWHERE,
    "message__gmb": ELSEWHERE,
    "message__fb": ELSEWHERE,
    "message__ig": ELSEWHERE,
    "message__live_chat": ELSEWHERE,
    "message__whatsapp": ELSEWHERE,
    "message__new_kind": ignored("messageType says Hologram, which is new to us"),
    "delivery__pending": NOT_LEFT,
    "delivery__scheduled": NOT_LEFT,
    "delivery__queued": reported(TextState.ACCEPTED),
    "delivery__sent": reported(TextState.SENT),
    "delivery__connected": reported(TextState.SENT),
    "delivery__delivered": reported(TextState.DELIVERED),
    "delivery__read": reported(TextState.DELIVERED),
    "delivery__opened": reported(TextState.DELIVERED),
    "delivery__clicked": reported(TextState.DELIVERED),
    "delivery__undelivered": reported(TextState.UNDELIVERED, FAILED),
    "delivery__failed": reported(TextState.UNDELIVERED, FAILED),
    "delivery__opt_out": reported(TextState.UNDELIVERED, OPTED_OUT),
    "delivery__new_status": ignored("status says parked, which is new to us"),
    "asked__text": [SendAsked("GKJxs4P5L8dWc5CFUITM", DAN, "We can come at 3 — see you then! 👍", AT)],
    "asked__picture": [SendAsked("GKJxs2", DAN, "We can come at 3 — see you then! 👍", AT, True)],
    "asked__new_type": ignored("type says Hologram, which is new to us"),
    "event__new_type": ignored("type says HologramSent, which is new to us"),
}
EVENTS |= {f"event__{kind.lower()}": ignored(why) for kind, why in tables.TYPES.items() if why}

BAD_TOKEN = SendProblem(Problem.MISCONFIGURED, "", "HighLevel does not accept the token of this location.")
REFUSED = SendProblem(Problem.REFUSED, "", "HighLevel refused the text.")


# --- Whole calls ---

TAKEN = [
    "call__answered",
    "call__completed",
]
MISSED = [
    # A call comes as one webhook, when it is over.
    "call__no_answer",
    "call__voicemail",
    "call__busy",
    "call__canceled",
    "call__failed",
]


# --- For the battery ---


CASE = ContractCase(
    provider=PROVIDER,
    settings=SETTINGS,
    rotated=ROTATED,
    taken=TAKEN,
    missed=MISSED,
    recorded="call__voicemail",
    recordings={"": f"{{base}}/conversations/messages/{CALL}/locations/{LOCATION}/recording"},
    events=EVENTS,
    new_words=[name for name in EVENTS if "__new_" in name],
    dated={"call__no_answer": "2026-11-20T17:03:11Z", "call__time_in_milliseconds": "2026-11-20T17:03:11Z"},
    unreadable={
        "call__no_contact": "contactId",
        "text_received__no_id": "messageId",
        "asked__no_id": "messageId",
        "asked__no_number": "phone",
    },
    signature_headers=["x-ghl-signature"],
    signs_url=False,
    sends={
        "send__accepted": Sent(TEXT_ID),
        "send__accepted_without_id": SendProblem(
            Problem.UNSURE, "", "HighLevel answered with something else than expected (HTTP 201)."
        ),
        "send__refused_400": REFUSED,
        "send__refused_401": BAD_TOKEN,
        "send__refused_422": REFUSED,
        "send__busy": SendProblem(Problem.BUSY, "", "HighLevel asks us to wait."),
    },
    tells={"tell__accepted": None, "tell__refused_400": REFUSED, "tell__refused_401": BAD_TOKEN},
    shows={"show__accepted": None, "show__refused_400": REFUSED, "show__refused_401": BAD_TOKEN},
    finds={"find__found": Sent(TEXT_ID), "find__not_there": None},
    first=("first__contact",),
    then={"calls__listed": "enrich__found"},
    calls={
        "calls__listed": [
            FoundCall(CALL, DAN, LINE, datetime(2026, 11, 20, 17, 3, 10, tzinfo=UTC), ended=True)
        ],
        "calls__none": [],
    },
    checks={
        "check__good_key": None,
        "check__bad_key": Problem.MISCONFIGURED,
        "check__unknown_location": Problem.MISCONFIGURED,
    },
    needs_enriching="call__no_answer",
    enriches={
        "enrich__found": {"phone": DAN},
        "enrich__no_number": {"phone": ""},
        "enrich__removed": {"phone": ""},
    },
)
