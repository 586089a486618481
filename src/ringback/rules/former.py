"""Receipts of former formats: read into today's types, and written again in their own format, to the same
bytes.

Format 6 tells lengths of two days and more in days; before, they were told in hours. In format 5 whoever
calls during the cool-down wants a call back; before, nobody was told. Format 4 added the
limit of a minute, format 3 the rules about what texts cost and about texts that reach
nobody; format 2 has all others and does not differ otherwise (`Rule.since`). Format 1 knew only the
never-text list, did not check for machines or for people who are in touch already, and knew of a voicemail
only whether there was one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ringback.contacts.listed import Listed
from ringback.rules.decision import Decision
from ringback.rules.voicemail import Voicemail
from ringback.rules.written import named

_FACTS_OF_FIRST: Final = frozenset(
    {
        "now",
        "mode",
        "outcome",
        "accepted",
        "missed_at",
        "ring_seconds",
        "caller_gave_up",
        "caller_kind",
        "caller_country",
        "own_number",
        "opted_out",
        "cannot_receive_texts",
        "last_first_text_at",
        "text_waiting",
    }
)
_RULES_OF_FIRST: Final = frozenset(
    {
        "time_zone",
        "hours",
        "holidays",
        "closed",
        "when",
        "delay_seconds",
        "cooldown",
        "min_ring_seconds",
        "late_after",
        "countries",
        "templates",
    }
)


def in_todays_words(form: int, read: Mapping[str, Any]) -> Mapping[str, Any]:
    """Raises KeyError or TypeError when it does not have the fields of that format."""
    if form > 1:
        return read
    facts = dict(read["facts"])
    listed = Listed.NEVER_TEXT if facts.pop("never_text") else Listed.NO
    voicemail = Voicemail.LEFT if facts.pop("voicemail_left") else Voicemail.NONE
    return {**read, "facts": {**facts, "listed": listed, "voicemail": voicemail}}


def as_it_was_told(form: int, decision: Decision) -> Decision:
    """In the words of that format. The wait that a sentence rounds was in days always."""
    if form >= _TOLD_IN_DAYS:
        return decision
    checks = tuple(
        check._replace(value=_in_hours(check.value), needed=_in_hours(check.needed))
        for check in decision.checks
    )
    return replace(decision, checks=checks, sentence=_UNROUNDED.sub(_to_hours, decision.sentence))


def in_its_words(form: int, content: Mapping[str, Any]) -> dict[str, object]:
    content = dict(content)
    if form < _TOLD_IN_DAYS and content["otherwise"]:
        content["otherwise"] = _in_hours(content["otherwise"])
    return content if form > 1 else _as_first(content)


def _as_first(content: Mapping[str, Any]) -> dict[str, object]:
    facts, policy = content["facts"], content["policy"]
    own = {name: value for name, value in policy.items() if name in _RULES_OF_FIRST}
    of_first = {
        **{name: value for name, value in facts.items() if name in _FACTS_OF_FIRST},
        "never_text": facts["listed"] == Listed.NEVER_TEXT,
        "voicemail_left": facts["voicemail"] != Voicemail.NONE,
    }
    return {
        **{name: value for name, value in content.items() if name != "task"},
        "facts": of_first,
        "policy": own,
        "policy_version": named(own),
    }


def _in_hours(words: str) -> str:
    return _DAYS.sub(_to_hours, words)


def _to_hours(said: re.Match[str]) -> str:
    return f"{24 * int(said[1]) + int(said[2] or 0)} hours"


_TOLD_IN_DAYS: Final = 6
_DAYS: Final = re.compile(r"\b(\d+) days(?: (\d+) hours?)?")
_UNROUNDED: Final = re.compile(rf"{_DAYS.pattern}(?! ago| after our text)")
