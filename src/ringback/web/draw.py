"""Turns templates into pages. Everything that is put into one is escaped."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ringback import __version__
from ringback.lib.numbers import pretty

STATIC: Final = "/static"


Values = Mapping[str, object]


def page(template: str, values: Values, status: int = 200) -> HTMLResponse:
    return HTMLResponse(part(template, values), status)


def part(template: str, values: Values) -> str:
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("ringback.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(static=lambda name: f"{STATIC}/{name}?v={__version__}")
    templates.filters.update(wall=wall, seconds=seconds, number=pretty)
    return templates


def wall(at: datetime, zone: str) -> str:
    """ "10:00:14 AM" on the wall of the shop."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there.hour % 12 or 12}:{there:%M:%S} {'AM' if there.hour < 12 else 'PM'}"


def seconds(length: timedelta) -> str:
    """For a counter on the page: "4.2"."""
    return f"{max(0.0, length.total_seconds()):.1f}"
