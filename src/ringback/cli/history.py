"""`ringback calls` and `ringback texts`: what happened, newest first, and why."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ringback.accounts.store import Account
from ringback.calls import receipts
from ringback.calls import store as calls
from ringback.calls.store import Call, CallState
from ringback.cli.database import NOTHING_YET, accounts_named, ask
from ringback.cli.show import show_json, show_table
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.contacts import store as contacts
from ringback.db.transaction import Transaction
from ringback.flows.evidence_asked import calls_from
from ringback.lib.numbers import pretty, read_number
from ringback.lines import store as lines
from ringback.messages import store as texts
from ringback.messages.store import State, Text
from ringback.settings import Settings
from ringback.tasks import store as tasks
from ringback.tasks.store import TaskKind

Row = dict[str, object]
Sent = tuple[State, str]  # how far a text has come, and the reason

VERDICTS = {"text": "texted", "skip": "skipped", "call_back": "call_back"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What to list."""

    account: str | None
    number: str | None
    limit: int


def show_calls(settings: Settings, asked: Asked, *, as_json: bool) -> None:
    rows = ask(settings, _calls, asked)
    if as_json:
        show_json([_without_zone(row) for row in rows or []])
    elif not rows:
        print(NOTHING_YET if rows is None else "No calls yet.")
    else:
        show_table(["when", "caller", "line", "result", "why"], map(_call_cells, rows))


def show_texts(settings: Settings, asked: Asked, *, as_json: bool) -> None:
    rows = ask(settings, _texts, asked)
    if as_json:
        show_json([_without_zone(row) for row in rows or []])
    elif not rows:
        print(NOTHING_YET if rows is None else "No texts yet.")
    else:
        show_table(["when", "", "number", "text", "state", "why"], map(_text_cells, rows))


def result_of(
    state: CallState, verdict: str | None, text: Sent | None, task_waits: bool, asked_to_call: bool
) -> str:
    """What became of the caller: answered, texted, skipped, task, or waiting while it is not decided.

    `asked_to_call`: a person was to call back, whether they have by now or not.
    """
    if state is CallState.ACCEPTED:
        return "answered"
    if state is CallState.OPEN or verdict is None:
        return "waiting"
    if verdict == "call_back" or task_waits:
        return "task"
    if verdict == "hold":
        return "waiting"
    if verdict == "skip" or text is None:
        return "skipped"
    return _result_of_text(*text, asked_to_call)


def _result_of_text(state: State, reason: str, asked_to_call: bool) -> str:
    match state:
        case State.ACCEPTED | State.SENT | State.DELIVERED:
            return "texted"
        case State.WAITING | State.SENDING:
            return "waiting"
        case State.UNSURE:
            return "task" if reason == "unknown" else "waiting"
        case State.CANCELLED:
            return "task" if asked_to_call else "skipped"
        case _:
            return "skipped" if reason == "opted_out" else "task"


def _calls(tx: Transaction, asked: Asked) -> list[Row]:
    found = [
        (call, account)
        for account in accounts_named(tx, asked.account)
        for call in _calls_of(tx, account, asked)
    ]
    found.sort(key=lambda pair: (pair[0].first_heard_at, pair[0].id), reverse=True)
    return [_call_row(tx, call, account) for call, account in found[: asked.limit]]


def _calls_of(tx: Transaction, account: Account, asked: Asked) -> list[Call]:
    number = _e164(asked.number, account)
    if number is None:
        return calls.newest(tx, account.id, limit=asked.limit)
    return calls_from(tx, account.id, number, asked.limit)


def _call_row(tx: Transaction, call: Call, account: Account) -> Row:
    receipt = receipts.of_call(tx, account.id, call.id)
    text = texts.of_call(tx, account.id, call.id)
    about = [call.id, text.id] if text else [call.id]
    waiting = [task for thing in about for task in tasks.open_tasks(tx, account.id, about=thing)]
    line = lines.get(tx, call.line_id)
    return {
        "id": call.id,
        "at": call.first_heard_at.isoformat(),
        "number": call.caller,
        "line": line.number if line else "",
        "account": account.name,
        "outcome": {"accepted": "answered"}.get(call.state, call.state.value),
        "how": call.outcome.value if call.outcome else None,
        "verdict": VERDICTS.get(receipt.verdict, receipt.verdict) if receipt else "open",
        "reason": receipt.reason if receipt else "",
        "sentence": receipt.sentence if receipt else "",
        "text": _text_part(text) if text else None,
        "tasks": [{"id": task.id, "kind": task.kind.value, "sentence": task.sentence} for task in waiting],
        "result": result_of(
            call.state,
            receipt.verdict if receipt else None,
            (text.state, text.reason) if text else None,
            bool(waiting),
            tasks.asked_at(tx, account.id, TaskKind.CALL_BACK, call.id) is not None,
        ),
        "zone": account.time_zone,
    }


def _text_part(text: Text) -> Row:
    return {
        "id": text.id,
        "state": text.state.value,
        "reason": text.reason,
        "sentence": text.sentence,
        "body": text.body,
    }


def _texts(tx: Transaction, asked: Asked) -> list[Row]:
    found = [
        (text, account)
        for account in accounts_named(tx, asked.account)
        for text in _texts_of(tx, account, asked)
    ]
    found.sort(key=lambda pair: (pair[0].created_at, pair[0].id), reverse=True)
    return [_text_row(tx, text, account) for text, account in found[: asked.limit]]


def _texts_of(tx: Transaction, account: Account, asked: Asked) -> list[Text]:
    number = _e164(asked.number, account)
    if number is None:
        return texts.newest(tx, account.id, limit=asked.limit)
    contact = contacts.by_number(tx, account.id, number)
    return texts.newest(tx, account.id, limit=asked.limit, contact_id=contact.id) if contact else []


def _text_row(tx: Transaction, text: Text, account: Account) -> Row:
    line = lines.get(tx, text.line_id)
    return {
        "id": text.id,
        "at": text.created_at.isoformat(),
        "direction": "in" if text.state is State.RECEIVED else "out",
        "number": contacts.get(tx, account.id, text.contact_id).number,
        "line": line.number if line else "",
        "account": account.name,
        "purpose": text.purpose.value,
        "body": text.body,
        "state": text.state.value,
        "reason": text.reason,
        "sentence": text.sentence,
        "call": text.call_id,
        "zone": account.time_zone,
    }


def _e164(number: str | None, account: Account) -> str | None:
    """The number as people of that business write it. Stops when it is none."""
    if number is None:
        return None
    found = read_number(number, account.country).e164
    if found is None:
        raise Stop(f'"{number}" is not a phone number; write it like +15125550142.', WRONG_USE)
    return found


def _call_cells(row: Row) -> list[object]:
    text = row["text"]
    said = text["sentence"] if isinstance(text, dict) and text["sentence"] else row["sentence"]
    how = "" if row["how"] in (None, "completed") else f" ({str(row['how']).replace('_', ' ')})"
    return [_when(row), _pretty(row), row["line"], f"{row['result']}{how}", said]


def _text_cells(row: Row) -> list[object]:
    return [_when(row), row["direction"], _pretty(row), row["body"], row["state"], row["sentence"]]


def _when(row: Row) -> str:
    """On the clock of the business."""
    at = datetime.fromisoformat(str(row["at"])).astimezone(ZoneInfo(str(row["zone"])))
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _pretty(row: Row) -> str:
    return pretty(str(row["number"])) if row["number"] else "hidden"


def _without_zone(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "zone"}
