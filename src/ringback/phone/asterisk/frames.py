"""The bytes of the manager interface, cut into frames: "Name: value" lines, ended by an empty line."""

from collections.abc import Mapping

Frame = Mapping[str, str]

LONGEST = 256 * 1024  # characters of one frame; a real one has a few thousand


class Frames:
    """Cuts a stream that comes in any pieces. Whatever is no "Name: value" line is passed over.

    The banner ("Asterisk Call Manager/9.0.0") is one such line: it has no empty line after it, so it stands
    before the first frame. A name that comes twice keeps all its values, a line each.
    """

    def __init__(self) -> None:
        self._rest = b""
        self._frame: dict[str, str] = {}
        self._size = 0

    def feed(self, more: bytes) -> list[Frame]:
        """The frames that are complete now. Half a frame is kept until the rest of it comes."""
        *lines, self._rest = (self._rest + more).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = b""  # no line is that long: this is no manager interface
        frames = (self._line(line.rstrip(b"\r").decode(errors="replace")) for line in lines)
        return [frame for frame in frames if frame]

    def ended(self) -> list[Frame]:
        """The last frame, when nothing more comes: the lines of it that are whole."""
        frame = self._line("")
        return [frame] if frame else []

    def _line(self, line: str) -> Frame | None:
        if not line:
            frame = self._frame if self._size <= LONGEST else {}
            self._frame, self._size = {}, 0
            return frame
        name, colon, value = line.partition(":")
        self._size += len(line)
        if colon and self._size <= LONGEST:
            value = value.removeprefix(" ")
            known = self._frame.get(name)
            self._frame[name] = value if known is None else f"{known}\n{value}"
        return None


def write(**fields: str) -> bytes:
    """An action for the manager. A line break in a value would begin a field of its own, so it goes."""
    lines = [f"{name}: {''.join(value.splitlines())}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
