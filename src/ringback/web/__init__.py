"""The pages."""

from pathlib import Path
from typing import Final, Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ringback.db.database import Database
from ringback.lib.clock import Clock
from ringback.simulator.carrier import Carrier
from ringback.web import draw
from ringback.web.guard import guarded
from ringback.web.simulator import SimulatorPage

FILES: Final = Path(__file__).parent / "static"


class Running(Protocol):
    """What the pages need of a running Ringback."""

    @property
    def db(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...


def routes(ringback: Running, carrier: Carrier | None = None) -> list[BaseRoute]:
    """`carrier` is the simulated one; without it there is no simulator."""
    static = Mount(draw.STATIC, app=StaticFiles(directory=FILES))
    if carrier is None:
        return [Route("/", guarded(_begin)), static]
    return [*SimulatorPage(ringback.db, ringback.clock, carrier).routes(), static]


async def _begin(_request: Request) -> Response:
    return draw.page("begin.html", {"simulator": False})
