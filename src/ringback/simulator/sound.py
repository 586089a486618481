"""The sound of a simulated voicemail: a hummed tone for each word."""

import io
import math
import wave
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from ringback.simulator.directory import Subscriber

CARRIER: Final = "/simulator/carrier"
RATE: Final = 8_000  # samples a second, of one byte each: as a telephone has it
NOTES: Final = (220.0, 196.0, 247.0, 262.0, 233.0, 208.0)
NOTE_SECONDS: Final = 0.33
MOST_WORDS: Final = 400


def hum(words: str) -> bytes:
    """A WAV, always the same for the same words."""
    spoken = words.split()[:MOST_WORDS] or ["…"]
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(_note(sum(word.encode()) % len(NOTES)) for word in spoken))
    return file.getvalue()


def sound_address(line: Subscriber, recording: str) -> str:
    """Where the carrier hands it out: at the server to which the line's webhooks go."""
    own = urlsplit(line.call)
    return f"{own.scheme}://{own.netloc}{CARRIER}/recordings/{recording}"


@cache
def _note(which: int) -> bytes:
    length = int(RATE * NOTE_SECONDS)
    return bytes(
        int(128 + 60 * math.sin(math.pi * at / length) * math.sin(2 * math.pi * NOTES[which] * at / RATE))
        for at in range(length)
    )
