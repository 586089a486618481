"""A form that cannot be taken as it was sent is given back whole: nobody types anything twice.

Its sender had been signed out, or the page was older than their sign-in. Where the page's scripts run, they
keep it (static/drafts.js); this is for browsers without them. It goes out again only when somebody presses
the button, and only a page of ours gets this far (guard.comes_from_here). A form with a secret is not held,
nor is a file: its sender is told which one to choose again.
"""

import re
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from ringback.web.forms import Form, NoForm, TooLong, read_form

_BY_BROWSERS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_SECRET: Final = re.compile(r"password|secret|token|_key|^old$|^code$")
_OURS: Final = ("csrf", "seen", "key")  # what no person has typed


@dataclass(frozen=True, slots=True)
class Held:
    """`action`: where to send it again."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]  # the names of what came with it, and is not kept

    @property
    def typed(self) -> list[str]:
        """What is shown of it."""
        return [value for name, value in self.fields if name not in _OURS and value.strip()]


async def held(request: Request, longest: int, form: Form | None = None) -> Held | None:
    """What was sent with that request; None for what is no plain form of a page, for a secret, and where
    nothing was typed."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    by_script = "hx-request" in request.headers or "text/html" not in request.headers.get("accept", "")
    if by_script or kind not in _BY_BROWSERS:
        return None
    try:
        sent = form or await read_form(request, longest)
    except (NoForm, TooLong):
        return None
    if any(_SECRET.search(name) for name in sent.fields):
        return None
    url = request.url
    fields = [(name, value) for name, values in sent.fields.items() for value in values if name != "csrf"]
    files = tuple(file.name for file in sent.files.values())
    found = Held(url.path + (f"?{url.query}" if url.query else ""), tuple(fields), files)
    return found if found.typed else None
