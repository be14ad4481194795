"""The lowest price that loses nothing, and the price that is proposed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.campaigns.rules import floor


def test_without_deductions_one_rupiah_above_the_cost_is_enough() -> None:
    assert floor.lowest(30_000, 0, 0, 0) == 30_001


@pytest.mark.parametrize(("cost", "fee", "voucher", "contribution", "expected"), [
    (30_000, 1_000, 0, 0, 33_334),  # 33 334 less a tenth leaves 30 000.6
    (36_000, 1_000, 0, 0, 40_001),  # 40 000 leaves exactly nothing
    (30_000, 1_000, 500, 200, 36_015),  # 85 % of the price, and 98 % of that
])
def test_fees_vouchers_and_contribution_raise_it(cost: int, fee: int, voucher: int, contribution: int, expected: int) -> None:
    assert floor.lowest(cost, fee, voucher, contribution) == expected


@pytest.mark.parametrize(("fee", "voucher", "contribution"), [(5_000, 5_000, 0), (9_000, 2_000, 0), (0, 0, 10_000)])
def test_where_everything_is_taken_no_price_is_enough(fee: int, voucher: int, contribution: int) -> None:
    assert floor.lowest(10_000, fee, voucher, contribution) is None


@given(st.integers(0, 10**7), st.integers(0, 4_000), st.integers(0, 3_000), st.integers(0, 5_000))
def test_it_is_the_smallest_price_that_leaves_something(cost: int, fee: int, voucher: int, contribution: int) -> None:
    least = floor.lowest(cost, fee, voucher, contribution)
    assert least is not None
    assert floor.left(least, cost, fee, voucher, contribution) >= 0
    assert floor.left(least - 1, cost, fee, voucher, contribution) <= 0
    assert floor.left(least + 2, cost, fee, voucher, contribution) >= floor.left(least, cost, fee, voucher, contribution)


def test_what_a_price_leaves_is_never_rounded_up() -> None:
    assert floor.left(10_000, 8_999, 1_000, 0, 1) == 0  # 9 000 less 0.9 less 8 999 = 0.1
    assert floor.left(10_000, 9_000, 1_000, 0, 1) == -1


def test_the_proposal_is_a_round_price_below_the_usual_one_and_never_a_loss() -> None:
    assert floor.suggested(50_000, None) == 45_000
    assert floor.suggested(47_250, 20_000) == 43_000  # 42 525, said as 43 000
    assert floor.suggested(8_500, 1_000) == 7_700
    assert floor.suggested(50_000, 47_801) == 48_000
    assert floor.suggested(50_000, 61_200) == 61_500
    assert floor.suggested(None, 20_000) is None
