"""Pictures that people send from their handsets: the carrier hands them out until it has forgotten them."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ringback.lib.ids import new_id
from ringback.simulator.directory import Subscriber
from ringback.simulator.sound import CARRIER

KEPT: Final = 30
LARGEST: Final = 10_000_000  # bytes, as a shop keeps them
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    id: str
    kind: str  # its media type
    content: bytes

    @property
    def path(self) -> str:
        return f"{CARRIER}/pictures/{self.id}"

    def address(self, line: Subscriber, at: str) -> str:
        """At the carrier's address `at`; "" where it is inside the server to which the line's webhooks go."""
        own = urlsplit(line.text)
        return f"{at}/pictures/{self.id}" if at else f"{own.scheme}://{own.netloc}{self.path}"


class Pictures:
    def __init__(self) -> None:
        self._kept: OrderedDict[str, Picture] = OrderedDict()

    def keep(self, content: bytes) -> Picture | None:
        """Returns None for what is no picture, or too large."""
        kind = next((kind for begins, kind in _BEGINNINGS if content.startswith(begins)), None)
        if kind is None or len(content) > LARGEST:
            return None
        picture = Picture(new_id("picture"), kind, content)
        self._kept[picture.id] = picture
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return picture

    def get(self, id: str) -> Picture | None:
        return self._kept.get(id)
