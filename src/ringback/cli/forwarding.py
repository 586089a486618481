"""`ringback lines forwarding`."""

from dataclasses import asdict, dataclass

from ringback.accounts import store as accounts
from ringback.accounts.store import Account
from ringback.calls import of_line as calls
from ringback.cli.database import NOTHING_YET, ask
from ringback.cli.show import console, show_json, show_table
from ringback.cli.trouble import WRONG_USE, Stop
from ringback.db.transaction import Transaction
from ringback.lib.numbers import read_number
from ringback.lib.qr import qr_terminal
from ringback.lines import store as lines
from ringback.lines.forwarding import Carrier, Instructions, Step, carrier, carriers, instructions, loops
from ringback.lines.forwarding_watch import ForwardingState, forwarding_state
from ringback.lines.store import Line
from ringback.phone.provider import Mode
from ringback.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    number: str
    carrier: str | None  # its key; None: which are there?
    business: str | None
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Found:
    account: Account
    line: Line
    state: ForwardingState
    problems: list[str]


def show_forwarding(settings: Settings, asked: Asked, *, qr: bool, as_json: bool) -> None:
    found = ask(settings, _found, asked)
    if found is None:
        raise Stop(NOTHING_YET)
    chosen = _chosen(found.account, asked.carrier)
    if chosen is None:
        _show_carriers(found, as_json=as_json)
        return
    wanted = instructions(chosen, found.line.number, asked.seconds)
    if as_json:
        show_json(_as_json(found, wanted))
    else:
        _show(found, wanted, qr=qr)


def line_numbered(tx: Transaction, number: str) -> Line:
    """Stops when no business has a line of this number."""
    line = lines.by_number(tx, read_number(number).e164 or number)
    if line is None:
        raise Stop(f"There is no line {number}: see ringback lines.", WRONG_USE)
    return line


def _found(tx: Transaction, asked: Asked) -> Found:
    line = line_numbered(tx, asked.number)
    account = accounts.get(tx, line.account_id)
    state = forwarding_state(calls.last_on_line(tx, line), tx.now)
    return Found(account, line, state, _problems(tx, line, account, asked.business))


def _problems(tx: Transaction, line: Line, account: Account, business: str | None) -> list[str]:
    found = []
    if line.mode is not Mode.FORWARDED:
        found.append(f'The line\'s mode is "{line.mode}"; calls are forwarded to one with mode "forwarded".')
    if business is not None:
        own = read_number(business, account.country).e164
        if own is None:
            raise Stop(f"{business} is no phone number.", WRONG_USE)
        every = lines.of_account(tx, account.id)
        found += loops(own, line.number, {each.number: each.plan.ring for each in every})
    return found


def _chosen(account: Account, key: str | None) -> Carrier | None:
    if key is None:
        return None
    found = carrier(key)
    if found is None:
        known = ", ".join(each.key for each in carriers(account.country))
        raise Stop(f'There is no phone company "{key}"; there are: {known}.', WRONG_USE)
    return found


def _show_carriers(found: Found, *, as_json: bool) -> None:
    known = carriers(found.account.country)
    if as_json:
        show_json([{"carrier": each.key, "title": each.title} for each in known])
        return
    _show_state(found)
    print("Whose phone is to pass its calls on? Run it again with --carrier NAME.")
    show_table(["--carrier", "phone company"], ((each.key, each.title) for each in known))


def _as_json(found: Found, wanted: Instructions) -> dict[str, object]:
    return {
        "number": wanted.number,
        "carrier": wanted.carrier.key,
        "seconds": wanted.seconds,
        "rings": wanted.rings,
        "at_once": _step(wanted.at_once) if wanted.at_once else None,
        "switch_on": [_step(step) for step in wanted.switch_on],
        "check": [_step(step) for step in wanted.check],
        "switch_off": [_step(step) for step in wanted.switch_off],
        "warnings": list(wanted.warnings),
        "problems": found.problems,
        "state": found.state.state,
        "says": found.state.says,
        "todo": found.state.todo,
    }


def _step(step: Step) -> dict[str, object]:
    return {**asdict(step), "link": step.link}


def _show(found: Found, wanted: Instructions, *, qr: bool) -> None:
    _show_state(found)
    rings = f", after {wanted.seconds} seconds ({wanted.rings})" if wanted.seconds else ""
    console().print(f"{wanted.carrier.title}: pass calls on to {wanted.number}{rings}", style="bold")
    for title, steps in (
        ("Look first, and write down what it shows", wanted.check),
        ("Switch it on", wanted.switch_on),
        ("Or all at once", (wanted.at_once,) if wanted.at_once else ()),
        ("See whether it is on", wanted.check),
        ("Switch it off again", wanted.switch_off),
    ):
        if steps:
            _show_steps(title, steps, qr=qr)
    for warning in wanted.warnings:
        console().print(f"  - {warning}", markup=False)


def _show_steps(title: str, steps: tuple[Step, ...], *, qr: bool) -> None:
    rows = [(step.code, step.does, f"or {step.otherwise}" if step.otherwise else "") for step in steps]
    show_table(["dial", title.lower(), ""], rows)
    if qr:
        for step in steps:
            if step.link:
                print(f"{step.code}\n{qr_terminal(step.link)}")


def _show_state(found: Found) -> None:
    print(" ".join(said for said in (found.state.says, found.state.todo) if said))
    for problem in found.problems:
        console().print(f"  ! {problem}", markup=False, style="bold red")
