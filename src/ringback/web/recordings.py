"""The sound of a voicemail, for the members of the account: whole, or the part that a player asks for."""

import re
from typing import Final

from starlette.responses import Response

from ringback.calls import recordings
from ringback.web.errors import NotFound
from ringback.web.inbox.files import HEADERS
from ringback.web.visit import Visit

_WANTED: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


async def show(visit: Visit) -> Response:
    found = await visit.read(recordings.sound_of, visit.account.id, visit.part_of_path("call"))
    if found is None:
        raise NotFound
    kind, sound = found
    return part_of(sound, kind, visit.request.headers.get("range", ""))


def part_of(content: bytes, kind: str, wanted: str) -> Response:
    """`wanted` is a Range header. Some browsers play a sound only if they can ask for parts of it."""
    headers = {**HEADERS, "Accept-Ranges": "bytes"}
    part = _part(len(content), wanted)
    if part is None:
        return Response(content, headers=headers, media_type=kind)
    first, last = part
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], 206, headers, media_type=kind)


def _part(size: int, wanted: str) -> tuple[int, int] | None:
    """The first and the last byte; None for the whole. Several parts at once are answered with the whole."""
    found = _WANTED.fullmatch(wanted.strip())
    if found is None or found[0] == "bytes=-":
        return None
    if not found[1]:  # so many from the end
        return max(0, size - int(found[2])), size - 1 if int(found[2]) else -1
    last = min(size - 1, int(found[2])) if found[2] else size - 1
    if found[2] and int(found[2]) < int(found[1]):
        return None
    return int(found[1]), last
