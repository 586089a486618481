"""What Telnyx is told to do with a call, by requests of ours after each of its events.

1. A call arrives. Its phones are dialled, all at once or in turn; the caller hears ringing, for we do not
   answer.
2. Whoever picks up is asked to press 1. Nobody did: hang up.
3. Somebody did: answer the caller, connect the two, stop the other phones. Whoever comes second is hung up
   on.
4. A phone has ended without a key. Another one still rings: wait. One is left to be rung: dial it. Else
   answer the caller, say the greeting, record a voicemail and hang up. Where the greeting asks for a key,
   who presses it is thanked instead of recorded.
5. The caller has hung up: stop the phones.

Any of this may run twice: each order has an id, made of what it is for, and Telnyx drops a repeated one. An
order for a call that is over is refused, which does no harm.
"""

import re
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

from ringback.lib.http import HttpAnswer, Lost, NotReached
from ringback.phone.events import Problem, SendProblem
from ringback.phone.markup import AT_ONCE
from ringback.phone.provider import CallPlan, CannotAsk, Mode, SendFailed
from ringback.phone.telnyx.account import Account, found, one
from ringback.phone.telnyx.calls import accepts, forwarded_from, is_phone
from ringback.phone.telnyx.rest import BAD_KEY
from ringback.phone.telnyx.tables import RANG_OUT
from ringback.phone.telnyx.wire import ARRIVED, PHONE, TAKEN, THANKED, UNANSWERED, Event, Note, read_note
from ringback.phone.words import KEY_SECONDS, thanks_words, whisper_words

SHORTEST_RING, LONGEST_RING = 5, 600
LONGEST_SPEECH: Final = 3000  # characters
PRESS_MILLISECONDS: Final = 5000  # after the whisper
LOOK_AGAIN: Final = 2.0  # seconds, where the last phones are ending
# fmt: off
SPOKEN: Final = (
    "en-US", "en-GB", "en-AU", "en-IN", "es-US", "es-MX", "es-ES", "fr-CA", "fr-FR", "pt-BR", "pt-PT",
    "de-DE", "it-IT", "nl-NL", "da-DK", "nb-NO", "sv-SE", "pl-PL", "ru-RU", "tr-TR", "ja-JP", "ko-KR",
    "hi-IN", "cmn-CN",
)
# fmt: on
WRITTEN_OUT: Final = frozenset({"en", "es", "fr"})
_E164 = re.compile(r"\+[1-9]\d{6,14}")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who gives the orders: the account, and what the line wants."""

    account: Account
    plan: CallPlan


async def react(account: Account, plan: CallPlan, said: Event) -> None:
    """Raises SendFailed(DOWN or BUSY) to be run again, SendFailed(MISCONFIGURED) for a refused key."""
    desk = Desk(account, plan)
    state = said.payload.text("client_state")
    note = read_note(state)
    match said.type:
        case _ if note is None and state:
            return  # another program has this call in hand
        case "call.initiated" if note is None:
            await _arrived(desk, said)
        case "call.hangup" if note is None:
            await _stop_phones(desk, said, said.payload.need("call_session_id"), keep=())
        case "call.recording.saved" if note is not None:
            await hang_up(desk, note.caller)
        case _ if note is not None and is_phone(said.payload, note):
            await _on_phone(desk, said, note)
        case _ if note is not None and note.role in (ARRIVED, UNANSWERED):
            await _on_greeted(desk, said, note)
        case "call.speak.ended" if note is not None and note.role == THANKED:
            await hang_up(desk, note.caller)


# --- The phones ---


async def _arrived(desk: Desk, said: Event) -> None:
    payload, plan = said.payload, desk.plan
    if payload.text("direction") != "incoming":
        return
    shown = _E164.fullmatch(payload.text("from")) is not None
    note = Note(PHONE, payload.need("call_session_id"), payload.need("call_control_id"), shown)
    # A phone that is calling, or that has just forwarded this call to us, must not be rung: the call would
    # come back to us in a circle.
    own = {payload.text("from"), forwarded_from(payload)}
    phones = [phone for phone in plan.ring if phone not in own][:AT_ONCE] if plan.mode is Mode.DIAL else []
    if not phones:
        await _greet(desk, replace(note, role=ARRIVED))
    elif not await _ring(desk, said, note, phones):
        await _greet(desk, replace(note, role=UNANSWERED))


async def _ring(desk: Desk, said: Event, note: Note, phones: list[str]) -> bool:
    """Dial these phones, or the first of them that can be dialled when they ring in turn. Does any ring?"""
    if not desk.plan.in_turn:
        together = replace(note, alone=len(phones) == 1)
        return any([await _dial(desk, said, together, phone) for phone in phones])
    for position, phone in enumerate(phones, 1):
        if await _dial(desk, said, replace(note, rest=tuple(phones[position:])), phone):
            return True
    return False


async def _dial(desk: Desk, said: Event, note: Note, phone: str) -> bool:
    plan = desk.plan
    asked = {
        "connection_id": said.payload.need("connection_id"),
        "to": phone,
        "from": plan.number,
        "link_to": note.caller,  # both are then sides of the same session
        "timeout_secs": min(max(plan.ring_seconds, SHORTEST_RING), LONGEST_RING),
        "webhook_url": plan.address("leg"),
        "client_state": note.written(),
        "command_id": f"ring-{note.call}-{phone}",
    }
    if note.shown:
        asked["bridge_intent"] = True
    return await _order(desk, "/calls", asked)


async def _on_phone(desk: Desk, said: Event, note: Note) -> None:
    phone = said.payload.need("call_control_id")
    if note.role != PHONE:
        return
    match said.type:
        case "call.answered" if desk.plan.press_to_accept:
            await _whisper(desk, said, phone)
        case "call.answered":
            await _take(desk, said, note, phone)
        case "call.gather.ended" if accepts(said):
            await _take(desk, said, note, phone)
        case "call.gather.ended" if said.payload.text("status") != "call_hangup":
            await hang_up(desk, phone)
        case "call.hangup":
            await _ring_on(desk, said, note, phone)


async def _whisper(desk: Desk, said: Event, phone: str) -> None:
    words, language = whisper_words(desk.plan)
    asked = {
        **speech(words, language),
        **one_key(PRESS_MILLISECONDS),
        "command_id": f"whisper-{said.payload.need('call_leg_id')}",
    }
    await command(desk, phone, "gather_using_speak", asked)


async def _take(desk: Desk, said: Event, note: Note, phone: str) -> None:
    """Connect the two. Of two people who press the key, the second finds the caller taken and is hung up
    on."""
    leg = said.payload.need("call_leg_id")
    state = replace(note, role=TAKEN).written()
    # An incoming call takes no other order before it is answered. Refused: it is answered, or over.
    await command(desk, note.caller, "answer", {"client_state": state, "command_id": f"take-{leg}"})
    bridge = {
        "call_control_id": note.caller,
        "prevent_double_bridge": True,
        "client_state": state,
        "command_id": f"bridge-{leg}",
    }
    if not await command(desk, phone, "bridge", bridge):
        await hang_up(desk, phone)
    elif not note.alone:
        await _stop_phones(desk, said, note.call, keep=(phone, note.caller))


async def _ring_on(desk: Desk, said: Event, note: Note, phone: str) -> None:
    """This phone has ended, and nobody there took the call."""
    if not note.alone:
        others = await _sides(desk, said, note.call, keep=(phone, note.caller))
        if any(state is not None and state.role == TAKEN for state in others.values()):
            return
        if others and said.payload.text("hangup_cause") in RANG_OUT:
            # They were dialled at the same time, so they are ending, too, or somebody hears the whisper.
            raise SendFailed(SendProblem(Problem.BUSY, said="The last phones are still ending."), LOOK_AGAIN)
        if others:
            return
    if note.rest:
        if not await _still_there(desk, note.caller):
            return
        if await _ring(desk, said, note, list(note.rest)):
            return
    await _greet(desk, replace(note, role=UNANSWERED, alone=True, rest=()))


async def _stop_phones(desk: Desk, said: Event, call: str, *, keep: tuple[str, ...]) -> None:
    if desk.plan.mode is Mode.DIAL:
        for phone, note in (await _sides(desk, said, call, keep=keep)).items():
            if note is not None and note.role == PHONE:
                await hang_up(desk, phone)


# --- The caller ---


async def _greet(desk: Desk, note: Note) -> None:
    plan = desk.plan
    if not plan.greeting and not plan.voicemail:
        await hang_up(desk, note.caller)
        return
    asked = {"client_state": note.written(), "command_id": f"greet-{note.call}"}
    await command(desk, note.caller, "answer", asked)


async def _on_greeted(desk: Desk, said: Event, note: Note) -> None:
    plan = desk.plan
    match said.type:
        case "call.answered" if plan.asks_caller:
            await _ask_for_key(desk, note)
        case "call.gather.ended" if accepts(said):
            await _thank(desk, note)
        case "call.gather.ended" if said.payload.text("status") != "call_hangup":
            await _record_or_hang_up(desk, note)
        case "call.answered" if plan.greeting:
            asked = {
                **speech(plan.greeting, plan.language),
                "client_state": note.written(),
                "command_id": f"greeting-{note.call}",
            }
            if not await command(desk, note.caller, "speak", asked):
                await _record_or_hang_up(desk, note)
        case "call.answered":
            await _record_or_hang_up(desk, note)
        case "call.speak.ended" if said.payload.text("status") != "call_hangup":
            await _record_or_hang_up(desk, note)


async def _ask_for_key(desk: Desk, note: Note) -> None:
    asked = {
        **speech(desk.plan.greeting, desk.plan.language),
        **one_key(KEY_SECONDS * 1000),
        "client_state": note.written(),
        "command_id": f"greeting-{note.call}",
    }
    if not await command(desk, note.caller, "gather_using_speak", asked):
        await _record_or_hang_up(desk, note)


async def _thank(desk: Desk, note: Note) -> None:
    words, language = thanks_words(desk.plan)
    state = replace(note, role=THANKED).written()
    asked = {**speech(words, language), "client_state": state, "command_id": f"thanks-{note.call}"}
    if not await command(desk, note.caller, "speak", asked):
        await hang_up(desk, note.caller)


def one_key(milliseconds: int) -> dict[str, Any]:
    """How long may be waited after the words."""
    return {"minimum_digits": 1, "maximum_digits": 1, "maximum_tries": 1, "timeout_millis": milliseconds}


async def _record_or_hang_up(desk: Desk, note: Note) -> None:
    plan = desk.plan
    if not plan.voicemail:
        await hang_up(desk, note.caller)
        return
    asked: dict[str, Any] = {
        "format": "mp3",
        "channels": "single",
        "recording_track": "inbound",
        "play_beep": True,
        "max_length": plan.voicemail_seconds,
        "client_state": note.written(),
        "command_id": f"voicemail-{note.call}",
    }
    language = plan.language.partition("-")[0].lower()
    if plan.transcript and language in WRITTEN_OUT:
        asked |= {"transcription": True, "transcription_language": language}
    if not await command(desk, note.caller, "record_start", asked):
        await hang_up(desk, note.caller)


def speech(words: str, language: str) -> dict[str, Any]:
    same = [spoken for spoken in SPOKEN if spoken.lower() == language.lower()]
    like = [spoken for spoken in SPOKEN if spoken.partition("-")[0] == language.partition("-")[0].lower()]
    spoken = (same or like or ["en-US"])[0]
    return {"payload": words[:LONGEST_SPEECH], "payload_type": "text", "voice": "female", "language": spoken}


# --- Orders ---


async def hang_up(desk: Desk, side: str) -> None:
    await command(desk, side, "hangup", {"command_id": "hang-up"})


async def command(desk: Desk, side: str, action: str, asked: dict[str, Any]) -> bool:
    return await _order(desk, f"/calls/{quote(side, safe=':')}/actions/{action}", asked)


async def _order(desk: Desk, path: str, asked: dict[str, Any]) -> bool:
    """Has Telnyx taken the order? False where it refuses, as it does for a call that is over."""
    try:
        answer = await desk.account.ask("POST", path, json=asked)
    except (NotReached, Lost):
        raise SendFailed(SendProblem(Problem.DOWN, said="Telnyx could not be reached.")) from None
    if answer.status == 401:
        raise SendFailed(BAD_KEY)
    if answer.status == 429:
        busy = SendProblem(Problem.BUSY, said="Telnyx is getting too many requests at once.")
        raise SendFailed(busy, answer.retry_after)
    if answer.status >= 500 or answer.status == 408:
        raise SendFailed(SendProblem(Problem.DOWN, said="Telnyx has a disturbance."))
    return 200 <= answer.status < 300


async def _sides(desk: Desk, said: Event, call: str, *, keep: tuple[str, ...]) -> dict[str, Note | None]:
    """The other sides of the call that have not ended, with our notes on them.

    A connection has few calls at a time, so one page is enough. Where Telnyx cannot tell, there are none:
    phones then ring for their time, and pressing the key there finds the caller taken.
    """
    connection = quote(said.payload.need("connection_id"), safe="")
    answer = await _read(desk, f"/connections/{connection}/active_calls", {"page[limit]": "250"})
    listed = found(answer)
    ours = [row for row in listed if row.get("call_session_id") == call] if isinstance(listed, list) else []
    sides = {str(row.get("call_control_id") or ""): read_note(row.get("client_state")) for row in ours}
    return {side: note for side, note in sides.items() if side and side not in keep}


async def _still_there(desk: Desk, caller: str) -> bool:
    """Has the caller not hung up? Where Telnyx does not say, they are taken to be there."""
    answer = await _read(desk, f"/calls/{quote(caller, safe=':')}", None)
    return answer.status != 404 and one(answer).get("is_alive") is not False


async def _read(desk: Desk, path: str, query: dict[str, str] | None) -> HttpAnswer:
    try:
        answer = await desk.account.read(path, query)
    except CannotAsk:
        raise SendFailed(SendProblem(Problem.DOWN, said="Telnyx could not be reached.")) from None
    if answer.status >= 500:
        raise SendFailed(SendProblem(Problem.DOWN, said="Telnyx has a disturbance."))
    return answer
