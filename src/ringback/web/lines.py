"""The lines and how they are: the last call, the forwarding, the last error, and one more try."""

import re
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.calls import of_line as calls
from ringback.db.transaction import Transaction
from ringback.flows import line_tried_again
from ringback.lib.numbers import pretty
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.forwarding_watch import ForwardingState, awaits_forwarded, forwarding_state
from ringback.lines.store import Line
from ringback.messages import outcome
from ringback.phone.events import Problem
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.shop.register import still_wanted
from ringback.web.asked import ask
from ringback.web.errors import NotFound
from ringback.web.pages import page
from ringback.web.setup.steps import still_missing
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark

MODES = {
    Mode.DIAL: mark("rings your phones"),
    Mode.FORWARDED: mark("takes what your phone passes on"),
    Mode.OBSERVE: mark("hears of calls from your phone system"),
    Mode.ANSWER: mark("answers"),
}


@dataclass(frozen=True, slots=True)
class Health:
    line: Line
    company: str
    live: bool
    last_call_at: datetime | None
    forwarding: ForwardingState | None  # of a line that calls are forwarded to
    missing: list[str]

    @property
    def well(self) -> bool:
        return self.live and not self.missing and (self.forwarding is None or self.forwarding.works)


async def show(visit: Visit) -> Response:
    every = await visit.read(health, visit)
    wanted = await visit.read(_wanted, visit, [each.line for each in every])
    return visit.page("lines.html", lines=every, wanted=wanted, modes=MODES)


def health(tx: Transaction, visit: Visit) -> list[Health]:
    return [_of(tx, visit, line) for line in lines.of_account(tx, visit.account.id)]


def _of(tx: Transaction, visit: Visit, line: Line) -> Health:
    last = calls.last_on_line(tx, line)
    return Health(
        line=line,
        company=provider(line.provider).title,
        live=going_live.live(tx, line.account_id, line.id),
        last_call_at=last,
        forwarding=forwarding_state(last, tx.now) if awaits_forwarded(line) else None,
        missing=still_missing(visit, line),
    )


def _wanted(tx: Transaction, visit: Visit, every: list[Line]) -> dict[str, int]:
    """How much the carriers' register still wants, by the line's id; none where it wants nothing."""
    public_url = visit.running.settings.public_url
    counts = {line.id: len(still_wanted(tx, visit.account, line, public_url)) for line in every}
    return {line: count for line, count in counts.items() if count}


async def try_again(visit: Visit) -> Response:
    """Let a stopped line send again. Where its company refuses our keys at once, it stops again."""
    line = await visit.run(_try_again, visit, visit.part_of_path("line"))
    if line is None:
        raise NotFound
    here = visit.url(came_from(visit.form.text("from")))
    refused = await ask(visit, line)
    if refused is not None and refused.settings_are_wrong:
        await visit.run(outcome.park, line, refused.sentence or outcome.WORDS[Problem.MISCONFIGURED])
        said = visit.t("Still stopped. {why}", why=refused.words(visit, line))
        return visit.go(here, said, wrong=True)
    return visit.go(here, visit.t("The line tries again. What waits goes out within a minute."))


def _try_again(tx: Transaction, visit: Visit, line_id: str) -> Line | None:
    line = line_tried_again.try_again(tx, visit.account.id, line_id)
    if line is not None:
        visit.noted(tx, "let a line try again", pretty(line.number))
    return line


def came_from(written: str) -> str:
    """The page on which the button was; the lines where it is none of ours."""
    return written if re.fullmatch(r"tasks|today|inbox/\w+", written) else "lines"


PAGES = [
    page("GET", "lines", Role.READER, show, tab=Tab("lines", mark("Lines"), "phone-line", 110)),
    page("POST", "lines/{line}/again", Role.OWNER, try_again),
]
