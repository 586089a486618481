from ringback.understand.lexicon import clauses
from ringback.understand.patterns import pattern
from ringback.understand.rulebook import Rule
from ringback.understand.rules import EXPLAINED, Finding, explain_away, findings


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
