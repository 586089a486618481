import json

import pytest

from ringback.rules.overrides import overridden, policy_in_force
from ringback.rules.policy import When
from ringback.rules.written import canonical, policy_from

ACCOUNT = {
    "time_zone": "America/Chicago",
    "hours": {"mon": ["08:00-17:00"]},
    "cooldown": "48h",
    "templates": {"missed": "m", "busy": "b"},
}


def test_key_by_key_the_source_goes_before_the_line_and_the_line_before_the_account() -> None:
    line = {"hours": {"sat": ["09:00-12:00"]}, "when": "open", "templates": {"busy": "line's b"}}
    source = {"when": "always", "templates": {"after_hours": "source's a"}}
    assert overridden(ACCOUNT, line, source) == policy_from(
        {
            "time_zone": "America/Chicago",
            "hours": {"sat": ["09:00-12:00"]},
            "when": "always",
            "cooldown": "48h",
            "templates": {"missed": "m", "busy": "line's b", "after_hours": "source's a"},
        }
    )


def test_without_any_the_accounts_rules_stand() -> None:
    stored = canonical(policy_from(ACCOUNT))
    assert policy_in_force(stored) == policy_from(ACCOUNT)
    assert policy_in_force(stored, json.dumps({"when": "open"})).when is When.OPEN


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"whe": "open"}, "'whe' is not a rule. Did you mean 'when'?"),
        ({"cooldown": "5m"}, "cooldown is 5m: write 1h to 7d."),
        ({"templates": ["m"]}, r"templates: \['m'\] should be a table."),
    ],
)
def test_a_wrong_override_says_what_would_be_right(line: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        overridden(ACCOUNT, line)
