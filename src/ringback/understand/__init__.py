"""What an inbound text means, decided by rules and weights alone: no network, the same answer every time.

`understand`, `Understanding` and `Expect` load the rules when they are first asked for, because half the
product imports only `keywords` or `folding` from here.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringback.understand.meaning import understand
    from ringback.understand.understanding import Expect, Understanding

__all__ = ["Expect", "Understanding", "understand"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ringback.understand import meaning  # here, not above: see the docstring

    found: object = getattr(meaning, name)
    return found
