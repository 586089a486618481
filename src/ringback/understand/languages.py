"""In which language a text is, as far as a few hundred small words can tell."""

from collections.abc import Sequence

from ringback.understand.rulebook import lists_of

_WORDS = lists_of("languages")


def languages(words: Sequence[str]) -> list[str]:
    """`language_es`, `language_fr`, both or none; English and unknown texts have no label."""
    english = sum(word in _WORDS["english"] for word in words)
    found = {name: _weight(words, name) for name in ("spanish", "french")}
    best = max(found.values())
    labels = {"spanish": "language_es", "french": "language_fr"}
    return [
        labels[name] for name, weight in found.items() if weight == best and weight >= 2 and weight > english
    ]


def _weight(words: Sequence[str], name: str) -> int:
    return sum(2 - (word in _WORDS[f"{name}_half"]) for word in words if word in _WORDS[name])
