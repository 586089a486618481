"""The carrier's own HTTP interface, as a line's adapter sees it.

What it answers is described in the provider's `setup.md`; what can go wrong with it is in `faults.py`.
"""

import hmac
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from ringback.simulator.carrier import LONGEST_TEXT, Carrier, TakenText
from ringback.simulator.directory import Subscriber
from ringback.simulator.placing import Wanted
from ringback.simulator.sound import hum


def api(carrier: Carrier) -> Starlette:
    interface = _Interface(carrier)
    return Starlette(
        routes=[
            Route("/texts", interface.send, methods=["POST"]),
            Route("/texts", interface.texts),
            Route("/calls", interface.place, methods=["POST"]),
            Route("/calls", interface.calls),
            Route("/numbers", interface.numbers),
            Route("/recordings/{recording}", interface.recording),
            Route("/pictures/{picture}", interface.picture),
        ]
    )


class _Interface:
    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    async def send(self, request: Request) -> Response:
        lines = await self._lines_of(request)
        if not lines:
            return _error(401, "bad_key")
        try:
            asked = await request.json()
            sender, to, picture = _text(asked, "from"), _text(asked, "to"), _picture(asked)
            body = "" if picture and not asked.get("body") else _text(asked, "body")
            reference, status_url = str(asked.get("reference", "")), str(asked.get("status_url", ""))
        except (ValueError, AttributeError):
            return _error(400, "bad_request")
        line = next((line for line in lines if line.number == sender), None)
        if line is None:
            return _error(403, "not_your_number")
        if len(body) > LONGEST_TEXT:
            return _error(400, "bad_request")
        return await self._take(line, to, body, reference, status_url, picture)

    async def _take(
        self, line: Subscriber, to: str, body: str, reference: str, status_url: str, picture: str
    ) -> Response:
        faults, world = self._carrier.faults, self._carrier.world
        await self._carrier.dawdle()
        if faults.refuse_texts > 0:
            faults.refuse_texts -= 1
            world.note(
                "carrier", "refuses", "The carrier has a disturbance and does not take the text (503)."
            )
            return _error(503, "unavailable")
        text = self._carrier.take_text(line, to, body, reference, status_url, picture)
        if faults.cut_answers > 0:
            faults.cut_answers -= 1
            world.note("carrier", "cuts", "The carrier takes the text, but its answer is lost on the way.")
            return _CutOff(201)
        world.note("carrier", "takes", "The carrier takes the text.")
        return JSONResponse(_shown(text), 201)

    async def texts(self, request: Request) -> Response:
        lines = await self._lines_of(request)
        if not lines:
            return _error(401, "bad_key")
        own = {line.number for line in lines}
        try:
            since = _since(request)
        except ValueError:
            return _error(400, "bad_request")
        wanted = request.query_params.get("reference")
        found = [
            _shown(text)
            for text in self._carrier.texts
            if text.sender in own
            and wanted in (None, text.reference)
            and (not since or text.taken_at >= since)
        ]
        return JSONResponse({"texts": found})

    async def place(self, request: Request) -> Response:
        lines = await self._lines_of(request)
        if not lines:
            return _error(401, "bad_key")
        try:
            asked = await request.json()
            sender = _text(asked, "from")
            names = ("phone", "to", "say", "reference", "status_url")
            wanted = Wanted(**{name: _text(asked, name) for name in names})
        except (ValueError, AttributeError):
            return _error(400, "bad_request")
        line = next((line for line in lines if line.number == sender), None)
        if line is None:
            return _error(403, "not_your_number")
        return JSONResponse({"id": self._carrier.place_call(line, wanted).id}, 201)

    async def calls(self, request: Request) -> Response:
        lines = await self._lines_of(request)
        if not lines:
            return _error(401, "bad_key")
        own = {line.number for line in lines}
        try:
            since = _since(request)
        except ValueError:
            return _error(400, "bad_request")
        wanted = request.query_params.get("to")
        found = [
            {
                "id": call.id,
                "from": call.caller.number,
                "to": call.dialled,
                "started_at": call.started_at.isoformat(),
                "ended_at": call.ended_at.isoformat() if call.ended_at else None,
            }
            for call in self._carrier.calls
            if call.dialled in own
            and wanted in (None, call.dialled)
            and (not since or call.started_at >= since)
        ]
        return JSONResponse({"calls": found})

    async def numbers(self, request: Request) -> Response:
        lines = await self._lines_of(request)
        if not lines:
            return _error(401, "bad_key")
        return JSONResponse({"numbers": sorted(line.number for line in lines)})

    async def recording(self, request: Request) -> Response:
        own = {line.number for line in await self._lines_of(request)}
        wanted = request.path_params["recording"]
        if not own:
            return _error(401, "bad_key")
        found = (call for call in self._carrier.calls if call.dialled in own and call.recording == wanted)
        if (call := next(found, None)) is None:
            return _error(404, "no_such_recording")
        return Response(hum(call.words), media_type="audio/wav")

    async def picture(self, request: Request) -> Response:
        """Without a key, as companies hand them out: nobody can guess the address."""
        found = self._carrier.pictures.get(request.path_params["picture"])
        if found is None:
            return _error(404, "no_such_picture")
        safe = {"x-content-type-options": "nosniff", "content-security-policy": "default-src 'none'; sandbox"}
        return Response(found.content, media_type=found.kind, headers=safe)

    async def _lines_of(self, request: Request) -> list[Subscriber]:
        """The numbers that belong to the key in the request; none for a missing or wrong key."""
        given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
        lines = await self._carrier.directory()
        return [line for line in lines if line.key and hmac.compare_digest(line.key.reveal().encode(), given)]


class _CutOff(Response):
    """Begins an answer and never ends it: the connection is cut in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"id": "', "more_body": True})


def _shown(text: TakenText) -> dict[str, str]:
    return {
        "id": text.id,
        "from": text.sender,
        "to": text.to,
        "body": text.body,
        "reference": text.reference,
        "taken_at": text.taken_at.isoformat(),
    }


def _error(status: int, code: str) -> Response:
    return JSONResponse({"error": code}, status)


def _picture(asked: dict[str, Any]) -> str:
    """The path at our own server of the first picture that goes along; "" without one."""
    media = asked.get("media") or [""]
    return urlsplit(str(media[0])).path


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(name)
    return value


def _since(request: Request) -> datetime | None:
    """Raises ValueError."""
    written = request.query_params.get("since")
    if written is None:
        return None
    since = datetime.fromisoformat(written)
    if since.tzinfo is None:
        raise ValueError("since has no time zone")
    return since
