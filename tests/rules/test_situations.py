from dataclasses import replace

import pytest

from ringback.messages import compose
from ringback.phone.events import Outcome
from ringback.rules.situations import SITUATIONS, situations_of
from ringback.rules.voicemail import Voicemail
from tests.rules.cases import FACTS


@pytest.mark.parametrize(
    ("facts", "is_open", "situations"),
    [
        ({}, True, ["missed"]),
        ({}, False, ["after_hours", "missed"]),
        ({"outcome": Outcome.BUSY}, True, ["busy", "missed"]),
        ({"outcome": Outcome.DECLINED}, True, ["declined", "busy", "missed"]),
        ({"outcome": Outcome.FAILED}, True, ["failed", "missed"]),
        ({"outcome": Outcome.HUNG_UP, "caller_gave_up": True}, True, ["gave_up", "missed"]),
        (
            {"known": True, "outcome": Outcome.BUSY},
            False,
            ["after_hours", "known_customer", "busy", "missed"],
        ),
        ({"voicemail": Voicemail.LEFT}, False, ["voicemail", "after_hours", "missed"]),
        ({"voicemail": Voicemail.QUOTE}, True, ["voicemail_quote", "voicemail", "missed"]),
        ({"voicemail": Voicemail.URGENT}, True, ["voicemail_urgent", "voicemail", "missed"]),
        ({"texts_this_episode": 1, "known": True}, True, ["repeat", "known_customer", "missed"]),
    ],
)
def test_the_most_telling_comes_first(facts: dict[str, object], is_open: bool, situations: list[str]) -> None:
    found = list(situations_of(replace(FACTS, **facts), is_open))  # type: ignore[arg-type]  # a table of facts
    assert found == situations
    assert set(found) <= set(SITUATIONS)


def test_the_lint_knows_every_situation_as_one_of_a_first_text() -> None:
    """It takes any other name for a later text, which needs no opt-out words."""
    assert set(compose.SITUATIONS) == set(SITUATIONS)
