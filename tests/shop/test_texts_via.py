"""A line whose company cannot send borrows the voice of another line of the file."""

import pytest

from ringback.shop.check import read_shop
from ringback.shop.problems import Broken

FILE = """\
[account]
name = "Rosa's Plumbing"
time_zone = "America/Chicago"
notice = "website"

[[lines]]
number = "+15125550142"
provider = "simulator"
mode = "forwarded"
texts_via = "{via}"
[lines.settings]
signing_key = "key one"

[[lines]]
number = "+15125550145"
provider = "simulator"
mode = "forwarded"
[lines.settings]
signing_key = "key two"
"""


def test_another_line_of_the_file_may_send() -> None:
    shop = read_shop(FILE.replace("{via}", "(512) 555-0145").encode()).shop
    assert [line.plan.texts_via for line in shop.lines] == ["+15125550145", ""]


@pytest.mark.parametrize("via", ["+15125550142", "+15125550199"])
def test_a_number_that_is_no_other_line_is_refused_with_its_line(via: str) -> None:
    with pytest.raises(Broken) as broken:
        read_shop(FILE.replace("{via}", via).encode())
    assert [(problem.line, problem.key) for problem in broken.value.problems] == [(10, "lines[0].texts_via")]
