"""Which word was meant by one that is not among those that are known."""

from collections.abc import Iterable


def nearest(word: str, words: Iterable[str], *, alike: float = 0.6) -> str | None:
    """None when no word is near enough. `alike`: at 0 any word will do, at 1 only the same."""
    from difflib import get_close_matches  # seldom needed, and held at rest by a server that has it

    close = get_close_matches(word, list(words), n=1, cutoff=alike)
    return close[0] if close else None
