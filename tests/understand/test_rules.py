import pytest

from ringback.understand.lexicon import clauses
from ringback.understand.patterns import pattern
from ringback.understand.rulebook import Rule
from ringback.understand.rules import EXPLAINED, Finding, explain_away, findings, without_denied


def test_a_rule_says_what_it_found_first() -> None:
    rule = Rule("opt_out", "asks us to stop", [pattern("stop texting")])
    assert findings([rule], clauses([["no"], ["stop", "texting", "me"]])) == [
        Finding("opt_out", "asks us to stop", "stop texting")
    ]


def test_unless_counts_in_the_whole_message() -> None:
    rule = Rule("opt_out", "asks us to stop", [pattern("stop")], [pattern("leak")])
    assert findings([rule], clauses([["stop"], ["the", "leak"]])) == []


def test_look_alikes_are_explained_word_by_word() -> None:
    plain = explain_away([pattern("stop by")], clauses([["stop", "by"], ["stop", "texting"]]))
    assert [[word.names == EXPLAINED for word in clause.words] for clause in plain] == [
        [True, True],
        [False, False],
    ]


DENIAL = [
    Rule("denied", "says that there is none", [pattern("no smoke")], [pattern("but")]),
    Rule("wish", "an errand", [pattern("quote")]),
    Rule("doubt", "something else", [pattern("hot")]),
]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("no smoke, quote please", 2),
        ("no smoke", 0),
        ("no smoke but quote please", 0),
        ("no smoke, quote please, outlet is hot", 0),
    ],
)
def test_what_is_denied_is_gone_beside_an_errand_and_without_a_doubt(said: str, gone: int) -> None:
    rest = without_denied(DENIAL, clauses([part.split() for part in said.split(", ")]))
    assert sum(word.names == EXPLAINED for clause in rest for word in clause.words) == gone
