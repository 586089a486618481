"""The table of rules, as a reader meets it in the code and in the docs."""

import re
from pathlib import Path

from ringback.calls.robocalls import LOOKS_LIKE, SURE
from ringback.rules.changes import AGAINST_A_TEXT, FOR_A_TEXT
from ringback.rules.checks import MOST_CALLS, MOST_TEXTS, RULES
from ringback.rules.decision import CallBack, Hold, Reason, Skip
from ringback.rules.situations import SITUATIONS

DOCS = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
ENDING = {Skip: "skip", CallBack: "call back", Hold: "hold"}


def test_the_docs_have_every_rule_in_order_with_its_ending() -> None:
    rows = re.findall(r"^\|[^|]*\| ([^|]+) \| [^|]+ \| (skip|call back|hold) \|$", DOCS, re.MULTILINE)
    assert rows == [(rule.name, ENDING[type(rule.otherwise)]) for rule in RULES]


def test_the_docs_have_every_situation_and_limit() -> None:
    assert [name for name in SITUATIONS if f"`{name}`" not in DOCS] == []
    for limit in (f"{MOST_CALLS} calls", f"{MOST_TEXTS} texts", f"{SURE} points", f"{LOOKS_LIKE} points"):
        assert limit in DOCS


def test_every_reason_belongs_to_a_rule() -> None:
    assert {rule.otherwise.reason for rule in RULES} == set(Reason)


def test_every_rule_can_be_turned_over() -> None:
    names = [rule.name for rule in RULES]
    assert list(FOR_A_TEXT) == names
    turned_by_another = {"number usable", "number textable", "tell-me list", "robocall"}
    assert set(AGAINST_A_TEXT) == set(names) - turned_by_another
