"""A call that we place for a member (`phone/placing.py`), by requests of ours after each event of Telnyx.

"Dial", "Gather using speak" and "Transfer call" of the Voice API, with the official Python package, 4.189.

1. The member's own phone is dialled, with a note on it: our id of the call, and whom to ring.
2. It is picked up: ask for the key. None, or another one: hang up.
3. The key: transfer it to the person. On their side lies a note, too, with the name of the member's side.
4. The person's side has ended: hang the member's up, which Telnyx keeps where nobody answered.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ringback.phone.asked import CallToPlace, Placed
from ringback.phone.events import Event as Heard
from ringback.phone.events import Ignored, PlacedCall, Problem, SendProblem, Step
from ringback.phone.placing import PRESS_SECONDS, RING_SECONDS, started
from ringback.phone.provider import CallPlan, CannotAsk, SendFailed
from ringback.phone.telnyx.account import Account
from ringback.phone.telnyx.calls import accepts
from ringback.phone.telnyx.connecting import number_row
from ringback.phone.telnyx.orders import Desk, command, hang_up, one_key, speech
from ringback.phone.telnyx.rest import BAD_KEY
from ringback.phone.telnyx.tables import GATHER_ENDED, LEG_ENDED, SILENT
from ringback.phone.telnyx.wire import CALLED, CALLS_OUT, Event, Note, read_note
from ringback.phone.words import connect_words, new_word

KIND: Final = "placed"  # of the one address at which we hear of both phones
NOT_CONNECTED: Final = SendProblem(
    Problem.MISCONFIGURED, said="The line's number is connected to no call application at Telnyx."
)
NOT_ASKED: Final = SendProblem(Problem.DOWN, said="Telnyx could not be reached.")
NONE_OF_OURS: Final = Ignored("this call is none of ours")


# --- Starting it ---


async def place(account: Account, call: CallToPlace) -> Placed:
    """Ask once. Raises SendFailed; a call that may have been started is UNSURE."""
    asked = {
        "connection_id": await _connection(account, call.number),
        "to": call.phone,
        "from": call.number,
        "timeout_secs": RING_SECONDS,
        "webhook_url": call.address(KIND),
        "client_state": Note(CALLS_OUT, call.id, call.to).written(),
        "command_id": f"place-{call.id}",
    }
    dialled = account.ask("POST", "/calls", json=asked)
    return await started(dialled, "Telnyx", _id, BAD_KEY.said)


async def _connection(account: Account, number: str) -> str:
    """Which of the account's call applications the number is with: Telnyx calls for no number alone."""
    try:
        connection = (await number_row(account, number)).get("connection_id")
    except CannotAsk:
        raise SendFailed(NOT_ASKED) from None
    if not connection:
        raise SendFailed(NOT_CONNECTED)
    return str(connection)


def _id(said: Mapping[str, object]) -> object:
    data = said.get("data")
    return data.get("call_control_id") if isinstance(data, dict) else None


# --- What a webhook says ---


def read(said: Event) -> Heard:
    note = read_note(said.payload.text("client_state"))
    on = ON.get(note.role) if note else None
    if note is None or on is None:
        return NONE_OF_OURS
    if said.type not in on:
        return Ignored("this decides nothing") if said.type in SILENT else new_word("event_type", said.type)
    heard = on[said.type](said)
    return PlacedCall(note.call, heard, said.at) if isinstance(heard, Step) else heard


def _not_yet(said: Event) -> Ignored:
    return Ignored("this phone does not ring yet")


def _key(said: Event) -> Step | Ignored:
    status = said.payload.need("status")
    if status not in GATHER_ENDED:
        return new_word("status", status)
    return Step.CONNECTING if accepts(said) else Step.OVER


def _spoke(said: Event) -> Step:
    return Step.SPOKE


def _ended(step: Step) -> Callable[[Event], Step | Ignored]:
    def read(said: Event) -> Step | Ignored:
        cause = said.payload.need("hangup_cause")
        return step if cause in LEG_ENDED else new_word("hangup_cause", cause)

    return read


# The member's own phone, and the person's. That the second ended after a talk changes nothing any more.
ON: Final[Mapping[str, Mapping[str, Callable[[Event], Step | Ignored]]]] = {
    CALLS_OUT: {
        "call.initiated": _not_yet,
        "call.ringing": _not_yet,
        "call.answered": lambda said: Step.PICKED_UP,
        "call.gather.ended": _key,
        "call.bridged": _spoke,
        "call.hangup": _ended(Step.OVER),
    },
    CALLED: {
        "call.initiated": _not_yet,
        "call.ringing": _not_yet,
        "call.answered": _spoke,
        "call.bridged": _spoke,
        "call.hangup": _ended(Step.NOT_REACHED),
    },
}


# --- What to do next ---


async def react(account: Account, plan: CallPlan, said: Event) -> None:
    """Raises SendFailed(DOWN or BUSY) to be run again: each order has an id, and counts once."""
    note, desk = read_note(said.payload.text("client_state")), Desk(account, plan)
    if note is not None and note.role == CALLS_OUT:
        await _on_own_phone(desk, said, note)
    elif note is not None and note.role == CALLED and said.type == "call.hangup":
        await hang_up(desk, note.caller)


async def _on_own_phone(desk: Desk, said: Event, note: Note) -> None:
    phone = said.payload.need("call_control_id")
    match said.type:
        case "call.answered":
            words = speech(*connect_words(desk.plan))
            asked = {**words, **one_key(PRESS_SECONDS * 1000), "command_id": f"ask-{note.call}"}
            await command(desk, phone, "gather_using_speak", asked)
        case "call.gather.ended" if accepts(said):
            await _connect(desk, note, phone)
        case "call.gather.ended" if said.payload.text("status") != "call_hangup":
            await hang_up(desk, phone)


async def _connect(desk: Desk, note: Note, phone: str) -> None:
    asked = {
        "to": note.caller,
        "from": desk.plan.number,
        "timeout_secs": RING_SECONDS,
        "webhook_url": desk.plan.address(KIND),
        "target_leg_client_state": Note(CALLED, note.call, phone).written(),
        "command_id": f"connect-{note.call}",
    }
    if not await command(desk, phone, "transfer", asked):
        await hang_up(desk, phone)
