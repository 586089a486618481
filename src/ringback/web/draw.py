"""Turns templates into pages. Everything that is put into one is escaped."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from ringback.lib.numbers import pretty
from ringback.web import files

Values = Mapping[str, object]


def page(template: str, values: Values, status: int = 200) -> HTMLResponse:
    """A form that comes back with a problem keeps the browser at the address of the form's page, so that
    loading the page again works: the address that the form is sent to cannot be loaded.
    """
    headers = {"HX-Push-Url": "false"} if status >= 400 else {}
    return HTMLResponse(part(template, values), status, headers)


def part(template: str, values: Values) -> str:
    return templates().get_template(template).render(values)


def script(template: str, values: Values) -> str:
    """A script with values in it; only through the filter tojson."""
    return templates().get_template(template).render(values)


@cache
def templates() -> Environment:
    found = Environment(
        loader=PackageLoader("ringback.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(static=files.address)
    found.filters.update(wall=wall, seconds=seconds, number=pretty, initials=initials, browser=browser)
    return found


def wall(at: datetime, zone: str) -> str:
    """ "10:00:14 AM" on the wall of the shop."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there.hour % 12 or 12}:{there:%M:%S} {'AM' if there.hour < 12 else 'PM'}"


def seconds(length: timedelta) -> str:
    """For a counter on the page: "4.2"."""
    return f"{max(0.0, length.total_seconds()):.1f}"


def initials(name: str) -> str:
    """ "RP" for Rosa's Plumbing; "" for a number or nothing."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join([*letters[:1], *letters[1:][-1:]]).upper()


def browser(user_agent: str) -> str:
    """ "Firefox on Android", roughly; "" when it says nothing that we know."""
    names = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
    systems = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"}
    systems |= {"Mac OS": "Mac", "Linux": "Linux"}
    name = next((said for sign, said in names.items() if sign in user_agent), "")
    system = next((said for sign, said in systems.items() if sign in user_agent), "")
    return f"{name} on {system}" if name and system else name or system
