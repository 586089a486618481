"""The last two steps: a test call whose stages are watched, and the line goes live."""

from functools import partial

from starlette.responses import RedirectResponse, Response

from ringback.accounts.members import Role
from ringback.db.transaction import Transaction
from ringback.flows import line_tested, went_live
from ringback.flows.line_tested import CannotTest, Stage
from ringback.flows.went_live import NotYet
from ringback.lib.numbers import pretty
from ringback.lines import going_live
from ringback.lines.going_live import LineTest
from ringback.lines.store import Line
from ringback.web.errors import NotFound
from ringback.web.forms import Form, filled
from ringback.web.live import Parts, follow
from ringback.web.pages import page
from ringback.web.setup import steps
from ringback.web.setup.steps import IN_A_BOX
from ringback.web.visit import Visit
from ringback.web.words import mark

NAMES = {
    "seen": mark("The call arrives"),
    "missed": mark("Nobody answers"),
    "decided": mark("Your rules say: text"),
    "accepted": mark("The phone company takes the text"),
    "delivered": mark("The text is on the phone"),
    "answered": mark("The answer comes back"),
}
LONGEST_REASON = 300


async def show_test(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    line = await steps.line_in_hand(visit)
    if line is None:
        return RedirectResponse(visit.url("setup/line"), 303)
    carrier = visit.running.carrier if line.provider == IN_A_BOX else None
    return await steps.show(
        visit,
        "test",
        "setup/test.html",
        status,
        form=form or filled({"phone": pretty(carrier.caller)} if carrier is not None else {}),
        line=line,
        dialled=pretty(line.number),
        simulated=carrier is not None,
        names=NAMES,
        **await visit.read(_reached, line),
    )


async def begin(visit: Visit) -> Response:
    line = await _line(visit)
    try:
        await visit.run(_begin, visit, line, visit.form.text("phone"))
    except CannotTest as why:
        return await show_test(visit, visit.form.wrong({"phone": visit.t.retold(str(why))}), 422)
    return RedirectResponse(steps.address(visit, "test"), 303)


async def watch(visit: Visit) -> Response:
    async def parts() -> Parts:
        reached = await visit.read(_reached, await _line(visit))
        on = partial(steps.address, visit)
        return {"stages": visit.part("setup/_stages.html", names=NAMES, step_url=on, **reached)}

    return follow(visit, parts, under_way=lambda: True)


async def show_live(visit: Visit, form: Form | None = None, status: int = 200) -> Response:
    line = await steps.line_in_hand(visit)
    if line is None:
        return RedirectResponse(visit.url("setup/line"), 303)
    return await steps.show(
        visit,
        "live",
        "setup/live.html",
        status,
        form=form or Form(),
        line=line,
        dialled=pretty(line.number),
        service=await visit.read(going_live.set_up, visit.account.id, line.id),
        why=await visit.read(went_live.in_the_way, line, visit.running.settings.public_url),
    )


async def go(visit: Visit) -> Response:
    line = await _line(visit)
    reason = visit.form.text("reason")[:LONGEST_REASON]
    try:
        await visit.run(_go, visit, line, reason)
    except NotYet:
        words = visit.t("Say in a few words why the line goes live all the same.")
        return await show_live(visit, visit.form.wrong({"reason": words}), 422)
    return visit.go(visit.url("today"), visit.t("Your line is live: from now on, callers are texted."))


async def only_watch(visit: Visit) -> Response:
    line = await _line(visit)
    await visit.run(_only_watch, visit, line)
    return visit.go(steps.address(visit, "live"), visit.t("The line only watches now. Nobody is texted."))


async def _line(visit: Visit) -> Line:
    line = await steps.line_in_hand(visit)
    if line is None:
        raise NotFound
    return line


def _reached(tx: Transaction, line: Line) -> dict[str, object]:
    test: LineTest | None = going_live.last_test(tx, line.account_id, line.id)
    stages: tuple[Stage, ...] = line_tested.stages(tx, line, test) if test is not None else ()
    return {"test": test, "stages": stages, "passed": bool(stages) and line_tested.passed(stages)}


def _begin(tx: Transaction, visit: Visit, line: Line, phone: str) -> None:
    line_tested.begin_test(tx, line, phone)
    visit.noted(tx, "began a test call")


def _go(tx: Transaction, visit: Visit, line: Line, reason: str) -> None:
    went_live.put_in_service(tx, line, visit.user.id, visit.running.settings.public_url, reason)
    visit.noted(tx, "put a line in service", reason)


def _only_watch(tx: Transaction, visit: Visit, line: Line) -> None:
    going_live.only_watch(tx, line)
    visit.noted(tx, "took a line out of service")


PAGES = [
    page("GET", "setup/test", Role.OWNER, show_test),
    page("POST", "setup/test", Role.OWNER, begin),
    page("GET", "setup/test/live", Role.OWNER, watch),
    page("GET", "setup/live", Role.OWNER, show_live),
    page("POST", "setup/live", Role.OWNER, go),
    page("POST", "setup/live/only-watch", Role.OWNER, only_watch),
]
