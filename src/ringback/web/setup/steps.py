"""The steps of the set-up, and how far each has come: read from what is stored, so one may leave any time."""

from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.responses import Response

from ringback.calls import of_line as calls
from ringback.db.transaction import Transaction
from ringback.flows import line_tested
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.addresses import missing
from ringback.lines.forwarding_watch import awaits_forwarded, forwarding_state
from ringback.lines.store import Line
from ringback.web.visit import Visit
from ringback.web.words import mark

IN_A_BOX: Final = "simulator"  # its line needs no address, no key and no register


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    title: str
    words: str  # what it is about
    done: bool
    left: str = ""  # one sentence: what is still missing
    here: bool = True  # False: it cannot be done before another one


TITLES = {
    "business": (mark("Your business"), mark("Name, trade and time zone.")),
    "hours": (mark("Opening hours"), mark("When callers reach somebody.")),
    "line": (mark("Your phone system"), mark("The number that callers dial, and who carries it.")),
    "forwarding": (mark("Call forwarding"), mark("Your phone passes on what you do not answer.")),
    "message": (mark("The text"), mark("What callers get, in your words.")),
    "notice": (mark("Notice and registration"), mark("Callers are told, and the carriers know you.")),
    "test": (mark("Test call"), mark("See each stage work, from the ring to your answer.")),
    "live": (mark("Go live"), mark("From then on your callers are texted.")),
}


async def steps(visit: Visit) -> list[Step]:
    return await visit.read(_steps, visit)


async def show(visit: Visit, key: str, template: str, status: int = 200, /, **values: object) -> Response:
    """The page of one step, in the frame of all of them."""
    every = await steps(visit)
    at = next((place for place, step in enumerate(every) if step.key == key), None)
    step = every[at] if at is not None else _step(key, False)  # not one for this line: it has no number
    following = every[at + 1].key if at is not None and at + 1 < len(every) else ""
    number = at + 1 if at is not None else None
    ours = {"step": step, "number": number, "following": following, "step_url": partial(address, visit)}
    return visit.page(template, status, steps=every, **ours, **values)


async def next_after(visit: Visit, key: str) -> str:
    """The address of what comes after this step, done or not."""
    keys = [step.key for step in await steps(visit)]
    after = keys[keys.index(key) + 1 :] if key in keys else []
    return address(visit, after[0] if after else "")


def address(visit: Visit, key: str) -> str:
    """Of a step, or with "" of all of them; about the same line as this page, where one was chosen."""
    path = f"setup/{key}" if key else "setup"
    chosen = visit.query("line")
    return visit.url(f"{path}?line={quote(chosen)}" if chosen else path)


async def line_in_hand(visit: Visit) -> Line | None:
    return await visit.read(_line_in_hand, visit)


def _line_in_hand(tx: Transaction, visit: Visit) -> Line | None:
    """The line that the set-up is about: the chosen one, else one that is not live yet, else the newest."""
    every = lines.of_account(tx, visit.account.id)
    if chosen := visit.query("line"):
        return next((line for line in every if line.id == chosen), None)
    not_live = [line for line in every if not going_live.live(tx, line.account_id, line.id)]
    return next(reversed(not_live or every), None)


def _steps(tx: Transaction, visit: Visit) -> list[Step]:
    account, line = visit.account, _line_in_hand(tx, visit)
    been = account.profile.gone_through.split()
    found = [
        _step("business", bool(account.profile.trade)),
        _step("hours", "hours" in been),
        _line(visit, line),
    ]
    if line is not None and awaits_forwarded(line):
        works = forwarding_state(calls.last_on_line(tx, line), tx.now)
        found.append(_step("forwarding", works.works, works.says))
    found.append(_step("message", "message" in been))
    found.append(_step("notice", "notice" in been))
    return [*found, *_service(tx, line)]


def _line(visit: Visit, line: Line | None) -> Step:
    if line is None:
        return _step("line", False)
    left = still_missing(visit, line)
    return _step("line", not left, left[0] if left else "")


def still_missing(visit: Visit, line: Line) -> list[str]:
    """In sentences: why this line is not ready for calls."""
    running = visit.running
    left = missing(line, visit.account, running.settings.public_url, running.vault)
    return left if line.provider != IN_A_BOX or running.carrier is not None else [visit.t(_OFF), *left]


_OFF: Final = mark(
    "The simulator is off on this server, so this line hears and sends nothing. Start the server with "
    "RINGBACK_SIMULATOR=on, or set up a line of a real phone system."
)


def _service(tx: Transaction, line: Line | None) -> list[Step]:
    if line is None:
        return [_step("test", False, here=False), _step("live", False, here=False)]
    test = going_live.last_test(tx, line.account_id, line.id)
    passed = test is not None and line_tested.passed(line_tested.stages(tx, line, test))
    live = going_live.live(tx, line.account_id, line.id)
    return [_step("test", passed), _step("live", live)]


def _step(key: str, done: bool, left: str = "", *, here: bool = True) -> Step:
    title, words = TITLES[key]
    return Step(key, title, words, done, "" if done else left, here)
