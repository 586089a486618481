"""The bytes of the event socket, cut into frames: header lines, an empty line, and a body of stated size."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 4 * 1024 * 1024  # bytes; a list of a thousand channels has one million


class NotAnEventSocket(ConnectionError):
    """What comes cannot be from an event socket, so nothing can be made of the rest of it either."""


@dataclass(frozen=True, slots=True)
class Frame:
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


class Frames:
    """Cuts a stream that comes in any pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, more: bytes) -> list[Frame]:
        """The frames that are complete now. Half a frame is kept until the rest of it comes.

        Raises NotAnEventSocket.
        """
        self._rest += more
        frames: list[Frame] = []
        while (frame := self._next()) is not None:
            if frame.headers:
                frames.append(frame)
        if len(self._rest) > LONGEST:
            raise NotAnEventSocket("a frame without end")
        return frames

    def _next(self) -> Frame | None:
        head, end, behind = self._rest.partition(b"\n\n")
        if not end:
            return None
        pairs = (line.partition(":") for line in head.decode(errors="replace").splitlines())
        headers = {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LONGEST:
            raise NotAnEventSocket("a length that is none")
        if len(behind) < int(length):
            return None
        self._rest = behind[int(length) :]
        return Frame(headers, behind[: int(length)])


def command(words: str) -> bytes:
    """A line break would begin another command, so it goes."""
    return "".join(words.splitlines()).encode() + b"\n\n"
