"""The lines and how they are: the last call, the forwarding, the last error."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.calls import of_line as calls
from ringback.db.transaction import Transaction
from ringback.lines import going_live
from ringback.lines import store as lines
from ringback.lines.addresses import missing
from ringback.lines.forwarding_watch import ForwardingState, forwarding_state
from ringback.lines.store import Line
from ringback.phone.provider import Mode
from ringback.phone.registry import provider
from ringback.web.pages import page
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
    return visit.page("lines.html", lines=await visit.read(health, visit), modes=MODES)


def health(tx: Transaction, visit: Visit) -> list[Health]:
    return [_of(tx, visit, line) for line in lines.of_account(tx, visit.account.id)]


def _of(tx: Transaction, visit: Visit, line: Line) -> Health:
    last = calls.last_on_line(tx, line)
    running = visit.running
    return Health(
        line=line,
        company=provider(line.provider).title,
        live=going_live.live(tx, line.account_id, line.id),
        last_call_at=last,
        forwarding=forwarding_state(last, tx.now) if line.mode is Mode.FORWARDED else None,
        missing=missing(line, visit.account, running.settings.public_url, running.vault),
    )


PAGES = [
    page("GET", "lines", Role.READER, show, tab=Tab("lines", mark("Lines"), "phone-line", 110)),
]
