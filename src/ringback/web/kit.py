"""Every macro that pages are made of, on one page: for developers, and for the tests."""

from datetime import timedelta

from starlette.responses import Response

from ringback.web.forms import filled
from ringback.web.pages import signed_in
from ringback.web.visit import Person


async def show(person: Person) -> Response:
    form = filled({"name": "Rosa", "number": "555", "note": "", "zone": "b", "look": "auto", "told": "yes"})
    problems = {"number": "Write a whole number, such as +1 512 555 0143."}
    now = person.running.clock.now()
    moments = [now - timedelta(minutes=2), now - timedelta(days=1), now - timedelta(days=9)]
    return person.page("kit-page.html", form=form.wrong(problems), moments=moments)


PAGES = [signed_in("GET", "/kit", show)]
