import tomllib
from typing import Any

import pytest

from ringback.shop.check import read_shop
from ringback.shop.laid_over import is_part, laid_over
from ringback.shop.problems import Broken
from tests.cast import ROSAS_SHOP

WHOLE = f"""
[account]
name = "{ROSAS_SHOP}"
time_zone = "America/Chicago"

[hours]
mon = ["08:00-17:00"]

[text_back]
cooldown = "48h"
most_per_day = 40

[[templates]]
for = "missed"
text = "{{business}}: sorry we missed you. {{stop}}"

[[templates]]
for = "busy"
text = "{{business}}: we were on a call. {{stop}}"

[[lines]]
number = "+15125550142"
provider = "simulator"
mode = "dial"
ring = ["+15125550143"]
"""


def over(part: str) -> dict[str, Any]:
    return laid_over(tomllib.loads(part), tomllib.loads(WHOLE))


def test_one_rule_leaves_the_others() -> None:
    assert over("[text_back]\nshadow = true")["text_back"] == {
        "cooldown": "48h",
        "most_per_day": 40,
        "shadow": True,
    }


def test_a_day_is_added_to_the_others() -> None:
    assert over('[hours]\nsat = ["09:00-12:00"]')["hours"] == {"mon": ["08:00-17:00"], "sat": ["09:00-12:00"]}


def test_a_text_is_changed_by_its_situation_and_a_new_one_added() -> None:
    part = """
    [[templates]]
    for = "busy"
    text = "{business}: busy. {stop}"
    [[templates]]
    for = "repeat"
    text = "{business}: again. {stop}"
    """
    assert {text["for"]: text["text"] for text in over(part)["templates"]} == {
        "busy": "{business}: busy. {stop}",
        "repeat": "{business}: again. {stop}",
        "missed": "{business}: sorry we missed you. {stop}",
    }


def test_a_line_is_changed_by_its_number() -> None:
    part = """
    [[lines]]
    number = "+15125550142"
    [lines.text_back]
    when = "open"
    """
    assert over(part)["lines"] == [
        {
            "number": "+15125550142",
            "provider": "simulator",
            "mode": "dial",
            "ring": ["+15125550143"],
            "text_back": {"when": "open"},
        }
    ]


def test_nothing_laid_over_is_the_same() -> None:
    assert over("") == tomllib.loads(WHOLE)


def test_only_a_file_without_a_name_is_a_part() -> None:
    assert is_part({})
    assert is_part({"account": {"notice": "website"}})
    assert not is_part(tomllib.loads(WHOLE))


def test_a_whole_file_is_not_laid_over_anything() -> None:
    whole = WHOLE.replace('cooldown = "48h"\n', "")
    assert read_shop(whole.encode(), WHOLE.encode()) == read_shop(whole.encode())


def test_what_is_wrong_in_a_part_is_told_with_its_line() -> None:
    with pytest.raises(Broken) as broken:
        read_shop(b'[text_back]\ncooldown = "9d"\n', WHOLE.encode())
    assert [(problem.line, problem.key) for problem in broken.value.problems] == [(2, "text_back.cooldown")]
