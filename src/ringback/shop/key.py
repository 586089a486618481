"""What a key of the shop file is to whoever writes it, and how strictly its tables are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ConfigDict


@dataclass(frozen=True, slots=True)
class Key:
    right: str  # completes "write …"
    meaning: str  # one line, for the docs


STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def either(words: Iterable[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)
