"""The stored form of a decision: everything it was made of, so that it can be explained and made again.

A receipt is one canonical JSON text. It holds the facts, the whole policy, the opening hours at that moment,
all checks, the sentence and the smallest change that would have changed the outcome; no name and no number.
Replaying it uses no clock, time zone or calendar of holidays, so a change of law years later changes nothing.
A receipt of a former format is replayed by the rules of that format (`former.py`).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from ringback.contacts.listed import Listed
from ringback.lib.numbers import NumberKind
from ringback.phone.events import Outcome
from ringback.phone.provider import Mode
from ringback.rules.counterfactual import what_would_flip
from ringback.rules.decide import judge
from ringback.rules.decision import FORMAT, CallBack, Check, Decision, Hold, Send, Skip, Verdict
from ringback.rules.facts import Facts
from ringback.rules.former import in_its_words, in_todays_words
from ringback.rules.hours import Opening
from ringback.rules.policy import Policy
from ringback.rules.voicemail import Voicemail
from ringback.rules.written import canonical, kept_policy, policy_as_mapping, version_of


def receipt(facts: Facts, policy: Policy, decision: Decision, form: int = FORMAT) -> str:
    """The same arguments give the same bytes, on every machine. `form`: the format that decided."""
    deciding = decision.deciding
    flip = what_would_flip(facts, policy, decision, form)
    content = {
        "format": form,
        "facts": _facts(facts),
        "policy": policy_as_mapping(policy),
        "policy_version": version_of(policy),
        "opening": {name: _written_wall(getattr(decision.opening, name)) for name in _OPENING_NAMED},
        "deciding": deciding.name if deciding else None,
        "verdict": _verdict(decision.verdict),
        "task": decision.task,
        "sentence": decision.sentence,
        "otherwise": flip and flip.sentence,
    }
    if form == FORMAT:
        return _canonical(decision.checks, content, canonical(policy))
    content = in_its_words(form, content)
    return _canonical(decision.checks, content, _ENCODER.encode(content["policy"]))


def replay(stored: str) -> Decision:
    """Decide again from the receipt alone, by the rules of its format. Raises ValueError when it has no known
    one."""
    return judge(*made_of(stored), _read_receipt(stored)[0])


def same_again(stored: str) -> bool:
    """Decided again from the receipt alone: the same bytes? False also for a format that is not known."""
    try:
        form, _ = _read_receipt(stored)
        facts, policy, opening = made_of(stored)
        return receipt(facts, policy, judge(facts, policy, opening, form), form) == stored
    except ValueError:
        return False


def is_readable(stored: str) -> bool:
    """Is it of a format that this version knows? One of a newer Ringback is not."""
    try:
        return bool(_read_receipt(stored))
    except ValueError:
        return False


def made_of(stored: str) -> tuple[Facts, Policy, Opening]:
    """What the decision was made of. Raises ValueError when this is no receipt of a known format."""
    form, read = _read_receipt(stored)
    try:
        read = in_todays_words(form, read)
        return (
            Facts(**_read(read["facts"], _FACTS)),  # type: ignore[arg-type]  # the readers give each its type
            kept_policy(read["policy"]),
            Opening(**_read(read["opening"], _OPENING)),  # type: ignore[arg-type]  # likewise
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("The receipt lacks something, or holds it in the wrong form.") from error


def _read_receipt(stored: str) -> tuple[int, Mapping[str, Any]]:
    """Its format and what it holds. Raises ValueError when this is no receipt of a known format."""
    read = json.loads(stored)
    form = read.get("format") if isinstance(read, dict) else None
    if not isinstance(form, int) or not 1 <= form <= FORMAT:
        raise ValueError(f"This is not a receipt of a format from 1 to {FORMAT}.")
    return form, read


def _canonical(checks: tuple[Check, ...], rest: Mapping[str, object], policy: str) -> str:
    """JSON with its keys in order, of which "checks" is the first. Most checks were made before, with the
    same result, and so was the policy: their JSON is kept."""
    first = {name: value for name, value in rest.items() if name < "policy"}
    last = {name: value for name, value in rest.items() if name > "policy"}
    written = f'{{"checks":[{",".join(map(_json_of_check, checks))}],{_ENCODER.encode(first)[1:-1]}'
    return f'{written},"policy":{policy},{_ENCODER.encode(last)[1:]}'


@lru_cache(maxsize=4096)
def _json_of_check(check: Check) -> str:
    named = {"name": check.name, "value": check.value, "needed": check.needed, "passed": check.passed}
    return _ENCODER.encode(named)


def _facts(facts: Facts) -> dict[str, object]:
    """Fields that were added later are left out while they have their default: so older receipts keep their
    bytes."""
    named = zip(_FACTS_NAMED, _ALL_FACTS(facts), strict=True)
    return {name: value for name, value in named if value or name not in _LATER_ADDED}


def _instant_in_utc(value: object) -> str:
    """The one kind of value among the facts that is no JSON. A float is written so that reading gives the
    same float."""
    return cast(datetime, value).astimezone(UTC).isoformat()


def _written_wall(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _verdict(verdict: Verdict) -> dict[str, str]:
    match verdict:
        case Send(template, send_at):
            return {"do": "text", "template": template, "send_at": send_at.astimezone(UTC).isoformat()}
        case Skip(reason):
            return {"do": "skip", "reason": reason}
        case CallBack(reason):
            return {"do": "call_back", "reason": reason}
        case Hold(reason):
            return {"do": "hold", "reason": reason}


def _instant(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(cast(str, value))


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_instant_in_utc
)
_LATER_ADDED = frozenset(
    {
        "neighbours",
        "undecided",
        "block_callers",
        "block_in_a_row",
        "parts_today",
        "parts_this_month",
        "texts_paused",
        "first_texts_this_minute",
    }
)
_FACTS_NAMED = tuple(sorted(field.name for field in fields(Facts)))  # as they are written, which saves time
_ALL_FACTS = attrgetter(*_FACTS_NAMED)
_OPENING_NAMED = tuple(field.name for field in fields(Opening))
_FACTS: Mapping[str, Callable[..., object]] = {
    "now": _instant,
    "mode": Mode,
    "outcome": Outcome,
    "missed_at": _instant,
    "caller_kind": NumberKind,
    "listed": Listed,
    "voicemail": Voicemail,
    "last_first_text_at": _instant,
    "last_human_at": _instant,
}
_OPENING: Mapping[str, Callable[..., object]] = {"at": _instant, "opens": _instant}


def _read(written: Mapping[str, object], readers: Mapping[str, Callable[..., object]]) -> dict[str, object]:
    return {name: readers[name](value) if name in readers else value for name, value in written.items()}
