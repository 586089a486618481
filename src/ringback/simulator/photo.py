"""What a handset's camera sees in the demo: a corner with a washer, and the room for a heater beside it."""

import struct
import zlib
from typing import Final

WIDTH: Final = 480
HEIGHT: Final = 360
FLOOR: Final = 270
Colour = tuple[int, int, int]

# From the back to the front: left, top, right, bottom, colour.
_BOXES: Final[tuple[tuple[int, int, int, int, Colour], ...]] = (
    (0, 258, WIDTH, FLOOR, (206, 200, 190)),  # the skirting
    (396, 0, 404, 190, (184, 115, 74)),  # a pipe that ends in the room for the heater
    (424, 0, 432, 190, (184, 115, 74)),
    (390, 178, 410, 190, (120, 124, 128)),
    (418, 178, 438, 190, (120, 124, 128)),
    (70, 92, 290, 318, (238, 240, 242)),  # the washer
    (70, 92, 290, 128, (214, 219, 224)),
    (84, 102, 150, 118, (250, 251, 252)),
    (204, 104, 244, 116, (46, 52, 60)),
    (82, 318, 104, 326, (70, 72, 76)),
    (256, 318, 278, 326, (70, 72, 76)),
)
_RINGS: Final[tuple[tuple[int, int, int, Colour], ...]] = (  # of the washer's door, from the outside
    (180, 222, 78, (190, 196, 202)),
    (180, 222, 66, (52, 62, 74)),
    (180, 222, 56, (74, 92, 110)),
    (268, 110, 10, (120, 128, 136)),
)


def photo() -> bytes:
    """A PNG, always the same."""
    lines = (b"\0" + b"".join(bytes(_colour(x, y)) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _colour(x: int, y: int) -> Colour:
    for middle, height, radius, colour in reversed(_RINGS):
        if (x - middle) ** 2 + (y - height) ** 2 <= radius**2:
            return colour
    for left, top, right, bottom, colour in reversed(_BOXES):
        if left <= x < right and top <= y < bottom:
            return colour
    if y >= FLOOR:
        shade = (y - FLOOR) // 6 - (6 if (x + y // 2) // 48 % 2 else 0)  # tiles, lighter to the front
        return 150 + shade, 142 + shade, 132 + shade
    shade = (x + y) // 40  # the wall, in the light of a lamp on the left
    return 226 - shade, 222 - shade, 210 - shade


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
