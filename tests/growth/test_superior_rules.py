"""What may be scored, how further points share the weight, and what the next step of processing adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cblp.growth.rules.superior import WHOLE, a_month, fits, following, step, with_further
from cblp.growth.rules.vikor import CRITERIA, FURTHER


@pytest.mark.parametrize(("criterion", "value", "may"), [
    ("market", 1, True), ("market", 5, True), ("market", 0, False), ("market", 6, False), ("uniqueness", 3, True),
    ("turnover", 4_500_000, True), ("turnover", -1, False), ("labour", 0, True), ("labour", 10_001, False),
    ("market", None, True), ("beauty", 3, False), ("beauty", None, False),
])
def test_points_go_from_one_to_five_and_what_is_measured_is_measured(criterion: str, value: int | None, may: bool) -> None:
    assert fits(criterion, value) is may


def test_further_points_weigh_as_much_as_the_six_do_on_average() -> None:
    both = with_further(dict(zip(CRITERIA, (3_500, 1_700, 1_300, 1_400, 800, 1_300), strict=True)))
    assert {both[one] for one in FURTHER} == {625}
    assert sum(both[one] for one in CRITERIA) == 3_750
    assert (both["turnover"], both["technology"]) == (1_312, 300) or (both["turnover"], both["technology"]) == (1_313, 300)


@given(st.lists(st.integers(0, WHOLE), min_size=6, max_size=6).filter(any))
def test_weights_of_both_sets_are_whole_and_add_up(parts: list[int]) -> None:
    both = with_further(dict(zip(CRITERIA, parts, strict=True)))
    assert sum(both.values()) == WHOLE
    assert min(both.values()) >= 0
    assert list(both) == [*CRITERIA, *FURTHER]


def test_a_month_is_the_mean_in_whole_rupiah() -> None:
    assert (a_month(100, 3), a_month(101, 3), a_month(3, 2)) == (33, 34, 2)


def test_the_next_step_adds_what_a_unit_leaves_more() -> None:
    assert step(10_000, 6_000, 25_000, 14_000).adds == 7_000
    assert step(10_000, 6_000, 12_000, 14_000).adds == -6_000
    assert step(10_000, None, 25_000, 14_000).adds is None
    assert step(10_000, 6_000, 25_000, None).then is None


def test_raw_becomes_semi_finished_becomes_finished() -> None:
    assert [following(one) for one in ("raw", "semi_finished", "finished")] == ["semi_finished", "finished", ""]
