"""What a form has sent: kept as it was typed, so that a page with a problem can show it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import parse_qsl

from starlette.formparsers import MultiPartException
from starlette.requests import Request

MOST_FIELDS: Final = 2_000


class TooLong(Exception):
    """More was sent than this page takes."""


class NoForm(Exception):
    """What was sent is no form at all."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it. Its name is whatever somebody typed."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)  # a sentence for each field that is wrong

    def get(self, name: str, usual: str = "") -> str:
        """As it was typed. When a field came several times, the first."""
        return self.fields[name][0] if name in self.fields else usual

    def text(self, name: str) -> str:
        """Without spaces around it and without bytes that no database takes."""
        return self.get(name).replace("\0", "").strip()

    def all(self, name: str) -> tuple[str, ...]:
        return self.fields.get(name, ())

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def wrong(self, problems: Mapping[str, str]) -> "Form":
        """The same with what is wrong in it, to be shown again."""
        return replace(self, problems=dict(problems))


def filled(values: Mapping[str, str | tuple[str, ...]]) -> Form:
    """A form as it is shown first, with what is stored."""
    return Form({name: (value,) if isinstance(value, str) else value for name, value in values.items()})


async def read_form(request: Request, longest: int) -> Form:
    """Raises TooLong beyond `longest` bytes, NoForm."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _body(request, longest)
    if not body:
        return Form()
    if kind == "application/x-www-form-urlencoded":
        return _plain(body)
    if kind == "multipart/form-data":
        return await _with_files(request, longest)
    raise NoForm


def _plain(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise TooLong from None
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return Form(fields)


async def _with_files(request: Request, longest: int) -> Form:
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, Upload] = {}
    try:
        async with request.form(max_fields=MOST_FIELDS, max_part_size=longest) as sent:
            for name, value in sent.multi_items():
                if isinstance(value, str):
                    fields[name] = (*fields.get(name, ()), value)
                elif value.filename:
                    kind = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename, kind, await value.read())
    except MultiPartException:
        raise NoForm from None
    return Form(fields, files)


async def _body(request: Request, longest: int) -> bytes:
    """Read no more than a page takes, whatever the request says about its length."""
    parts: list[bytes] = []
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > longest:
            raise TooLong
        parts.append(part)
    # Starlette keeps what it has read under this name; so its own parser finds it there.
    request._body = b"".join(parts)
    return request._body
