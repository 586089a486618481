"""The rules in force on one line for calls through one source: the account's rules, overridden by theirs.

Key by key, a line's rules override the account's, and a source's rules override both.
Texts are replaced situation by situation. All in the written form of a policy (`written.py`).
"""

import json
from collections.abc import Mapping
from functools import lru_cache

from ringback.rules.policy import Policy
from ringback.rules.written import policy_from


@lru_cache(maxsize=1024)
def policy_in_force(account: str, *overrides: str) -> Policy:
    """From stored JSON: the account's policy, then what overrides it, the strongest last."""
    return overridden(json.loads(account), *(json.loads(text) for text in overrides))


def overridden(account: Mapping[str, object], *overrides: Mapping[str, object]) -> Policy:
    """Raises ValueError, with a sentence that says what would be right, when together they are no policy."""
    written = dict(account)
    for rules in overrides:
        written = {**written, **rules, "templates": _texts(written, rules)}
    return policy_from(written)


def _texts(below: Mapping[str, object], above: Mapping[str, object]) -> object:
    texts, own = below.get("templates", {}), above.get("templates", {})
    if isinstance(texts, Mapping) and isinstance(own, Mapping):
        return {**texts, **own}
    return own  # not a table: `policy_from` says so
