"""The cookies that the pages keep in a browser, and how they are guarded."""

import base64
import json
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "ringback"  # whom this browser is signed in as
GUEST: Final = "ringback-guest"  # holds the forms of somebody who is not signed in together
KNOWN: Final = "ringback-known"  # somebody was signed in here before: see accounts/throttle.py
SAID: Final = "ringback-said"  # what the next page is to say
HALF: Final = "ringback-half"  # the password was right, and a second proof is asked for

A_MONTH: Final = 30 * 24 * 3600
A_YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Said:
    """A short message that the next page shows for a moment, with the address that undoes the act."""

    words: str
    undo: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Cookies:
    """No script reads them, and no other site's form brings them along.

    `secure`: the browser sends them over TLS only, and only to this very host; so the public URL is https.
    """

    secure: bool

    def get(self, request: Request, name: str) -> str:
        return request.cookies.get(self._name(name), "")

    def put(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._name(name),
            value,
            max_age=seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, name: str) -> None:
        self.put(response, name, "", 0)

    def say(self, response: Response, said: Said) -> None:
        words = json.dumps([said.words[:300], said.undo, said.wrong]).encode()
        self.put(response, SAID, base64.urlsafe_b64encode(words).decode(), 60)

    def said(self, request: Request) -> Said | None:
        try:
            words, undo, wrong = json.loads(base64.urlsafe_b64decode(self.get(request, SAID)))
        except ValueError:
            return None
        return Said(str(words), str(undo) if str(undo).startswith("/a/") else "", bool(wrong))

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name
