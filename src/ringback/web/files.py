"""The pages' own files: sent compressed, and cached by the browser until their content changes."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

PATH: Final = "/static"
FOLDER: Final = Path(__file__).parent / "static"
_PACKED: Final = {"text/css", "text/javascript", "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    packed: bytes | None  # None for what does not get smaller
    kind: str
    mark: str  # changes with the content


def address(name: str) -> str:
    """Another address for another content, so that a browser never has to ask twice."""
    found = _file(name)
    if found is None:
        raise LookupError(name)
    return f"{PATH}/{name}?v={found.mark}"


async def show_file(request: Request) -> Response:
    file = _file(request.path_params["name"])
    if file is None:
        return Response("There is no such file.\n", 404, media_type="text/plain")
    lasting = request.query_params.get("v") == file.mark
    headers = {
        "ETag": f'"{file.mark}"',
        "Cache-Control": "public, max-age=31536000, immutable" if lasting else "no-cache",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if f'"{file.mark}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.kind)
    return Response(file.content, headers=headers, media_type=file.kind)


@cache
def _files() -> frozenset[str]:
    """What there is; so that no path typed by a stranger is ever opened."""
    return frozenset(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@cache
def _load(name: str) -> File:
    content = (FOLDER / name).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0) if kind in _PACKED else None
    return File(content, packed, kind, hashlib.sha256(content).hexdigest()[:16])


def _file(name: str) -> File | None:
    return _load(name) if name in _files() else None
