"""The trades in the library and the templates of each, read from the TOML files beside this one.

The Spanish ones do without the letters that would make a text UCS-2 and triple its price; none is misspelt.
Who gave up while it rang gets the text for "missed", which says it all: there is none of its own for them.
Variants are for the owner to choose from: texts that change from one to the next look like spam to carriers.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from ringback.messages.compose import OPT_OUT

LANGUAGES = tuple(OPT_OUT)


@dataclass(frozen=True, slots=True)
class Trade:
    key: str  # "auto_repair"
    name: str  # "Auto repair"
    templates: Mapping[
        str, Mapping[str, tuple[str, ...]]
    ]  # language -> situation -> variants, the best first
    mode: str = "standard"  # "health" or "legal": what its texts may say is regulated
    parts: int = 1  # what a first text may cost with a long name


def starter(trade: Trade, language: str) -> dict[str, str]:
    """One template for each situation, for a shop that has written none."""
    return {situation: variants[0] for situation, variants in trade.templates[language].items()}


@lru_cache(maxsize=1)
def trades() -> Mapping[str, Trade]:
    """By key, in the order of their names."""
    found = [
        _trade(file.name.removesuffix(".toml"), file.read_text("utf-8"))
        for file in files(__package__).iterdir()
        if file.name.endswith(".toml")
    ]
    return MappingProxyType({trade.key: trade for trade in sorted(found, key=lambda trade: trade.name)})


def _trade(key: str, toml: str) -> Trade:
    written = tomllib.loads(toml)
    templates = {
        language: MappingProxyType(
            {situation: tuple(texts) for situation, texts in written[language].items()}
        )
        for language in LANGUAGES
    }
    mode, parts = written.get("mode", "standard"), written.get("parts", 1)
    return Trade(key, written["name"], MappingProxyType(templates), mode, parts)
