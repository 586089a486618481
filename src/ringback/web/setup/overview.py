"""Where the set-up stands, and where to go on."""

from starlette.responses import Response

from ringback.accounts.members import Role
from ringback.web.pages import page
from ringback.web.setup.steps import steps
from ringback.web.tabs import Tab
from ringback.web.visit import Visit
from ringback.web.words import mark


async def show(visit: Visit) -> Response:
    every = await steps(visit)
    left = [step for step in every if not step.done]
    return visit.page(
        "setup/overview.html",
        steps=every,
        following=left[0] if left else None,
        simulated=visit.running.carrier is not None,
    )


PAGES = [
    page("GET", "setup", Role.OWNER, show, tab=Tab("setup", mark("Set-up"), "play", 100, needs=Role.OWNER)),
]
