from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules.units import parse_money, write_money


@pytest.mark.parametrize(
    ("amount", "written"),
    [("5", "5.00"), ("7.50", "7.50"), ("0.012", "0.012"), ("0.0079", "0.0079"), ("100", "100.00")],
)
def test_money_is_written_with_two_decimals_or_as_many_as_it_has(amount: str, written: str) -> None:
    assert write_money(Decimal(amount)) == written


@given(st.decimals(0, 9_999_999, places=4))
def test_no_part_of_a_cent_is_lost(amount: Decimal) -> None:
    assert parse_money(write_money(amount)) == amount
