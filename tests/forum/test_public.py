"""What a hall may read: sums of enough businesses, and no sum from which a smaller group can be taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.forum.rules import public

CELLS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.dictionaries(st.one_of(st.none(), st.integers(1, 12)), st.integers(1, 1_000_000), min_size=1, max_size=9), min_size=1, max_size=6,
)


Parts = dict[int | None, int]


def each(*businesses: int, amount: int = 10) -> Parts:
    return dict.fromkeys(businesses, amount)


@pytest.mark.parametrize(("parts", "may"), [
    (each(0, 1, 2, 3, 4), True),
    (each(0, 1, 2, 3), False),
    (each(0, 1, 2, 3) | {None: 500}, False),  # what is nobody's makes no crowd
    (each(1, 2, 3, 4) | {0: 160}, True),  # exactly four fifths
    (each(1, 2, 3, 4) | {0: 161}, False),
    (each(1, 2, 3, 4) | {0: 0}, False),
    (each(), False),
])
def test_a_sum_is_told_of_five_of_whom_none_is_nearly_all(parts: Parts, may: bool) -> None:
    assert public.told(parts) is may


def test_few_is_some_but_not_enough() -> None:
    assert [number for number in range(7) if public.few(number)] == [1, 2, 3, 4]


def test_small_groups_stand_together_with_the_smallest_that_may_be_told() -> None:
    crowd = each(*range(6), amount=100)
    groups: dict[str, Parts] = {"shopee": crowd | {9: 400}, "lazada": crowd, "blibli": {1: 7}, "moka": {2: 3}}
    assert public.split(groups) == [(("shopee",), 1_000), (("lazada", "blibli", "moka"), 610)]
    assert public.split({"shopee": crowd, "blibli": each(1)}) == []  # the difference to the total would be one business's
    assert public.split({"shopee": crowd, "lazada": crowd}) == [(("lazada",), 600), (("shopee",), 600)]


@given(CELLS)
def test_every_group_that_is_told_or_left_is_a_crowd(groups: dict[str, Parts]) -> None:
    rows = public.split(groups)
    keys = [key for row in rows for key in row[0]]
    assert not rows or sorted(keys) == sorted(groups)
    for told, amount in rows:
        together: Parts = {}
        for key in told:
            for business, part in groups[key].items():
                together[business] = together.get(business, 0) + part
        assert public.told(together) and amount == sum(together.values())


@given(st.integers(-(10**14), 10**14))
def test_rupiah_are_rounded_as_they_are_said(amount: int) -> None:
    near = public.rounded(amount)
    assert abs(near - amount) * 20 <= max(abs(amount), 1) and public.rounded(-amount) == -near
    assert [public.rounded(value) for value in (999_999, 84_249_999, 84_250_000, 2_450_000_000)] == [
        999_999, 84_200_000, 84_300_000, 2_500_000_000,
    ]
