"""Where the owner's own phone passes calls on: codes to tap, and the proof that they work."""

from starlette.responses import RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.calls import of_line as calls
from ringback.lib.numbers import pretty, read_number
from ringback.lib.qr import qr_svg
from ringback.lines import store as lines
from ringback.lines.forwarding import Step, carrier, carriers, instructions, loops
from ringback.lines.forwarding_watch import forwarding_state
from ringback.lines.store import Line
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.visit import Visit

MOST_SECONDS = 60


async def show(visit: Visit) -> Response:
    line = await steps.line_in_hand(visit)
    if line is None:
        return RedirectResponse(visit.url("setup/line"), 303)
    offered = carriers(visit.account.country)
    chosen = carrier(visit.query("carrier")) or offered[0]
    seconds = visit.query("seconds")
    wanted = min(int(seconds), MOST_SECONDS) if seconds.isascii() and seconds.isdigit() else None
    return await steps.show(
        visit,
        "forwarding",
        "setup/forwarding.html",
        line=line,
        dialled=pretty(line.number),
        offered=offered,
        chosen=chosen,
        how=instructions(chosen, line.number, wanted),
        drawn=drawn,
        own=visit.query("own"),
        circles=await _circles(visit, line),
        state=await _state(visit),
    )


async def _circles(visit: Visit, line: Line) -> list[str] | None:
    """In sentences: why calls that the owner's number passes on would go round. None: no number was given."""
    if not (written := visit.query("own").strip()):
        return None
    own = read_number(written, visit.account.country).e164
    if own is None:
        return [visit.t("Write the whole number, such as +1 512 555 0142.")]
    every = await visit.read(lines.of_account, visit.account.id)
    return loops(own, line.number, {each.number: each.plan.ring for each in every})


async def live(visit: Visit) -> Response:
    async def parts() -> Parts:
        return {"works": visit.part("setup/_works.html", state=await _state(visit))}

    return follow(visit, parts)


async def _state(visit: Visit) -> object:
    line = await steps.line_in_hand(visit)
    last = await visit.read(calls.last_on_line, line) if line is not None else None
    return forwarding_state(last, visit.running.clock.now())


def drawn(step: Step) -> str:
    """The code as a picture to point a phone at; "" where it must be dialled by hand. Made by us, of our own
    text, so a template may put it in as it is."""
    return qr_svg(step.link) if step.link else ""


PAGES = [
    page("GET", "setup/forwarding", Role.OWNER, show),
    page("GET", "setup/forwarding/live", Role.OWNER, live),
]
