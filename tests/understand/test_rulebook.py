"""The rule files are text, so no checker reads them. This one does."""

from pathlib import Path

import pytest

from ringback import understand
from ringback.understand.languages import languages
from ringback.understand.patterns import Pattern
from ringback.understand.rulebook import lists_of, patterns_of, rules_of

FOLDER = Path(understand.__file__).parent / "rulebook"
FILES = {path.stem for path in FOLDER.glob("*.txt")}
LISTS = {name for name in FILES if name.startswith("words_")} | {
    "languages",
    "reactions",
    "spelling",
    "textspeak",
}
RULES = FILES - LISTS - {"lookalikes", "figures"}
CONCEPTS = {concept for name in LISTS if name.startswith("words_") for concept in lists_of(name)} | {"NUM"}


def all_patterns() -> list[Pattern]:
    rules = [rule for name in sorted(RULES) for rule in rules_of(name)]
    return [
        *patterns_of("figures"),
        *patterns_of("lookalikes"),
        *(each for rule in rules for each in (*rule.patterns, *rule.unless)),
    ]


def test_every_concept_in_a_pattern_is_in_a_word_list() -> None:
    used = {name for each in all_patterns() for element in each.elements for name in element.names}
    assert {name for name in used if name.isupper()} - CONCEPTS == set()


def test_words_in_patterns_are_plain() -> None:
    used = {name for each in all_patterns() for element in each.elements for name in element.names}
    assert [
        name
        for name in sorted(used)
        if not name.replace("_", "").removeprefix("~").isalnum() and name not in ("🛑", "$")
    ] == []


def test_every_rule_has_patterns_and_a_reason() -> None:
    rules = [rule for name in sorted(RULES) for rule in rules_of(name)]
    assert [rule.label for rule in rules if not rule.patterns or not rule.why] == []


@pytest.mark.parametrize("name", sorted(LISTS - {"textspeak"}))
def test_word_lists_are_not_empty(name: str) -> None:
    assert [title for title, words in lists_of(name).items() if not words] == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("no me manden mas mensajes", ["language_es"]),
        ("ne me textez plus svp", ["language_fr"]),
        ("please stop texting me", []),
        ("", []),
    ],
)
def test_language(text: str, labels: list[str]) -> None:
    assert languages(text.split()) == labels
